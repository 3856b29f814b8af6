// Who waits for a bed, and the beds that come back: from a hold that ran out, from a withdrawal.
#include <gtest/gtest.h>

#include "kinward/scheduling/v1/request.pb.h"
#include "libs/testing/messages.h"
#include "services/scheduling/domain/setting.h"
#include "services/scheduling/testing/entailed.h"
#include "services/scheduling/testing/story_of_a_house.h"

namespace kinward::scheduling {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;

v1::ReleaseBooking Withdrawn(const std::string& stay) {
  auto command = OfStay<v1::ReleaseBooking>(stay);
  command.set_reason("request-withdrawn");
  return command;
}
std::vector<std::string> OrderOf(const Setting& setting) {
  std::vector<std::string> order;
  for (const auto& one : setting.waiting) order.push_back(one.stay().stay_id());
  return order;
}

TEST(JoinBedWaitlistTest, WaitsWithWhatItAsksFor) {
  auto house = House(1);
  EXPECT_EQ(house.Send(WaitFor("w1", 2, 3, "urgent")), kAccepted);
  const auto joined = house.Made<v1::BedWaitlistJoined>();
  EXPECT_EQ(joined.stay().first_night(), NightFrom(2));
  EXPECT_EQ(joined.stay().nights(), 3);
  EXPECT_EQ(joined.stay().bed(), "");
  EXPECT_EQ(joined.urgency(), "urgent");
  EXPECT_EQ(ToTime(joined.joined_time()), kMondayMorning);
  v1::RecordPartWaiting waiting;
  waiting.set_referral_id("referral-w1");
  waiting.set_programme_id(kBreaks);
  waiting.set_setting_id(kHouse);
  waiting.set_stay_id("w1");
  EXPECT_EQ(Asked<v1::RecordPartWaiting>(Setting::CompanionsOf(joined)), waiting);
}

TEST(JoinBedWaitlistTest, GoesByUrgencyThenByWhoAskedFirst) {
  auto house = House(0);
  house.Send(WaitFor("first", 0));
  house.Send(WaitFor("second", 0));
  house.Send(WaitFor("urgent", 0, 1, "urgent"));
  house.Send(WaitFor("later", 0, 1, "urgent"));
  EXPECT_EQ(OrderOf(house.state), (std::vector<std::string>{"urgent", "later", "first", "second"}));
}

TEST(JoinBedWaitlistTest, RefusesASettingThatIsNotDefined) {
  Story<Setting> nowhere(kMondayMorning);
  EXPECT_EQ(nowhere.Send(WaitFor("w1", 0)), v1::REJECTION_SETTING_MUST_BE_DEFINED);
}

TEST(JoinBedWaitlistTest, RefusesAStayThatHasABedOrHadOne) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 1));
  EXPECT_EQ(house.Send(WaitFor("s1", 1)), v1::REJECTION_STAY_ID_MUST_NOT_BE_REUSED);
  house.Send(OfStay<v1::CancelBooking>("s1"));
  EXPECT_EQ(house.Send(WaitFor("s1", 1)), v1::REJECTION_STAY_ID_MUST_NOT_BE_REUSED);
}

TEST(JoinBedWaitlistTest, MayAskForTheNightThatRunsAndNoneBefore) {
  auto house = House(1);
  EXPECT_EQ(house.Send(WaitFor("w1", -2)), v1::REJECTION_NIGHT_MUST_NOT_BE_PAST);
  EXPECT_EQ(house.Send(WaitFor("w1", -1)), kAccepted);
  EXPECT_EQ(house.Made<v1::BedWaitlistJoined>().stay().first_night(), NightFrom(-1));
}

TEST(JoinBedWaitlistTest, StaysQuietOnARepeatEvenOnceItsNightIsOver) {
  auto house = House(1);
  house.Send(WaitFor("w1", 0));
  house.now += hours{72};
  EXPECT_EQ(house.Send(WaitFor("w1", 0)), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

TEST(JoinBedWaitlistTest, EndsWithABedForTheSameStay) {
  auto house = House(1);
  house.Send(WaitFor("w1", 0));
  house.Send(WaitFor("w2", 0));
  EXPECT_EQ(house.Send(Hold("w1", kChild, 0, 1)), kAccepted);
  EXPECT_EQ(OrderOf(house.state), std::vector<std::string>{"w2"});
}

TEST(ReleaseBookingTest, CancelsWhatNobodyHasArrivedFor) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 2));
  const auto stay = house.Made<v1::BedHeld>().stay();
  EXPECT_EQ(house.Send(Withdrawn("s1")), kAccepted);
  v1::BookingCancelled cancelled;
  cancelled.set_setting_id(kHouse);
  *cancelled.mutable_stay() = stay;
  cancelled.set_reason("request-withdrawn");
  EXPECT_EQ(house.Made<v1::BookingCancelled>(), cancelled);
  const Effects effects = Setting::EffectsOf(cancelled);
  EXPECT_EQ(effects.releases, (std::vector<Release>{{"child-night", "s1"}}));
  EXPECT_EQ(effects.cancelled_timers, std::vector<std::string>{"hold/s1"});
  const Companions told = Setting::CompanionsOf(cancelled);
  EXPECT_EQ(Asked<v1::RecordStayCancelled>(told).reason(), "request-withdrawn");
  EXPECT_EQ(Asked<v1::RecordStayOver>(told).referral_id(), stay.referral_id());
  EXPECT_EQ(Asked<v1::RecordStayOver>(told).reason(), "cancelled");
}

