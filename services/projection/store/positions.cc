#include "services/projection/store/positions.h"

#include <charconv>

namespace kinward::projection {

bool ParsePosition(const std::string& text, Position& position) {
  const char* const end = text.data() + text.size();
  const auto [colon, first] = std::from_chars(text.data(), end, position.generation);
  if (first != std::errc{} || colon == end || *colon != ':') return false;
  const auto [rest, second] = std::from_chars(colon + 1, end, position.next);
  position.stored = text;
  return second == std::errc{} && rest == end;
}

std::string FormatPosition(const Position& position) {
  return std::to_string(position.generation) + ":" + std::to_string(position.next);
}

}  // namespace kinward::projection
