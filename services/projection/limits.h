// Every bound of the projection, related where they must be.
#pragma once

#include <chrono>
#include <cstddef>

namespace kinward::projection {

inline constexpr std::size_t kBatchEvents = 200;  // of one script: Redis never waits above 2 ms
inline constexpr std::size_t kBatchesInFlight = 2;
inline constexpr std::size_t kRoundEvents = 2'400;  // read from Kafka before they are written
inline constexpr std::size_t kRebuildRoundEvents = 300;
inline constexpr int kRebuildEventsPerSecond = 33'000;
inline constexpr std::size_t kCachedParts = 16'384;  // parsed, per bucket
inline constexpr std::size_t kCachedVersions = 65'536;
inline constexpr int kChangesKept = 10'000;       // per bucket, for watchers that come back
inline constexpr std::size_t kGapEvents = 1'000;  // a larger hole is parked
inline constexpr std::chrono::milliseconds kReconnectPause{200};
inline constexpr std::chrono::seconds kParkedRetryEvery{10};
inline constexpr std::size_t kParkedRetries = 4;  // a turn: each may take two seconds
inline constexpr std::chrono::milliseconds kTokenWait{2'000};
inline constexpr std::chrono::milliseconds kPastWait{2'000};  // for the streams of one case
// Who waits for a token holds a worker for about 10 ms: with 4, three hundred readers a second
// queued.
inline constexpr std::size_t kViewWorkers = 16;
inline constexpr std::size_t kPageMax = 500;
inline constexpr std::size_t kPageDefault = 50;
inline constexpr std::size_t kWatchPendingMax = 10'000;  // documents a slow watcher may owe

static_assert(kRebuildRoundEvents < kRoundEvents);
static_assert(kPageDefault <= kPageMax);

}  // namespace kinward::projection
