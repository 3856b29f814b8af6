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

bool IsSchoolDay(const SchoolCalendar& calendar, LocalDate date) {
  if (!IsWorkingDay(date) || std::ranges::count(calendar.closed, date) > 0) return false;
  return std::ranges::any_of(calendar.terms, [date](const SchoolTerm& term) {
    return term.first <= date && date <= term.last;
  });
}

std::optional<LocalDate> SchoolDaysAfter(const SchoolCalendar& calendar, LocalDate date,
                                         int count) {
  CHECK(count >= 1);
  LocalDate end = date;
  for (const SchoolTerm& term : calendar.terms) end = std::max(end, term.last);
  while (date < end) {
    date = AddDays(date, 1);
    if (IsSchoolDay(calendar, date) && --count == 0) return date;
  }
  return std::nullopt;
}

}  // namespace kinward
