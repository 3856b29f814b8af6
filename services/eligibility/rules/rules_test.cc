#include <gtest/gtest.h>

#include "services/eligibility/rules/assessment.h"
#include "services/eligibility/rules/evaluator.h"
#include "services/eligibility/rules/questions.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using testing::Code;
using testing::Day;
using testing::Flag;
using testing::Number;
using testing::Person;
using testing::TestProgramme;

struct Given {
  std::vector<SubjectFacts> people;
  std::vector<Fact> facts;
  std::vector<std::string> reasons;

  v1::ProgrammeOutcome Assessed() const { return Assess(TestProgramme(), View()); }
  Known View() const {
    Known known;
    for (const auto& person : people) known.people.push_back(&person);
    for (const auto& fact : facts) known.facts.push_back(&fact);
    known.reasons = reasons;
    known.on = *ParseDate("2016-07-12");
    return known;
  }
};

Rule Parsed(const std::string& text) {
  Rule rule;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &rule)) << text;
  return rule;
}

std::string Compared(const char* fact, const char* by, const char* value) {
  return std::string("compare { fact: \"") + fact + "\" operator: COMPARISON_OPERATOR_" + by + " " +
         value + " }";
}

std::vector<std::string> Asked(const v1::ProgrammeOutcome& outcome) {
  std::vector<std::string> asked;
  for (const auto& question : outcome.questions()) {
    asked.push_back(question.fact() +
                    (question.person_id().empty() ? "" : "@" + question.person_id()));
  }
  return asked;
}

TEST(Rules, ASensitiveFactIsOfThePersonItNames) {
  const SubjectFacts mother = Person("m", "parent", {});
  const SubjectFacts child = Person("c", "child", {});
  Fact hers = Flag("consent", true);
  hers.set_person_id("m");
  const Fact anybodys = Flag("risk", true);
  Known known;
  known.people = {&mother, &child};
  known.sensitive = {&hers, &anybodys};
  EXPECT_EQ(Find(known, &mother, "consent"), &hers);
  EXPECT_EQ(Find(known, &child, "consent"), nullptr);
  EXPECT_EQ(Find(known, nullptr, "consent"), nullptr);
  EXPECT_EQ(Find(known, &child, "risk"), &anybodys);
}

TEST(Rules, ThreeValuesCombineAsKleeneSays) {
  const Given given{{}, {Flag("yes", true), Flag("no", false)}, {}};
  const std::string yes = Compared("yes", "EQUAL", "flag: true");
  const std::string no = Compared("no", "EQUAL", "flag: true");
  const std::string open = Compared("open", "EQUAL", "flag: true");
  const auto truth = [&given](const std::string& text) {
    return Evaluate(TestProgramme(), Parsed(text), given.View());
  };
  const auto list = [](const std::string& kind, const std::string& a, const std::string& b) {
    return kind + " { rules { " + a + " } rules { " + b + " } }";
  };
  EXPECT_EQ(truth(list("all", yes, open)), Truth::kUnknown);
  EXPECT_EQ(truth(list("all", no, open)), Truth::kNo);
  EXPECT_EQ(truth(list("any", yes, open)), Truth::kYes);
  EXPECT_EQ(truth(list("any", no, open)), Truth::kUnknown);
  EXPECT_EQ(truth("not { " + open + " }"), Truth::kUnknown);
  EXPECT_EQ(truth("not { " + no + " }"), Truth::kYes);
  EXPECT_EQ(truth("at_least { count: 2 rules { " + yes + " } rules { " + open + " } rules { " + no +
                  " } }"),
            Truth::kUnknown);
  EXPECT_EQ(truth("at_least { count: 2 rules { " + yes + " } rules { " + no + " } }"), Truth::kNo);
}

TEST(Rules, DatesAreReadAgainstTheDayOfTheCheck) {
  const auto within = Parsed(Compared("last", "WITHIN_YEARS", "number: 5"));
  const auto truth = [&within](const char* day) {
    return Evaluate(TestProgramme(), within, Given{{}, {Day("last", day)}, {}}.View());
  };
  EXPECT_EQ(truth("2011-07-12"), Truth::kYes);
  EXPECT_EQ(truth("2011-07-11"), Truth::kNo);
  EXPECT_EQ(truth("2016-07-13"), Truth::kNo);  // lies ahead
  const auto fixed = Parsed(Compared("last", "AT_LEAST", "date: \"2009-11-01\""));
  EXPECT_EQ(Evaluate(TestProgramme(), fixed, Given{{}, {Day("last", "2009-11-01")}, {}}.View()),
            Truth::kYes);
  EXPECT_EQ(Evaluate(TestProgramme(), fixed, Given{{}, {Day("last", "2009-10-31")}, {}}.View()),
            Truth::kNo);
}

