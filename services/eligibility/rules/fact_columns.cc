#include "services/eligibility/rules/fact_columns.h"

namespace kinward::eligibility {

FactColumns::FactColumns(const FactTable& table, const std::vector<FactRows>& cases)
    : cases_(cases),
      slots_(table.slots()),
      values_(blocks() * slots_ * kBlock, FactRows::kUntold),
      known_(blocks() * slots_, 0) {
  for (std::size_t at = 0; at < cases.size(); ++at) {
    const std::int64_t* row = cases[at].referral();
    for (std::size_t slot = 0; slot < slots_; ++slot) {
      const std::size_t column = at / kBlock * slots_ + slot;
      values_[column * kBlock + at % kBlock] = row[slot];
      if (FactRows::IsKnown(row[slot])) known_[column] |= std::uint64_t{1} << (at % kBlock);
    }
  }
}

}  // namespace kinward::eligibility
