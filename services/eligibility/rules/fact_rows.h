// What is known, as compiled rules read it: one row of slots for the referral and one for each of
// its people, in which what is told of the referral already stands wherever nothing is told of the
// person. Filled again and again without allocating. It follows `Find` (known.h) to the letter.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "services/eligibility/rules/fact_table.h"
#include "services/eligibility/rules/known.h"
#include "services/eligibility/rules/slot_bits.h"

namespace kinward::eligibility {

class FactRows {
 public:
  static constexpr std::int64_t kUntold = std::numeric_limits<std::int64_t>::min();
  // Told, as something that is no answer: a number where a date is asked for.
  static constexpr std::int64_t kNoAnswer = kUntold + 1;
  [[nodiscard]] static bool IsKnown(std::int64_t value) { return value > kNoAnswer; }

  // What `known` points at, and `known` itself, must outlive the rows' telling.
  void Fill(const FactTable& table, const Known& known);
  [[nodiscard]] const Known& known() const { return *view_; }

  static constexpr int kReferral = -1;
  [[nodiscard]] const std::int64_t* row(int person) const {
    return values_.data() + static_cast<std::size_t>(person + 1) * slots_;
  }
  // The fact that stands there, and its value in words; null and empty when nobody told it.
  struct Told {
    const Fact* fact = nullptr;
    std::uint32_t from = 0;  // of the words that all rows share
    std::uint32_t size : 31 = 0;
    bool says_more : 1 = false;  // dates to be counted, or the day on which it was told
  };
  [[nodiscard]] const Told& told(int person, std::uint16_t fact) const {
    return told_[static_cast<std::size_t>(person + 1) * facts_ + fact];
  }
  [[nodiscard]] const std::string& words() const { return words_; }

  [[nodiscard]] const std::int64_t* referral() const { return values_.data(); }
  // Whether the referral's row holds a value in each of these slots.
  [[nodiscard]] bool Knows(const SlotBits& slots) const { return slots.AllIn(known_); }
  [[nodiscard]] std::size_t people() const { return roles_.size(); }
  [[nodiscard]] const std::int64_t* person(std::size_t at) const {
    return row(static_cast<int>(at));
  }
  [[nodiscard]] std::uint64_t roles(std::size_t at) const { return roles_[at]; }
  // The day of the check, and those so many years before it; as days since 1970.
  [[nodiscard]] std::int64_t on() const { return on_; }
  [[nodiscard]] std::int64_t day_back(std::uint16_t index) const { return days_back_[index]; }

 private:
  void Clear(const FactTable& table, const Known& known);
  void Word();

  std::size_t slots_ = 0;
  std::vector<std::int64_t> values_;  // the referral's row, then the people's
  SlotBits known_;                    // of the referral's row
  const Known* view_ = nullptr;
  std::size_t facts_ = 0;
  std::vector<Told> told_;  // by row, as `values_`
  std::string words_;
  std::vector<std::uint64_t> roles_;
  std::vector<std::int64_t> days_back_;
  std::int64_t on_ = 0;
};

}  // namespace kinward::eligibility
