// Who is let in when too much comes at once (bad-input.md row 68): a rate for each address that has
// shown no good token, each partner and each worker, and a bound on what is under way. Partners'
// events are shed last. Safe from every thread.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "libs/config/service_config.h"

namespace kinward::gateway {

// One bucket of tokens a key: `per_second` flow in, `burst` fit. A rate of 0 is no limit.
class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;
  RateLimit(int per_second, int burst) : per_second_(per_second), burst_(burst) {}
  // Nothing: go on. Else how long until the next one may come.
  std::optional<std::chrono::milliseconds> Take(const std::string& key, Clock::time_point now);

 private:
  struct Bucket {
    double tokens;
    Clock::time_point filled;
  };
  void Forget(Clock::time_point now);

  int per_second_;
  int burst_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

class Admission {
 public:
  explicit Admission(const config::Limits& limits);

  RateLimit& addresses() { return addresses_; }
  RateLimit& partners() { return partners_; }
  RateLimit& users() { return users_; }

  // One request under way; leaves when it is destroyed.
  class Pass {
   public:
    explicit Pass(std::atomic<int>* in_flight) : in_flight_(in_flight) {}
    Pass(Pass&& other) noexcept : in_flight_(std::exchange(other.in_flight_, nullptr)) {}
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (in_flight_ != nullptr) --*in_flight_;
    }

   private:
    std::atomic<int>* in_flight_;
  };
  // Nothing: overloaded. What is not a partner's event is turned away at three quarters.
  std::optional<Pass> Enter(bool partner_event);

 private:
  int in_flight_max_;
  std::atomic<int> in_flight_ = 0;
  RateLimit addresses_;
  RateLimit partners_;
  RateLimit users_;
};

// A whole number of seconds, at least 1, with a second more for every other one: those who were
// turned away together do not come back together.
std::string RetryAfter(std::chrono::milliseconds wait);

}  // namespace kinward::gateway
