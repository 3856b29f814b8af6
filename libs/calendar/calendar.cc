#include "libs/calendar/calendar.h"

#include <array>

#include "libs/base/check.h"

namespace kinward {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr minutes kSummer{60};

std::optional<unsigned> Digits(std::string_view text) {
  unsigned value = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(digit - '0');
  }
  return value;
}

void Put(char* to, unsigned value, int width) {
  for (int place = width - 1; place >= 0; --place) {
    to[place] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

// 01:00 UTC on the month's last Sunday: when London's clocks change.
Time ChangeIn(year in, month of) {
  return Time{sys_days{in / of / std::chrono::Sunday[std::chrono::last]}} + hours{1};
}

minutes OffsetIn(year in, Time time) {
  const bool summer =
      time >= ChangeIn(in, std::chrono::March) && time < ChangeIn(in, std::chrono::October);
  return summer ? kSummer : minutes{0};
}

year_month_day Clamped(year_month_day date) {
  return date.ok() ? date : year_month_day{date.year() / date.month() / std::chrono::last};
}

}  // namespace

std::optional<LocalDate> ParseDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto in = Digits(text.substr(0, 4));
  const auto of = Digits(text.substr(5, 2));
  const auto on = Digits(text.substr(8, 2));
  if (!in || !of || !on) return std::nullopt;
  const year_month_day date{year{static_cast<int>(*in)}, month{*of}, std::chrono::day{*on}};
  if (!date.ok()) return std::nullopt;
  return LocalDate{date};
}

std::string FormatDate(LocalDate date) {
  const year_month_day parts{date};
  std::string text = "0000-00-00";
  Put(text.data(), static_cast<unsigned>(static_cast<int>(parts.year())), 4);
  Put(text.data() + 5, static_cast<unsigned>(parts.month()), 2);
  Put(text.data() + 8, static_cast<unsigned>(parts.day()), 2);
  return text;
}

LocalDate DateFrom(int year, unsigned month, unsigned day) {
  const year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                            std::chrono::day{day}};
  CHECK(date.ok());
  return LocalDate{date};
}

std::optional<minutes> ParseLocalTime(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = Digits(text.substr(0, 2));
  const auto minute = Digits(text.substr(3, 2));
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  return minutes{*hour * 60 + *minute};
}

std::string FormatLocalTime(minutes since_midnight) {
  const auto whole = static_cast<unsigned>(since_midnight.count());
  std::string text = "00:00";
  Put(text.data(), whole / 60, 2);
  Put(text.data() + 3, whole % 60, 2);
  return text;
}

minutes OffsetAt(Time time) { return OffsetIn(year_month_day{floor<days>(time)}.year(), time); }

LocalDate DateOf(Time time) {
  return LocalDate{floor<days>(time + OffsetAt(time)).time_since_epoch()};
}

minutes TimeOfDay(Time time) {
  const Time shown = time + OffsetAt(time);
  return floor<minutes>(shown - floor<days>(shown));
}

bool Exists(LocalDate date, minutes since_midnight) {
  const Time at = At(date, since_midnight);
  return DateOf(at) == date && TimeOfDay(at) == since_midnight;
}

Time At(LocalDate date, minutes since_midnight) {
  const Time shown = Time{sys_days{date.time_since_epoch()}} + since_midnight;
  // Read as summer time first: so the earlier of two, and otherwise winter time.
  return OffsetAt(shown - kSummer) == kSummer ? shown - kSummer : shown;
}

Time At(LocalDate date, std::string_view hh_mm) {
  const auto since_midnight = ParseLocalTime(hh_mm);
  CHECK(since_midnight.has_value());
  return At(date, *since_midnight);
}

Time StartOf(LocalDate date) { return At(date, minutes{0}); }

int Weekday(LocalDate date) { return static_cast<int>(std::chrono::weekday{date}.iso_encoding()); }

bool IsWeekend(LocalDate date) { return Weekday(date) >= 6; }

LocalDate AddDays(LocalDate date, int days) { return date + std::chrono::days{days}; }

LocalDate AddMonths(LocalDate date, int months) {
  return LocalDate{Clamped(year_month_day{date} + std::chrono::months{months})};
}

LocalDate AddYears(LocalDate date, int years) { return AddMonths(date, years * 12); }

int DaysBetween(LocalDate from, LocalDate until) {
  return static_cast<int>((until - from).count());
}

Time AddClockHours(Time time, int hours) { return time + std::chrono::hours{hours}; }

int AgeInYears(LocalDate birth, LocalDate on) {
  if (birth > on) return -1;
  const year_month_day born{birth};
  const year_month_day today{on};
  const int years = static_cast<int>(today.year()) - static_cast<int>(born.year());
  const bool birthday_past = today.month() / today.day() >= born.month() / born.day();
  return birthday_past ? years : years - 1;
}

LocalDate NightOf(Time time) {
  const LocalDate date = DateOf(time);
  return TimeOfDay(time) < hours{12} ? date - days{1} : date;
}

Time NightStart(LocalDate night) { return At(night, hours{12}); }

Time NightEnd(LocalDate night) { return NightStart(AddDays(night, 1)); }

}  // namespace kinward
