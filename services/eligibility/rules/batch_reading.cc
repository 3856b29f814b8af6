// CompiledRule over many cases: each step is taken by all the cases that have come to it, as bits
// of one word. Steps stand behind those that follow them, so one pass from the entry down is
// enough.
#include <algorithm>
#include <array>
#include <bit>

#include "services/eligibility/rules/compiled_rule.h"
#include "services/eligibility/rules/fact_columns.h"

namespace kinward::eligibility {
namespace {

constexpr std::uint64_t kAllCases = ~std::uint64_t{0};

template <typename Holds>
std::uint64_t MaskOf(Holds holds) {
  std::uint64_t mask = 0;
  for (std::size_t at = 0; at < FactColumns::kBlock; ++at) {
    mask |= static_cast<std::uint64_t>(holds(at)) << at;
  }
  return mask;
}

}  // namespace

// Of the block's cases that have come to the step, those for which it holds; what is not known is
// guessed as in Settled.
std::uint64_t CompiledRule::HoldsIn(const Step& step, const FactColumns& cases, std::size_t block,
                                    std::uint64_t come, bool hopeful) const {
  const bool guess = hopeful != step.negated;
  if (step.test == Test::kPeople || step.test == Test::kSince) {
    std::uint64_t mask = 0;
    for (; come != 0; come &= come - 1) {
      const auto at = static_cast<std::size_t>(std::countr_zero(come));
      const FactRows& rows = cases.rows(block * FactColumns::kBlock + at);
      mask |= static_cast<std::uint64_t>(Settled(step, rows, rows.referral(), hopeful)) << at;
    }
    return mask;
  }
  const std::int64_t* values = cases.values(step.slot, block);
  std::uint64_t known = cases.known(step.slot, block);
  const auto low = static_cast<std::uint64_t>(step.low);
  std::uint64_t holds = 0;
  if (step.test == Test::kWithin) {
    holds = MaskOf(
        [&](std::size_t at) { return static_cast<std::uint64_t>(values[at]) - low <= step.span; });
  } else if (step.test == Test::kAgainst) {
    const std::int64_t* others = cases.values(step.other, block);
    known &= cases.known(step.other, block);
    holds = MaskOf([&](std::size_t at) {
      return static_cast<std::uint64_t>(values[at]) - static_cast<std::uint64_t>(others[at]) -
                 low <=
             step.span;
    });
  } else if (step.test == Test::kAnyOf) {
    holds = MaskOf([&](std::size_t at) { return (values[at] & step.low) != 0; });
  } else {
    holds = MaskOf([&](std::size_t at) { return IsOneOf(step, values[at]); });
  }
  if (known == kAllCases) return holds;
  std::uint64_t guessed = guess ? ~known : 0;
  if (step.untold != Untold::kOpen) {
    const std::uint64_t untold =
        MaskOf([&](std::size_t at) { return values[at] == FactRows::kUntold; });
    guessed = (guessed & ~untold) | (step.untold == Untold::kHolds ? untold : 0);
  }
  return (holds & known) | (guessed & ~known);
}

std::uint64_t CompiledRule::RunBlock(const FactColumns& cases, std::size_t block,
                                     bool hopeful) const {
  if (entry_ >= kNo) return entry_ == kYes ? kAllCases : 0;
  thread_local std::vector<std::uint64_t> come;
  come.assign(static_cast<std::size_t>(entry_) + 1, 0);
  const std::size_t left = cases.size() - block * FactColumns::kBlock;
  come[entry_] = left >= FactColumns::kBlock ? kAllCases : (std::uint64_t{1} << left) - 1;
  std::uint64_t yes = 0;
  const auto pass = [&yes](std::uint16_t next, std::uint64_t cases_there) {
    if (next < kNo) {
      come[next] |= cases_there;
    } else if (next == kYes) {
      yes |= cases_there;
    }
  };
  for (std::size_t at = entry_ + std::size_t{1}; at-- > 0;) {
    if (come[at] == 0) continue;
    const Step& step = steps_[at];
    const std::uint64_t holds = HoldsIn(step, cases, block, come[at], hopeful);
    pass(step.yes, come[at] & holds);
    pass(step.no, come[at] & ~holds);
  }
  return yes;
}

bool CompiledRule::KnowsAll(const FactColumns& cases, std::size_t block) const {
  return needs_.EachIs([&](std::uint16_t slot) { return cases.known(slot, block) == kAllCases; });
}

void CompiledRule::ReadAll(const FactColumns& cases, std::vector<Truth>& truths) const {
  truths.resize(cases.size());
  for (std::size_t block = 0; block < cases.blocks(); ++block) {
    const std::uint64_t surely = RunBlock(cases, block, false);
    const bool settled = !of_people_ && KnowsAll(cases, block);
    const std::uint64_t maybe = settled ? surely : RunBlock(cases, block, true);
    const std::size_t first = block * FactColumns::kBlock;
    const std::size_t count = std::min(FactColumns::kBlock, cases.size() - first);
    for (std::size_t at = 0; at < count; ++at) {
      const auto level =
          static_cast<int>((surely >> at) & 1U) + static_cast<int>((maybe >> at) & 1U);
      truths[first + at] = static_cast<Truth>(level);  // no, not known, yes
    }
  }
}

}  // namespace kinward::eligibility
