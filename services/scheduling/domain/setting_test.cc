#include "services/scheduling/domain/setting.h"

#include <gtest/gtest.h>

#include <random>

#include "services/scheduling/domain/admission.h"
#include "services/scheduling/domain/availability.h"
#include "services/scheduling/testing/story_of_a_house.h"

namespace kinward::scheduling {
namespace {

v1::AdmissionType TypeAt(Time placed, Time requested, Time needed, LocalDate night,
                         bool pace = false) {
  return AdmissionOf({pace, placed, requested, needed, night});
}

// R37, X01.
TEST(AdmissionTest, IsDerivedFromWhenItWasPlacedAndNeeded) {
  const auto hour = [](int day, const char* time) { return At(AddDays(kMonday, day), time); };
  EXPECT_EQ(TypeAt(hour(0, "10:30"), hour(0, "10:00"), hour(1, "06:00"), kMonday),
            v1::ADMISSION_TYPE_EMERGENCY);
  EXPECT_EQ(TypeAt(hour(0, "23:00"), hour(0, "22:40"), hour(0, "23:00"), kMonday),
            v1::ADMISSION_TYPE_CRISIS);
  EXPECT_EQ(TypeAt(hour(0, "10:30"), hour(0, "10:00"), hour(7, "12:00"), AddDays(kMonday, 7)),
            v1::ADMISSION_TYPE_PLANNED);
  EXPECT_EQ(TypeAt(hour(0, "19:00"), hour(0, "18:00"), hour(7, "12:00"), AddDays(kMonday, 7)),
            v1::ADMISSION_TYPE_PLANNED);
  EXPECT_EQ(TypeAt(hour(0, "10:30"), hour(0, "10:00"), hour(7, "12:00"), AddDays(kMonday, 7), true),
            v1::ADMISSION_TYPE_CRISIS);
}

TEST(AdmissionTest, OfficeHoursLeaveOutNightsWeekendsAndBankHolidays) {
  EXPECT_TRUE(InOfficeHours(At(kMonday, "09:00")));
  EXPECT_TRUE(InOfficeHours(At(kMonday, "16:59")));
  EXPECT_FALSE(InOfficeHours(At(kMonday, "17:00")));
  EXPECT_FALSE(InOfficeHours(At(kMonday, "08:59")));
  EXPECT_FALSE(InOfficeHours(At(DateFrom(2016, 11, 12), "12:00")));
  EXPECT_FALSE(InOfficeHours(At(DateFrom(2016, 12, 27), "12:00")));
}

TEST(HoldBedTest, ChoosesAFreeBed) {
  auto house = House(2);
  EXPECT_EQ(house.Send(Hold("s1", kChild, 0, 3)), kAccepted);
  EXPECT_EQ(house.Made<v1::BedHeld>().stay().bed(), "bed-1");
  EXPECT_EQ(house.Send(Hold("s2", kOtherChild, 2, 3)), kAccepted);
  EXPECT_EQ(house.Made<v1::BedHeld>().stay().bed(), "bed-2");
}

TEST(HoldBedTest, RefusesATakenBedAndNamesTheFreeOnes) {
  auto house = House(3);
  house.Send(Hold("s1", kChild, 0, 2));
  auto hold = Hold("s2", kOtherChild, 1, 1);
  hold.set_bed("bed-1");
  EXPECT_EQ(house.Send(hold), v1::REJECTION_BED_MUST_BE_FREE);
  EXPECT_EQ(house.instead, (std::vector<std::string>{"bed-2", "bed-3"}));
}

TEST(HoldBedTest, RefusesAFullHouseAndNamesTheNextNights) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 2));
  EXPECT_EQ(house.Send(Hold("s2", kOtherChild, 0, 1)), v1::REJECTION_BED_MUST_BE_FREE);
  EXPECT_EQ(house.instead, (std::vector<std::string>{"2016-11-16", "2016-11-17", "2016-11-18"}));
}

