#include "services/projection/views/case_view.h"

#include <gtest/gtest.h>

#include "kinward/intake/v1/referral.pb.h"
#include "kinward/scheduling/v1/request.pb.h"
#include "services/projection/views/words.h"

namespace kinward::projection {
namespace {

constexpr const char* kReferral = "referral-1";
constexpr const char* kProgramme = "T-01";

CaseParts Screened() {
  CaseParts parts;
  parts.intake.set_referral_id(kReferral);
  parts.intake.set_stage("screening");
  return parts;
}
CaseParts Eligible(const char* answer = "eligible") {
  CaseParts parts = Screened();
  auto& programme = *parts.eligibility.add_programmes();
  programme.set_programme(kProgramme);
  programme.set_name("Intensive Family Support");
  programme.set_eligibility(answer);
  return parts;
}
CaseParts Allocated(const char* state) {
  CaseParts parts = Eligible();
  auto& allocation = *parts.scheduling.add_allocations();
  allocation.set_programme(kProgramme);
  allocation.set_state(state);
  return parts;
}
CaseParts Helped(const char* closed_on) {
  CaseParts parts = Allocated("placed");
  auto& help = parts.help.emplace_back();
  help.set_programme(kProgramme);
  help.set_closed_on(closed_on);
  return parts;
}

TEST(CaseStageTest, IsReceivedUntilAnybodyHasLooked) {
  EXPECT_EQ(StageOf(CaseParts{}), "received");
}

TEST(CaseStageTest, FollowsTheFurthestPart) {
  EXPECT_EQ(StageOf(Screened()), "screening");
  EXPECT_EQ(StageOf(Eligible()), "screening");
  EXPECT_EQ(StageOf(Eligible("needs-information")), "awaiting-information");
  EXPECT_EQ(StageOf(Allocated("listed")), "awaiting-panel");
  EXPECT_EQ(StageOf(Allocated("waiting")), "waiting");
  EXPECT_EQ(StageOf(Allocated("offered")), "waiting");
  EXPECT_EQ(StageOf(Allocated("agreed")), "place-agreed");
  EXPECT_EQ(StageOf(Helped("")), "active");
  EXPECT_EQ(StageOf(Helped("2016-07-20")), "closed");
}

TEST(CaseStageTest, AWithdrawalHeardFirstFromSchedulingCounts) {
  CaseParts parts = Allocated("waiting");
  parts.scheduling.set_withdrawn(true);
  EXPECT_EQ(StageOf(parts), "withdrawn");
}

TEST(CaseStageTest, WhatIntakeHasEndedIsEnded) {
  CaseParts parts = Eligible();
  for (const char* stage : {"redirected", "no-further-action", "withdrawn", "closed"}) {
    parts.intake.set_stage(stage);
    EXPECT_EQ(StageOf(parts), stage);
  }
}

TEST(ClosedLoopTest, TellsTheSenderStageAndContactAndNothingOfPeople) {
  CaseParts parts = Allocated("listed");
  parts.intake.set_source("school-wolverhampton");
  parts.intake.set_reference("SCH-1");
  parts.intake.add_people()->set_person_id("person-1");
  views::v1::Contact contact;
  contact.set_team("Intensive Family Support");
  contact.set_telephone("01902 000000");
  const auto view = ComposeClosedLoop(parts, contact);
  EXPECT_EQ(view.stage(), "awaiting-panel");
  EXPECT_EQ(view.reference(), "SCH-1");
  EXPECT_EQ(view.contact().telephone(), "01902 000000");
  ASSERT_EQ(view.programmes_size(), 1);
  EXPECT_EQ(view.programmes(0).eligibility(), "eligible");
  EXPECT_EQ(view.SerializeAsString().find("person-1"), std::string::npos);
}

TEST(CatalogueTest, KnowsEventTypesAsTheyArePublished) {
  EXPECT_EQ(EventTypeOf(*intake::v1::ReferralReceived::descriptor()),
            "kinward.intake.referral.referral-received.v1");
  EXPECT_NE(AllViews().Find("kinward.scheduling.request.part-placed.v1"), nullptr);
  EXPECT_EQ(AllViews().Find("kinward.scheduling.request.unheard-of.v1"), nullptr);
}

TEST(CatalogueTest, AnAllocationThatNoLongerWaitsLeavesTheList) {
  const auto apply = [](const google::protobuf::Message& event, google::protobuf::Message& part,
                        Marks& marks) {
    for (const Change& change : AllViews().Find(EventTypeOf(*event.GetDescriptor()))->changes) {
      if (change.collection == kCaseCollection) change.apply(&part, event, Heard{}, marks);
    }
  };
  views::v1::CaseSchedulingPart part;
  Marks marks;
  scheduling::v1::PartWaiting waiting;
  waiting.set_referral_id(kReferral);
  waiting.set_programme_id(kProgramme);
  waiting.set_pool_id("ifs");
  apply(waiting, part, marks);
  ASSERT_EQ(marks.all().size(), 1U);
  EXPECT_EQ(marks.all()[0].kind, Mark::Kind::kEnter);
  EXPECT_EQ(marks.all()[0].name, "waitlist:ifs");
  marks.Clear();
  scheduling::v1::PartPlaced placed;
  placed.set_referral_id(kReferral);
  placed.set_programme_id(kProgramme);
  apply(placed, part, marks);
  ASSERT_EQ(marks.all().size(), 1U);
  EXPECT_EQ(marks.all()[0].kind, Mark::Kind::kLeave);
  EXPECT_EQ(part.allocations(0).state(), "placed");
}

TEST(WordTest, ShowsEnumsAsTheContractSpellsThem) {
  EXPECT_EQ(Word(intake::v1::REFERRAL_STAGE_NO_FURTHER_ACTION), "no-further-action");
  EXPECT_EQ(Word(intake::v1::REFERRAL_KIND_FRONT_DOOR), "front-door");
  EXPECT_EQ(Word(intake::v1::URGENCY_UNSPECIFIED), "");
}

}  // namespace
}  // namespace kinward::projection
