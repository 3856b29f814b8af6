// What a pool's or a setting's business changes in the family's request.
#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "kinward/common/v1/programme.pb.h"
#include "kinward/scheduling/v1/panel.pb.h"
#include "kinward/scheduling/v1/pool.pb.h"
#include "libs/base/context.h"
#include "libs/testing/messages.h"
#include "services/scheduling/domain/request.h"
#include "services/scheduling/testing/entailed.h"
#include "services/scheduling/testing/story_of_a_request.h"

namespace kinward::scheduling {
namespace {

template <typename Message>
Message AtThePool() {
  auto message = OfPart<Message>();
  message.set_pool_id("kft");
  return message;
}
template <typename Event>
Event TheFamilysAtThePool() {
  auto event = AtThePool<Event>();
  event.set_family_id(kFamily);
  return event;
}
v1::RecordPartPlaced Place() {
  auto command = AtThePool<v1::RecordPartPlaced>();
  command.set_basis(v1::START_BASIS_PLACE);
  return command;
}

TEST(RecordPartWaitingTest, SaysAtWhichPoolTheFamilyWaits) {
  auto request = Requested();
  EXPECT_EQ(request.Send(AtThePool<v1::RecordPartWaiting>()), kAccepted);
  EXPECT_EQ(request.events, (EventsOf<Request>{TheFamilysAtThePool<v1::PartWaiting>()}));
  EXPECT_EQ(StateOf(request), v1::PART_STATE_WAITING);
}

TEST(RecordPartWaitingTest, RefusesAPartThatGetsNothingMore) {
  ExpectTheRulesOfAPart(AtThePool<v1::RecordPartWaiting>());
}

TEST(RecordPartWaitingTest, StaysQuietOnARepeatButTakesAWaitForABed) {
  auto request = Requested();
  request.Send(AtThePool<v1::RecordPartWaiting>());
  EXPECT_EQ(request.Send(AtThePool<v1::RecordPartWaiting>()), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
  auto for_a_bed = OfPart<v1::RecordPartWaiting>();
  for_a_bed.set_setting_id(kHouse);
  for_a_bed.set_stay_id(kStay);
  EXPECT_EQ(request.Send(for_a_bed), kAccepted);
  EXPECT_EQ(request.Made<v1::PartWaiting>().stay_id(), kStay);
  EXPECT_EQ(request.Send(for_a_bed), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
}

TEST(RecordPartWaitingTest, SaysWhenANewerVersionIsInEffect) {
  const auto request = Requested();  // decided by version 1
  common::v1::ProgrammeVersion version;
  version.set_version(2);
  Context context;
  context.now = kSaturdayNight;
  context.programme = &version;
  for (const auto* from : {"2016-11-12", "2016-11-13"}) {
    SCOPED_TRACE(from);
    version.set_effective_from(from);
    const auto decision = Decide(request.state, AtThePool<v1::RecordPartWaiting>(), context);
    EventsOf<Request> events = {TheFamilysAtThePool<v1::PartWaiting>()};
    auto due = TheFamilysPart<v1::PartReviewDue>();
    due.set_programme_version(1);
    due.set_version(2);
    if (version.effective_from() == "2016-11-12") events.emplace_back(due);
    EXPECT_EQ(std::get<EventsOf<Request>>(decision), events);
  }
}

TEST(RecordPartOfferedTest, SaysWhichPoolOffersAPlace) {
  auto request = Requested();
  EXPECT_EQ(request.Send(AtThePool<v1::RecordPartOffered>()), kAccepted);
  EXPECT_EQ(request.events, (EventsOf<Request>{TheFamilysAtThePool<v1::PartOffered>()}));
  EXPECT_EQ(StateOf(request), v1::PART_STATE_OFFERED);
}

TEST(RecordPartOfferedTest, RefusesAPartThatGetsNothingMore) {
  ExpectTheRulesOfAPart(AtThePool<v1::RecordPartOffered>());
}

TEST(RecordPartOfferedTest, StaysQuietOnARepeatAndOnceThePlaceIsTaken) {
  auto request = Requested();
  request.Send(AtThePool<v1::RecordPartOffered>());
  EXPECT_EQ(request.Send(AtThePool<v1::RecordPartOffered>()), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
  request.Send(Place());
  EXPECT_EQ(request.Send(AtThePool<v1::RecordPartOffered>()), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
}

TEST(RecordPartPlacedTest, BeginsByTheVersionThatWasAskedFor) {
  auto help = Help(kIfs);
  help.set_programme_version(3);
  help.add_subjects()->set_person_id(kChild);
  help.add_reasons("edge-of-care");
  auto request = Requested(help);
  EXPECT_EQ(request.Send(Place()), kAccepted);
  auto placed = TheFamilysAtThePool<v1::PartPlaced>();
  placed.set_programme_version(3);
  placed.set_basis(v1::START_BASIS_PLACE);
  placed.add_subjects()->set_person_id(kChild);
  placed.add_reasons("edge-of-care");
  EXPECT_EQ(request.events, (EventsOf<Request>{placed}));
  EXPECT_TRUE(Request::CompanionsOf(placed).empty());  // no panel has to ratify it
}

TEST(RecordPartPlacedTest, RefusesAPartThatGetsNothingMore) { ExpectTheRulesOfAPart(Place()); }

TEST(RecordPartPlacedTest, StaysQuietOnARepeat) {
  auto request = Requested();
  request.Send(Place());
  EXPECT_EQ(request.Send(Place()), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
}

TEST(RecordPartEndedTest, GivesThePlaceBack) {
  auto request = Requested(DirectHelp(kKft));
  request.Send(OfPart<v1::RecordPartPlaced>(kKft));
  EXPECT_EQ(request.Send(End(kKft)), kAccepted);
  auto ended = TheFamilysPart<v1::PartEnded>(kKft);
  ended.set_reason("case-closed");
  ended.set_pool_id("kft");
  EXPECT_EQ(request.events, (EventsOf<Request>{ended}));
  const auto companions = Request::CompanionsOf(ended);
  EXPECT_EQ(companions.size(), 1U);
  EXPECT_EQ(Asked<v1::ReleasePlace>(companions).pool_id(), "kft");
  EXPECT_EQ(Asked<v1::ReleasePlace>(companions).referral_id(), kReferral);
  EXPECT_EQ(Asked<v1::ReleasePlace>(companions).reason(), "case-closed");
}

TEST(RecordPartEndedTest, TakesBackWhatStillWaitsForItsPanel) {
  auto request = Requested();
  EXPECT_EQ(request.Send(End(kIfs)), kAccepted);
  const auto companions = Request::CompanionsOf(request.Made<v1::PartEnded>());
  EXPECT_EQ(companions.size(), 1U);
  EXPECT_EQ(Asked<v1::WithdrawItem>(companions).panel_id(), kPanel);
  EXPECT_EQ(Asked<v1::WithdrawItem>(companions).item_id(), kItem);
}

TEST(RecordPartEndedTest, StaysQuietOnARepeatAndOnWhatNobodyAskedFor) {
  Story<Request> nothing(kSaturdayNight);
  EXPECT_EQ(nothing.Send(End(kIfs)), kAccepted);
  EXPECT_TRUE(nothing.StayedQuiet());
  auto request = Requested();
  request.Send(End(kIfs));
  EXPECT_EQ(request.Send(End(kIfs)), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
}

TEST(RecordPartEndedTest, EndsWhatAWithdrawnRequestWasGiven) {
  auto request = Requested();
  request.Send(Place());
  request.Send(Withdraw());
  EXPECT_EQ(StateOf(request), v1::PART_STATE_PLACED);
  EXPECT_EQ(request.Send(End(kIfs)), kAccepted);
  EXPECT_EQ(request.Made<v1::PartEnded>().reason(), "case-closed");
  EXPECT_EQ(StateOf(request), v1::PART_STATE_ENDED);
}

}  // namespace
}  // namespace kinward::scheduling
