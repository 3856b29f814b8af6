#include "libs/calendar/working_days.h"

#include <algorithm>

#include "libs/base/check.h"
#include "libs/calendar/bank_holidays.h"

namespace kinward {

LocalDate ReachesTo() { return DateFrom(static_cast<int>(kBankHolidayLastYear), 12, 31); }

bool IsBankHoliday(LocalDate date) {
  const std::chrono::year_month_day parts{date};
  const auto number = static_cast<int>(parts.year()) * 10000 +
                      static_cast<int>(static_cast<unsigned>(parts.month())) * 100 +
                      static_cast<int>(static_cast<unsigned>(parts.day()));
  const auto table = BankHolidays();
  return std::binary_search(table.begin(), table.end(), number);
}

bool IsWorkingDay(LocalDate date) { return !IsWeekend(date) && !IsBankHoliday(date); }

LocalDate WorkingDaysAfter(LocalDate date, int count) {
  const int step = count < 0 ? -1 : 1;
  for (int left = count; left != 0;) {
    date = AddDays(date, step);
    if (IsWorkingDay(date)) left -= step;
  }
  while (!IsWorkingDay(date)) date = AddDays(date, 1);
  return date;
}

int WorkingDaysBetween(LocalDate from, LocalDate until) {
  if (until < from) return -WorkingDaysBetween(until, from);
  int count = 0;
  for (LocalDate date = AddDays(from, 1); date <= until; date = AddDays(date, 1)) {
    if (IsWorkingDay(date)) ++count;
  }
  return count;
}

namespace {

// Longer than any summer holiday: a year was left out.
constexpr int kHolidayDaysMax = 70;

// Whether the calendar says of this day that it is in term or in a holiday between two terms.
bool SpeaksOf(const SchoolCalendar& calendar, LocalDate date) {
  for (std::size_t at = 0; at < calendar.terms.size(); ++at) {
    const DaySpan& term = calendar.terms[at];
    if (date < term.first) {
      return at > 0 && DaysBetween(calendar.terms[at - 1].last, term.first) <= kHolidayDaysMax;
    }
    if (date <= term.last) return true;
  }
  return false;
}

}  // namespace

bool IsSchoolDay(const SchoolCalendar& calendar, LocalDate date) {
  const auto holds = [date](const DaySpan& span) {
    return span.first <= date && date <= span.last;
  };
  return IsWorkingDay(date) && std::ranges::any_of(calendar.terms, holds) &&
         std::ranges::none_of(calendar.closed, holds);
}

std::optional<LocalDate> SchoolDaysAfter(const SchoolCalendar& calendar, LocalDate date,
                                         int count) {
  CHECK(count >= 1);
  while (SpeaksOf(calendar, date)) {
    date = AddDays(date, 1);
    if (IsSchoolDay(calendar, date) && --count == 0) return date;
  }
  return std::nullopt;
}

}  // namespace kinward
