// A rule in flat form: comparisons of integers in a row, each with the step that follows when it
// holds and when it does not. Three-valued without a third branch: what is not known is guessed,
// once in the rule's favour and once against it; where both readings agree, the rule is decided.
// Says exactly what Evaluate (evaluator.h) says; compiled once for each version.
#pragma once

#include <cstdint>
#include <vector>

#include "services/eligibility/rules/evaluator.h"
#include "services/eligibility/rules/fact_rows.h"
#include "services/eligibility/rules/fact_table.h"

namespace kinward::eligibility {

class FactColumns;

class CompiledRule {
 public:
  // Adds what the rule looks at to the table: rows filled before that are too short.
  CompiledRule(const ProgrammeVersion& version, const Rule& rule, FactTable& table);
  // All of these hold.
  CompiledRule(const ProgrammeVersion& version, const std::vector<const Rule*>& rules,
               FactTable& table);

  [[nodiscard]] Truth Read(const FactRows& rows) const;
  // Of many cases at once: a truth for each, as Read would say (batch_reading.cc).
  void ReadAll(const FactColumns& cases, std::vector<Truth>& truths) const;
  // Of one of the people, or of the referral: whose row it is.
  [[nodiscard]] Truth ReadAt(const FactRows& rows, const std::int64_t* row) const;

 private:
  friend class RuleCompiler;

  enum class Test : std::uint8_t { kWithin, kOneOf, kAnyOf, kAgainst, kSince, kPeople };
  enum class Untold : std::uint8_t { kOpen, kHolds, kFails };  // what silence says
  struct Step {
    std::int64_t low = 0;     // kWithin, kAgainst: of the values that hold. kAnyOf: words, as bits
    std::uint64_t span = 0;   // kWithin, kAgainst: highest less lowest. kPeople: the role's bit
    std::uint32_t first = 0;  // kOneOf: where its words begin in `words_`. kPeople: its first step
    std::uint16_t slot = 0;   // kPeople: how many are asked for
    std::uint16_t other = 0;  // kAgainst: the other slot. kSince: which day. kOneOf: words' length
    std::uint16_t yes = 0;
    std::uint16_t no = 0;
    Test test = Test::kWithin;
    Untold untold = Untold::kOpen;
    bool negated = false;  // under an odd number of "not"
  };
  static constexpr std::uint16_t kYes = 0xffff;
  static constexpr std::uint16_t kNo = 0xfffe;

  template <bool kGuesses>
  [[nodiscard]] bool Run(std::uint16_t at, const FactRows& rows, const std::int64_t* row,
                         bool hopeful) const;
  [[nodiscard]] bool Holds(const Step& step, const FactRows& rows, const std::int64_t* row) const;
  [[nodiscard]] bool Settled(const Step& step, const FactRows& rows, const std::int64_t* row,
                             bool hopeful) const;
  [[nodiscard]] bool IsOneOf(const Step& step, std::int64_t value) const;
  [[nodiscard]] std::uint64_t HoldsIn(const Step& step, const FactColumns& cases, std::size_t block,
                                      std::uint64_t come, bool hopeful) const;
  [[nodiscard]] std::uint64_t RunBlock(const FactColumns& cases, std::size_t block,
                                       bool hopeful) const;
  [[nodiscard]] bool KnowsAll(const FactColumns& cases, std::size_t block) const;
  [[nodiscard]] bool People(const Step& step, const FactRows& rows, bool hopeful) const;

  std::vector<Step> steps_;
  std::vector<std::uint64_t> words_;
  SlotBits needs_;  // slots that it looks at in the referral's row
  std::uint16_t entry_ = kYes;
  bool of_people_ = false;
};

}  // namespace kinward::eligibility
