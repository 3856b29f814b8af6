#include "services/gateway/readiness.h"

#include <gtest/gtest.h>

namespace kinward::gateway {
namespace {

using std::chrono::seconds;

TEST(Readiness, SaysWhichPeerItCannotDoWithout) {
  Readiness readiness;
  const Readiness::Clock::time_point now{seconds{1000}};
  EXPECT_EQ(readiness.NotReadyBecause(now), "intake has not answered yet");
  readiness.Saw("intake", now);
  EXPECT_EQ(readiness.NotReadyBecause(now), "projection has not answered yet");
  readiness.Saw("projection", now);
  EXPECT_EQ(readiness.NotReadyBecause(now), "");
}

TEST(Readiness, IsLostWithIntakeAndKeptWithoutTheProjection) {
  Readiness readiness;
  const Readiness::Clock::time_point now{seconds{1000}};
  readiness.Saw("intake", now);
  readiness.Saw("projection", now);
  EXPECT_EQ(readiness.NotReadyBecause(now + seconds{6}), "intake does not answer");
  readiness.Saw("intake", now + seconds{7});
  EXPECT_EQ(readiness.NotReadyBecause(now + seconds{8}), "");
}

TEST(PeerWatch, AsksUntilItIsDestroyed) {
  Readiness readiness;
  std::atomic<int> asked = 0;
  {
    const PeerWatch watch{readiness, [&asked](const std::string& peer) {
                            ++asked;
                            return peer == "intake";
                          }};
    while (asked < 2) std::this_thread::yield();
  }
  EXPECT_EQ(readiness.NotReadyBecause(Readiness::Clock::now()), "projection has not answered yet");
}

}  // namespace
}  // namespace kinward::gateway