TEST(HoldBedTest, StaysQuietOnARepeatAndRefusesAReusedId) {
  auto house = House(2);
  house.Send(Hold("s1", kChild, 0, 2));
  EXPECT_EQ(house.Send(Hold("s1", kChild, 0, 2)), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
  auto without_id = Hold("", kChild, 0, 2);
  without_id.clear_stay_id();
  EXPECT_EQ(house.Send(without_id), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
  EXPECT_EQ(house.Send(Hold("s1", kOtherChild, 0, 2)), v1::REJECTION_STAY_ID_MUST_NOT_BE_REUSED);
}

TEST(HoldBedTest, RefusesWhatCannotBe) {
  Story<Setting> nowhere(kMondayMorning);
  EXPECT_EQ(nowhere.Send(Hold("s1", kChild, 0, 1)), v1::REJECTION_SETTING_MUST_BE_DEFINED);
  auto house = House(1);
  auto hold = Hold("s1", kChild, 0, 1);
  hold.clear_referral_id();
  EXPECT_EQ(house.Send(hold), v1::REJECTION_STAY_MUST_HAVE_A_REFERRAL_OR_CONTACT);
  EXPECT_EQ(house.Send(Hold("s1", kChild, -2, 1)), v1::REJECTION_NIGHT_MUST_NOT_BE_PAST);
  hold = Hold("s1", kChild, 0, 1);
  hold.set_bed("bed-9");
  EXPECT_EQ(house.Send(hold), v1::REJECTION_BED_MUST_EXIST);
}

TEST(HoldBedTest, RefusesOneChildTwoBeds) {
  auto house = House(2);
  house.Send(Hold("s1", kChild, 0, 2));
  EXPECT_EQ(house.Send(Hold("s2", kChild, 1, 2)), v1::REJECTION_CHILD_NIGHT_MUST_BE_FREE);
}

// R11: also by a second booking that follows the first.
TEST(HoldBedTest, RefusesNightTwentyNine) {
  auto house = House(2, 28);
  EXPECT_EQ(house.Send(Hold("s1", kChild, 0, 29)),
            v1::REJECTION_NIGHTS_MUST_NOT_EXCEED_THE_MAXIMUM);
  EXPECT_EQ(house.Send(Hold("s1", kChild, 0, 28)), kAccepted);
  EXPECT_EQ(house.Send(Hold("s2", kChild, 28, 1)),
            v1::REJECTION_NIGHTS_MUST_NOT_EXCEED_THE_MAXIMUM);
  EXPECT_EQ(house.Send(Hold("s3", kChild, 29, 1)), kAccepted);
}

TEST(HoldBedTest, TakesABedWhoseHoldHasExpiredThoughItsTimerIsLate) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 1, 1));
  house.now += std::chrono::hours{24};
  EXPECT_EQ(house.Send(Hold("s2", kOtherChild, 1, 1)), kAccepted);
  EXPECT_EQ(house.Made<v1::HoldExpired>().stay().stay_id(), "s1");
  EXPECT_EQ(house.Send(OfStay<v1::ConfirmBooking>("s1")), v1::REJECTION_HOLD_MUST_NOT_HAVE_EXPIRED);
}

TEST(HoldBedTest, SaysThatAChildIsOutsideTheRemit) {
  auto house = House(1);
  auto hold = Hold("s1", kChild, 0, 1);
  hold.set_age_years(9);
  house.Send(hold);
  EXPECT_EQ(house.Made<v1::BedHeld>().stay().warnings(0), "outside-remit-age");
}

