// A compiled rule says what the plain reading of the same rule says: proved by a million pairs.
#include "services/eligibility/rules/compiled_rule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>

#include "services/eligibility/rules/random_rules.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using testing::Code;
using testing::Flag;
using testing::Number;
using testing::Person;
using testing::RandomCase;
using testing::RandomRules;

constexpr std::uint64_t kSeed = 20161112;
constexpr int kRules = 2'000;
constexpr int kCasesOfARule = 500;

TEST(CompiledRule, SaysWhatThePlainReadingSays) {
  const ProgrammeVersion version = RandomRules::Version();
  RandomRules random(kSeed);
  std::vector<Rule> rules;
  std::vector<CompiledRule> compiled;
  FactTable table;
  for (int i = 0; i < kRules; ++i) {
    rules.push_back(random.MakeRule());
    compiled.emplace_back(version, rules.back(), table);
  }
  FactRows rows;
  std::array<int, 3> said{};
  for (int i = 0; i < kCasesOfARule; ++i) {
    const RandomCase given = random.MakeCase();
    const Known known = given.View();
    rows.Fill(table, known);
    for (int at = 0; at < kRules; ++at) {
      const auto index = static_cast<std::size_t>(at);
      const Truth plain = Evaluate(version, rules[index], known);
      ASSERT_EQ(compiled[index].Read(rows), plain)
          << "case " << i << " of rule " << rules[index].ShortDebugString();
      ++said[static_cast<std::size_t>(plain)];
    }
  }
  // Were one of the three rare, equality would say little.
  for (const int count : said) EXPECT_GT(count, kRules * kCasesOfARule / 20);
}

// Silence that means something is left out here: what is told against it may turn the answer.
TEST(CompiledRule, WhatIsDecidedStaysSoWhenMoreBecomesKnown) {
  const std::vector<Fact> more = {Flag("crisis", true), Flag("settled", false),
                                  testing::Day("moved_on", "2016-02-29"), Number("age_years", 2),
                                  Code("area", "north")};
  RandomRules random(kSeed + 1);
  int decided = 0;
  for (int i = 0; i < kRules; ++i) {
    FactTable table;
    const CompiledRule rule(ProgrammeVersion(), random.MakeRule(), table);
    RandomCase given = random.MakeCase();
    FactRows rows;
    rows.Fill(table, given.View());
    const Truth before = rule.Read(rows);
    if (before == Truth::kUnknown) continue;
    ++decided;
    for (const Fact& fact : more) {
      const auto is_told = [&fact](const auto& facts) {
        return std::ranges::count(facts, fact.name(), &Fact::name) > 0;
      };
      if (!is_told(given.facts) && !is_told(given.sensitive)) given.facts.push_back(fact);
    }
    rows.Fill(table, given.View());
    EXPECT_EQ(rule.Read(rows), before);
  }
  EXPECT_GT(decided, kRules / 4);
}

TEST(CompiledRule, AFactThatItDoesNotLookAtChangesNothing) {
  const ProgrammeVersion version = RandomRules::Version();
  RandomRules random(kSeed + 2);
  for (int i = 0; i < kRules; ++i) {
    FactTable table;
    const CompiledRule rule(version, random.MakeRule(), table);
    RandomCase given = random.MakeCase();
    FactRows rows;
    rows.Fill(table, given.View());
    const Truth before = rule.Read(rows);
    given.facts.push_back(Code("favourite_colour", "green"));
    for (auto& person : given.people) *person.add_facts() = Number("shoe_size", 38);
    rows.Fill(table, given.View());
    EXPECT_EQ(rule.Read(rows), before);
  }
}

Rule Parsed(const std::string& text) {
  Rule rule;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &rule)) << text;
  return rule;
}

Truth Read(const Rule& rule, const RandomCase& given) {
  FactTable table;
  const CompiledRule compiled(RandomRules::Version(), rule, table);
  FactRows rows;
  rows.Fill(table, given.View());
  return compiled.Read(rows);
}

TEST(CompiledRule, ComparesADateWithAnotherDateAndDaysMore) {
  const Rule rule = Parsed(R"(compare { fact: "seen_on" operator: COMPARISON_OPERATOR_AT_LEAST
      than { fact: "moved_on" plus: -30 dates: true } })");
  const auto seen = [](const char* day) {
    RandomCase given;
    given.facts = {testing::Day("seen_on", day), testing::Day("moved_on", "2016-03-30")};
    return given;
  };
  EXPECT_EQ(Read(rule, seen("2016-02-29")), Truth::kYes);
  EXPECT_EQ(Read(rule, seen("2016-02-28")), Truth::kNo);
  RandomCase half;
  half.facts = {testing::Day("seen_on", "2016-02-29")};
  EXPECT_EQ(Read(rule, half), Truth::kUnknown);
}

TEST(CompiledRule, AWordThatNoRuleNamesIsNoneOfThoseNamed) {
  const Rule north =
      Parsed(R"(compare { fact: "area" operator: COMPARISON_OPERATOR_NOT_EQUAL code: "north" })");
  RandomCase given;
  given.facts = {Code("area", "somewhere-else")};
  EXPECT_EQ(Read(north, given), Truth::kYes);
}

TEST(CompiledRule, ANumberAtTheEndOfItsRangeIsComparedLikeAnyOther) {
  const std::int64_t highest = std::numeric_limits<std::int64_t>::max();
  RandomCase given;
  given.facts = {Number("visits", highest)};
  Rule rule;
  rule.mutable_compare()->set_fact("visits");
  rule.mutable_compare()->set_number(highest);
  rule.mutable_compare()->set_operator_(common::v1::COMPARISON_OPERATOR_MORE_THAN);
  EXPECT_EQ(Read(rule, given), Truth::kNo);
  rule.mutable_compare()->set_operator_(common::v1::COMPARISON_OPERATOR_AT_LEAST);
  EXPECT_EQ(Read(rule, given), Truth::kYes);
}

}  // namespace
}  // namespace kinward::eligibility
