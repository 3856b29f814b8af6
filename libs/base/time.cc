#include "libs/base/time.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace kinward {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;

std::optional<int> Digits(std::string_view text, std::size_t from, std::size_t count) {
  if (text.size() < from + count) return std::nullopt;
  int value = 0;
  for (const char digit : text.substr(from, count)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + (digit - '0');
  }
  return value;
}

// An optional fraction of one to nine digits, taken off the front of `rest`; microseconds are kept.
std::optional<microseconds> TakeFraction(std::string_view& rest) {
  if (!rest.starts_with('.')) return microseconds{0};
  rest.remove_prefix(1);
  const std::size_t used = std::min(rest.find_first_not_of("0123456789"), rest.size());
  if (used == 0 || used > 9) return std::nullopt;
  microseconds fraction{0};
  microseconds unit{100'000};
  for (const char digit : rest.substr(0, used)) {
    fraction += (digit - '0') * unit;
    unit /= 10;
  }
  rest.remove_prefix(used);
  return fraction;
}

// Z, or how far the clock that was read is ahead of UTC.
std::optional<seconds> OffsetOf(std::string_view rest) {
  if (rest == "Z" || rest == "z") return seconds{0};
  if (rest.size() != 6 || rest[3] != ':') return std::nullopt;
  if (rest[0] != '+' && rest[0] != '-') return std::nullopt;
  const auto hours = Digits(rest, 1, 2);
  const auto minutes = Digits(rest, 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const seconds offset{*hours * 3600 + *minutes * 60};
  return rest[0] == '+' ? offset : -offset;
}

}  // namespace

Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return Time{seconds{timestamp.seconds()} + microseconds{timestamp.nanos() / 1000}};
}

google::protobuf::Timestamp ToTimestamp(Time time) {
  const auto whole = std::chrono::floor<seconds>(time);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(whole.time_since_epoch().count());
  timestamp.set_nanos(static_cast<int>((time - whole).count() * 1000));
  return timestamp;
}

std::string FormatTime(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  std::array<char, 40> text{};
  int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02ld:%02ld:%02ld",
                           static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                           static_cast<unsigned>(date.day()), clock.hours().count(),
                           clock.minutes().count(), clock.seconds().count());
  std::string result(text.data(), static_cast<std::size_t>(size));
  if (const long fraction = clock.subseconds().count(); fraction != 0) {
    size = std::snprintf(text.data(), text.size(), ".%06ld", fraction);
    result.append(text.data(), static_cast<std::size_t>(size));
  }
  return result + "Z";
}

std::optional<Time> ParseTime(std::string_view text) {
  const auto year = Digits(text, 0, 4);
  const auto month = Digits(text, 5, 2);
  const auto day = Digits(text, 8, 2);
  const auto hour = Digits(text, 11, 2);
  const auto minute = Digits(text, 14, 2);
  const auto second = Digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
      text[16] != ':' || *hour > 23 || *minute > 59 || *second > 59) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  std::string_view rest = text.substr(19);
  const auto fraction = TakeFraction(rest);
  const auto offset = OffsetOf(rest);
  if (!date.ok() || !fraction || !offset) return std::nullopt;
  return Time{std::chrono::sys_days{date}.time_since_epoch() + std::chrono::hours{*hour} +
              std::chrono::minutes{*minute} + seconds{*second} + *fraction - *offset};
}

}  // namespace kinward
