// Many cases side by side, as a rule reads them sixty-four at a time: a column for each slot. Made
// of rows that were filled by one table; they must outlive the columns.
#pragma once

#include <cstdint>
#include <vector>

#include "services/eligibility/rules/fact_rows.h"

namespace kinward::eligibility {

class FactColumns {
 public:
  static constexpr std::size_t kBlock = 64;

  FactColumns(const FactTable& table, const std::vector<FactRows>& cases);

  [[nodiscard]] std::size_t size() const { return cases_.size(); }
  [[nodiscard]] std::size_t blocks() const { return (size() + kBlock - 1) / kBlock; }
  [[nodiscard]] const FactRows& rows(std::size_t at) const { return cases_[at]; }
  // The block's sixty-four values; behind the last case, untold ones.
  [[nodiscard]] const std::int64_t* values(std::uint16_t slot, std::size_t block) const {
    return values_.data() + (block * slots_ + slot) * kBlock;
  }
  // The cases of the block that hold a value, one bit each.
  [[nodiscard]] std::uint64_t known(std::uint16_t slot, std::size_t block) const {
    return known_[block * slots_ + slot];
  }

 private:
  const std::vector<FactRows>& cases_;
  std::size_t slots_;
  std::vector<std::int64_t> values_;
  std::vector<std::uint64_t> known_;
};

}  // namespace kinward::eligibility