TEST(ReleaseBookingTest, TakesAWaitOffTheList) {
  auto house = House(0);
  house.Send(WaitFor("w1", 0));
  house.Send(WaitFor("w2", 0));
  EXPECT_EQ(house.Send(Withdrawn("w1")), kAccepted);
  v1::BedWaitlistLeft left;
  left.set_setting_id(kHouse);
  left.set_stay_id("w1");
  left.set_referral_id("referral-w1");
  left.set_reason("request-withdrawn");
  EXPECT_EQ(house.Made<v1::BedWaitlistLeft>(), left);
  EXPECT_EQ(OrderOf(house.state), std::vector<std::string>{"w2"});
  const auto over = Asked<v1::RecordStayOver>(Setting::CompanionsOf(left));
  EXPECT_EQ(over.stay_id(), "w1");
  EXPECT_EQ(over.reason(), "request-withdrawn");
}

TEST(ReleaseBookingTest, GivesTheBedToTheFirstWhoWaitsForThoseNights) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 1, 2));
  house.Send(WaitFor("before", 0));
  house.Send(WaitFor("after", 3));
  house.Send(WaitFor("longer", 2, 2));
  house.Send(WaitFor("within", 2));
  house.Send(Hold("s2", kOtherChild, 3, 1));
  EXPECT_EQ(house.Send(Withdrawn("s1")), kAccepted);
  EXPECT_EQ(house.events.size(), 2U);
  EXPECT_EQ(house.Made<v1::BedFreedForWaiting>().stay_id(), "within");
}

TEST(ReleaseBookingTest, StaysQuietAboutWhatIsOverOrWasNeverBooked) {
  auto house = House(1);
  EXPECT_EQ(house.Send(Withdrawn("s1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
  house.Send(Hold("s1", kChild, 0, 1));
  house.Send(Withdrawn("s1"));
  EXPECT_EQ(house.Send(Withdrawn("s1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

TEST(ExpireHoldTest, EndsTheHoldAtItsTimeAndNotBefore) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 1, 1));
  const auto stay = house.Made<v1::BedHeld>().stay();
  house.now = ToTime(stay.hold_expires_time()) - microseconds{1};
  EXPECT_EQ(house.Send(OfStay<v1::ExpireHold>("s1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
  house.now += microseconds{1};
  EXPECT_EQ(house.Send(OfStay<v1::ExpireHold>("s1")), kAccepted);
  const auto expired = house.Made<v1::HoldExpired>();
  EXPECT_EQ(expired.stay(), stay);
  EXPECT_EQ(Setting::EffectsOf(expired).releases, (std::vector<Release>{{"child-night", "s1"}}));
  const Companions told = Setting::CompanionsOf(expired);
  EXPECT_EQ(Asked<v1::RecordStayHoldExpired>(told).stay_id(), "s1");
  EXPECT_EQ(Asked<v1::RecordStayOver>(told).reason(), "hold-expired");
}

TEST(ExpireHoldTest, TellsTheFirstWhoWaitsAndPassesOverNightsThatAreOver) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 3));
  house.Send(WaitFor("tonight", 0, 1, "immediate"));
  house.Send(WaitFor("tomorrow", 1));
  house.now = kMondayMorning + hours{27};
  EXPECT_EQ(house.Send(OfStay<v1::ExpireHold>("s1")), kAccepted);
  EXPECT_EQ(house.Made<v1::BedFreedForWaiting>().stay_id(), "tomorrow");
}

TEST(ExpireHoldTest, StaysQuietOnARepeatAndAboutWhatWasNeverHeld) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 1, 1));
  house.now += hours{24};
  house.Send(OfStay<v1::ExpireHold>("s1"));
  EXPECT_EQ(house.Send(OfStay<v1::ExpireHold>("s1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
  EXPECT_EQ(house.Send(OfStay<v1::ExpireHold>("s9")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

}  // namespace
}  // namespace kinward::scheduling
