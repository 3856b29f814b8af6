// Wakes the relay's thread: a hint from an append, an acknowledgement from Kafka, the order to
// stop.
#pragma once

#include <atomic>

namespace kinward::eventstore {

class RelayWaker {
 public:
  RelayWaker();
  RelayWaker(const RelayWaker&) = delete;
  RelayWaker& operator=(const RelayWaker&) = delete;
  ~RelayWaker();

  // From any thread: there may be new rows.
  void Hint();
  // From any thread: look again, no more.
  void Wake() const;
  // Whether a hint came since the last call.
  bool TakeHint() { return hinted_.exchange(false, std::memory_order_acq_rel); }
  void Drain() const;
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
  std::atomic<bool> hinted_{false};
};

}  // namespace kinward::eventstore
