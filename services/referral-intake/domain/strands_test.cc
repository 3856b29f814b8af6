#include "services/referral-intake/domain/strands.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "kinward/intake/v1/notification.pb.h"
#include "kinward/intake/v1/obligation.pb.h"
#include "services/referral-intake/domain/notification_fixture.h"

namespace kinward::intake::notification_test {
namespace {

using testing::Make;
using Story = testing::Story<Strands>;

template <typename Command>
Command Of(const std::string& fields) {
  return Make<Command>(Field("strands_id", StrandsIdOf(kChild)) + Field("person_id", kChild) +
                       fields);
}
v1::NoteStrand Note(const std::string& id, const std::string& kind, const std::string& date) {
  auto command = Of<v1::NoteStrand>(Field("notification_id", id) + Field("kind", kind));
  *command.mutable_occurred_time() = Stamp(date, "20:00");
  return command;
}
v1::NoteObligation Duty(const std::string& obliges = "education-provision") {
  return Of<v1::NoteObligation>(Field("obligation_id", kProvision) +
                                Field("notification_id", kFirst) + Field("obliges", obliges) +
                                "on: '2016-11-07'");
}
v1::NoteProvision Provided(const std::string& on) { return Of<v1::NoteProvision>(Field("on", on)); }
v1::DropStrand Drop(const std::string& id) {
  return Of<v1::DropStrand>(Field("notification_id", id));
}
v1::NoteObligationOver Over() {
  return Of<v1::NoteObligationOver>(Field("obligation_id", kProvision));
}
v1::QuietStrands Quiet() { return Of<v1::QuietStrands>("reason: 'died'"); }

const v1::NoteStrand kMissing = Note(kFirst, "missing", "2016-11-07");
const v1::NoteStrand kReturned = Note(kSecond, "returned", "2016-11-08");
const v1::NoteStrand kExcluded = Note(kFirst, "excluded", "2016-11-07");
const v1::NoteStrand kReadmitted = Note(kSecond, "readmitted", "2016-11-09");

// What the last command told of this kind.
template <typename Event>
std::vector<Event> Told(const Story& story) {
  std::vector<Event> told;
  for (const auto& event : story.last) {
    if (const auto* one = std::get_if<Event>(&event)) told.push_back(*one);
  }
  return told;
}

TEST(NoteStrandTest, AReturnEndsTheEpisodeInEitherOrder) {
  for (const bool return_first : {false, true}) {
    auto story = return_first ? Story().Then(kReturned).Then(kMissing)
                              : Story().Then(kMissing).Then(kReturned);
    const auto ended = Told<v1::StrandEnded>(story);
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_EQ(ended[0].notification_id(), kFirst);
    EXPECT_EQ(ended[0].ended_by(), kSecond);
    const auto companions = Strands::CompanionsOf(ended[0]);
    EXPECT_EQ(dynamic_cast<const v1::EndEpisode&>(companions.at(0).message()).reason(), "returned");
  }
}
TEST(NoteStrandTest, TheFirstReturnAfterItCountsWheneverItIsTold) {
  auto story = Story().Then(kMissing).Then(Note(kThird, "returned", "2016-11-10")).Then(kReturned);
  EXPECT_EQ(Told<v1::StrandEnded>(story).at(0).ended_time(), Stamp("2016-11-08", "20:00"));
  EXPECT_TRUE(Told<v1::StrandEnded>(story.Then(Note(kThird, "returned", "2016-11-11"))).empty());
}
TEST(NoteStrandTest, AReturnMovedToBeforeTheEpisodeReopensIt) {
  auto story = Story().Then(kMissing).Then(kReturned).Then(Note(kSecond, "returned", "2016-11-06"));
  const auto reopened = Told<v1::StrandReopened>(story);
  ASSERT_EQ(reopened.size(), 1U);
  EXPECT_EQ(reopened[0].notification_id(), kFirst);
}
TEST(NoteStrandTest, StaysQuietOnARepeat) {
  EXPECT_TRUE(Story().Then(kMissing).Then(kReturned).IsQuietOn(kMissing));
}
TEST(NoteStrandTest, TellsAtOnceThatNobodyIsAskedAboutTheDead) {
  const auto quieted = Told<v1::StrandsQuieted>(Story().Then(Quiet()).Then(kMissing));
  ASSERT_EQ(quieted.size(), 1U);
  EXPECT_EQ(quieted[0].notification_ids(0), kFirst);
}

TEST(DropStrandTest, WhatItEndedRunsOn) {
  auto story = Story().Then(kMissing).Then(kReturned).Then(Drop(kSecond));
  EXPECT_EQ(Told<v1::StrandReopened>(story).size(), 1U);
}
TEST(DropStrandTest, WhatItObligedIsReleased) {
  auto story = Story().Then(kExcluded).Then(Duty()).Then(Drop(kFirst));
  const auto dropped = Told<v1::StrandDropped>(story);
  ASSERT_EQ(dropped.size(), 1U);
  const auto companions = Strands::CompanionsOf(dropped[0]);
  const auto& release = dynamic_cast<const v1::ReleaseObligation&>(companions.at(0).message());
  EXPECT_EQ(release.obligation_id(), kProvision);
  EXPECT_EQ(release.reason(), "mistaken");
}
TEST(DropStrandTest, StaysQuietOnARepeatAndAboutWhatItDoesNotKnow) {
  auto story = Story().Then(kMissing).Then(Drop(kFirst));
  EXPECT_TRUE(story.IsQuietOn(Drop(kFirst)));
  EXPECT_TRUE(story.IsQuietOn(kMissing));  // it stays dropped
  EXPECT_TRUE(story.IsQuietOn(Drop(kSecond)));
}

TEST(NoteObligationTest, IsMetByAReturnToSchoolInEitherOrder) {
  for (const bool readmitted_first : {false, true}) {
    auto story = readmitted_first ? Story().Then(kExcluded).Then(kReadmitted).Then(Duty())
                                  : Story().Then(kExcluded).Then(Duty()).Then(kReadmitted);
    const auto met = Told<v1::ObligationMet>(story);
    ASSERT_EQ(met.size(), 1U);
    EXPECT_EQ(met[0].outcome(), "readmitted");
    EXPECT_EQ(met[0].met_time(), Stamp("2016-11-09", "20:00"));
  }
}
TEST(NoteObligationTest, NoOtherDutyIsMetByTheEndOfTheEpisode) {
  auto story = Story().Then(kMissing).Then(Duty("return-interview")).Then(kReturned);
  EXPECT_TRUE(Told<v1::ObligationMet>(story).empty());
}
TEST(NoteObligationTest, StaysQuietOnARepeat) {
  EXPECT_TRUE(Story().Then(kExcluded).Then(Duty()).IsQuietOn(Duty()));
}

TEST(NoteProvisionTest, MeetsTheDutyUnlessTheReturnCameFirst) {
  auto story = Story().Then(kExcluded).Then(Duty()).Then(Provided("2016-11-08"));
  EXPECT_EQ(Told<v1::ObligationMet>(story).at(0).outcome(), "provision");
  EXPECT_TRUE(Told<v1::ObligationMet>(story.Then(kReadmitted)).empty());
  auto returned = Story().Then(kExcluded).Then(Duty()).Then(kReadmitted);
  EXPECT_TRUE(Told<v1::ObligationMet>(returned.Then(Provided("2016-11-10"))).empty());
}
TEST(NoteProvisionTest, OfBeforeTheExclusionMeetsNothing) {
  auto story = Story().Then(kExcluded).Then(Duty()).Then(Provided("2016-11-06"));
  EXPECT_TRUE(Told<v1::ObligationMet>(story).empty());
}
TEST(NoteProvisionTest, StaysQuietOnARepeat) {
  EXPECT_TRUE(Story().Then(Provided("2016-11-08")).IsQuietOn(Provided("2016-11-08")));
}

TEST(NoteObligationOverTest, NobodyIsToldOfItAgain) {
  auto story = Story().Then(kExcluded).Then(Duty()).Then(Over()).Then(Quiet());
  EXPECT_TRUE(story.Only<v1::StrandsQuieted>().obligation_ids().empty());
}
TEST(NoteObligationOverTest, StaysQuietWhenItIsToldTwice) {
  EXPECT_TRUE(Story().Then(kExcluded).Then(Duty()).Then(Over()).IsQuietOn(Over()));
}
TEST(NoteObligationOverTest, StaysQuietAboutWhatItDoesNotKnow) {
  EXPECT_TRUE(Story().Then(kExcluded).IsQuietOn(Over()));
}

TEST(QuietStrandsTest, TellsWhoeverWouldStillRemindSomebody) {
  const auto missing = Note(kThird, "missing", "2016-11-07");
  const auto returned = Note(kSecond, "returned", "2016-11-08");
  auto over = Story().Then(missing).Then(returned).Then(Quiet());
  EXPECT_TRUE(over.Only<v1::StrandsQuieted>().notification_ids().empty());
  auto story = Story().Then(kExcluded).Then(missing).Then(Duty()).Then(Quiet());
  const auto companions = Strands::CompanionsOf(story.Only<v1::StrandsQuieted>());
  ASSERT_EQ(companions.size(), 2U);
  EXPECT_EQ(dynamic_cast<const v1::QuietNotification&>(companions[0].message()).notification_id(),
            kThird);
  EXPECT_EQ(dynamic_cast<const v1::ReleaseObligation&>(companions[1].message()).reason(), "died");
}
TEST(QuietStrandsTest, TellsWhatComesLaterToo) {
  auto story = Story().Then(Quiet()).Then(kExcluded).Then(Duty());
  EXPECT_EQ(Told<v1::StrandsQuieted>(story).at(0).obligation_ids(0), kProvision);
}
TEST(QuietStrandsTest, StaysQuietWhenItIsToldTwice) {
  EXPECT_TRUE(Story().Then(kMissing).Then(Quiet()).IsQuietOn(Quiet()));
}

// However the same things are told, the same stands at the end.
TEST(StrandsProperty, TheEndOfEachStrandDependsOnNoOrder) {
  std::vector<v1::NoteStrand> told = {kMissing, kReturned, Note(kThird, "missing", "2016-11-08"),
                                      Note(kOther, "returned", "2016-11-09")};
  std::ranges::sort(told, {}, [](const auto& one) { return one.notification_id(); });
  const auto ends = [](const Story& story) {
    std::string text;
    for (const auto& [id, strand] : story.state.strands) {
      text += id + " " + (strand.end ? strand.end->by : "open") + "\n";
    }
    return text;
  };
  std::string first;
  do {
    Story story;
    for (const auto& one : told) story.Then(one);
    if (first.empty()) first = ends(story);
    EXPECT_EQ(ends(story), first);
  } while (std::ranges::next_permutation(told, {}, [](const auto& one) {
             return one.notification_id();
           }).found);
}

}  // namespace
}  // namespace kinward::intake::notification_test
