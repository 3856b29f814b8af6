#include "services/gateway/readiness.h"

#include <utility>

namespace kinward::gateway {
namespace {

constexpr std::chrono::milliseconds kTick{50};
constexpr int kTicksBetweenAsking = 20;

}  // namespace

void Readiness::Saw(const std::string& peer, Clock::time_point now) {
  const std::lock_guard lock{mutex_};
  if (peer == "intake") intake_seen_ = now;
  if (peer == "projection") projection_seen_ = true;
}

std::string Readiness::NotReadyBecause(Clock::time_point now) const {
  const std::lock_guard lock{mutex_};
  if (intake_seen_ == Clock::time_point::min()) return "intake has not answered yet";
  if (now - intake_seen_ > kFreshFor) return "intake does not answer";
  if (!projection_seen_) return "projection has not answered yet";
  return "";
}

PeerWatch::PeerWatch(Readiness& readiness, std::function<bool(const std::string&)> ask)
    : readiness_(readiness), ask_(std::move(ask)), thread_([this] { Run(); }) {}

PeerWatch::~PeerWatch() {
  stopping_ = true;
  thread_.join();
}

void PeerWatch::Run() {
  while (!stopping_) {
    for (const char* peer : {"intake", "projection"}) {
      if (!stopping_ && ask_(peer)) readiness_.Saw(peer, Readiness::Clock::now());
    }
    for (int tick = 0; tick < kTicksBetweenAsking && !stopping_; ++tick) {
      std::this_thread::sleep_for(kTick);
    }
  }
}

}  // namespace kinward::gateway
