#include "libs/base/uuid.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <mutex>

#include "libs/base/check.h"

namespace kinward {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
// Kinward's own namespace for causes that are not UUIDs.
constexpr Uuid kNamespace{{0x6b, 0x69, 0x6e, 0x77, 0x61, 0x72, 0x64, 0x00, 0x80, 0x00, 0x00, 0x00,
                           0x00, 0x00, 0x00, 0x01}};

int HexValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

void SetVersion(Uuid& id, std::uint8_t version) {
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | (version << 4));
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
}

}  // namespace

std::string Uuid::ToString() const {
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kHex[bytes[i] >> 4];
    text += kHex[bytes[i] & 0x0f];
  }
  return text;
}

std::optional<Uuid> Uuid::Parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Uuid id;
  std::size_t at = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) {
      if (text[at++] != '-') return std::nullopt;
    }
    const int high = HexValue(text[at]);
    const int low = HexValue(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    id.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    at += 2;
  }
  return id;
}

Uuid NewUuid() {
  static std::mutex mutex;
  static std::uint64_t last = 0;  // 48 bits of milliseconds, then a 12-bit counter
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  Uuid id;
  randombytes_buf(id.bytes.data(), id.bytes.size());
  std::uint64_t stamp = static_cast<std::uint64_t>(now.count()) << 12;
  {
    const std::lock_guard lock{mutex};
    stamp = std::max(stamp, last + 1);
    last = stamp;
  }
  const std::uint64_t milliseconds = stamp >> 12;
  for (std::size_t i = 0; i < 6; ++i) {
    id.bytes[i] = static_cast<std::uint8_t>(milliseconds >> (40 - 8 * i));
  }
  id.bytes[6] = static_cast<std::uint8_t>((stamp >> 8) & 0x0f);
  id.bytes[7] = static_cast<std::uint8_t>(stamp & 0xff);
  SetVersion(id, 7);
  return id;
}

Uuid UuidFrom(const Uuid& cause, std::string_view name) {
  std::string input(cause.bytes.begin(), cause.bytes.end());
  input.append(name);
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  CHECK(EVP_Digest(input.data(), input.size(), digest.data(), &size, EVP_sha1(), nullptr) == 1);
  Uuid id;
  std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
  SetVersion(id, 5);
  return id;
}

Uuid UuidFrom(std::string_view cause, std::string_view name) {
  if (const auto id = Uuid::Parse(cause)) return UuidFrom(*id, name);
  return UuidFrom(UuidFrom(kNamespace, cause), name);
}

}  // namespace kinward
