// The next arm of a randomised trial: permuted blocks of one size or twice that, each as likely.
// Which of the two a block is nobody ever decides: every arm is drawn, when it is asked for, with
// the chance that it has over all the blocks that fit what was drawn before. So the arms come as
// they would from a list written in advance, and there is no list to find (docs/adr/0021).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kinward::eligibility {

class PermutedBlocks {
 public:
  PermutedBlocks() = default;
  // `ratio`: how often each arm comes, relative to the others; `block_size` a multiple of its sum.
  PermutedBlocks(std::vector<int> ratio, int block_size);

  // How likely each arm is to come next; they add up to 1.
  [[nodiscard]] std::vector<double> Chances() const;
  // The arm that this random number picks.
  [[nodiscard]] std::size_t Draw(std::uint64_t random) const;
  // This arm came. It must have had a chance.
  void Take(std::size_t arm);

 private:
  // A block that may be under way: how many of each arm it still has, and how likely it is.
  struct Block {
    std::vector<int> left;
    double weight = 0;
  };
  void BeginBlock(double weight, std::vector<Block>& blocks) const;

  std::vector<int> ratio_;
  int block_size_ = 0;
  std::vector<Block> blocks_;
};

}  // namespace kinward::eligibility
