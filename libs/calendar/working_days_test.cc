#include "libs/calendar/working_days.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "libs/calendar/bank_holidays.h"

namespace kinward {
namespace {

LocalDate D(std::string_view text) { return ParseDate(text).value(); }

TEST(WorkingDays, KnowsTheHolidaysThatMoved) {
  for (const auto* text : {"2012-06-04", "2012-06-05", "2020-05-08", "2022-06-02", "2022-06-03",
                           "2022-09-19", "2023-05-01", "2023-05-08", "2027-12-27", "2027-12-28",
                           "2028-01-03", "2016-03-25", "2016-03-28", "2016-12-27", "2021-12-28"}) {
    EXPECT_TRUE(IsBankHoliday(D(text))) << text;
  }
  for (const auto* text : {"2020-05-04", "2022-05-30", "2012-05-28", "2016-12-28", "2027-12-29"}) {
    EXPECT_FALSE(IsBankHoliday(D(text))) << text;
  }
}

TEST(WorkingDays, TheTableIsAscendingOnWeekdaysWithEightAYearAtLeast) {
  const auto table = BankHolidays();
  EXPECT_TRUE(std::ranges::is_sorted(table));
  for (unsigned year = kBankHolidayFirstYear; year <= kBankHolidayLastYear; ++year) {
    const auto count = std::ranges::count_if(
        table, [year](int day) { return static_cast<unsigned>(day / 10000) == year; });
    EXPECT_GE(count, 8) << year;
    EXPECT_LE(count, 9 + (year == 2022)) << year;
  }
  for (const int day : table) {
    const auto date = DateFrom(day / 10000, static_cast<unsigned>(day / 100 % 100),
                               static_cast<unsigned>(day % 100));
    EXPECT_FALSE(IsWeekend(date)) << day;
  }
}

TEST(WorkingDays, OneWorkingDayAfterAFridayBeforeABankHolidayIsTuesday) {
  EXPECT_EQ(WorkingDaysAfter(D("2016-08-26"), 1), D("2016-08-30"));
  EXPECT_EQ(WorkingDaysAfter(D("2016-11-12"), 1), D("2016-11-14"));
  EXPECT_EQ(WorkingDaysAfter(D("2016-12-23"), 1), D("2016-12-28"));
  EXPECT_EQ(WorkingDaysAfter(D("2016-12-28"), -1), D("2016-12-23"));
  EXPECT_EQ(WorkingDaysAfter(D("2016-11-12"), 0), D("2016-11-14"));
}

TEST(WorkingDays, CountsWhatItAdds) {
  for (const int count : {1, 10, 15, 45}) {
    const LocalDate from = D("2022-05-20");
    EXPECT_EQ(WorkingDaysBetween(from, WorkingDaysAfter(from, count)), count);
  }
  EXPECT_EQ(WorkingDaysBetween(D("2016-11-18"), D("2016-11-14")), -4);
}

TEST(WorkingDays, SaysHowFarItReaches) { EXPECT_EQ(ReachesTo(), D("2028-12-31")); }

const SchoolCalendar kAutumn{
    {{D("2016-09-05"), D("2016-10-21")}, {D("2016-10-31"), D("2016-12-16")}},
    {{D("2016-11-04"), D("2016-11-04")}, {D("2016-11-21"), D("2016-11-22")}}};

TEST(SchoolDays, TheSixthSchoolDaySkipsHalfTermAndClosedDays) {
  EXPECT_EQ(SchoolDaysAfter(kAutumn, D("2016-10-19"), 6), D("2016-11-03"));
  EXPECT_EQ(SchoolDaysAfter(kAutumn, D("2016-10-19"), 7), D("2016-11-07"));
  EXPECT_EQ(SchoolDaysAfter(kAutumn, D("2016-11-18"), 1), D("2016-11-23"));
  EXPECT_FALSE(IsSchoolDay(kAutumn, D("2016-10-25")));
  EXPECT_FALSE(IsSchoolDay(kAutumn, D("2016-11-22")));
}
TEST(SchoolDays, ADayOutOfTermIsCountedFrom) {
  EXPECT_EQ(SchoolDaysAfter(kAutumn, D("2016-10-23"), 1), D("2016-10-31"));
}
TEST(SchoolDays, NothingIsGuessedBeforeTheCalendarOrBeyondIt) {
  EXPECT_FALSE(SchoolDaysAfter(kAutumn, D("2016-12-14"), 3));
  EXPECT_FALSE(SchoolDaysAfter(kAutumn, D("2016-09-04"), 1));
  EXPECT_FALSE(SchoolDaysAfter({}, D("2016-09-04"), 1));
}
TEST(SchoolDays, ASummerHolidayIsCountedOverAndAYearLeftOutIsNot) {
  const DaySpan first{D("2016-09-05"), D("2017-07-21")};
  const SchoolCalendar next{{first, {D("2017-09-04"), D("2018-07-20")}}, {}};
  EXPECT_EQ(SchoolDaysAfter(next, D("2017-07-21"), 1), D("2017-09-04"));
  const SchoolCalendar later{{first, {D("2018-09-03"), D("2019-07-19")}}, {}};
  EXPECT_FALSE(SchoolDaysAfter(later, D("2017-07-21"), 1));
  EXPECT_FALSE(SchoolDaysAfter(later, D("2018-01-08"), 1));
  EXPECT_EQ(SchoolDaysAfter(later, D("2018-09-03"), 1), D("2018-09-04"));
}

}  // namespace
}  // namespace kinward
