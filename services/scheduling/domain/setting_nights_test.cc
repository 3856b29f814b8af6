// What a booking claims, sets and tells from its hold to its last night.
#include <gtest/gtest.h>

#include "kinward/scheduling/v1/request.pb.h"
#include "libs/testing/messages.h"
#include "services/scheduling/domain/setting.h"
#include "services/scheduling/testing/entailed.h"
#include "services/scheduling/testing/story_of_a_house.h"

namespace kinward::scheduling {
namespace {

using std::chrono::hours;

std::vector<Claim> NightsOfTheChild(int from, int until) {
  return {{"child-night", kChild, NightStart(AddDays(kMonday, from)),
           NightStart(AddDays(kMonday, until)), "s1"}};
}

TEST(HoldBedTest, ClaimsTheChildsNightsAndRunsOutByItself) {
  auto house = House(1);
  auto hold = Hold("s1", kChild, 1, 3);
  hold.set_hold_hours(6);
  house.Send(hold);
  const Effects effects = Setting::EffectsOf(house.Made<v1::BedHeld>());
  EXPECT_EQ(effects.claims, NightsOfTheChild(1, 4));
  EXPECT_EQ(DueOf(effects, "hold/s1"), kMondayMorning + hours{6});
  EXPECT_EQ(SentByClock<v1::ExpireHold>(effects), OfStay<v1::ExpireHold>("s1"));
}

TEST(HoldBedTest, ClaimsNobodyWhileNobodyIsNamed) {
  auto house = House(2);
  v1::HoldBed hold;
  hold.set_setting_id(kHouse);
  hold.set_contact_id("contact-1");
  EXPECT_EQ(house.Send(hold), kAccepted);
  const auto held = house.Made<v1::BedHeld>();
  EXPECT_TRUE(Setting::EffectsOf(held).claims.empty());
  EXPECT_EQ(Asked<v1::OpenStay>(Setting::CompanionsOf(held)).keyed_by(), "contact-1");
}

TEST(HoldBedTest, AsksTheRequestWhenThereIsOne) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 1, 1));
  const auto held = house.Made<v1::BedHeld>();
  const Companions told = Setting::CompanionsOf(held);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(Asked<v1::RecordStayTaken>(told).referral_id(), held.stay().referral_id());
  EXPECT_EQ(Asked<v1::RecordStayTaken>(told).stay(), held.stay());
}

TEST(HoldBedTest, RefusesTheIdOfAStayThatIsOver) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 1, 1));
  house.Send(OfStay<v1::CancelBooking>("s1"));
  EXPECT_EQ(house.Send(Hold("s1", kChild, 1, 1)), v1::REJECTION_STAY_ID_MUST_NOT_BE_REUSED);
}

TEST(ConfirmBookingTest, StopsTheTimerAndSaysWhoAgreed) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 1));
  auto confirm = OfStay<v1::ConfirmBooking>("s1");
  confirm.set_legal_basis("s17");
  EXPECT_EQ(house.Send(confirm), kAccepted);
  const auto confirmed = house.Made<v1::BookingConfirmed>();
  EXPECT_EQ(confirmed.stay().legal_basis(), "s17");
  EXPECT_EQ(confirmed.stay().agreed_by(), "duty-1");
  EXPECT_EQ(Setting::EffectsOf(confirmed).cancelled_timers, std::vector<std::string>{"hold/s1"});
  const Companions told = Setting::CompanionsOf(confirmed);
  EXPECT_EQ(Asked<v1::RecordStayConfirmed>(told).legal_basis(), "s17");
  EXPECT_EQ(Asked<v1::RecordStayBegun>(told).stay_id(), "s1");
}

TEST(ConfirmBookingTest, RefusesWhatIsNotBookedOrWasCancelled) {
  auto house = House(1);
  EXPECT_EQ(house.Send(OfStay<v1::ConfirmBooking>("s1")), v1::REJECTION_STAY_MUST_BE_BOOKED);
  house.Send(Hold("s1", kChild, 0, 1));
  house.Send(OfStay<v1::CancelBooking>("s1"));
  EXPECT_EQ(house.Send(OfStay<v1::ConfirmBooking>("s1")), v1::REJECTION_STAY_MUST_BE_BOOKED);
}

