// The referral asks for another programme instead: what has not begun ends and gives back what it
// had.
#include <gtest/gtest.h>

#include "kinward/scheduling/v1/panel.pb.h"
#include "kinward/scheduling/v1/pool.pb.h"
#include "kinward/scheduling/v1/setting.pb.h"
#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/identifiers.h"
#include "services/scheduling/domain/panel.h"
#include "services/scheduling/domain/panel_session.h"
#include "services/scheduling/domain/pool.h"
#include "services/scheduling/domain/request.h"
#include "services/scheduling/testing/flow.h"

namespace kinward::scheduling {
namespace {

const std::string kReferral = "01930000-0000-7000-8000-000000000001";
const std::string kFamily = "01930000-0000-7000-8000-0000000000f1";
const std::string kOther = "01930000-0000-7000-8000-000000000002";
const std::string kStay = "01930000-0000-7000-8000-0000000000a1";
const LocalDate kWednesday = DateFrom(2016, 11, 16);
const Time kNow = At(DateFrom(2016, 11, 12), "10:00");

// T-01 goes by a panel, T-02 by a pool of one, T-04 by a bed.
v1::RequestHelp Help(const std::string& programme, const std::string& referral = kReferral) {
  v1::RequestHelp help;
  help.set_referral_id(referral);
  help.set_family_id(kFamily);
  help.set_programme_id(programme);
  help.mutable_gateway()->set_kind(common::v1::GATEWAY_KIND_DIRECT);
  help.set_urgency("routine");
  if (programme == "T-01") {
    help.mutable_gateway()->set_kind(common::v1::GATEWAY_KIND_PANEL);
    help.mutable_gateway()->set_panel_id("the-panel");
  }
  if (programme == "T-02") {
    help.mutable_gateway()->set_kind(common::v1::GATEWAY_KIND_AUTOMATIC);
    help.set_pool_id("the-pool");
  }
  if (programme == "T-04") help.set_begins_with("stay");
  return help;
}
v1::NarrowRequest AskOnlyFor(const std::string& programme) {
  v1::NarrowRequest command;
  command.set_referral_id(kReferral);
  command.set_family_id(kFamily);
  command.set_programme_id(programme);
  return command;
}
Flow Prepared() {
  Flow flow(kNow);
  v1::DefinePanel panel;
  panel.set_panel_id("the-panel");
  panel.mutable_definition()->set_panel_id("the-panel");
  panel.mutable_definition()->set_weekday(3);
  panel.mutable_definition()->set_start_time("10:00");
  panel.mutable_definition()->set_slots(8);
  panel.mutable_definition()->set_paper_deadline_hours(48);
  EXPECT_EQ(flow.Send(panel), "");
  v1::DefinePool pool;
  pool.set_pool_id("the-pool");
  pool.mutable_definition()->set_capacity(1);
  EXPECT_EQ(flow.Send(pool), "");
  v1::DefineSetting house;
  house.set_setting_id("the-house");
  house.mutable_definition()->add_beds("bed-1");
  EXPECT_EQ(flow.Send(house), "");
  return flow;
}
v1::PartState StateIn(const Flow& flow, const std::string& programme) {
  return flow.StateOf<Request>(kReferral).parts.at(programme).state;
}
std::size_t Listed(const Flow& flow) {
  const auto session = SessionId("the-panel", FormatDate(kWednesday));
  return flow.StateOf<PanelSession>(session).items.size();
}

TEST(NarrowRequestTest, TakesAListedPartOffTheAgenda) {
  Flow flow = Prepared();
  EXPECT_EQ(flow.Send(Help("T-01")), "");
  EXPECT_EQ(Listed(flow), 1U);
  EXPECT_EQ(flow.Send(AskOnlyFor("T-02")), "");
  EXPECT_EQ(StateIn(flow, "T-01"), v1::PART_STATE_ENDED);
  EXPECT_EQ(flow.Last<v1::PartEnded>().reason(), "another-programme");
  EXPECT_EQ(Listed(flow), 0U);
}

TEST(NarrowRequestTest, GivesTheOfferedPlaceToTheNext) {
  Flow flow = Prepared();
  EXPECT_EQ(flow.Send(Help("T-02")), "");
  EXPECT_EQ(flow.Send(Help("T-02", kOther)), "");
  EXPECT_EQ(StateIn(flow, "T-02"), v1::PART_STATE_OFFERED);
  EXPECT_EQ(flow.Send(AskOnlyFor("T-01")), "");
  EXPECT_EQ(StateIn(flow, "T-02"), v1::PART_STATE_ENDED);
  EXPECT_EQ(flow.StateOf<Request>(kOther).parts.at("T-02").state, v1::PART_STATE_OFFERED);
  EXPECT_EQ(flow.All<v1::PartEnded>().size(), 1U);
}

TEST(NarrowRequestTest, StaysQuietWhenNothingElseIsAskedFor) {
  Flow flow = Prepared();
  EXPECT_EQ(flow.Send(AskOnlyFor("T-01")), "");
  EXPECT_FALSE(flow.Knows(kReferral));
  flow.Send(Help("T-01"));
  EXPECT_EQ(flow.Send(AskOnlyFor("T-01")), "");
  EXPECT_EQ(flow.Send(AskOnlyFor("T-02")), "");
  EXPECT_EQ(flow.Send(AskOnlyFor("T-02")), "");
  EXPECT_EQ(flow.All<v1::PartEnded>().size(), 1U);
}

TEST(NarrowRequestTest, LeavesWhatHasBegun) {
  Flow flow = Prepared();
  flow.Send(Help("T-03"));  // begins at once
  EXPECT_EQ(StateIn(flow, "T-03"), v1::PART_STATE_PLACED);
  EXPECT_EQ(flow.Send(AskOnlyFor("T-01")), "");
  EXPECT_EQ(StateIn(flow, "T-03"), v1::PART_STATE_PLACED);
}

TEST(NarrowRequestTest, NeverFreesABedThatIsHeld) {
  Flow flow = Prepared();
  flow.Send(Help("T-04"));
  v1::HoldBed hold;
  hold.set_setting_id("the-house");
  hold.set_stay_id(kStay);
  hold.set_referral_id(kReferral);
  hold.set_person_id("01930000-0000-7000-8000-0000000000c1");
  hold.set_nights(2);
  hold.set_legal_basis("s20");
  EXPECT_EQ(flow.Send(hold), "");
  EXPECT_EQ(flow.Send(AskOnlyFor("T-01")), "");
  EXPECT_TRUE(flow.All<v1::PartEnded>().empty());
  EXPECT_TRUE(flow.StateOf<Request>(kReferral).stays.contains(kStay));
}

TEST(NarrowRequestTest, NeverUnmakesACrisisStart) {
  Flow flow = Prepared();
  auto help = Help("T-01");
  help.set_begins_with("stay");
  help.set_urgency("immediate");
  help.mutable_gateway()->set_crisis_start(true);
  EXPECT_EQ(flow.Send(help), "");
  EXPECT_EQ(flow.Send(AskOnlyFor("T-02")), "");
  EXPECT_TRUE(flow.All<v1::PartEnded>().empty());
  EXPECT_EQ(Listed(flow), 1U);
}

TEST(NarrowRequestTest, WhatIsAskedForAgainIsServedAgain) {
  Flow flow = Prepared();
  flow.Send(Help("T-01"));
  flow.Send(AskOnlyFor("T-02"));
  flow.Send(Help("T-02"));
  EXPECT_EQ(flow.Send(AskOnlyFor("T-01")), "");
  EXPECT_EQ(flow.Send(Help("T-01")), "");
  EXPECT_EQ(StateIn(flow, "T-01"), v1::PART_STATE_LISTED);
  EXPECT_EQ(StateIn(flow, "T-02"), v1::PART_STATE_ENDED);
  EXPECT_EQ(Listed(flow), 1U);
}

TEST(NarrowRequestTest, AReopenedReferralDoesNotAskForWhatWasGivenUp) {
  Flow flow = Prepared();
  flow.Send(Help("T-01"));
  v1::WithdrawRequest aside;
  aside.set_referral_id(kReferral);
  aside.set_family_id(kFamily);
  aside.set_may_return(true);
  flow.Send(aside);
  EXPECT_EQ(flow.Send(AskOnlyFor("T-02")), "");
  flow.Send(Help("T-02"));
  v1::ReopenRequest reopen;
  reopen.set_referral_id(kReferral);
  reopen.set_family_id(kFamily);
  EXPECT_EQ(flow.Send(reopen), "");
  EXPECT_EQ(StateIn(flow, "T-01"), v1::PART_STATE_ENDED);
  EXPECT_EQ(StateIn(flow, "T-02"), v1::PART_STATE_OFFERED);
}

}  // namespace
}  // namespace kinward::scheduling