TEST(Rules, BeingInCareFollowsFromTheLegalStatus) {
  const auto rule = Parsed("some { role: \"child\" rule { " +
                           Compared("in_care", "EQUAL", "flag: true") + " } }");
  const auto truth = [&rule](std::vector<Fact> facts) {
    return Evaluate(TestProgramme(), rule, Given{{Person("c", "child", facts)}, {}, {}}.View());
  };
  EXPECT_EQ(truth({Code("legal_status", "looked-after")}), Truth::kYes);
  EXPECT_EQ(truth({Code("legal_status", "unaccompanied")}), Truth::kYes);
  EXPECT_EQ(truth({Code("legal_status", "cin"), Flag("in_care", true)}), Truth::kNo);
  EXPECT_EQ(truth({}), Truth::kUnknown);
}

TEST(Rules, AValueOfAnotherTypeIsNoAnswer) {
  const Given given{{Person("c", "child", {Code("age_years", "twelve")})}, {}, {}};
  EXPECT_EQ(given.Assessed().clauses(0).result(), v1::CLAUSE_RESULT_UNDECIDED);
}

TEST(Rules, EveryClauseIsExplainedWithTheValueUsed) {
  const Given given{
      {Person("c", "child", {Number("age_years", 9), Code("resident_of", "southwark")})},
      {Flag("edge_of_care", true), Flag("consent", true)},
      {}};
  const auto outcome = given.Assessed();
  EXPECT_EQ(outcome.outcome(), v1::OUTCOME_NOT_ELIGIBLE);
  EXPECT_EQ(outcome.clauses(0).because(), "child: age is 9 years, must be at least 11 years");
  EXPECT_EQ(outcome.clauses(1).because(), "a risk is yes");
  EXPECT_EQ(outcome.clauses(2).because(), "consent is as the programme asks");
  EXPECT_EQ(outcome.preferences_met(), 1);
  EXPECT_EQ(outcome.near_miss(), "age");
  EXPECT_EQ(outcome.pool_id(), "pool");
  EXPECT_EQ(outcome.begins_with(), "place");
}

TEST(Rules, ASensitiveValueIsNeverRepeated) {
  const Given given{{Person("c", "child", {Number("age_years", 12)})},
                    {Flag("edge_of_care", true), Flag("consent", false)},
                    {}};
  EXPECT_EQ(given.Assessed().clauses(2).because(), "consent is not as the programme asks");
}

TEST(Rules, AsksTheFewestQuestionsAndTheSensitiveLast) {
  const Given given{{Person("c", "child", {})}, {}, {}};
  const auto outcome = given.Assessed();
  EXPECT_EQ(outcome.outcome(), v1::OUTCOME_NEEDS_INFORMATION);
  EXPECT_EQ(Asked(outcome), (std::vector<std::string>{"age_years@c", "edge_of_care", "consent"}));
  EXPECT_EQ(outcome.questions(0).question(), "How old?");
}

TEST(Rules, AsksNothingThatCanNoLongerHelp) {
  const Given given{
      {Person("c", "child", {Number("age_years", 15), Code("legal_status", "looked-after")})},
      {Flag("edge_of_care", false), Flag("consent", true)},
      {}};
  EXPECT_EQ(Asked(given.Assessed()), (std::vector<std::string>{"reunification_plan@c"}));
}

TEST(Rules, AsksOfTheChildWhoNeedsFewestAnswers) {
  const Given given{{Person("a", "child", {Number("age_years", 5)}),
                     Person("b", "child", {Number("age_years", 12)})},
                    {Flag("edge_of_care", false), Flag("consent", true)},
                    {}};
  const auto outcome = given.Assessed();
  EXPECT_EQ(Asked(outcome), (std::vector<std::string>{"in_care@a", "reunification_plan@a"}));
  EXPECT_EQ(outcome.clauses(0).because(), "child: age is 12 years");
}

TEST(Rules, WithNobodyNamedTheQuestionsAreOfSomebodyToCome) {
  const Given given{{}, {Flag("edge_of_care", true), Flag("consent", true)}, {}};
  EXPECT_EQ(Asked(given.Assessed()), (std::vector<std::string>{"age_years"}));
}

TEST(Rules, AnAnswerCarriesTheWayInWithoutItsSource) {
  auto version = TestProgramme();
  version.mutable_gateway()->set_source("999 § 1");
  const auto outcome = Assess(version, Given().View());
  EXPECT_EQ(outcome.gateway().panel_id(), "panel");
  EXPECT_EQ(outcome.gateway().source(), "");
}

TEST(Rules, TheSameFactsAndVersionGiveTheSameBytes) {
  const Given given{{Person("c", "child", {Number("age_years", 12)})}, {Flag("consent", true)}, {}};
  EXPECT_EQ(given.Assessed().SerializeAsString(), given.Assessed().SerializeAsString());
}

}  // namespace
}  // namespace kinward::eligibility
