#include "services/eligibility/rules/compiled_rule.h"

#include <algorithm>

#include "services/eligibility/rules/rule_compiler.h"

namespace kinward::eligibility {
namespace {

// In one comparison: below `low` wraps around to far above `span`.
bool Within(std::uint64_t value, std::int64_t low, std::uint64_t span) {
  return value - static_cast<std::uint64_t>(low) <= span;
}

std::uint64_t Difference(std::int64_t value, std::int64_t other) {
  return static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(other);
}

}  // namespace

CompiledRule::CompiledRule(const ProgrammeVersion& version, const Rule& rule, FactTable& table)
    : CompiledRule(version, std::vector<const Rule*>{&rule}, table) {}

CompiledRule::CompiledRule(const ProgrammeVersion& version, const std::vector<const Rule*>& rules,
                           FactTable& table) {
  RuleCompiler(version, table, *this).Compile(rules);
}

bool CompiledRule::IsOneOf(const Step& step, std::int64_t value) const {
  const auto word = static_cast<std::uint64_t>(value);
  const std::uint64_t block = word / 64;
  return block < step.other && ((words_[step.first + block] >> (word % 64)) & 1U) != 0;
}

bool CompiledRule::Holds(const Step& step, const FactRows& rows, const std::int64_t* row) const {
  const std::int64_t value = row[step.slot];
  switch (step.test) {
    case Test::kWithin:
      return Within(static_cast<std::uint64_t>(value), step.low, step.span);
    case Test::kOneOf:
      return IsOneOf(step, value);
    case Test::kAnyOf:
      return (value & step.low) != 0;
    case Test::kAgainst:
      return Within(Difference(value, row[step.other]), step.low, step.span);
    case Test::kSince:
      return value >= rows.day_back(step.other) && value <= rows.on();
    case Test::kPeople:
      break;
  }
  return false;
}

// Whether so many of the people with the role satisfy the steps from `first` on.
bool CompiledRule::People(const Step& step, const FactRows& rows, bool hopeful) const {
  if (rows.people() == 0) return hopeful;  // who there is, is left open
  std::uint16_t found = 0;
  for (std::size_t at = 0; at < rows.people() && found < step.slot; ++at) {
    if ((rows.roles(at) & step.span) == 0) continue;
    const auto first = static_cast<std::uint16_t>(step.first);
    if (Run<true>(first, rows, rows.person(at), hopeful)) ++found;
  }
  return found >= step.slot;
}

// What is not known is guessed: in favour of the whole rule, or against it.
bool CompiledRule::Settled(const Step& step, const FactRows& rows, const std::int64_t* row,
                           bool hopeful) const {
  const bool guess = hopeful != step.negated;
  if (step.test == Test::kPeople) return People(step, rows, guess);
  const std::int64_t value = row[step.slot];
  if (value == FactRows::kUntold && step.untold != Untold::kOpen) {
    return step.untold == Untold::kHolds;
  }
  if (!FactRows::IsKnown(value)) return guess;
  if (step.test == Test::kAgainst && !FactRows::IsKnown(row[step.other])) return guess;
  return Holds(step, rows, row);
}

template <bool kGuesses>
bool CompiledRule::Run(std::uint16_t at, const FactRows& rows, const std::int64_t* row,
                       bool hopeful) const {
  while (at < kNo) {
    const Step& step = steps_[at];
    if constexpr (kGuesses) {
      at = Settled(step, rows, row, hopeful) ? step.yes : step.no;
    } else if (step.test == Test::kWithin) {  // nearly all are
      const auto value = static_cast<std::uint64_t>(row[step.slot]);
      at = Within(value, step.low, step.span) ? step.yes : step.no;
    } else {
      at = Holds(step, rows, row) ? step.yes : step.no;
    }
  }
  return at == kYes;
}

Truth CompiledRule::Read(const FactRows& rows) const {
  const std::int64_t* row = rows.referral();
  if (!of_people_ && rows.Knows(needs_))
    return Run<false>(entry_, rows, row, true) ? Truth::kYes : Truth::kNo;
  return ReadAt(rows, row);
}

Truth CompiledRule::ReadAt(const FactRows& rows, const std::int64_t* row) const {
  if (Run<true>(entry_, rows, row, false)) return Truth::kYes;
  return Run<true>(entry_, rows, row, true) ? Truth::kUnknown : Truth::kNo;
}

}  // namespace kinward::eligibility
