#include "libs/base/percent.h"

#include <gtest/gtest.h>

namespace kinward {
namespace {

TEST(PercentOfTest, RoundsHalfUpToOneDecimal) {
  EXPECT_EQ(PercentOf(14, 178), "7.9");
  EXPECT_EQ(PercentOf(1, 2000), "0.1");  // 0.05
  EXPECT_EQ(PercentOf(321, 300), "107.0");
  EXPECT_EQ(PercentOf(0, 3), "0.0");
}
TEST(PercentOfTest, AFallReadsAsTheRiseOfTheSameSize) {
  EXPECT_EQ(PercentOf(-159, 800), "-19.9");
  EXPECT_EQ(PercentOf(-1, 2000), "-0.1");
  EXPECT_EQ(PercentOf(-1, 3000), "0.0");  // no minus before nothing
}
TEST(PercentOfTest, SaysNothingOfNothing) { EXPECT_EQ(PercentOf(1, 0), ""); }
TEST(PercentOfTest, HoldsForTheLargestCounts) {
  EXPECT_EQ(PercentOf(1'000'000'000, 1'000'000'000), "100.0");
  EXPECT_EQ(PercentOf(-1'000'000'000, 1), "-100000000000.0");
}

}  // namespace
}  // namespace kinward
