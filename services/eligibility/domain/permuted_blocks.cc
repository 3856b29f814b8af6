#include "services/eligibility/domain/permuted_blocks.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "libs/base/check.h"

namespace kinward::eligibility {
namespace {

constexpr int kTimesMax = 2;  // a block is of the size named, or of this many times it

int LeftIn(const std::vector<int>& left) { return std::accumulate(left.begin(), left.end(), 0); }

}  // namespace

PermutedBlocks::PermutedBlocks(std::vector<int> ratio, int block_size)
    : ratio_(std::move(ratio)), block_size_(block_size) {
  CHECK(!ratio_.empty() && block_size_ > 0 && block_size_ % LeftIn(ratio_) == 0);
  BeginBlock(1, blocks_);
}

// A block just like it may be under way already: then the two are one.
void PermutedBlocks::BeginBlock(double weight, std::vector<Block>& blocks) const {
  for (int times = 1; times <= kTimesMax; ++times) {
    std::vector<int> left = ratio_;
    for (int& arm : left) arm *= times * block_size_ / LeftIn(ratio_);
    const auto same = std::ranges::find(blocks, left, &Block::left);
    if (same != blocks.end()) {
      same->weight += weight / kTimesMax;
    } else {
      blocks.push_back({std::move(left), weight / kTimesMax});
    }
  }
}

std::vector<double> PermutedBlocks::Chances() const {
  std::vector<double> chances(ratio_.size(), 0);
  for (const Block& block : blocks_) {
    for (std::size_t arm = 0; arm < chances.size(); ++arm) {
      chances[arm] += block.weight * block.left[arm] / LeftIn(block.left);
    }
  }
  return chances;
}

std::size_t PermutedBlocks::Draw(std::uint64_t random) const {
  CHECK(!blocks_.empty());
  const std::vector<double> chances = Chances();
  double point = std::ldexp(static_cast<double>(random >> 11U), -53);  // 0 up to, not with, 1
  std::size_t drawn = 0;
  for (std::size_t arm = 0; arm < chances.size(); ++arm) {
    if (chances[arm] <= 0) continue;
    drawn = arm;
    if (point < chances[arm]) break;
    point -= chances[arm];
  }
  return drawn;
}

void PermutedBlocks::Take(std::size_t arm) {
  const double chance = Chances().at(arm);
  CHECK(chance > 0);
  std::vector<Block> next;
  double ended = 0;
  for (Block& block : blocks_) {
    if (block.left[arm] == 0) continue;
    block.weight *= block.left[arm] / (LeftIn(block.left) * chance);
    --block.left[arm];
    if (LeftIn(block.left) == 0) {
      ended += block.weight;
      continue;
    }
    const auto same = std::ranges::find(next, block.left, &Block::left);
    if (same != next.end()) {
      same->weight += block.weight;
    } else {
      next.push_back(std::move(block));
    }
  }
  if (ended > 0) BeginBlock(ended, next);
  blocks_ = std::move(next);
}

}  // namespace kinward::eligibility
