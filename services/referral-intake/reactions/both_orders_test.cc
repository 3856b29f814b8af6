// What other services tell is heard in every order in which it can arrive; the referral ends alike.
#include "libs/testing/both_orders.h"

#include <gtest/gtest.h>

#include "libs/base/uuid.h"
#include "libs/calendar/calendar.h"
#include "services/referral-intake/aggregates.h"
#include "services/referral-intake/domain/family.h"
#include "services/referral-intake/domain/person.h"
#include "services/referral-intake/domain/programme_copy.h"
#include "services/referral-intake/domain/referral.h"
#include "services/referral-intake/reactions/reactions.h"

namespace kinward::intake {
namespace {

using testing::Tell;
using testing::Telling;
using testing::Told;

const std::string kReferral = "01930000-0000-7000-8000-000000000001";
const std::string kFamily = "01930000-0000-7000-8000-00000000000f";
const Time kNow = At(DateFrom(2016, 11, 12), "10:00");

template <typename Event>
Event Of(const std::string& programme) {
  Event event;
  event.set_referral_id(kReferral);
  event.set_programme_id(programme);
  return event;
}
Told Decided(const std::vector<std::string>& programmes) {
  eligibility::v1::EligibilityDecided event;
  event.set_referral_id(kReferral);
  for (const auto& id : programmes) {
    auto& programme = *event.add_programmes();
    programme.set_programme_id(id);
    programme.set_outcome(eligibility::v1::OUTCOME_ELIGIBLE);
  }
  return Tell(event);
}
Told Overridden(const std::string& programme) {
  eligibility::v1::DecisionOverridden event;
  event.set_referral_id(kReferral);
  event.mutable_programme()->set_programme_id(programme);
  event.mutable_programme()->set_outcome(eligibility::v1::OUTCOME_ELIGIBLE);
  return Tell(event);
}
Told Drawn(const std::string& programme) {
  eligibility::v1::ArmRecorded event;
  event.set_referral_id(kReferral);
  event.mutable_programme()->set_programme_id(programme);
  event.set_receives(true);
  return Tell(event);
}
Told Refused(const std::string& programme) {
  auto event = Of<scheduling::v1::PartDecided>(programme);
  event.set_decision("refused");
  return Tell(event);
}
Told Ended(const std::string& programme, const std::string& reason) {
  auto event = Of<scheduling::v1::PartEnded>(programme);
  event.set_reason(reason);
  return Tell(event);
}
template <typename Event>
Told Case(const std::string& programme) {
  auto event = Of<Event>(programme);
  event.set_case_id(UuidFrom(*Uuid::Parse(kReferral), programme).ToString());
  return Tell(event);
}
Told Opened(const std::string& programme) { return Case<outcomes::v1::CaseOpened>(programme); }
Told Closed(const std::string& programme) { return Case<outcomes::v1::CaseClosed>(programme); }

Told Published() {
  eligibility::v1::ProgrammeVersionPublished event;
  event.set_programme_id("T-01");
  event.mutable_version()->set_programme_id("T-01");
  event.mutable_version()->set_version(1);
  event.mutable_version()->set_digest("d");
  return Tell(event);
}

Told NoLongerThere() {
  eligibility::v1::ProgrammeWithdrawn event;
  event.set_programme_id("T-01");
  event.set_from("2016-12-01");
  return Tell(event);
}

// Every pair of the three topics that intake listens to.
const std::vector<Telling>& Table() {
  static const std::vector<Telling> kTable = {
      {"eligibility and scheduling: refused and ended without a case",
       {{Decided({"T-01", "T-02"})}, {Refused("T-01"), Ended("T-02", "place-declined")}}},
      {"eligibility and outcomes: the last case closes",
       {{Decided({"T-01"})}, {Opened("T-01"), Closed("T-01")}}},
      {"eligibility and outcomes: another programme is still awaited",
       {{Decided({"T-01", "T-02"})}, {Opened("T-01"), Closed("T-01")}}},
      {"eligibility and outcomes: an override adds a programme",
       {{Decided({"T-01"}), Overridden("T-02")}, {Opened("T-01"), Closed("T-01")}}},
      {"the arm of a trial and a case",
       {{Decided({"T-01"}), Drawn("T-02")}, {Opened("T-01"), Closed("T-01")}}},
      {"scheduling and outcomes: one helped, one refused",
       {{Refused("T-02"), Ended("T-01", "case-closed")}, {Opened("T-01"), Closed("T-01")}}},
      {"all three: it closes once every part is done",
       {{Decided({"T-01", "T-02", "T-03"})},
        {Refused("T-02"), Ended("T-03", "offer-expired")},
        {Opened("T-01"), Closed("T-01")}}},
      {"two cases in streams of their own",
       {{Decided({"T-01", "T-02"})},
        {Opened("T-01"), Closed("T-01")},
        {Opened("T-02"), Closed("T-02")}}},
      {"one case is still open",
       {{Decided({"T-01", "T-02"})}, {Opened("T-01"), Closed("T-01")}, {Opened("T-02")}}},
      {"a programme is published, twice, and withdrawn",
       {{Published(), Published(), NoLongerThere()},
        {Decided({"T-01", "T-02"})},
        {Refused("T-02")},
        {Opened("T-01"), Closed("T-01")}}},
  };
  return kTable;
}

std::unique_ptr<testing::Flow> Received() {
  auto flow = std::make_unique<testing::Flow>(Aggregates(), kNow);
  v1::ReceiveReferral command;
  command.set_referral_id(kReferral);
  command.set_family_id(kFamily);
  command.set_source("staff");
  command.set_programme("T-01");
  command.set_one_open_per_family(true);
  EXPECT_EQ(flow->Send(command), "");
  return flow;
}

std::string Line(const char* name, const std::set<std::string>& all) {
  std::string line = name;
  for (const auto& one : all) line += " " + one;
  return line + "\n";
}
std::string WhatStands(const testing::Flow& flow) {
  const auto& referral = flow.StateOf<Referral>(kReferral);
  std::string copies;
  for (const auto& [id, copy] : flow.AllOf<ProgrammeCopy>()) {
    copies += "copy of " + id + " " + copy->withdrawn_from + "\n";
  }
  return copies + v1::ReferralStage_Name(referral.stage) + "\n" +
         Line("awaited", referral.awaited) + Line("ended", referral.ended) +
         Line("open", referral.open_cases) + Line("closed", referral.closed_cases);
}

TEST(BothOrdersTest, TheReferralEndsAlikeInEveryOrderOfArrival) {
  for (const Telling& telling : Table()) {
    testing::ExpectTheSameInEveryOrder(telling, Reactions(), Received, WhatStands);
  }
}

TEST(BothOrdersTest, TheTableJoinsEveryPairOfTopics) {
  EXPECT_EQ(testing::MissingFrom(Table(), Reactions()), std::vector<std::string>{});
}

}  // namespace
}  // namespace kinward::intake
