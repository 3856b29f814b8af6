#include "libs/testing/eventually.h"

#include <gtest/gtest.h>

namespace kinward::testing {
namespace {

TEST(EventuallyTest, ReturnsAsSoonAsThePredicateHolds) {
  int asked = 0;
  EXPECT_TRUE(Eventually([&] { return ++asked == 3; }));
  EXPECT_EQ(asked, 3);
}

TEST(EventuallyTest, GivesUpAfterItsPatience) {
  EXPECT_FALSE(Eventually([] { return false; }, std::chrono::milliseconds{20}));
}

}  // namespace
}  // namespace kinward::testing
