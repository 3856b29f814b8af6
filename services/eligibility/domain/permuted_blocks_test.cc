#include "services/eligibility/domain/permuted_blocks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>

namespace kinward::eligibility {
namespace {

using Arms = std::vector<std::size_t>;

// How likely these arms are, one after the other.
double ChanceOf(const Arms& arms, PermutedBlocks blocks) {
  double chance = 1;
  for (const std::size_t arm : arms) {
    const double next = blocks.Chances()[arm];
    chance *= next;
    if (next <= 0) return 0;
    blocks.Take(arm);
  }
  return chance;
}

TEST(PermutedBlocks, ArmsComeAsOftenAsFromAListWrittenInAdvance) {
  // Four families, one to one, blocks of two or four: by hand, over every list that may be written.
  std::map<Arms, double> by_hand;
  for (const Arms& first : {Arms{0, 1}, Arms{1, 0}}) {
    for (const Arms& second : {Arms{0, 1}, Arms{1, 0}}) {
      Arms both = first;
      both.insert(both.end(), second.begin(), second.end());
      by_hand[both] += 0.5 * 0.5 * 0.5 * 0.5;  // two blocks of two
    }
    // A block of two, then the first half of a block of four.
    for (const Arms& half : {Arms{0, 0}, Arms{0, 1}, Arms{1, 0}, Arms{1, 1}}) {
      Arms both = first;
      both.insert(both.end(), half.begin(), half.end());
      const double like = half[0] == half[1] ? 1.0 / 6 : 1.0 / 3;
      by_hand[both] += 0.5 * 0.5 * 0.5 * like;
    }
  }
  for (const Arms& four : {Arms{0, 0, 1, 1}, Arms{0, 1, 0, 1}, Arms{0, 1, 1, 0}, Arms{1, 0, 0, 1},
                           Arms{1, 0, 1, 0}, Arms{1, 1, 0, 0}}) {
    by_hand[four] += 0.5 / 6;
  }
  double all = 0;
  for (const auto& [arms, chance] : by_hand) {
    EXPECT_NEAR(ChanceOf(arms, PermutedBlocks({1, 1}, 2)), chance, 1e-12);
    all += chance;
  }
  EXPECT_NEAR(all, 1, 1e-12);
}

TEST(PermutedBlocks, NobodyCanCountToTheEndOfABlock) {
  PermutedBlocks blocks({1, 1}, 2);
  blocks.Take(0);  // a block of two would have to go on with the other
  EXPECT_GT(blocks.Chances()[0], 0);
  EXPECT_GT(blocks.Chances()[1], blocks.Chances()[0]);
}

TEST(PermutedBlocks, NoArmRunsAheadByMoreThanTheLargestBlockHolds) {
  std::mt19937_64 random{7};
  for (int trial = 0; trial < 50; ++trial) {
    PermutedBlocks blocks({2, 1}, 3);
    int ahead = 0;  // of two to one
    for (int family = 0; family < 300; ++family) {
      const std::size_t arm = blocks.Draw(random());
      blocks.Take(arm);
      ahead += arm == 0 ? 1 : -2;
      EXPECT_LE(ahead, 4);
      EXPECT_GE(ahead, -4);
    }
  }
}

TEST(PermutedBlocks, EveryArmHasItsShareInTheEnd) {
  std::mt19937_64 random{11};
  PermutedBlocks blocks({1, 1, 2}, 4);
  std::vector<int> drawn(3, 0);
  for (int family = 0; family < 4'000; ++family) {
    const std::size_t arm = blocks.Draw(random());
    blocks.Take(arm);
    ++drawn[arm];
  }
  EXPECT_NEAR(drawn[0], 1'000, 8);
  EXPECT_NEAR(drawn[1], 1'000, 8);
  EXPECT_NEAR(drawn[2], 2'000, 8);
}

TEST(PermutedBlocks, TheSameNumberDrawsTheSameArm) {
  const PermutedBlocks blocks({1, 1}, 4);
  EXPECT_EQ(blocks.Draw(0), 0U);
  EXPECT_EQ(blocks.Draw(UINT64_MAX), 1U);
  EXPECT_EQ(blocks.Draw(UINT64_C(1) << 63U), 1U);
  EXPECT_EQ(blocks.Draw((UINT64_C(1) << 63U) - 2048), 0U);
}

TEST(PermutedBlocks, TheChancesAddUpToOneAfterAnyArms) {
  std::mt19937_64 random{3};
  PermutedBlocks blocks({3, 2}, 5);
  for (int family = 0; family < 2'000; ++family) {
    const auto chances = blocks.Chances();
    EXPECT_NEAR(chances[0] + chances[1], 1, 1e-9);
    blocks.Take(blocks.Draw(random()));
  }
}

}  // namespace
}  // namespace kinward::eligibility
