#include "services/eligibility/rules/fact_table.h"

#include <algorithm>

#include "libs/base/check.h"

namespace kinward::eligibility {
namespace {

constexpr std::size_t kRolesMax = 63;

}  // namespace

// Rows derive being in care from the legal status wherever that is told (known.h), whether or not
// a rule looks at it.
FactTable::FactTable() {
  const std::uint16_t legal_status = AddSlot("legal_status", SlotType::kCode);
  AddWord(legal_status, "looked-after");
  AddWord(legal_status, "unaccompanied");
}

std::uint16_t FactTable::AddSlot(std::string_view name, SlotType type) {
  Slots none;
  none.fill(kNoSlot);
  auto& slots = names_.try_emplace(std::string(name), none).first->second;
  auto& slot = slots[static_cast<std::size_t>(type)];
  if (slot != kNoSlot) return slot;
  CHECK(words_.size() < kNoSlot);
  slot = static_cast<std::uint16_t>(words_.size());
  words_.emplace_back();
  return slot;
}

std::int64_t FactTable::AddWord(std::uint16_t slot, std::string_view word) {
  auto& words = words_[slot];
  const auto next = static_cast<std::int64_t>(words.size()) + 1;
  return words.try_emplace(std::string(word), next).first->second;
}

std::uint64_t FactTable::AddRole(std::string_view role) {
  const auto next = std::uint64_t{1} << roles_.size();
  const std::uint64_t bit = roles_.try_emplace(std::string(role), next).first->second;
  CHECK(roles_.size() < kRolesMax);
  return bit;
}

std::uint16_t FactTable::AddYearsBack(int years) {
  const auto at = std::ranges::find(years_back_, years);
  const auto index = static_cast<std::uint16_t>(at - years_back_.begin());
  if (at == years_back_.end()) years_back_.push_back(years);
  return index;
}

std::uint16_t FactTable::AddTold(std::string_view name) {
  const auto next = static_cast<std::uint16_t>(told_.size());
  return told_.try_emplace(std::string(name), next).first->second;
}

std::uint16_t FactTable::FindTold(std::string_view name) const {
  const auto at = told_.find(name);
  return at == told_.end() ? kNoSlot : at->second;
}

std::uint16_t FactTable::AddCounted(std::string_view name, int months) {
  for (const Counted& one : counted_) {
    if (one.name == name && one.months == months) return one.slot;
  }
  const std::string slot_name = std::string(name) + '#' + std::to_string(months);
  const std::uint16_t slot = AddSlot(slot_name, SlotType::kNumber);
  counted_.push_back({std::string(name), months, slot});
  return slot;
}

const FactTable::Slots* FactTable::FindSlots(std::string_view name) const {
  const auto at = names_.find(name);
  return at == names_.end() ? nullptr : &at->second;
}

std::int64_t FactTable::FindWord(std::uint16_t slot, std::string_view word) const {
  const auto at = words_[slot].find(word);
  return at == words_[slot].end() ? kOtherWord : at->second;
}

std::uint64_t FactTable::RoleBit(std::string_view role) const {
  const auto at = roles_.find(role);
  return at == roles_.end() ? 0 : at->second;
}

}  // namespace kinward::eligibility