TEST(ConfirmBookingTest, StaysQuietOnARepeatAndAfterTheArrival) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 1));
  house.Send(OfStay<v1::ConfirmBooking>("s1"));
  EXPECT_EQ(house.Send(OfStay<v1::ConfirmBooking>("s1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
  house.Send(OfStay<v1::RecordArrival>("s1"));
  EXPECT_EQ(house.Send(OfStay<v1::ConfirmBooking>("s1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

TEST(RecordArrivalTest, RefusesAHoldThatRanOut) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 3));
  house.now += hours{24};
  EXPECT_EQ(house.Send(OfStay<v1::RecordArrival>("s1")), v1::REJECTION_HOLD_MUST_NOT_HAVE_EXPIRED);
}

TEST(RecordArrivalTest, BeginsTheStayAndStaysQuietOnARepeat) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 1));
  EXPECT_EQ(house.Send(OfStay<v1::RecordArrival>("s1")), kAccepted);
  const auto arrived = house.Made<v1::ArrivalRecorded>();
  EXPECT_EQ(ToTime(arrived.arrived_time()), kMondayMorning);
  EXPECT_EQ(Setting::EffectsOf(arrived).cancelled_timers, std::vector<std::string>{"hold/s1"});
  const Companions told = Setting::CompanionsOf(arrived);
  EXPECT_EQ(Asked<v1::RecordStayArrived>(told).arrived_time(), arrived.arrived_time());
  EXPECT_EQ(Asked<v1::RecordStayBegun>(told).stay_id(), "s1");
  EXPECT_EQ(house.Send(OfStay<v1::RecordArrival>("s1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

TEST(RecordDepartureTest, RefusesWhatIsNotBookedAndATimeToCome) {
  auto house = House(1);
  EXPECT_EQ(house.Send(OfStay<v1::RecordDeparture>("s1")), v1::REJECTION_STAY_MUST_BE_BOOKED);
  house.Send(Hold("s1", kChild, 0, 1));
  house.Send(OfStay<v1::RecordArrival>("s1"));
  auto depart = OfStay<v1::RecordDeparture>("s1");
  *depart.mutable_departed_time() = ToTimestamp(house.now + hours{1});
  EXPECT_EQ(house.Send(depart), v1::REJECTION_TIME_MUST_NOT_BE_IN_THE_FUTURE);
}

TEST(RecordDepartureTest, KeepsTheNightsSleptAndGivesBackTheRest) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 5));
  house.Send(OfStay<v1::RecordArrival>("s1"));
  house.Send(WaitFor("w1", 3));
  house.now = At(AddDays(kMonday, 2), "09:00");
  auto depart = OfStay<v1::RecordDeparture>("s1");
  depart.set_to("home");
  EXPECT_EQ(house.Send(depart), kAccepted);
  const auto departed = house.Made<v1::DepartureRecorded>();
  const Effects effects = Setting::EffectsOf(departed);
  EXPECT_EQ(effects.releases, (std::vector<Release>{{"child-night", "s1"}}));
  EXPECT_EQ(effects.claims, NightsOfTheChild(0, 2));
  EXPECT_EQ(house.Made<v1::BedFreedForWaiting>().stay_id(), "w1");
  const Companions told = Setting::CompanionsOf(departed);
  EXPECT_EQ(Asked<v1::RecordStayDeparted>(told).nights_used(), 2);
  EXPECT_EQ(Asked<v1::RecordStayDeparted>(told).to(), "home");
  EXPECT_EQ(Asked<v1::RecordStayOver>(told).reason(), "departed");
}

TEST(CancelBookingTest, RefusesWhatWasNeverBookedAndStaysQuietOnARepeat) {
  auto house = House(1);
  EXPECT_EQ(house.Send(OfStay<v1::CancelBooking>("s1")), v1::REJECTION_STAY_MUST_BE_BOOKED);
  house.Send(Hold("s1", kChild, 0, 1));
  house.Send(OfStay<v1::CancelBooking>("s1"));
  EXPECT_EQ(house.Send(OfStay<v1::CancelBooking>("s1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

}  // namespace
}  // namespace kinward::scheduling
