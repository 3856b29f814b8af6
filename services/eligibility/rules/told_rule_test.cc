// What rules say in words: the value used and when it was told, never a sensitive one.
#include "services/eligibility/rules/told_rule.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "services/eligibility/rules/assessment.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using testing::Day;
using testing::Number;
using testing::Person;

ProgrammeVersion Definitions() {
  ProgrammeVersion version;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
    facts { name: "age_years" label: "age" unit: "years" of_person: true }
    facts { name: "removal_dates" label: "removals of a child" of_person: true }
    facts { name: "seen_on" label: "the last visit" }
    facts { name: "moved_on" label: "the move" }
    facts { name: "diagnosis" label: "her diagnosis" sensitive: true }
  )",
                                                            &version));
  return version;
}

struct Told {
  Truth truth;
  std::string words;
  bool operator==(const Told&) const = default;
};
void PrintTo(const Told& told, std::ostream* out) { *out << told.words; }

Rule Parsed(const char* text) {
  Rule rule;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &rule)) << text;
  return rule;
}

Told Tell(const Rule& rule, const std::vector<SubjectFacts>& people,
          const std::vector<Fact>& facts) {
  Known known;
  for (const auto& person : people) known.people.push_back(&person);
  for (const auto& fact : facts) known.facts.push_back(&fact);
  known.on = *ParseDate("2016-07-12");
  FactTable table;
  const ToldRule compiled(Definitions(), rule, table);
  FactRows rows;
  rows.Fill(table, known);
  Told told{compiled.Read(rows), ""};
  TextBuffer words;
  compiled.Tell(rows, told.truth, words);
  told.words = words.view();
  EXPECT_EQ(told.truth, Evaluate(Definitions(), rule, known));
  return told;
}

Fact ToldOn(Fact fact, const std::string& day) {
  fact.set_told_on(day);
  return fact;
}

Fact Dates(const std::string& name, const std::vector<std::string>& days) {
  Fact fact;
  fact.set_name(name);
  fact.mutable_dates();
  for (const std::string& day : days) fact.mutable_dates()->add_dates(day);
  return fact;
}

constexpr const char* kOldEnough = R"(some { role: "child" rule { compare {
    fact: "age_years" operator: COMPARISON_OPERATOR_AT_LEAST number: 11 } } })";
constexpr const char* kTwoRemovals = R"(some { role: "subject" rule { compare {
    fact: "removal_dates" operator: COMPARISON_OPERATOR_AT_LEAST number: 2
    counted { within_months: 60 } } } })";
constexpr const char* kSeenAfterTheMove = R"(compare {
    fact: "seen_on" operator: COMPARISON_OPERATOR_AT_LEAST
    than { fact: "moved_on" plus: 7 dates: true } })";

TEST(ToldRule, NamesTheValueAndTheDayItWasTold) {
  EXPECT_EQ(Tell(Parsed(kOldEnough),
                 {Person("c", "child", {ToldOn(Number("age_years", 13), "2016-07-01")})}, {}),
            (Told{Truth::kYes, "child: age is 13 years (told on 2016-07-01)"}));
  EXPECT_EQ(Tell(Parsed(kOldEnough), {Person("c", "child", {Number("age_years", 10)})}, {}),
            (Told{Truth::kNo, "child: age is 10 years, must be at least 11 years"}));
}

TEST(ToldRule, CountsWhatHappenedInAPeriod) {
  const auto woman = [](const std::vector<std::string>& days) {
    return std::vector<SubjectFacts>{Person("w", "subject", {Dates("removal_dates", days)})};
  };
  EXPECT_EQ(Tell(Parsed(kTwoRemovals), woman({"2011-07-12", "2016-01-01"}), {}),
            (Told{Truth::kYes, "subject: removals of a child is 2 in the last 5 years"}));
  EXPECT_EQ(Tell(Parsed(kTwoRemovals), woman({"2011-07-11", "2016-01-01"}), {}),
            (Told{Truth::kNo,
                  "subject: removals of a child is 1 in the last 5 years, must be at least 2"}));
  EXPECT_EQ(Tell(Parsed(kTwoRemovals), woman({}), {}).truth, Truth::kNo);
  EXPECT_EQ(Tell(Parsed(kTwoRemovals), {Person("w", "subject", {})}, {}),
            (Told{Truth::kUnknown, "subject: removals of a child is not known"}));
}

TEST(ToldRule, TellsWhichOfTwoDatesIsNotKnown) {
  EXPECT_EQ(Tell(Parsed(kSeenAfterTheMove), {},
                 {Day("seen_on", "2016-07-08"), Day("moved_on", "2016-07-01")}),
            (Told{Truth::kYes, "the last visit is 2016-07-08"}));
  EXPECT_EQ(
      Tell(Parsed(kSeenAfterTheMove), {},
           {Day("seen_on", "2016-07-07"), Day("moved_on", "2016-07-01")}),
      (Told{Truth::kNo, "the last visit is 2016-07-07, must be at least the move plus 7 days"}));
  EXPECT_EQ(Tell(Parsed(kSeenAfterTheMove), {}, {Day("seen_on", "2016-07-08")}),
            (Told{Truth::kUnknown, "the move is not known"}));
}

TEST(ToldRule, NeverRepeatsASensitiveValue) {
  const Told told = Tell(Parsed(R"(compare { fact: "diagnosis" operator: COMPARISON_OPERATOR_EQUAL
      code: "asked-for" })"),
                         {}, {testing::Code("diagnosis", "something-else")});
  EXPECT_EQ(told, (Told{Truth::kNo, "her diagnosis is not as the programme asks"}));
}

TEST(ToldRule, SaysTheSameOnce) {
  Rule both;
  *both.mutable_all()->add_rules() = Parsed(kOldEnough);
  *both.mutable_all()->add_rules() = Parsed(kOldEnough);
  EXPECT_EQ(Tell(both, {Person("c", "child", {Number("age_years", 12)})}, {}).words,
            "child: age is 12 years");
}

TEST(Assess, AFactThatWentStaleIsAskedAnew) {
  ProgrammeVersion version = testing::TestProgramme();
  for (auto& fact : *version.mutable_facts()) {
    if (fact.name() == "edge_of_care") fact.set_valid_days(28);
  }
  const SubjectFacts child = Person("c", "child", {Number("age_years", 13)});
  const auto assessed = [&](const char* told_on) {
    const Fact risk = ToldOn(testing::Flag("edge_of_care", true), told_on);
    const Fact consent = testing::Flag("consent", true);
    Known known;
    known.people = {&child};
    known.facts = {&risk, &consent};
    known.on = *ParseDate("2016-07-29");
    return Assess(version, known).outcome();
  };
  EXPECT_EQ(assessed("2016-07-01"), v1::OUTCOME_ELIGIBLE);
  EXPECT_EQ(assessed("2016-06-30"), v1::OUTCOME_NEEDS_INFORMATION);
}

}  // namespace
}  // namespace kinward::eligibility
