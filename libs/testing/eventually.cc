#include "libs/testing/eventually.h"

#include <thread>

namespace kinward::testing {

bool Eventually(const std::function<bool()>& holds, std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds kPause{5};
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(kPause);
  }
  return true;
}

}  // namespace kinward::testing
