#include "libs/rpc/token.h"

#include <array>
#include <cstdint>

namespace kinward::rpc {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t kTokenMax = 16'384;

}  // namespace

std::string EncodeToken(const common::v1::ConsistencyToken& token) {
  std::string text;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char byte : token.SerializeAsString()) {
    bits = (bits << 8) | static_cast<std::uint8_t>(byte);
    for (held += 8; held >= 6; held -= 6) text += kAlphabet[(bits >> (held - 6)) & 63];
  }
  if (held > 0) text += kAlphabet[(bits << (6 - held)) & 63];
  return text;
}

std::optional<common::v1::ConsistencyToken> DecodeToken(std::string_view text) {
  if (text.empty() || text.size() > kTokenMax) return std::nullopt;
  std::string bytes;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char letter : text) {
    const auto value = kAlphabet.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>((bits >> held) & 0xff);
  }
  common::v1::ConsistencyToken token;
  if (!token.ParseFromString(bytes)) return std::nullopt;
  return token;
}

}  // namespace kinward::rpc
