// Every bound of the HTTP edge (reference/bad-input.md rows 7, 13, 14; privacy-security.md §11).
#pragma once

#include <chrono>
#include <cstddef>

namespace kinward::http {

inline constexpr std::size_t kHeadBytesMax = 16 * 1024;
inline constexpr std::size_t kHeadersMax = 100;
inline constexpr std::size_t kTargetBytesMax = 2 * 1024;
inline constexpr std::size_t kBodyBytesMax = 256 * 1024;
inline constexpr std::size_t kConnectionsMax = 4096;
inline constexpr std::chrono::seconds kHeadTimeMax{10};
inline constexpr std::chrono::seconds kBodyTimeMax{30};
inline constexpr std::chrono::seconds kHandshakeTimeMax{10};
inline constexpr std::chrono::seconds kIdleTimeMax{60};
inline constexpr std::chrono::seconds kWriteTimeMax{30};
// How long a refused connection is still read, so that the refusal is not lost to a reset.
inline constexpr std::chrono::seconds kLingerTimeMax{2};
inline constexpr std::size_t kLingerBytesMax = 1024 * 1024;

static_assert(kTargetBytesMax < kHeadBytesMax);

}  // namespace kinward::http
