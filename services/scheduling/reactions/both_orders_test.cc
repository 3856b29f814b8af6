// What other services tell is heard in every order in which it can arrive; what stands is the same.
#include "libs/testing/both_orders.h"

#include <gtest/gtest.h>

#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/panel_session.h"
#include "services/scheduling/domain/pool.h"
#include "services/scheduling/domain/programme_copy.h"
#include "services/scheduling/domain/request.h"
#include "services/scheduling/reactions/reactions.h"
#include "services/scheduling/testing/flow.h"

namespace kinward::scheduling {
namespace {

using testing::Source;
using testing::Tell;
using testing::Telling;

const std::string kReferral = "01930000-0000-7000-8000-000000000001";
const std::string kFamily = "01930000-0000-7000-8000-0000000000f1";
const Time kNow = At(DateFrom(2016, 11, 12), "10:00");

template <typename Event>
Event Of() {
  Event event;
  event.set_referral_id(kReferral);
  event.set_family_id(kFamily);
  return event;
}

// T-01 goes by a panel, T-02 by a pool's list, T-03 by a pool at once, T-04 by a bed.
eligibility::v1::ProgrammeOutcome Outcome(const std::string& programme) {
  eligibility::v1::ProgrammeOutcome outcome;
  outcome.set_programme_id(programme);
  outcome.set_version(1);
  outcome.set_outcome(eligibility::v1::OUTCOME_ELIGIBLE);
  auto& gateway = *outcome.mutable_gateway();
  gateway.set_kind(common::v1::GATEWAY_KIND_DIRECT);
  if (programme == "T-01") gateway.set_kind(common::v1::GATEWAY_KIND_PANEL);
  if (programme == "T-01") gateway.set_panel_id("the-panel");
  if (programme == "T-02") gateway.set_kind(common::v1::GATEWAY_KIND_AUTOMATIC);
  if (programme == "T-02" || programme == "T-03") outcome.set_pool_id("pool-" + programme);
  if (programme == "T-04") outcome.set_begins_with("stay");
  return outcome;
}
testing::Told Decided(const std::vector<std::string>& programmes) {
  auto event = Of<eligibility::v1::EligibilityDecided>();
  for (const auto& programme : programmes) *event.add_programmes() = Outcome(programme);
  return Tell(event);
}
testing::Told DecidedInstead(const std::string& programme) {
  auto event = Of<eligibility::v1::EligibilityDecided>();
  *event.add_programmes() = Outcome(programme);
  event.set_asked_programme(programme);
  event.set_asked_instead(true);
  return Tell(event);
}
testing::Told Overridden(const std::string& programme) {
  auto event = Of<eligibility::v1::DecisionOverridden>();
  *event.mutable_programme() = Outcome(programme);
  return Tell(event);
}
testing::Told Drawn(const std::string& programme) {
  auto event = Of<eligibility::v1::ArmRecorded>();
  *event.mutable_programme() = Outcome(programme);
  event.set_receives(true);
  return Tell(event);
}
testing::Told Published(const std::string& programme, int number = 1) {
  eligibility::v1::ProgrammeVersionPublished event;
  event.set_programme_id(programme);
  auto& version = *event.mutable_version();
  version.set_programme_id(programme);
  version.set_version(number);
  version.set_effective_from("2016-04-01");
  if (programme == "T-01") {
    auto& panel = *version.add_panels();
    panel.set_panel_id("the-panel");
    panel.set_weekday(3);
    panel.set_start_time("10:00");
    panel.set_slots(8);
    panel.set_paper_deadline_hours(48);
  } else {
    auto& pool = *version.add_pools();
    pool.set_pool_id("pool-" + programme);
    pool.set_capacity(programme == "T-02" ? 0 : 1);
  }
  return Tell(event);
}
testing::Told DecidedNot(intake::v1::ReferralDecision decision) {
  auto event = Of<intake::v1::ReferralDecided>();
  event.set_decision(decision);
  return Tell(event);
}
testing::Told ClosedByHand() {
  auto event = Of<intake::v1::ReferralClosed>();
  event.set_reason("moved-away");
  return Tell(event);
}
testing::Told CaseClosed(const std::string& programme) {
  auto event = Of<outcomes::v1::CaseClosed>();
  event.set_programme_id(programme);
  return Tell(event);
}

const Source kChecked = {Decided({"T-01", "T-02", "T-04"})};
const Source kPanelAndPools = {Published("T-01"), Published("T-02"), Published("T-03")};
const testing::Told kNoFurtherAction = DecidedNot(intake::v1::REFERRAL_DECISION_NO_FURTHER_ACTION);
const testing::Told kRedirected = DecidedNot(intake::v1::REFERRAL_DECISION_REDIRECT);
const testing::Told kReopened = Tell(Of<intake::v1::ReferralReopened>());
const testing::Told kWithdrawn = Tell(Of<intake::v1::ReferralWithdrawn>());

// Every pair of topics (and of streams: a programme's are not the referral's). What has begun at
// once cannot be unmade by a withdrawal that comes afterwards: its case ends it.
const std::vector<Telling>& Table() {
  static const std::vector<Telling> kTable = {
      {"eligibility and its programmes", {kChecked, kPanelAndPools}},
      {"an override and its programme", {{Decided({}), Overridden("T-03")}, kPanelAndPools}},
      {"the arm of a trial", {{Decided({}), Drawn("T-03")}, kPanelAndPools}},
      {"the arm of a trial and a withdrawal", {{Decided({}), Drawn("T-03")}, {kWithdrawn}}},
      {"withdrawn", {kChecked, {kWithdrawn}, kPanelAndPools}},
      {"superseded", {kChecked, {Tell(Of<intake::v1::ReferralSuperseded>())}}},
      {"no further action", {kChecked, {kNoFurtherAction}, kPanelAndPools}},
      {"redirected, then reopened", {kChecked, {kRedirected, kReopened}, kPanelAndPools}},
      {"closed by hand, reopened, withdrawn",
       {kChecked, {ClosedByHand(), kReopened, kWithdrawn}, kPanelAndPools}},
      {"another programme instead", {{Decided({"T-01"}), DecidedInstead("T-02")}, kPanelAndPools}},
      {"another programme instead, there and back",
       {{Decided({"T-02"}), DecidedInstead("T-01"), DecidedInstead("T-02")}, kPanelAndPools}},
      {"another programme instead, and an end that is taken back",
       {{Decided({"T-01"}), DecidedInstead("T-02")}, {kRedirected, kReopened}, kPanelAndPools}},
      {"another programme instead, and a withdrawal",
       {{Decided({"T-01"}), DecidedInstead("T-02")}, {kWithdrawn}}},
      {"a case that closes, however early it is heard",
       {{Decided({"T-01", "T-03"})}, {CaseClosed("T-03")}, kPanelAndPools}},
      {"a case that closes and an end of the referral",
       {{Decided({"T-01", "T-03"})}, {kNoFurtherAction, kReopened}, {CaseClosed("T-03")}}},
      {"a case that closes and a withdrawal", {{CaseClosed("T-03")}, {kWithdrawn}}},
  };
  return kTable;
}

// Whatever any later decision or reader could tell apart: what is open and where, not how it came.
std::string WhatStands(const testing::Flow& flow) {
  std::string text;
  for (const auto& [id, request] : flow.AllOf<Request>()) {
    text += "request" + std::string(request->withdrawn ? " withdrawn" : "") +
            (request->may_return ? " for now" : "") + "\n";
    for (const auto& [programme, part] : request->parts) {
      const bool over = part.state == v1::PART_STATE_ENDED || request->withdrawn;
      text += programme + (over ? " over" : " " + v1::PartState_Name(part.state)) +
              (part.set_aside ? " set aside" : "") + "\n";
    }
  }
  for (const auto& [id, pool] : flow.AllOf<Pool>()) {
    if (pool->defined) text += id + " of " + std::to_string(pool->definition.capacity()) + "\n";
    for (const auto& [holder, accepted] : pool->places)
      text += holder.programme_id + (accepted ? " has a place\n" : " is offered a place\n");
    for (const auto& one : pool->waiting) text += one.holder().programme_id() + " waits\n";
  }
  for (const auto& [id, session] : flow.AllOf<PanelSession>()) {
    text += "session " + session->opened.on() + "\n";
    for (const auto& [item_id, item] : session->items) text += item.entry.programme_id() + "\n";
  }
  return text.empty() ? "nothing" : text;
}

// A withdrawn request forgets nothing that it was asked for; one that was asked afterwards has no
// part at all: both are over.
std::string OpenAlone(const testing::Flow& flow) {
  std::string text = WhatStands(flow);
  std::string open;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t until = text.find('\n', from) + 1;
    const std::string line = text.substr(from, until == 0 ? std::string::npos : until - from);
    if (line.find(" over") == std::string::npos) open += line;
    from = until == 0 ? text.size() : until;
  }
  return open;
}

TEST(BothOrdersTest, WhatStandsDoesNotDependOnTheOrderOfArrival) {
  for (const Telling& telling : Table()) {
    testing::ExpectTheSameInEveryOrder(
        telling, Reactions(), [] { return std::make_unique<Flow>(kNow); }, OpenAlone);
  }
}

TEST(BothOrdersTest, TheTableJoinsEveryPairOfTopics) {
  EXPECT_EQ(testing::MissingFrom(Table(), Reactions()), std::vector<std::string>{});
}

TEST(BothOrdersTest, WhatIntakeTakesBackIsAskedForAgain) {
  Flow flow(kNow);
  const auto hear = [&flow](const testing::Told& told) { flow.Hear(Reactions(), *told); };
  for (const auto& told : kPanelAndPools) hear(told);
  hear(kChecked.at(0));
  EXPECT_EQ(flow.StateOf<Pool>("pool-T-02").waiting.size(), 1U);
  hear(kNoFurtherAction);
  EXPECT_TRUE(flow.StateOf<Pool>("pool-T-02").waiting.empty());
  EXPECT_EQ(flow.StateOf<Request>(kReferral).parts.at("T-01").state, v1::PART_STATE_ENDED);
  hear(kReopened);
  EXPECT_EQ(flow.StateOf<Pool>("pool-T-02").waiting.size(), 1U);
  EXPECT_EQ(flow.StateOf<Request>(kReferral).parts.at("T-01").state, v1::PART_STATE_LISTED);
}

TEST(BothOrdersTest, ANewVersionOfTheProgrammeMarksThoseWhoWait) {
  Flow flow(kNow);
  for (const auto& told : {kChecked.at(0), Published("T-02"), Published("T-02", 2)})
    flow.Hear(Reactions(), *told);
  ASSERT_EQ(flow.All<v1::PartReviewDue>().size(), 1U);
  EXPECT_EQ(flow.Last<v1::PartReviewDue>().programme_version(), 1);
  EXPECT_EQ(flow.Last<v1::PartReviewDue>().version(), 2);
}

}  // namespace
}  // namespace kinward::scheduling
