// RFC 9562 identifiers: version 7 for what is new, version 5 for what follows from a cause.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libs/base/time.h"

namespace kinward {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const Uuid&) const = default;
  [[nodiscard]] std::string ToString() const;  // lower case, with hyphens
  static std::optional<Uuid> Parse(std::string_view text);
};

// Time-ordered and unique within and across processes; monotonic within one.
Uuid NewUuid();
// The same cause and name give the same id for ever (design: commands of timers and reactions).
Uuid UuidFrom(const Uuid& cause, std::string_view name);
// For causes that are not UUIDs (slugs, partner references).
Uuid UuidFrom(std::string_view cause, std::string_view name);

}  // namespace kinward
