// What a panel's business changes in the family's request.
#include <gtest/gtest.h>

#include <string>

#include "kinward/scheduling/v1/pool.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"
#include "services/scheduling/domain/request.h"
#include "services/scheduling/testing/entailed.h"
#include "services/scheduling/testing/story_of_a_request.h"

namespace kinward::scheduling {
namespace {

v1::RecordPartListed ListedAt(const std::string& session_id) {
  auto command = OfPart<v1::RecordPartListed>();
  command.set_panel_id(kPanel);
  command.set_session_id(session_id);
  command.set_item_id(kItem);
  *command.mutable_session_time() = ToTimestamp(At(kWednesday, "10:00"));
  return command;
}
v1::RecordPartDecided Decided(const std::string& decision, const std::string& programme = kIfs) {
  auto command = OfPart<v1::RecordPartDecided>(programme);
  command.set_decision(decision);
  command.set_item_id(kItem);
  return command;
}
v1::PartDecided TheDecision(const std::string& decision) {
  auto decided = TheFamilysPart<v1::PartDecided>();
  decided.set_decision(decision);
  decided.set_item_id(kItem);
  return decided;
}
v1::PartPlaced PlacedBy(v1::StartBasis basis) {
  auto placed = TheFamilysPart<v1::PartPlaced>();
  placed.set_programme_version(1);
  placed.set_basis(basis);
  return placed;
}

TEST(RecordPartListedTest, SaysWhereAndWhenItIsHeard) {
  auto request = Requested();
  EXPECT_EQ(request.Send(ListedAt(Wednesday())), kAccepted);
  auto listed = TheFamilysPart<v1::PartListed>();
  listed.set_panel_id(kPanel);
  listed.set_session_id(Wednesday());
  listed.set_item_id(kItem);
  *listed.mutable_session_time() = ToTimestamp(At(kWednesday, "10:00"));
  EXPECT_EQ(request.events, (EventsOf<Request>{listed}));
  EXPECT_EQ(StateOf(request), v1::PART_STATE_LISTED);
}

TEST(RecordPartListedTest, RefusesAPartThatGetsNothingMore) {
  ExpectTheRulesOfAPart(ListedAt(Wednesday()));
}

TEST(RecordPartListedTest, StaysQuietOnARepeatAndTakesAnotherSession) {
  auto request = Requested();
  request.Send(ListedAt(Wednesday()));
  EXPECT_EQ(request.Send(ListedAt(Wednesday())), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
  request.Send(Decided("deferred"));
  EXPECT_EQ(request.Send(ListedAt(NextWednesday())), kAccepted);
  EXPECT_EQ(request.Made<v1::PartListed>().session_id(), NextWednesday());
  // Listed again, it may be deferred again.
  request.Send(Decided("deferred"));
  EXPECT_EQ(request.Made<v1::PartDecided>().decision(), "deferred");
}

TEST(RecordPartListedTest, LetsWhatWasListedMoveOnAfterTheEnd) {
  for (const bool withdrawn : {true, false}) {
    SCOPED_TRACE(withdrawn);
    auto request = Requested();
    request.Send(ListedAt(Wednesday()));
    EXPECT_EQ(withdrawn ? request.Send(Withdraw()) : request.Send(End(kIfs)), kAccepted);
    EXPECT_EQ(request.Send(ListedAt(NextWednesday())), kAccepted);
    EXPECT_TRUE(request.StayedQuiet());
  }
}

TEST(RecordPartListedTest, LetsACrisisStartBeListedForTheFirstTimeAfterTheEnd) {
  for (const bool withdrawn : {true, false}) {
    SCOPED_TRACE(withdrawn);
    auto request = Requested(Help(kIfs, "immediate"));
    request.Send(Decided("crisis-start"));
    EXPECT_EQ(withdrawn ? request.Send(Withdraw()) : request.Send(End(kIfs)), kAccepted);
    EXPECT_EQ(request.Send(ListedAt(Wednesday())), kAccepted);
    EXPECT_TRUE(request.StayedQuiet());
  }
}

TEST(RecordPartDecidedTest, BeginsWhatHasNothingToWaitFor) {
  auto request = Requested();
  request.Send(ListedAt(Wednesday()));
  EXPECT_EQ(request.Send(Decided("agreed")), kAccepted);
  auto decided = TheDecision("agreed");
  decided.set_urgency("routine");
  EXPECT_EQ(request.events, (EventsOf<Request>{decided, PlacedBy(v1::START_BASIS_PANEL)}));
  EXPECT_TRUE(Request::CompanionsOf(decided).empty());
}

TEST(RecordPartDecidedTest, AsksThePoolForThePlaceThatWasAgreed) {
  auto request = Requested(Help(kKft, "urgent"));
  EXPECT_EQ(request.Send(Decided("agreed", kKft)), kAccepted);
  EXPECT_EQ(request.events.size(), 1U);
  const auto companions = Request::CompanionsOf(request.Made<v1::PartDecided>());
  EXPECT_EQ(companions.size(), 1U);
  const auto ask = Asked<v1::RequestPlace>(companions);
  EXPECT_EQ(ask.pool_id(), "kft");
  EXPECT_EQ(ask.referral_id(), kReferral);
  EXPECT_EQ(ask.urgency(), "urgent");
  EXPECT_TRUE(ask.auto_accept());
}

TEST(RecordPartDecidedTest, AConditionOrADeferralBeginsNothing) {
  for (const auto* decision : {"agreed-with-conditions", "deferred"}) {
    SCOPED_TRACE(decision);
    auto request = Requested();
    EXPECT_EQ(request.Send(Decided(decision)), kAccepted);
    EXPECT_EQ(request.events, (EventsOf<Request>{TheDecision(decision)}));
  }
}

TEST(RecordPartDecidedTest, ACrisisStartBeginsAtOnceAndOnlyOnce) {
  auto request = Requested(Help(kIfs, "immediate"));
  EXPECT_EQ(request.Send(Decided("crisis-start")), kAccepted);
  EXPECT_EQ(request.Made<v1::PartPlaced>(), PlacedBy(v1::START_BASIS_CRISIS));
  EXPECT_EQ(request.Send(Decided("ratified")), kAccepted);
  EXPECT_EQ(request.events, (EventsOf<Request>{TheDecision("ratified")}));
}

TEST(RecordPartDecidedTest, ARefusalEndsTheWaitButNotTheRequest) {
  auto request = Requested();
  request.Send(ListedAt(Wednesday()));
  EXPECT_EQ(request.Send(Decided("refused")), kAccepted);
  EXPECT_EQ(request.events, (EventsOf<Request>{TheDecision("refused")}));
  EXPECT_EQ(StateOf(request), v1::PART_STATE_REFUSED);
}

TEST(RecordPartDecidedTest, RefusesAPartThatGetsNothingMore) {
  ExpectTheRulesOfAPart(Decided("agreed"));
}

TEST(RecordPartDecidedTest, StaysQuietOnARepeatAndOnTheLateRatificationOfWhatEnded) {
  auto request = Requested();
  request.Send(Decided("agreed"));
  EXPECT_EQ(request.Send(Decided("agreed")), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
  request.Send(End(kIfs));
  EXPECT_EQ(request.Send(Decided("not-ratified")), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
}

}  // namespace
}  // namespace kinward::scheduling
