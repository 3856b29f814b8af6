#include "services/gateway/admission.h"

#include <algorithm>

namespace kinward::gateway {
namespace {

using std::chrono::duration;
using std::chrono::milliseconds;

constexpr std::size_t kBucketsMax = 10'000;

}  // namespace

std::optional<milliseconds> RateLimit::Take(const std::string& key, Clock::time_point now) {
  if (per_second_ == 0) return std::nullopt;
  const double most = std::max(burst_, 1);
  const std::lock_guard lock{mutex_};
  if (buckets_.size() >= kBucketsMax) Forget(now);
  Bucket& bucket = buckets_.try_emplace(key, Bucket{most, now}).first->second;
  const double seconds = duration<double>(now - bucket.filled).count();
  bucket.tokens = std::min(most, bucket.tokens + seconds * per_second_);
  bucket.filled = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::nullopt;
  }
  const duration<double> wait{(1 - bucket.tokens) / per_second_};
  return std::chrono::ceil<milliseconds>(wait);
}

// A bucket that would be full by now says nothing.
void RateLimit::Forget(Clock::time_point now) {
  const duration<double> full{static_cast<double>(std::max(burst_, 1)) / per_second_};
  std::erase_if(buckets_, [&](const auto& one) { return now - one.second.filled > full; });
}

Admission::Admission(const config::Limits& limits)
    : in_flight_max_(limits.in_flight_max),
      addresses_(limits.address_per_second, limits.address_per_second),
      partners_(limits.partner_per_second,
                std::max(limits.partner_burst, limits.partner_per_second)),
      users_(limits.user_per_second, limits.user_per_second) {}

std::optional<Admission::Pass> Admission::Enter(bool partner_event) {
  const int most = partner_event ? in_flight_max_ : in_flight_max_ * 3 / 4;
  Pass pass{&in_flight_};
  if (++in_flight_ > std::max(most, 1) && in_flight_max_ > 0) return std::nullopt;
  return pass;
}

std::string RetryAfter(milliseconds wait) {
  static std::atomic<unsigned> turn = 0;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  return std::to_string(std::max<std::int64_t>(seconds, 1) + (turn++ & 1));
}

}  // namespace kinward::gateway
