// Is there any use in sending requests here? Not while referral-intake cannot be asked (nothing
// could be received), and not before the projection has answered once (a view version was seen).
// Later the projection may fail without taking the partners' door with it: its own routes answer
// 503.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace kinward::gateway {

class Readiness {
 public:
  using Clock = std::chrono::steady_clock;
  // How long an answer of intake's counts.
  static constexpr std::chrono::seconds kFreshFor{5};

  void Saw(const std::string& peer, Clock::time_point now);
  // Empty: ready.
  [[nodiscard]] std::string NotReadyBecause(Clock::time_point now) const;

 private:
  mutable std::mutex mutex_;
  Clock::time_point intake_seen_ = Clock::time_point::min();
  bool projection_seen_ = false;
};

// Asks each peer once a second on a thread of its own until it is destroyed. `ask` answers whether
// the peer could be reached.
class PeerWatch {
 public:
  PeerWatch(Readiness& readiness, std::function<bool(const std::string& peer)> ask);
  ~PeerWatch();
  PeerWatch(const PeerWatch&) = delete;
  PeerWatch& operator=(const PeerWatch&) = delete;

 private:
  void Run();

  Readiness& readiness_;
  std::function<bool(const std::string&)> ask_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace kinward::gateway
