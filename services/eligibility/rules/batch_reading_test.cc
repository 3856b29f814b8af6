// Many cases read at once give what each gives by itself.
#include <gtest/gtest.h>

#include <deque>

#include "services/eligibility/rules/compiled_rule.h"
#include "services/eligibility/rules/fact_columns.h"
#include "services/eligibility/rules/random_rules.h"

namespace kinward::eligibility {
namespace {

using testing::RandomCase;
using testing::RandomRules;

constexpr int kRules = 300;
constexpr int kCases = 1'000;  // no multiple of a block

TEST(BatchReading, SaysOfEachCaseWhatThePlainReadingSays) {
  const ProgrammeVersion version = RandomRules::Version();
  RandomRules random(2016'07'12);
  std::vector<Rule> rules;
  std::vector<CompiledRule> compiled;
  FactTable table;
  for (int i = 0; i < kRules; ++i) {
    rules.push_back(random.MakeRule());
    compiled.emplace_back(version, rules.back(), table);
  }
  std::deque<RandomCase> given;
  std::deque<Known> known;
  std::vector<FactRows> rows(kCases);
  for (FactRows& row : rows) {
    given.push_back(random.MakeCase());
    known.push_back(given.back().View());
    row.Fill(table, known.back());
  }
  const FactColumns columns(table, rows);
  std::vector<Truth> truths;
  for (std::size_t rule = 0; rule < rules.size(); ++rule) {
    compiled[rule].ReadAll(columns, truths);
    ASSERT_EQ(truths.size(), known.size());
    for (std::size_t at = 0; at < known.size(); ++at) {
      ASSERT_EQ(truths[at], Evaluate(version, rules[rule], known[at]))
          << "case " << at << " of rule " << rules[rule].ShortDebugString();
    }
  }
}

TEST(BatchReading, NoCasesGiveNoAnswers) {
  FactTable table;
  const CompiledRule rule(ProgrammeVersion(), RandomRules(1).MakeRule(), table);
  const std::vector<FactRows> none;
  std::vector<Truth> truths{Truth::kYes};
  rule.ReadAll(FactColumns(table, none), truths);
  EXPECT_TRUE(truths.empty());
}

}  // namespace
}  // namespace kinward::eligibility
