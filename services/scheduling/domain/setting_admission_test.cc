// The registered manager's word on an admission, and a stay that is made longer.
#include <gtest/gtest.h>

#include "kinward/scheduling/v1/request.pb.h"
#include "libs/testing/messages.h"
#include "services/scheduling/domain/setting.h"
#include "services/scheduling/testing/entailed.h"
#include "services/scheduling/testing/story_of_a_house.h"

namespace kinward::scheduling {
namespace {

using std::chrono::hours;

v1::DeclineAdmission Decline(const std::string& stay) {
  auto command = OfStay<v1::DeclineAdmission>(stay);
  command.set_reason("no-match");
  return command;
}
v1::ExtendStay Extend(const std::string& stay, int nights) {
  auto command = OfStay<v1::ExtendStay>(stay);
  command.set_nights(nights);
  return command;
}
Story<Setting> HouseWithAHold(int beds = 1) {
  auto house = House(beds);
  house.Send(Hold("s1", kChild, 0, 2));
  return house;
}

TEST(AcceptAdmissionTest, RecordsTheManagersWord) {
  auto house = HouseWithAHold();
  EXPECT_EQ(house.Send(OfStay<v1::AcceptAdmission>("s1")), kAccepted);
  v1::AdmissionAccepted accepted;
  accepted.set_setting_id(kHouse);
  accepted.set_stay_id("s1");
  EXPECT_EQ(house.Made<v1::AdmissionAccepted>(), accepted);
}

TEST(AcceptAdmissionTest, RefusesWhatIsNotBookedOrNoLonger) {
  auto house = HouseWithAHold();
  EXPECT_EQ(house.Send(OfStay<v1::AcceptAdmission>("s9")), v1::REJECTION_STAY_MUST_BE_BOOKED);
  house.Send(OfStay<v1::CancelBooking>("s1"));
  EXPECT_EQ(house.Send(OfStay<v1::AcceptAdmission>("s1")), v1::REJECTION_STAY_MUST_BE_BOOKED);
}

TEST(AcceptAdmissionTest, RefusesAHoldThatRanOutBeforeAndAfterItsTimer) {
  auto house = HouseWithAHold();
  house.now += hours{24};
  EXPECT_EQ(house.Send(OfStay<v1::AcceptAdmission>("s1")),
            v1::REJECTION_HOLD_MUST_NOT_HAVE_EXPIRED);
  house.Send(OfStay<v1::ExpireHold>("s1"));
  EXPECT_EQ(house.Send(OfStay<v1::AcceptAdmission>("s1")),
            v1::REJECTION_HOLD_MUST_NOT_HAVE_EXPIRED);
}

TEST(AcceptAdmissionTest, StaysQuietOnARepeatAlsoOnceConfirmed) {
  auto house = HouseWithAHold();
  house.Send(OfStay<v1::AcceptAdmission>("s1"));
  EXPECT_EQ(house.Send(OfStay<v1::AcceptAdmission>("s1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
  house.Send(OfStay<v1::ConfirmBooking>("s1"));
  EXPECT_EQ(house.Send(OfStay<v1::AcceptAdmission>("s1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

TEST(DeclineAdmissionTest, FreesTheBedAndSaysThatTheManagerDeclined) {
  auto house = HouseWithAHold();
  EXPECT_EQ(house.Send(Decline("s1")), kAccepted);
  const auto cancelled = house.Made<v1::BookingCancelled>();
  EXPECT_TRUE(cancelled.declined());
  EXPECT_EQ(cancelled.reason(), "no-match");
  EXPECT_EQ(cancelled.stay().bed(), "bed-1");
  EXPECT_EQ(Asked<v1::RecordStayCancelled>(Setting::CompanionsOf(cancelled)).reason(), "no-match");
  EXPECT_EQ(house.Send(Hold("s2", kOtherChild, 0, 2)), kAccepted);
}

TEST(DeclineAdmissionTest, RefusesWhatIsNotBookedAndABedThatIsSleptIn) {
  auto house = HouseWithAHold();
  EXPECT_EQ(house.Send(Decline("s9")), v1::REJECTION_STAY_MUST_BE_BOOKED);
  house.Send(OfStay<v1::RecordArrival>("s1"));
  EXPECT_EQ(house.Send(Decline("s1")), v1::REJECTION_OCCUPIED_BED_MUST_NOT_BE_RELEASED);
}

TEST(DeclineAdmissionTest, StaysQuietOnARepeat) {
  auto house = HouseWithAHold();
  house.Send(Decline("s1"));
  EXPECT_EQ(house.Send(Decline("s1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

TEST(ExtendStayTest, ClaimsOnlyTheNightsThatItAdds) {
  auto house = HouseWithAHold();
  EXPECT_EQ(house.Send(Extend("s1", 5)), kAccepted);
  const auto extended = house.Made<v1::BookingExtended>();
  EXPECT_EQ(extended.stay().nights(), 5);
  EXPECT_EQ(extended.nights_before(), 2);
  EXPECT_EQ(Setting::EffectsOf(extended).claims,
            (std::vector<Claim>{{"child-night", kChild, NightStart(AddDays(kMonday, 2)),
                                 NightStart(AddDays(kMonday, 5)), "s1"}}));
  const auto told = Asked<v1::RecordStayExtended>(Setting::CompanionsOf(extended));
  EXPECT_EQ(told.stay_id(), "s1");
  EXPECT_EQ(told.nights(), 5);
}

TEST(ExtendStayTest, RefusesWhatIsNotBookedOrRanOut) {
  auto house = HouseWithAHold();
  EXPECT_EQ(house.Send(Extend("s9", 3)), v1::REJECTION_STAY_MUST_BE_BOOKED);
  house.now += hours{24};
  EXPECT_EQ(house.Send(Extend("s1", 3)), v1::REJECTION_HOLD_MUST_NOT_HAVE_EXPIRED);
}

TEST(ExtendStayTest, RefusesANightOnWhichTheChildHasAnotherBed) {
  auto house = HouseWithAHold(2);
  house.Send(Hold("s2", kChild, 3, 1));
  EXPECT_EQ(house.Send(Extend("s1", 4)), v1::REJECTION_CHILD_NIGHT_MUST_BE_FREE);
  EXPECT_EQ(house.Send(Extend("s1", 3)), kAccepted);
}

TEST(ExtendStayTest, StaysQuietOnARepeat) {
  auto house = HouseWithAHold();
  house.Send(Extend("s1", 3));
  EXPECT_EQ(house.Send(Extend("s1", 3)), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

TEST(ExtendStayTest, TakesTheNightsOfAHoldThatRanOutThoughItsTimerIsLate) {
  auto house = HouseWithAHold();
  house.Send(OfStay<v1::ConfirmBooking>("s1"));
  house.Send(Hold("s2", kOtherChild, 3, 1));
  house.now += hours{23};
  EXPECT_EQ(house.Send(Extend("s1", 4)), v1::REJECTION_BED_MUST_BE_FREE);
  house.now += hours{1};
  EXPECT_EQ(house.Send(Extend("s1", 4)), kAccepted);
  EXPECT_EQ(house.Made<v1::HoldExpired>().stay().stay_id(), "s2");
  EXPECT_EQ(house.Made<v1::BookingExtended>().stay().nights(), 4);
}

}  // namespace
}  // namespace kinward::scheduling
