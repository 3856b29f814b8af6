#include "services/eligibility/rules/assessment.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "libs/base/check.h"
#include "services/eligibility/rules/questions.h"
#include "services/eligibility/rules/stale_facts.h"
#include "services/eligibility/rules/version_book.h"

namespace kinward::eligibility {
namespace {

bool Decides(const common::v1::Clause& clause) {
  return clause.kind() != common::v1::CLAUSE_KIND_PREFERENCE;
}

// The clauses that decide, or the preferences, with this result; in the version's order.
std::vector<const v1::ClauseOutcome*> Clauses(const ProgrammeVersion& version,
                                              const v1::ProgrammeOutcome& outcome, bool deciding,
                                              v1::ClauseResult result) {
  std::vector<const v1::ClauseOutcome*> clauses;
  for (int at = 0; at < version.clauses_size(); ++at) {
    const v1::ClauseOutcome& clause = outcome.clauses(at);
    if (Decides(version.clauses(at)) == deciding && clause.result() == result)
      clauses.push_back(&clause);
  }
  return clauses;
}

void Describe(const ProgrammeVersion& version, v1::ProgrammeOutcome& outcome) {
  outcome.set_programme_id(version.programme_id());
  outcome.set_version(version.version());
  outcome.set_programme_name(version.name());
  outcome.set_counts(version.counts());
  outcome.set_begins_with(version.episode().begins_with());
  *outcome.mutable_gateway() = version.gateway();
  outcome.mutable_gateway()->clear_source();  // stands in the version that is pinned
  if (version.pools_size() > 0) outcome.set_pool_id(version.pools(0).pool_id());
  if (version.settings_size() > 0) outcome.set_setting_id(version.settings(0).setting_id());
}

// Of several things that the programme does, the first that fits; and whose kind of family it is.
// What is not known yet fits nothing.
void Choose(const ProgrammeVersion& version, const CompiledVersion& compiled, const FactRows& rows,
            v1::ProgrammeOutcome& outcome) {
  for (int at = 0; at < version.options_size(); ++at) {
    const ToldRule& rule = compiled.options[static_cast<std::size_t>(at)];
    if (rule.Read(rows) != Truth::kYes) continue;
    outcome.set_option_id(version.options(at).option_id());
    TextBuffer words;
    rule.Tell(rows, Truth::kYes, words);
    outcome.set_option_because(std::string(words.view()));
    break;
  }
  for (int at = 0; at < version.segments_size(); ++at) {
    if (compiled.segments[static_cast<std::size_t>(at)].Read(rows) != Truth::kYes) continue;
    outcome.set_segment_id(version.segments(at).segment_id());
    break;
  }
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
  const auto failed = Clauses(version, outcome, true, v1::CLAUSE_RESULT_FAILED);
  const auto undecided = Clauses(version, outcome, true, v1::CLAUSE_RESULT_UNDECIDED);
  const auto preferred = Clauses(version, outcome, false, v1::CLAUSE_RESULT_PASSED);
  outcome.clear_near_miss();
  if (failed.size() == 1 && undecided.empty()) outcome.set_near_miss(failed[0]->clause_id());
  outcome.set_preferences_met(static_cast<int>(preferred.size()));
  const v1::Outcome open = undecided.empty() ? v1::OUTCOME_ELIGIBLE : v1::OUTCOME_NEEDS_INFORMATION;
  outcome.set_outcome(failed.empty() ? open : v1::OUTCOME_NOT_ELIGIBLE);
}

v1::ProgrammeOutcome Assess(const ProgrammeVersion& version, const Known& told_of,
                            const std::vector<v1::ClauseOutcome>& remembered) {
  v1::ProgrammeOutcome outcome;
  Describe(version, outcome);
  const FreshFacts fresh(version, told_of);
  const Known& known = fresh.known();
  const CompiledVersion& compiled = Compiled(version);
  FactRows rows;
  rows.Fill(compiled.table, known);
  std::vector<const Rule*> undecided;
  TextBuffer words;
  for (int at = 0; at < version.clauses_size(); ++at) {
    const common::v1::Clause& clause = version.clauses(at);
    const ToldRule& rule = compiled.clauses[static_cast<std::size_t>(at)];
    const Truth truth = rule.Read(rows);
    v1::ClauseOutcome& told = *outcome.add_clauses();
    const auto earlier = std::ranges::find(remembered, clause.id(), &v1::ClauseOutcome::clause_id);
    if (truth == Truth::kUnknown && earlier != remembered.end()) {
      told = *earlier;
      continue;
    }
    told.set_clause_id(clause.id());
    told.set_result(ResultOf(truth));
    words.Clear();
    rule.Tell(rows, truth, words);
    told.set_because(std::string(words.view()));
    if (truth == Truth::kUnknown && Decides(clause)) undecided.push_back(&clause.rule());
  }
  Conclude(version, outcome);
  if (outcome.outcome() != v1::OUTCOME_NOT_ELIGIBLE) Choose(version, compiled, rows, outcome);
  if (outcome.outcome() == v1::OUTCOME_NEEDS_INFORMATION) {
    for (v1::Question& question : ShortestQuestions(version, undecided, known)) {
      *outcome.add_questions() = std::move(question);
    }
  }
  return outcome;
}

}  // namespace kinward::eligibility
