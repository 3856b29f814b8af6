#include "services/eligibility/rules/assessment.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "libs/base/check.h"
#include "services/eligibility/rules/explanation.h"
#include "services/eligibility/rules/questions.h"

namespace kinward::eligibility {
namespace {

bool Decides(const common::v1::Clause& clause) {
  return clause.kind() != common::v1::CLAUSE_KIND_PREFERENCE;
}

void Describe(const ProgrammeVersion& version, v1::ProgrammeOutcome& outcome) {
  outcome.set_programme_id(version.programme_id());
  outcome.set_version(version.version());
  outcome.set_programme_name(version.name());
  outcome.set_counts(version.counts());
  outcome.set_begins_with(version.episode().begins_with());
  *outcome.mutable_gateway() = version.gateway();
  if (version.pools_size() > 0) outcome.set_pool_id(version.pools(0).pool_id());
  if (version.settings_size() > 0) outcome.set_setting_id(version.settings(0).setting_id());
}

}  // namespace

v1::ClauseResult ResultOf(Truth truth) {
  switch (truth) {
    case Truth::kYes:
      return v1::CLAUSE_RESULT_PASSED;
    case Truth::kNo:
      return v1::CLAUSE_RESULT_FAILED;
    case Truth::kUnknown:
      return v1::CLAUSE_RESULT_UNDECIDED;
  }
  return v1::CLAUSE_RESULT_UNDECIDED;
}

void Conclude(const ProgrammeVersion& version, v1::ProgrammeOutcome& outcome) {
  CHECK(version.clauses_size() == outcome.clauses_size());
  int failed = 0;
  int undecided = 0;
  int preferences = 0;
  outcome.clear_near_miss();
  for (int at = 0; at < version.clauses_size(); ++at) {
    const v1::ClauseOutcome& clause = outcome.clauses(at);
    if (!Decides(version.clauses(at))) {
      preferences += clause.result() == v1::CLAUSE_RESULT_PASSED ? 1 : 0;
    } else if (clause.result() == v1::CLAUSE_RESULT_FAILED) {
      if (++failed == 1) outcome.set_near_miss(clause.clause_id());
    } else if (clause.result() == v1::CLAUSE_RESULT_UNDECIDED) {
      ++undecided;
    }
  }
  if (failed != 1 || undecided > 0) outcome.clear_near_miss();
  outcome.set_preferences_met(preferences);
  outcome.set_outcome(failed > 0      ? v1::OUTCOME_NOT_ELIGIBLE
                      : undecided > 0 ? v1::OUTCOME_NEEDS_INFORMATION
                                      : v1::OUTCOME_ELIGIBLE);
}

v1::ProgrammeOutcome Assess(const ProgrammeVersion& version, const Known& known,
                            const std::vector<v1::ClauseOutcome>& remembered) {
  v1::ProgrammeOutcome outcome;
  Describe(version, outcome);
  std::vector<const Rule*> undecided;
  for (const common::v1::Clause& clause : version.clauses()) {
    const Truth truth = Evaluate(version, clause.rule(), known);
    v1::ClauseOutcome& told = *outcome.add_clauses();
    const auto earlier = std::ranges::find(remembered, clause.id(), &v1::ClauseOutcome::clause_id);
    if (truth == Truth::kUnknown && earlier != remembered.end()) {
      told = *earlier;
      continue;
    }
    told.set_clause_id(clause.id());
    told.set_result(ResultOf(truth));
    told.set_because(Because(version, clause.rule(), known, truth));
    if (truth == Truth::kUnknown && Decides(clause)) undecided.push_back(&clause.rule());
  }
  Conclude(version, outcome);
  if (outcome.outcome() == v1::OUTCOME_NEEDS_INFORMATION) {
    for (v1::Question& question : ShortestQuestions(version, undecided, known)) {
      *outcome.add_questions() = std::move(question);
    }
  }
  return outcome;
}

}  // namespace kinward::eligibility
