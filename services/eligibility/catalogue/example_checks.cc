#include "services/eligibility/catalogue/example_checks.h"

#include <algorithm>

#include "services/eligibility/catalogue/catalogue.h"

namespace kinward::catalogue {
namespace {

using common::v1::ProgrammeVersion;
using eligibility::v1::ProgrammeOutcome;

std::vector<std::string> Failed(const ProgrammeOutcome& outcome) {
  std::vector<std::string> failed;
  for (const auto& clause : outcome.clauses()) {
    if (clause.result() == eligibility::v1::CLAUSE_RESULT_FAILED)
      failed.push_back(clause.clause_id());
  }
  return failed;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

void CheckExample(const ProgrammeFile& programme, const Example& example, Faults& faults) {
  const std::string key = "examples: " + example.name;
  const auto outcome = RunExample(programme, example);
  if (!outcome) return faults.Add(example.line, key, "no version of it is in force on its day");
  if (outcome->outcome() != example.expect) {
    return faults.Add(example.line, key,
                      "gives " + eligibility::v1::Outcome_Name(outcome->outcome()) +
                          " (failed: " + Joined(Failed(*outcome)) + ")");
  }
  const std::vector<std::string> failed = Failed(*outcome);
  if (!example.failed.empty() && failed != example.failed) {
    faults.Add(example.line, key, "fails by " + Joined(failed));
  }
  std::vector<std::string> questions;
  for (const auto& question : outcome->questions()) questions.push_back(question.fact());
  if (!example.questions.empty() && questions != example.questions) {
    faults.Add(example.line, key, "asks " + Joined(questions));
  }
  if (!example.option.empty() && outcome->option_id() != example.option) {
    faults.Add(example.line, key, "picks the option " + outcome->option_id());
  }
  if (!example.segment.empty() && outcome->segment_id() != example.segment) {
    faults.Add(example.line, key, "is of the segment " + outcome->segment_id());
  }
}

}  // namespace

void CheckExamples(const ProgrammeFile& programme, Faults& faults) {
  const bool decides = std::ranges::any_of(
      programme.versions, [](const ProgrammeVersion& one) { return one.clauses_size() > 0; });
  const auto has = [&programme](eligibility::v1::Outcome outcome) {
    return std::ranges::count(programme.examples, outcome, &Example::expect) > 0;
  };
  if (decides) {
    const auto missing = [&](const char* fault) {
      faults.Add(programme.places.Of("examples"), "examples", fault);
    };
    if (!has(eligibility::v1::OUTCOME_ELIGIBLE)) missing("none is eligible");
    if (!has(eligibility::v1::OUTCOME_NOT_ELIGIBLE)) missing("none is not-eligible");
    if (!has(eligibility::v1::OUTCOME_NEEDS_INFORMATION)) missing("none is needs-information");
  }
  for (const Example& example : programme.examples) CheckExample(programme, example, faults);
}

}  // namespace kinward::catalogue