TEST(ExpireHoldTest, HasOneWinnerWithTheConfirmation) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 1));
  EXPECT_EQ(house.Send(OfStay<v1::ConfirmBooking>("s1")), kAccepted);
  house.now += std::chrono::hours{25};
  EXPECT_EQ(house.Send(OfStay<v1::ExpireHold>("s1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

TEST(RecordArrivalTest, WantsALegalBasisAndTheDay) {
  auto house = House(2);
  auto hold = Hold("s1", kChild, 0, 1);
  hold.clear_legal_basis();
  house.Send(hold);
  EXPECT_EQ(house.Send(OfStay<v1::RecordArrival>("s1")),
            v1::REJECTION_STAY_MUST_HAVE_A_LEGAL_BASIS);
  house.Send(Hold("s2", kOtherChild, 1, 1));
  EXPECT_EQ(house.Send(OfStay<v1::RecordArrival>("s2")), v1::REJECTION_STAY_MUST_HAVE_BEGUN);
  EXPECT_EQ(house.Send(OfStay<v1::RecordArrival>("s9")), v1::REJECTION_STAY_MUST_BE_BOOKED);
  auto arrive = OfStay<v1::RecordArrival>("s1");
  arrive.set_legal_basis("s20");
  *arrive.mutable_arrived_time() = ToTimestamp(house.now + std::chrono::hours{1});
  EXPECT_EQ(house.Send(arrive), v1::REJECTION_TIME_MUST_NOT_BE_IN_THE_FUTURE);
  arrive.clear_arrived_time();
  EXPECT_EQ(house.Send(arrive), kAccepted);
  EXPECT_EQ(house.Made<v1::ArrivalRecorded>().stay().agreed_by(), "duty-1");
}

TEST(RecordDepartureTest, CountsTheNightsSlept) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 5));
  EXPECT_EQ(house.Send(OfStay<v1::RecordDeparture>("s1")), v1::REJECTION_STAY_MUST_BE_OCCUPIED);
  house.Send(OfStay<v1::RecordArrival>("s1"));
  auto depart = OfStay<v1::RecordDeparture>("s1");
  *depart.mutable_departed_time() = ToTimestamp(house.now - std::chrono::hours{1});
  EXPECT_EQ(house.Send(depart), v1::REJECTION_DEPARTURE_MUST_FOLLOW_ARRIVAL);
  house.now = At(AddDays(kMonday, 3), "11:00");
  EXPECT_EQ(house.Send(OfStay<v1::RecordDeparture>("s1")), kAccepted);
  EXPECT_EQ(house.Made<v1::DepartureRecorded>().nights_used(), 3);
  EXPECT_EQ(house.Send(OfStay<v1::RecordDeparture>("s1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

TEST(CancelBookingTest, NeverFreesAnOccupiedBed) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 2));
  house.Send(OfStay<v1::RecordArrival>("s1"));
  EXPECT_EQ(house.Send(OfStay<v1::CancelBooking>("s1")),
            v1::REJECTION_OCCUPIED_BED_MUST_NOT_BE_RELEASED);
  EXPECT_EQ(house.Send(OfStay<v1::ReleaseBooking>("s1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

TEST(CancelBookingTest, TellsTheFirstWhoWaitsForTheseNights) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 2));
  auto join = OfStay<v1::JoinBedWaitlist>("w1");
  join.set_referral_id("referral-2");
  join.set_from_night(FormatDate(kMonday));
  EXPECT_EQ(house.Send(join), kAccepted);
  EXPECT_EQ(house.Send(OfStay<v1::CancelBooking>("s1")), kAccepted);
  EXPECT_EQ(house.Made<v1::BedFreedForWaiting>().stay_id(), "w1");
}

TEST(DeclineAdmissionTest, IsNoChoiceForAPaceTransfer) {
  auto house = House(1);
  auto hold = Hold("s1", kChild, 0, 1);
  hold.set_pace(true);
  house.Send(hold);
  EXPECT_EQ(house.Send(OfStay<v1::DeclineAdmission>("s1")),
            v1::REJECTION_PACE_TRANSFER_MUST_BE_RECEIVED);
}

TEST(ExtendStayTest, NeedsTheBedAndTheMaximum) {
  auto house = House(1, 5);
  house.Send(Hold("s1", kChild, 0, 2));
  house.Send(Hold("s2", kOtherChild, 4, 1));
  auto extend = OfStay<v1::ExtendStay>("s1");
  extend.set_nights(1);
  EXPECT_EQ(house.Send(extend), v1::REJECTION_EXTENSION_MUST_ADD_NIGHTS);
  extend.set_nights(6);
  EXPECT_EQ(house.Send(extend), v1::REJECTION_NIGHTS_MUST_NOT_EXCEED_THE_MAXIMUM);
  extend.set_nights(5);
  EXPECT_EQ(house.Send(extend), v1::REJECTION_BED_MUST_BE_FREE);
  extend.set_nights(4);
  EXPECT_EQ(house.Send(extend), kAccepted);
}

TEST(TakeBedOutOfServiceTest, NeedsAnEmptyBed) {
  auto house = House(2);
  house.Send(Hold("s1", kChild, 1, 1));
  v1::TakeBedOutOfService out;
  out.set_bed("bed-1");
  EXPECT_EQ(house.Send(out), v1::REJECTION_BED_MUST_BE_EMPTY);
  out.set_bed("bed-2");
  EXPECT_EQ(house.Send(out), kAccepted);
  EXPECT_EQ(house.Send(Hold("s2", kOtherChild, 1, 1)), v1::REJECTION_BED_MUST_BE_FREE);
}

TEST(AvailabilityTest, FindsTheFirstFreeNight) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 3));
  const auto place = AvailabilityOf(house.state, kHouse, {kMonday, 14}, house.now);
  EXPECT_TRUE(place.available());
  EXPECT_EQ(place.expected_by(), "2016-11-17");
}

TEST(SettingProperty, NoBedIsTakenTwiceWhateverHappens) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random{seed};
    auto house = House(2, 10);
    for (int step = 0; step < 150; ++step) {
      const std::string stay = "s" + std::to_string(random() % 40);
      house.now += std::chrono::hours{random() % 8};
      const int today = DaysBetween(kMonday, DateOf(house.now));
      switch (random() % 6) {
        case 0:
        case 1:
          house.Send(Hold(stay, "c" + std::to_string(random() % 5),
                          today + static_cast<int>(random() % 4),
                          1 + static_cast<int>(random() % 4)));
          break;
        case 2:
          house.Send(OfStay<v1::ConfirmBooking>(stay));
          break;
        case 3:
          house.Send(OfStay<v1::RecordArrival>(stay));
          break;
        case 4:
          house.Send(OfStay<v1::RecordDeparture>(stay));
          break;
        default:
          house.Send(OfStay<v1::CancelBooking>(stay));
          break;
      }
      // Apply CHECKs that no bed-night is taken twice; here: each booking has all of its nights.
      std::size_t nights = 0;
      for (const auto& [id, booking] : house.state.bookings) {
        nights += static_cast<std::size_t>(booking.terms.nights());
      }
      ASSERT_EQ(nights, house.state.nights.size());
    }
  }
}

}  // namespace
}  // namespace kinward::scheduling
