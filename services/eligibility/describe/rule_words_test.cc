#include "services/eligibility/describe/rule_words.h"

#include "services/eligibility/describe/test_version.h"

namespace kinward::describe {
namespace {

using common::v1::Rule;
using testing::Parsed;
using testing::TestVersion;

std::string PhraseOf(const std::string& rule) {
  return RulePhrase(TestVersion(), Parsed<Rule>(rule));
}

TEST(RuleWords, SaysTwoBoundsOfOneNumberAsOne) {
  const auto version = TestVersion();
  EXPECT_EQ(RulePhrase(version, version.clauses(0).rule()), "a child: age is from 10 to 18 years");
}

TEST(RuleWords, SaysEachComparison) {
  EXPECT_EQ(
      PhraseOf(R"(compare { fact: "consent" operator: COMPARISON_OPERATOR_EQUAL flag: true })"),
      "consent: yes");
  EXPECT_EQ(
      PhraseOf(R"(compare { fact: "consent" operator: COMPARISON_OPERATOR_NOT_EQUAL flag: true })"),
      "consent: no");
  EXPECT_EQ(
      PhraseOf(
          R"(compare { fact: "age_years" operator: COMPARISON_OPERATOR_LESS_THAN number: 18 })"),
      "age is less than 18 years");
  EXPECT_EQ(PhraseOf(R"(compare { fact: "removed_on" operator: COMPARISON_OPERATOR_AT_LEAST
                                  date: "2009-11-01" })"),
            "removed on is on or after 1 November 2009");
  EXPECT_EQ(PhraseOf(R"(compare { fact: "removed_on" operator: COMPARISON_OPERATOR_WITHIN_YEARS
                                  number: 5 })"),
            "removed on is within 5 years before the check");
  EXPECT_EQ(PhraseOf(R"(compare { fact: "status" operator: COMPARISON_OPERATOR_ONE_OF
                                  codes: ["cin", "looked-after"] })"),
            "status is child in need or looked after");
}

TEST(RuleWords, SaysWhatIsCountedAndWhatIsComparedWithAnotherFact) {
  EXPECT_EQ(PhraseOf(R"(compare { fact: "removal_dates" operator: COMPARISON_OPERATOR_AT_LEAST
                                  number: 2 counted { within_months: 60 } })"),
            "removal dates: at least 2 in the 5 years before the check");
  EXPECT_EQ(PhraseOf(R"(compare { fact: "seen_on" operator: COMPARISON_OPERATOR_AT_MOST
                                  than { fact: "asked_on" plus: 7 dates: true } })"),
            "seen on is on or before asked on plus 7 days");
}

TEST(RuleWords, KeepsTogetherWhatBelongsTogether) {
  EXPECT_EQ(PhraseOf(R"(any {
    rules { compare { fact: "a" operator: COMPARISON_OPERATOR_EQUAL flag: true } }
    rules { all {
      rules { compare { fact: "b" operator: COMPARISON_OPERATOR_EQUAL flag: true } }
      rules { not { compare { fact: "c" operator: COMPARISON_OPERATOR_EQUAL flag: true } } } } }
    rules { at_least { count: 2
      rules { compare { fact: "d" operator: COMPARISON_OPERATOR_EQUAL flag: true } }
      rules { compare { fact: "e" operator: COMPARISON_OPERATOR_EQUAL flag: true } } } } })"),
            "a: yes or (b: yes and not so: c: yes) or at least 2 of (d: yes or e: yes)");
}

TEST(RuleWords, PutsTheSameBelowItsHeadingLineByLine) {
  const auto rule = Parsed<Rule>(R"(any {
    rules { compare { fact: "crisis" operator: COMPARISON_OPERATOR_EQUAL flag: true } }
    rules { some { role: "other-relative" rule { all {
      rules { compare { fact: "b" operator: COMPARISON_OPERATOR_EQUAL flag: true } }
      rules { compare { fact: "c" operator: COMPARISON_OPERATOR_EQUAL flag: false } } } } } } })");
  std::string text;
  for (const Line& line : RuleLines(TestVersion(), rule)) {
    text += std::string(static_cast<std::size_t>(line.depth), '.') + line.text + "\n";
  }
  EXPECT_EQ(text,
            "any of these:\n.crisis: yes\n.an other relative: all of these:\n..b: yes\n..c: no\n");
}

}  // namespace
}  // namespace kinward::describe
