// Short breaks booked together: all of them or none, and what so many nights would mean.
#include <gtest/gtest.h>

#include "services/scheduling/domain/setting.h"
#include "services/scheduling/testing/story_of_a_house.h"

namespace kinward::scheduling {
namespace {

v1::BookSeries Series(int stays, int nights, int every_days) {
  v1::BookSeries command;
  command.set_setting_id(kHouse);
  command.set_series_id("series-1");
  command.set_referral_id("referral-1");
  command.set_person_id(kChild);
  command.set_from_night(NightFrom(0));
  command.set_nights(nights);
  command.set_every_days(every_days);
  command.set_stays(stays);
  command.set_legal_basis("s20");
  return command;
}
std::vector<std::string> WarningsOf(const v1::BookSeries& series) {
  auto house = House(1);
  EXPECT_EQ(house.Send(series), kAccepted);
  const auto warnings = house.Made<v1::SeriesBooked>().warnings();
  return {warnings.begin(), warnings.end()};
}

TEST(BookSeriesTest, ConfirmsEveryStayAtEvenDistances) {
  auto house = House(1);
  EXPECT_EQ(house.Send(Series(3, 2, 7)), kAccepted);
  ASSERT_EQ(house.events.size(), 7U);
  const auto booked = std::get<v1::SeriesBooked>(house.events.back());
  EXPECT_EQ(booked.person_id(), kChild);
  ASSERT_EQ(booked.stay_ids_size(), 3);
  for (int i = 0; i < 3; ++i) {
    const auto& booking = house.state.bookings.at(booked.stay_ids(i));
    EXPECT_EQ(booking.state, BookingState::kConfirmed);
    EXPECT_EQ(booking.terms.first_night(), NightFrom(7 * i));
    EXPECT_EQ(booking.terms.nights(), 2);
    EXPECT_EQ(booking.terms.series_id(), "series-1");
    EXPECT_EQ(booking.terms.agreed_by(), "duty-1");
  }
}

TEST(BookSeriesTest, BooksNoneWhenOneOfThemHasNoBed) {
  auto house = House(1);
  house.Send(Hold("s1", kOtherChild, 15, 1));
  EXPECT_EQ(house.Send(Series(3, 2, 7)), v1::REJECTION_BED_MUST_BE_FREE);
  EXPECT_EQ(house.instead, (std::vector<std::string>{NightFrom(16), NightFrom(17), NightFrom(18)}));
  EXPECT_EQ(house.state.bookings.size(), 1U);
}

TEST(BookSeriesTest, RefusesASettingThatIsNotDefinedAndANightThatIsOver) {
  Story<Setting> nowhere(kMondayMorning);
  EXPECT_EQ(nowhere.Send(Series(1, 1, 7)), v1::REJECTION_SETTING_MUST_BE_DEFINED);
  auto house = House(1);
  auto late = Series(3, 1, 7);
  late.set_from_night(NightFrom(-2));
  EXPECT_EQ(house.Send(late), v1::REJECTION_NIGHT_MUST_NOT_BE_PAST);
}

TEST(BookSeriesTest, CountsStaysThatFollowEachOtherTogether) {
  auto house = House(1, 5);
  EXPECT_EQ(house.Send(Series(3, 2, 2)), v1::REJECTION_NIGHTS_MUST_NOT_EXCEED_THE_MAXIMUM);
  EXPECT_EQ(house.Send(Series(3, 2, 3)), kAccepted);
}

TEST(BookSeriesTest, RefusesStaysThatOverlap) {
  auto house = House(2);
  EXPECT_EQ(house.Send(Series(2, 3, 2)), v1::REJECTION_CHILD_NIGHT_MUST_BE_FREE);
  EXPECT_TRUE(house.state.bookings.empty());
}

TEST(BookSeriesTest, StaysQuietOnARepeatEvenWhenItsNightsAreOver) {
  auto house = House(1);
  house.Send(Series(2, 1, 7));
  house.now += std::chrono::hours{24 * 30};
  EXPECT_EQ(house.Send(Series(2, 1, 7)), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

TEST(BookSeriesTest, WarnsOfSeventeenAndSeventyFiveDays) {
  using Warnings = std::vector<std::string>;
  const std::string stay = "stay-over-17-days";
  const std::string series = "series-over-75-days";
  EXPECT_EQ(WarningsOf(Series(4, 17, 28)), Warnings{});
  EXPECT_EQ(WarningsOf(Series(4, 18, 28)), Warnings{stay});
  EXPECT_EQ(WarningsOf(Series(5, 15, 28)), Warnings{});
  EXPECT_EQ(WarningsOf(Series(5, 16, 28)), Warnings{series});
  EXPECT_EQ(WarningsOf(Series(5, 18, 28)), (Warnings{stay, series}));
  auto without_care = Series(5, 18, 28);
  without_care.set_legal_basis("s17");
  EXPECT_EQ(WarningsOf(without_care), Warnings{});
}

}  // namespace
}  // namespace kinward::scheduling
