// How far a bucket has read each topic: kept in Redis beside what was read, moved by the same
// script.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "services/projection/views/heard.h"

namespace kinward::projection {

struct Position {
  std::int64_t generation = 0;  // of the topic; a newer one starts at 0
  std::int64_t next = 0;        // offset to read next
  std::string stored;  // as Redis has it, or will once what is in flight is applied; "" at first
  bool operator==(const Position&) const = default;
};
using Positions = std::array<Position, kSources>;

// "generation:next", as stored. False when it is not that.
bool ParsePosition(const std::string& text, Position& position);
std::string FormatPosition(const Position& position);

}  // namespace kinward::projection
