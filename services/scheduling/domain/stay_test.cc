// One child's nights as the family's story: every event has the terms as they stand.
#include "services/scheduling/domain/stay.h"

#include <gtest/gtest.h>

#include "libs/testing/messages.h"
#include "services/scheduling/testing/story_of_a_house.h"

namespace kinward::scheduling {
namespace {

const Time kArrivedAt = At(kMonday, "19:30");

v1::StayTerms Terms() {
  v1::StayTerms terms;
  terms.set_stay_id(kStay);
  terms.set_setting_id(kHouse);
  terms.set_bed("bed-1");
  terms.set_family_id(kFamily);
  terms.set_person_id(kChild);
  terms.set_first_night(NightFrom(0));
  terms.set_nights(2);
  return terms;
}
v1::OpenStay Open() {
  v1::OpenStay command;
  command.set_stay_id(kStay);
  command.set_keyed_by(kFamily);
  *command.mutable_stay() = Terms();
  return command;
}
template <typename Command>
Command Authorised() {
  Command command;
  command.set_stay_id(kStay);
  command.set_legal_basis("s20");
  command.set_agreed_by("duty-1");
  return command;
}
v1::StayTerms AuthorisedTerms() {
  auto terms = Terms();
  terms.set_legal_basis("s20");
  terms.set_agreed_by("duty-1");
  return terms;
}
v1::RecordStayArrived Arrive() {
  auto command = Authorised<v1::RecordStayArrived>();
  *command.mutable_arrived_time() = ToTimestamp(kArrivedAt);
  return command;
}
v1::RecordStayDeparted Depart() {
  v1::RecordStayDeparted command;
  command.set_stay_id(kStay);
  *command.mutable_departed_time() = ToTimestamp(kArrivedAt + std::chrono::hours{40});
  command.set_first_night_used(NightFrom(0));
  command.set_nights_used(2);
  command.set_to("home");
  return command;
}
v1::RecordStayExtended Extend(int nights) {
  v1::RecordStayExtended command;
  command.set_stay_id(kStay);
  command.set_nights(nights);
  return command;
}
v1::RecordStayCancelled Cancel() {
  v1::RecordStayCancelled command;
  command.set_stay_id(kStay);
  command.set_reason("not-needed");
  return command;
}
Story<Stay> Opened() {
  Story<Stay> stay(kMondayMorning);
  stay.Send(Open());
  return stay;
}
Story<Stay> Over() {
  auto stay = Opened();
  stay.Send(Cancel());
  return stay;
}
v1::Rejection Unheard(const auto& command) { return Story<Stay>(kMondayMorning).Send(command); }

TEST(OpenStayTest, HoldsTheTermsAsTheyAreGiven) {
  Story<Stay> stay(kMondayMorning);
  EXPECT_EQ(stay.Send(Open()), kAccepted);
  EXPECT_EQ(stay.Made<v1::StayHeld>().stay(), Terms());
}

TEST(OpenStayTest, RefusesAnIdThatIsTaken) {
  auto stay = Opened();
  auto elsewhere = Open();
  elsewhere.mutable_stay()->set_setting_id("other-house");
  EXPECT_EQ(stay.Send(elsewhere), v1::REJECTION_STAY_ID_MUST_NOT_BE_REUSED);
  EXPECT_EQ(stay.state.terms.setting_id(), kHouse);
}

TEST(OpenStayTest, RefusesTheIdOfAStayThatIsOver) {
  auto stay = Over();
  EXPECT_EQ(stay.Send(Open()), v1::REJECTION_STAY_ID_MUST_NOT_BE_REUSED);
}

TEST(RecordStayConfirmedTest, AddsTheAuthorityToTheTerms) {
  auto stay = Opened();
  EXPECT_EQ(stay.Send(Authorised<v1::RecordStayConfirmed>()), kAccepted);
  EXPECT_EQ(stay.Made<v1::StayConfirmed>().stay(), AuthorisedTerms());
}

TEST(RecordStayConfirmedTest, RefusesAStayThatWasNeverOpenedOrIsOver) {
  const auto confirm = Authorised<v1::RecordStayConfirmed>();
  EXPECT_EQ(Unheard(confirm), v1::REJECTION_STAY_MUST_BE_OPENED);
  EXPECT_EQ(Over().Send(confirm), v1::REJECTION_STAY_MUST_BE_OPENED);
}

TEST(RecordStayConfirmedTest, StaysQuietOnARepeatAndAfterTheArrival) {
  auto stay = Opened();
  stay.Send(Authorised<v1::RecordStayConfirmed>());
  EXPECT_EQ(stay.Send(Authorised<v1::RecordStayConfirmed>()), kAccepted);
  EXPECT_TRUE(stay.StayedQuiet());
  stay.Send(Arrive());
  EXPECT_EQ(stay.Send(Authorised<v1::RecordStayConfirmed>()), kAccepted);
  EXPECT_TRUE(stay.StayedQuiet());
}

TEST(RecordStayArrivedTest, MayFollowAHoldThatNobodyConfirmed) {
  auto stay = Opened();
  EXPECT_EQ(stay.Send(Arrive()), kAccepted);
  EXPECT_EQ(stay.Made<v1::StayArrived>().stay(), AuthorisedTerms());
  EXPECT_EQ(ToTime(stay.Made<v1::StayArrived>().arrived_time()), kArrivedAt);
}

TEST(RecordStayArrivedTest, RefusesAStayThatWasNeverOpenedOrIsOver) {
  EXPECT_EQ(Unheard(Arrive()), v1::REJECTION_STAY_MUST_BE_OPENED);
  EXPECT_EQ(Over().Send(Arrive()), v1::REJECTION_STAY_MUST_BE_OPENED);
}

TEST(RecordStayArrivedTest, StaysQuietOnARepeatThoughTheStayWasExtendedSince) {
  auto stay = Opened();
  stay.Send(Arrive());
  stay.Send(Extend(3));
  EXPECT_EQ(stay.Send(Arrive()), kAccepted);
  EXPECT_TRUE(stay.StayedQuiet());
}

TEST(RecordStayExtendedTest, SaysAllTheNightsNow) {
  auto stay = Opened();
  stay.Send(Arrive());
  EXPECT_EQ(stay.Send(Extend(5)), kAccepted);
  auto terms = AuthorisedTerms();
  terms.set_nights(5);
  EXPECT_EQ(stay.Made<v1::StayExtended>().stay(), terms);
}

TEST(RecordStayExtendedTest, RefusesAStayThatWasNeverOpenedOrIsOver) {
  EXPECT_EQ(Unheard(Extend(5)), v1::REJECTION_STAY_MUST_BE_OPENED);
  EXPECT_EQ(Over().Send(Extend(5)), v1::REJECTION_STAY_MUST_BE_OPENED);
}

TEST(RecordStayExtendedTest, StaysQuietOnTheSameNights) {
  auto stay = Opened();
  stay.Send(Extend(5));
  EXPECT_EQ(stay.Send(Extend(5)), kAccepted);
  EXPECT_TRUE(stay.StayedQuiet());
}

TEST(RecordStayDepartedTest, CountsTheNightsUsed) {
  auto stay = Opened();
  stay.Send(Arrive());
  EXPECT_EQ(stay.Send(Depart()), kAccepted);
  v1::StayDeparted departed;
  *departed.mutable_stay() = AuthorisedTerms();
  *departed.mutable_departed_time() = Depart().departed_time();
  departed.set_first_night_used(NightFrom(0));
  departed.set_nights_used(2);
  departed.set_to("home");
  EXPECT_EQ(stay.Made<v1::StayDeparted>(), departed);
}

TEST(RecordStayDepartedTest, RefusesAStayThatWasNeverOpened) {
  EXPECT_EQ(Unheard(Depart()), v1::REJECTION_STAY_MUST_BE_OPENED);
}

TEST(RecordStayDepartedTest, StaysQuietOnceTheStayIsOver) {
  auto stay = Opened();
  stay.Send(Arrive());
  stay.Send(Depart());
  EXPECT_EQ(stay.Send(Depart()), kAccepted);
  EXPECT_TRUE(stay.StayedQuiet());
  EXPECT_EQ(stay.Send(Cancel()), kAccepted);
  EXPECT_TRUE(stay.StayedQuiet());
}

TEST(RecordStayCancelledTest, SaysWhy) {
  auto stay = Opened();
  EXPECT_EQ(stay.Send(Cancel()), kAccepted);
  EXPECT_EQ(stay.Made<v1::StayCancelled>().stay(), Terms());
  EXPECT_EQ(stay.Made<v1::StayCancelled>().reason(), "not-needed");
}

TEST(RecordStayCancelledTest, RefusesAStayThatWasNeverOpened) {
  EXPECT_EQ(Unheard(Cancel()), v1::REJECTION_STAY_MUST_BE_OPENED);
}

TEST(RecordStayCancelledTest, StaysQuietOnARepeat) {
  auto stay = Over();
  EXPECT_EQ(stay.Send(Cancel()), kAccepted);
  EXPECT_TRUE(stay.StayedQuiet());
}

TEST(RecordStayHoldExpiredTest, EndsTheStay) {
  auto stay = Opened();
  EXPECT_EQ(stay.Send(v1::RecordStayHoldExpired{}), kAccepted);
  EXPECT_EQ(stay.Made<v1::StayHoldExpired>().stay(), Terms());
  EXPECT_EQ(stay.Send(Arrive()), v1::REJECTION_STAY_MUST_BE_OPENED);
}

TEST(RecordStayHoldExpiredTest, RefusesAStayThatWasNeverOpened) {
  EXPECT_EQ(Unheard(v1::RecordStayHoldExpired{}), v1::REJECTION_STAY_MUST_BE_OPENED);
}

TEST(RecordStayHoldExpiredTest, StaysQuietOnARepeatAndOnceCancelled) {
  auto stay = Opened();
  stay.Send(v1::RecordStayHoldExpired{});
  EXPECT_EQ(stay.Send(v1::RecordStayHoldExpired{}), kAccepted);
  EXPECT_TRUE(stay.StayedQuiet());
  auto cancelled = Over();
  EXPECT_EQ(cancelled.Send(v1::RecordStayHoldExpired{}), kAccepted);
  EXPECT_TRUE(cancelled.StayedQuiet());
}

}  // namespace
}  // namespace kinward::scheduling
