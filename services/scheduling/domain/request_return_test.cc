// What is asked for, what intake ends and takes back, and what outcomes ends, in whichever order it
// is heard.
#include <gtest/gtest.h>

#include <string>

#include "kinward/common/v1/programme.pb.h"
#include "kinward/scheduling/v1/panel.pb.h"
#include "kinward/scheduling/v1/pool.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"
#include "services/scheduling/domain/request.h"
#include "services/scheduling/testing/entailed.h"
#include "services/scheduling/testing/story_of_a_request.h"

namespace kinward::scheduling {
namespace {

const Time kMonday = At(DateFrom(2016, 11, 14), "09:00");

v1::HearCaseClosed CaseClosed(const std::string& programme = kIfs) {
  return TheFamilysPart<v1::HearCaseClosed>(programme);
}
v1::PartEnded TheEnd() {
  auto ended = TheFamilysPart<v1::PartEnded>();
  ended.set_reason("case-closed");
  return ended;
}
template <typename Message = v1::ReopenRequest>
Message Reopen() {
  Message message;
  message.set_referral_id(kReferral);
  message.set_family_id(kFamily);
  return message;
}

TEST(RequestHelpTest, AsksThePoolWhereNoPanelHasToAgree) {
  for (const bool automatic : {true, false}) {
    SCOPED_TRACE(automatic);
    auto help = DirectHelp(kKft);
    if (automatic) help.mutable_gateway()->set_kind(common::v1::GATEWAY_KIND_AUTOMATIC);
    const auto request = Requested(help);
    EXPECT_EQ(request.events.size(), 1U);
    const auto companions = Request::CompanionsOf(request.Made<v1::HelpRequested>());
    EXPECT_EQ(companions.size(), 1U);
    EXPECT_EQ(Asked<v1::RequestPlace>(companions).pool_id(), "kft");
    // Of a direct gateway, somebody has accepted the family already.
    EXPECT_EQ(Asked<v1::RequestPlace>(companions).auto_accept(), !automatic);
  }
}

TEST(WithdrawRequestTest, FreesWhatWasAskedFor) {
  auto request = Requested(Help(kKft));
  EXPECT_EQ(request.Send(Withdraw()), kAccepted);
  const auto withdrawn = request.Made<v1::RequestWithdrawn>();
  EXPECT_EQ(withdrawn.parts_size(), 1);
  EXPECT_EQ(withdrawn.parts(0).state(), v1::PART_STATE_REQUESTED);
  const auto companions = Request::CompanionsOf(withdrawn);
  EXPECT_EQ(companions.size(), 2U);
  EXPECT_EQ(Asked<v1::WithdrawItem>(companions).panel_id(), kPanel);
  EXPECT_EQ(Asked<v1::ReleasePlace>(companions).reason(), "request-withdrawn");
}

TEST(WithdrawRequestTest, HasNothingToFreeOfWhatIsOver) {
  auto request = Requested();
  request.Send(End(kIfs));
  EXPECT_EQ(request.Send(Withdraw()), kAccepted);
  EXPECT_EQ(request.Made<v1::RequestWithdrawn>().family_id(), kFamily);
  EXPECT_EQ(request.Made<v1::RequestWithdrawn>().parts_size(), 0);
}

TEST(HearCaseClosedTest, EndsThePartAndGivesItsPlaceBack) {
  auto request = Requested(DirectHelp());
  EXPECT_EQ(StateOf(request), v1::PART_STATE_PLACED);
  EXPECT_EQ(request.Send(CaseClosed()), kAccepted);
  EXPECT_EQ(request.events, (EventsOf<Request>{TheEnd()}));
  auto at_a_pool = Requested(Help(kKft));
  at_a_pool.Send(CaseClosed(kKft));
  const auto companions = Request::CompanionsOf(at_a_pool.Made<v1::PartEnded>());
  EXPECT_EQ(Asked<v1::ReleasePlace>(companions).pool_id(), "kft");
}

TEST(HearCaseClosedTest, HeardFirstItLeavesNothingToAskFor) {
  Story<Request> request(kSaturdayNight);
  EXPECT_EQ(request.Send(CaseClosed()), kAccepted);
  EXPECT_EQ(request.events, (EventsOf<Request>{TheEnd()}));
  EXPECT_EQ(request.Send(Help(kIfs)), kAccepted);
  EXPECT_EQ(request.events.size(), 1U);
  EXPECT_TRUE(request.Made<v1::HelpRequested>().set_aside());
  EXPECT_TRUE(Request::CompanionsOf(request.Made<v1::HelpRequested>()).empty());
}

TEST(HearCaseClosedTest, StaysQuietOnARepeat) {
  Story<Request> heard_first(kSaturdayNight);
  heard_first.Send(CaseClosed());
  EXPECT_EQ(heard_first.Send(CaseClosed()), kAccepted);
  EXPECT_TRUE(heard_first.StayedQuiet());
  auto request = Requested(DirectHelp());
  request.Send(CaseClosed());
  EXPECT_EQ(request.Send(CaseClosed()), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
}

TEST(HearCaseClosedTest, WhatWasSetAsideDoesNotReturn) {
  auto request = Requested();
  request.Send(SetAside());
  EXPECT_EQ(request.Send(CaseClosed()), kAccepted);
  EXPECT_EQ(request.events, (EventsOf<Request>{TheEnd()}));
  request.Send(Reopen());
  EXPECT_EQ(request.events, (EventsOf<Request>{Reopen<v1::RequestReopened>()}));
}

TEST(ReopenRequestTest, AsksThePanelAnew) {
  auto request = Requested();
  auto again = request.Made<v1::HelpRequested>();
  request.Send(SetAside());
  request.now = kMonday;
  EXPECT_EQ(request.Send(Reopen()), kAccepted);
  *again.mutable_requested_time() = ToTimestamp(kMonday);
  EXPECT_EQ(request.events, (EventsOf<Request>{Reopen<v1::RequestReopened>(), again}));
  EXPECT_EQ(Asked<v1::ListItem>(Request::CompanionsOf(again)).panel_id(), kPanel);
  EXPECT_EQ(StateOf(request), v1::PART_STATE_REQUESTED);
}

TEST(ReopenRequestTest, BeginsWhatWasAskedForMeanwhile) {
  Story<Request> request(kSaturdayNight);
  request.Send(SetAside());
  request.Send(DirectHelp());
  EXPECT_EQ(request.events.size(), 1U);
  EXPECT_EQ(request.Send(Reopen()), kAccepted);
  EXPECT_FALSE(request.Made<v1::HelpRequested>().set_aside());
  EXPECT_EQ(request.Made<v1::PartPlaced>().basis(), v1::START_BASIS_DIRECT);
}

TEST(ReopenRequestTest, LeavesWhatIsPlacedOrWasRefused) {
  auto request = Requested(DirectHelp());
  request.Send(Help(kKft));
  auto refused = OfPart<v1::RecordPartDecided>(kKft);
  refused.set_decision("refused");
  request.Send(refused);
  request.Send(SetAside());
  EXPECT_EQ(request.Send(Reopen()), kAccepted);
  EXPECT_EQ(request.events, (EventsOf<Request>{Reopen<v1::RequestReopened>()}));
  EXPECT_EQ(StateOf(request), v1::PART_STATE_PLACED);
}

TEST(ReopenRequestTest, StaysQuietOnARepeatAndOnWhatEndedForGood) {
  auto open = Requested();
  EXPECT_EQ(open.Send(Reopen()), kAccepted);
  EXPECT_TRUE(open.StayedQuiet());
  open.Send(SetAside());
  open.Send(Reopen());
  EXPECT_EQ(open.Send(Reopen()), kAccepted);
  EXPECT_TRUE(open.StayedQuiet());
  auto withdrawn = Requested();
  withdrawn.Send(SetAside());
  withdrawn.Send(Withdraw());  // for good, in the end
  EXPECT_EQ(withdrawn.Send(Reopen()), kAccepted);
  EXPECT_TRUE(withdrawn.StayedQuiet());
}

}  // namespace
}  // namespace kinward::scheduling
