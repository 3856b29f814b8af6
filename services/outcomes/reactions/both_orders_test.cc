// What other services tell is heard in every order in which it can arrive; cases, checks and
// watches end alike.
#include "libs/testing/both_orders.h"

#include <gtest/gtest.h>

#include "libs/base/programmes.h"
#include "libs/base/uuid.h"
#include "libs/calendar/calendar.h"
#include "services/outcomes/aggregates.h"
#include "services/outcomes/domain/case.h"
#include "services/outcomes/domain/follow_up.h"
#include "services/outcomes/domain/programme_copy.h"
#include "services/outcomes/domain/status_watch.h"
#include "services/outcomes/domain/worker.h"
#include "services/outcomes/reactions/reactions.h"

namespace kinward::outcomes {
namespace {

using testing::Tell;
using testing::Telling;
using testing::Told;

const std::string kReferral = "01930000-0000-7000-8000-000000000001";
const std::string kFamily = "01930000-0000-7000-8000-00000000000f";
const std::string kChild = "01930000-0000-7000-8000-00000000000c";
const std::string kStay = "01930000-0000-7000-8000-00000000000a";
const std::string kCase = UuidFrom(*Uuid::Parse(kReferral), "T-01").ToString();
const LocalDate kToday = DateFrom(2016, 11, 12);
const Time kNow = At(kToday, "10:00");

common::v1::ProgrammeVersion Programme() {
  common::v1::ProgrammeVersion version;
  version.set_programme_id("T-01");
  version.set_version(1);
  version.set_effective_from("2016-04-01");
  auto& rule = *version.add_follow_ups();
  rule.set_check("looked-after");
  rule.add_after_months(3);
  rule.set_while_open(true);
  return version;
}
// What the host knows of programmes: a case waits in it until its version is heard of, so for the
// aggregates it is always there.
const ProgrammeCatalogue& Programmes() {
  static const auto kAll = [] {
    ProgrammeCatalogue programmes;
    programmes.Publish("wolverhampton", Programme());
    return programmes;
  }();
  return kAll;
}

Told Published() {
  eligibility::v1::ProgrammeVersionPublished event;
  event.set_programme_id("T-01");
  *event.mutable_version() = Programme();
  return Tell(event);
}
Told Placed() {
  scheduling::v1::PartPlaced event;
  event.set_referral_id(kReferral);
  event.set_family_id(kFamily);
  event.set_programme_id("T-01");
  event.set_programme_version(1);
  auto& child = *event.add_subjects();
  child.set_person_id(kChild);
  child.add_roles("child");
  return Tell(event);
}
Told Departed() {
  scheduling::v1::StayDeparted event;
  event.mutable_stay()->set_stay_id(kStay);
  event.mutable_stay()->set_referral_id(kReferral);
  event.mutable_stay()->set_programme_id("T-01");
  *event.mutable_departed_time() = ToTimestamp(kNow);
  return Tell(event);
}
Told Status(const std::string& status, const std::string& from) {
  intake::v1::LegalStatusRecorded event;
  event.set_person_id(kChild);
  event.set_family_id(kFamily);
  event.set_status(status);
  event.set_from(from);
  return Tell(event);
}
template <typename Event>
Told Of() {
  Event event;
  event.set_person_id(kChild);
  event.set_family_id(kFamily);
  return Tell(event);
}

const testing::Source kHelped = {Placed(), Departed()};
const Told kLookedAfter = Status("looked-after", "2016-11-12");

// Every pair of the three topics that outcomes listens to.
const std::vector<Telling>& Table() {
  static const std::vector<Telling> kTable = {
      {"scheduling and intake: a status and the case it matters to",
       {kHelped, {Status("cpp", "2016-05-01"), kLookedAfter}}},
      {"scheduling and intake: a death",
       {kHelped, {kLookedAfter, Of<intake::v1::DeathRecorded>()}}},
      {"scheduling and intake: a pregnancy that ended",
       {kHelped, {Of<intake::v1::PregnancyEnded>()}}},
      {"scheduling and intake: an erasure", {kHelped, {Of<intake::v1::SubjectErased>()}}},
      {"scheduling and eligibility", {kHelped, {Published()}}},
      {"intake and eligibility", {{kLookedAfter}, {Published()}}},
      {"all three",
       {kHelped, {kLookedAfter, Of<intake::v1::DeathRecorded>()}, {Published(), Published()}}},
  };
  return kTable;
}

std::unique_ptr<testing::Flow> Nothing() {
  auto flow = std::make_unique<testing::Flow>(Aggregates(), kNow);
  flow->Know(&Programmes());
  return flow;
}

std::string WhatStands(const testing::Flow& flow) {
  std::string text;
  for (const auto& [id, help] : flow.AllOf<Case>()) {
    text += "case " + help->opened.opened_on() + (help->closed ? " closed" : "");
    for (const auto& session : help->held) text += " held " + session;
    for (const auto& [person, to] : help->escalations) text += " " + person + " " + to;
    text += "\n";
  }
  for (const auto& [id, check] : flow.AllOf<FollowUp>()) {
    text += "check " + check->scheduled.check() + (check->due ? " due" : "") + check->ended_on;
    for (const auto& [person, answers] : check->answers) {
      for (const auto& answer : answers) text += " " + person + " is " + answer;
    }
    for (const auto& person : check->quiet) text += " quiet of " + person;
    text += "\n";
  }
  for (const auto& [id, watch] : flow.AllOf<StatusWatch>()) {
    text += "watch " + std::to_string(watch->statuses.size()) + " " + watch->quiet;
    for (const auto& told : watch->told) text += " told " + told;
    for (const auto& told : watch->quieted) text += " quieted " + told;
    text += "\n";
  }
  for (const auto& [id, copy] : flow.AllOf<ProgrammeCopy>()) text += "copy of " + id + "\n";
  return text;
}

TEST(BothOrdersTest, CasesAndChecksEndAlikeInEveryOrderOfArrival) {
  for (const Telling& telling : Table()) {
    testing::ExpectTheSameInEveryOrder(telling, Reactions(), Nothing, WhatStands);
  }
}

TEST(BothOrdersTest, TheTableJoinsEveryPairOfTopics) {
  EXPECT_EQ(testing::MissingFrom(Table(), Reactions()), std::vector<std::string>{});
}

TEST(QuietStopTest, NobodyIsRemindedOfTheDead) {
  for (const bool died_first : {true, false}) {
    SCOPED_TRACE(died_first);
    const auto flow = Nothing();
    const auto died = Of<intake::v1::DeathRecorded>();
    if (died_first) flow->Hear(Reactions(), *died);
    flow->Hear(Reactions(), *Placed());
    v1::CloseCase close;
    close.set_case_id(kCase);
    close.set_outcome("died");
    EXPECT_EQ(flow->Send(close), "");
    if (!died_first) flow->Hear(Reactions(), *died);
    flow->AdvanceTo(At(AddMonths(kToday, 4), "10:00"));
    EXPECT_TRUE(flow->All<v1::FollowUpDue>().empty());
    EXPECT_EQ(flow->All<v1::FollowUpEnded>().size(), 2U);  // while open, and at three months
  }
}

}  // namespace
}  // namespace kinward::outcomes
