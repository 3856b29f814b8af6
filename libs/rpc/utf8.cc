#include "libs/rpc/utf8.h"

#include <cstdint>

namespace kinward::rpc {
namespace {

std::uint8_t ByteAt(std::string_view text, std::size_t position) {
  return static_cast<std::uint8_t>(text[position]);
}

}  // namespace

std::optional<char32_t> NextCodePoint(std::string_view text, std::size_t& position) {
  const std::uint8_t first = ByteAt(text, position);
  if (first < 0x80) {
    ++position;
    return first;
  }
  std::size_t more = 0;
  char32_t least = 0;
  char32_t code_point = 0;
  if ((first & 0xe0) == 0xc0) {
    more = 1, least = 0x80, code_point = first & 0x1fU;
  } else if ((first & 0xf0) == 0xe0) {
    more = 2, least = 0x800, code_point = first & 0x0fU;
  } else if ((first & 0xf8) == 0xf0) {
    more = 3, least = 0x10000, code_point = first & 0x07U;
  } else {
    return std::nullopt;
  }
  if (position + more >= text.size()) return std::nullopt;
  for (std::size_t i = 1; i <= more; ++i) {
    const std::uint8_t next = ByteAt(text, position + i);
    if ((next & 0xc0) != 0x80) return std::nullopt;
    code_point = (code_point << 6) | (next & 0x3fU);
  }
  const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
  if (code_point < least || code_point > 0x10ffff || surrogate) return std::nullopt;
  position += more + 1;
  return code_point;
}

bool IsUtf8(std::string_view text) {
  for (std::size_t position = 0; position < text.size();) {
    if (!NextCodePoint(text, position)) return false;
  }
  return true;
}

std::size_t CharacterCount(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t position = 0; position < text.size(); ++count) {
    if (!NextCodePoint(text, position)) ++position;
  }
  return count;
}

std::string CodePointName(char32_t code_point) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string name;
  for (int shift = code_point > 0xffff ? 20 : 12; shift >= 0; shift -= 4) {
    name += kDigits[(code_point >> shift) & 0xf];
  }
  return "U+" + name;
}

}  // namespace kinward::rpc
