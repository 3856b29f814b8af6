#include "libs/calendar/calendar.h"

#include <gtest/gtest.h>

namespace kinward {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Time T(std::string_view text) { return ParseTime(text).value(); }
LocalDate D(std::string_view text) { return ParseDate(text).value(); }

TEST(Calendar, ReadsOnlyDatesThatExist) {
  EXPECT_EQ(FormatDate(D("2016-02-29")), "2016-02-29");
  for (const auto* text : {"2015-02-29", "2016-13-01", "2016-00-10", "2016-1-01", "20160101",
                           "2016-01-01T", "2016/01/01", "", "abcd-ef-gh", "2016-04-31"}) {
    EXPECT_FALSE(ParseDate(text)) << text;
  }
}

TEST(Calendar, ReadsOnlyTimesOfTheClock) {
  EXPECT_EQ(ParseLocalTime("22:40"), minutes{22 * 60 + 40});
  EXPECT_EQ(FormatLocalTime(minutes{605}), "10:05");
  for (const auto* text : {"24:00", "9:30", "09:60", "0930", "09:30:00"}) {
    EXPECT_FALSE(ParseLocalTime(text)) << text;
  }
}

TEST(Calendar, SummerTimeBeginsOnMarchsLastSundayAtOneUtc) {
  EXPECT_EQ(OffsetAt(T("2016-03-27T00:59:59Z")), minutes{0});
  EXPECT_EQ(OffsetAt(T("2016-03-27T01:00:00Z")), minutes{60});
  EXPECT_FALSE(Exists(D("2016-03-27"), hours{1}));
  EXPECT_FALSE(Exists(D("2016-03-27"), minutes{119}));
  EXPECT_TRUE(Exists(D("2016-03-27"), hours{2}));
  EXPECT_TRUE(Exists(D("2016-03-27"), minutes{59}));
  EXPECT_EQ(At(D("2016-03-27"), "02:00"), T("2016-03-27T01:00:00Z"));
}

TEST(Calendar, SummerTimeEndsOnOctobersLastSundayAtOneUtc) {
  EXPECT_EQ(OffsetAt(T("2016-10-30T00:59:59Z")), minutes{60});
  EXPECT_EQ(OffsetAt(T("2016-10-30T01:00:00Z")), minutes{0});
  EXPECT_EQ(At(D("2016-10-30"), "01:30"), T("2016-10-30T00:30:00Z"));
  EXPECT_EQ(At(D("2016-10-30"), "02:00"), T("2016-10-30T02:00:00Z"));
  EXPECT_EQ(TimeOfDay(T("2016-10-30T01:30:00Z")), minutes{90});
}

TEST(Calendar, ATimeOfEverySummerAndWinterDayComesBack) {
  for (LocalDate date = D("2012-01-01"); date < D("2030-01-01"); date = AddDays(date, 1)) {
    for (const int minute : {0, 90, 719, 720, 1439}) {
      if (!Exists(date, minutes{minute})) continue;
      const Time at = At(date, minutes{minute});
      ASSERT_EQ(DateOf(at), date);
      ASSERT_EQ(TimeOfDay(at), minutes{minute});
    }
  }
}

TEST(Calendar, ADayHasTwentyThreeOrTwentyFiveHoursWhenTheClocksChange) {
  EXPECT_EQ(StartOf(D("2016-03-28")) - StartOf(D("2016-03-27")), hours{23});
  EXPECT_EQ(StartOf(D("2016-10-31")) - StartOf(D("2016-10-30")), hours{25});
  EXPECT_EQ(AddClockHours(T("2016-10-29T12:00:00Z"), 72), T("2016-11-01T12:00:00Z"));
}

TEST(Calendar, LateEveningInSummerIsStillTheLocalDay) {
  EXPECT_EQ(DateOf(T("2016-07-11T23:30:00Z")), D("2016-07-12"));
  EXPECT_EQ(DateOf(T("2016-12-11T23:30:00Z")), D("2016-12-11"));
}

TEST(Calendar, ANightRunsFromNoonToNoon) {
  EXPECT_EQ(NightOf(T("2016-11-12T22:40:00Z")), D("2016-11-12"));
  EXPECT_EQ(NightOf(T("2016-11-13T02:00:00Z")), D("2016-11-12"));
  EXPECT_EQ(NightOf(T("2016-11-13T11:59:59Z")), D("2016-11-12"));
  EXPECT_EQ(NightOf(T("2016-11-13T12:00:00Z")), D("2016-11-13"));
  EXPECT_EQ(NightOf(T("2016-07-13T11:00:00Z")), D("2016-07-13"));
  EXPECT_EQ(NightEnd(D("2016-10-29")) - NightStart(D("2016-10-29")), hours{25});
}

TEST(Calendar, MonthsAreClampedToTheirLastDay) {
  EXPECT_EQ(AddMonths(D("2016-01-31"), 1), D("2016-02-29"));
  EXPECT_EQ(AddMonths(D("2016-10-31"), 4), D("2017-02-28"));
  EXPECT_EQ(AddMonths(D("2016-03-31"), -1), D("2016-02-29"));
  EXPECT_EQ(AddMonths(D("2016-11-15"), 14), D("2018-01-15"));
  EXPECT_EQ(AddYears(D("2016-02-29"), -5), D("2011-02-28"));
}

TEST(Calendar, AgesAreCompletedYears) {
  EXPECT_EQ(AgeInYears(D("2005-11-12"), D("2016-11-11")), 10);
  EXPECT_EQ(AgeInYears(D("2005-11-12"), D("2016-11-12")), 11);
  EXPECT_EQ(AgeInYears(D("2004-02-29"), D("2015-02-28")), 10);
  EXPECT_EQ(AgeInYears(D("2004-02-29"), D("2015-03-01")), 11);
  EXPECT_EQ(AgeInYears(D("2016-11-12"), D("2016-11-12")), 0);
  EXPECT_EQ(AgeInYears(D("2017-01-01"), D("2016-11-12")), -1);
}

TEST(Calendar, WeekdaysAreNumberedFromMonday) {
  EXPECT_EQ(Weekday(D("2016-11-14")), 1);
  EXPECT_EQ(Weekday(D("2016-11-13")), 7);
  EXPECT_TRUE(IsWeekend(D("2016-11-12")));
  EXPECT_EQ(DaysBetween(D("2016-02-28"), D("2016-03-01")), 2);
}

}  // namespace
}  // namespace kinward
