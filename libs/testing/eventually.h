// Waits for something that happens elsewhere: polls a predicate until it holds or a deadline
// passes. The only place where a test waits; a test that would sleep uses this.
#pragma once

#include <chrono>
#include <functional>

namespace kinward::testing {

// True as soon as `holds` answers true; false when `patience` ran out. Generous by default: a busy
// machine may be slow, and only a failing test waits that long.
//   EXPECT_TRUE(Eventually([&] { return consumer.Seen() == 3; }));
[[nodiscard]] bool Eventually(const std::function<bool()>& holds,
                              std::chrono::milliseconds patience = std::chrono::seconds{20});

}  // namespace kinward::testing
