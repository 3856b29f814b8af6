// Numbers in place of names, given once when rules are compiled: a slot for each fact that any rule
// looks at, a number for each word that any rule compares it with, a bit for each role. Reading a
// rule over a case then compares integers. Grows only; a number is never given twice.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kinward::eligibility {

// How a value stands in its slot: a flag 0 or 1; a number itself; a date as days since 1970; a code
// as its word's number; words (several at once: the referral's reasons) as one bit each.
enum class SlotType : std::uint8_t { kFlag, kNumber, kDate, kCode, kWords };

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
template <typename Value>
using ByName = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

class FactTable {
 public:
  static constexpr std::uint16_t kNoSlot = 0xffff;
  // A word that no rule names: equal to none of those that they name.
  static constexpr std::int64_t kOtherWord = 0;
  static constexpr int kTypes = 5;
  // By type: the same name as another type is another slot.
  using Slots = std::array<std::uint16_t, kTypes>;

  FactTable();

  std::uint16_t AddSlot(std::string_view name, SlotType type);
  std::int64_t AddWord(std::uint16_t slot, std::string_view word);
  std::uint64_t AddRole(std::string_view role);  // its bit
  // Where rows keep the fact itself, for its words.
  std::uint16_t AddTold(std::string_view name);
  [[nodiscard]] std::uint16_t FindTold(std::string_view name) const;
  [[nodiscard]] std::size_t told() const { return told_.size(); }
  // How many of a fact's dates lie in the months before the check (0: all of them).
  std::uint16_t AddCounted(std::string_view name, int months);
  // The number under which rows keep the day so many years before the check.
  std::uint16_t AddYearsBack(int years);

  // Null: no rule looks at it.
  [[nodiscard]] const Slots* FindSlots(std::string_view name) const;
  [[nodiscard]] std::int64_t FindWord(std::uint16_t slot, std::string_view word) const;
  [[nodiscard]] std::uint64_t RoleBit(std::string_view role) const;  // 0: no rule names it
  [[nodiscard]] const std::vector<int>& years_back() const { return years_back_; }
  struct Counted {
    std::string name;
    int months;
    std::uint16_t slot;
  };
  [[nodiscard]] const std::vector<Counted>& counted() const { return counted_; }
  [[nodiscard]] std::size_t slots() const { return words_.size(); }

 private:
  ByName<Slots> names_;
  std::vector<ByName<std::int64_t>> words_;  // by slot
  ByName<std::uint64_t> roles_;
  ByName<std::uint16_t> told_;
  std::vector<int> years_back_;
  std::vector<Counted> counted_;
};

}  // namespace kinward::eligibility
