#include "libs/eventstore/relay_waker.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

#include "libs/base/check.h"

namespace kinward::eventstore {

RelayWaker::RelayWaker() : descriptor_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  CHECK(descriptor_ >= 0);
}

RelayWaker::~RelayWaker() { close(descriptor_); }

void RelayWaker::Hint() {
  // Later hints find the first one untaken and cost no system call.
  if (!hinted_.exchange(true, std::memory_order_acq_rel)) Wake();
}

void RelayWaker::Wake() const {
  const std::uint64_t one = 1;
  // Full means that a wake-up is waiting already.
  [[maybe_unused]] const auto written = write(descriptor_, &one, sizeof one);
}

void RelayWaker::Drain() const {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto taken = read(descriptor_, &count, sizeof count);
}

}  // namespace kinward::eventstore
