// A set of slots (fact_table.h), a bit for each. The first sixty-four stand inline: few tables have
// more.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace kinward::eligibility {

class SlotBits {
 public:
  void Add(std::size_t slot) {
    const std::uint64_t bit = std::uint64_t{1} << (slot % kWord);
    if (slot < kWord) {
      first_ |= bit;
      return;
    }
    const std::size_t word = slot / kWord - 1;
    if (more_.size() <= word) more_.resize(word + 1);
    more_[word] |= bit;
  }
  void Clear() {
    first_ = 0;
    more_.clear();
  }
  [[nodiscard]] bool AllIn(const SlotBits& other) const {
    return (first_ & ~other.first_) == 0 && (more_.empty() || MoreIn(other));
  }
  // Whether `truth` holds of each slot.
  template <typename Truth>
  [[nodiscard]] bool EachIs(Truth truth) const {
    if (!EachOf(first_, 0, truth)) return false;
    for (std::size_t word = 0; word < more_.size(); ++word) {
      if (!EachOf(more_[word], (word + 1) * kWord, truth)) return false;
    }
    return true;
  }

 private:
  static constexpr std::size_t kWord = 64;

  template <typename Truth>
  static bool EachOf(std::uint64_t bits, std::size_t from, Truth truth) {
    for (; bits != 0; bits &= bits - 1) {
      if (!truth(
              static_cast<std::uint16_t>(from + static_cast<std::size_t>(std::countr_zero(bits)))))
        return false;
    }
    return true;
  }
  [[nodiscard]] bool MoreIn(const SlotBits& other) const {
    for (std::size_t word = 0; word < more_.size(); ++word) {
      const std::uint64_t theirs = word < other.more_.size() ? other.more_[word] : 0;
      if ((more_[word] & ~theirs) != 0) return false;
    }
    return true;
  }

  std::uint64_t first_ = 0;
  std::vector<std::uint64_t> more_;
};

}  // namespace kinward::eligibility
