// England's working days (statutory.md 3.1) and a council's school days. Tables as data, no
// deadlines.
#pragma once

#include <optional>
#include <vector>

#include "libs/calendar/calendar.h"

namespace kinward {

// The last day the bank-holiday table speaks for. A service whose clocks pass it must be given a
// newer table: until then only weekends are left out there.
LocalDate ReachesTo();
bool IsBankHoliday(LocalDate date);  // England and Wales
bool IsWorkingDay(LocalDate date);

// The `count`-th working day after (negative: before) this day; the day itself is never counted.
// Zero: this day, or the next working day if it is none.
LocalDate WorkingDaysAfter(LocalDate date, int count);
// Working days in (from, until]: negative when until lies before.
int WorkingDaysBetween(LocalDate from, LocalDate until);

// Days in a row, both ends counted.
struct DaySpan {
  LocalDate first;
  LocalDate last;
};
// The years (or terms) of a council's schools in order; half-terms and training days are `closed`.
struct SchoolCalendar {
  std::vector<DaySpan> terms;
  std::vector<DaySpan> closed;
};
bool IsSchoolDay(const SchoolCalendar& calendar, LocalDate date);
// The `count`-th school day after this day (count >= 1); nothing when the calendar begins after
// this day, ends before that one, or leaves out a year between: what it does not speak of is not
// guessed.
std::optional<LocalDate> SchoolDaysAfter(const SchoolCalendar& calendar, LocalDate date, int count);

}  // namespace kinward
