// How long an episode lasted, in hours that really passed; and from when on it is a long one.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "libs/base/time.h"
#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/notification_kinds.h"

namespace kinward::intake {

struct Length {
  int hours = 0;  // completed
  int days = 0;   // completed, of 24 hours
};
inline Length LengthOf(Time from, Time until) {
  const auto hours = std::chrono::floor<std::chrono::hours>(until - from).count();
  const int whole = hours < 0 ? 0 : static_cast<int>(hours);
  return {whole, whole / 24};
}

// The first second after so many days; nothing for a kind that is never long.
inline std::optional<Time> LongFrom(std::string_view kind, Time occurred) {
  const int days = SignificantDays(kind);
  if (days == 0) return std::nullopt;
  return AddClockHours(occurred, 24 * days) + std::chrono::seconds{1};
}

}  // namespace kinward::intake
