#include "services/eligibility/domain/preview.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "services/eligibility/domain/knowledge.h"
#include "services/eligibility/domain/programme_terms.h"
#include "services/eligibility/domain/reassessment.h"
#include "services/eligibility/rules/assessment.h"
#include "services/eligibility/rules/ranking.h"

namespace kinward::eligibility {
namespace {

v1::PreviewedProgramme Previewed(const ProgrammeVersion& version, v1::ProgrammeOutcome outcome) {
  v1::PreviewedProgramme programme;
  programme.set_programme(version.programme_id());
  programme.set_name(version.name());
  programme.set_version(version.version());
  programme.set_eligibility(outcome.outcome());
  programme.set_near_miss(outcome.near_miss());
  programme.set_pool_id(outcome.pool_id());
  programme.set_setting_id(outcome.setting_id());
  for (int at = 0; at < outcome.clauses_size(); ++at) {
    v1::PreviewedClause& clause = *programme.add_clauses();
    clause.set_id(outcome.clauses(at).clause_id());
    clause.set_result(outcome.clauses(at).result());
    clause.set_because(outcome.clauses(at).because());
    const bool of_rules = at < version.clauses_size();
    clause.set_says(of_rules ? version.clauses(at).says() : version.licence().says());
  }
  *programme.mutable_questions() = std::move(*outcome.mutable_questions());
  *programme.mutable_elsewhere() = std::move(*outcome.mutable_elsewhere());
  programme.set_rank(outcome.rank());
  programme.set_option(outcome.option_id());
  programme.set_option_because(outcome.option_because());
  programme.set_segment(outcome.segment_id());
  return programme;
}

Knowledge Of(const v1::PreviewRequest& request, const std::string& on) {
  Knowledge knowledge;
  knowledge.on = on;
  knowledge.urgency = request.urgency();
  knowledge.reasons.assign(request.reasons().begin(), request.reasons().end());
  knowledge.subjects = request.subjects();
  knowledge.facts = request.facts();
  return knowledge;
}

// Undecided by a fact that is kept sealed: nobody can say any more without opening it.
bool NeedsSealed(const ProgrammeVersion& draft, const v1::ProgrammeOutcome& outcome) {
  return std::ranges::any_of(outcome.questions(), [&draft](const v1::Question& question) {
    const FactDefinition* definition = DefinitionOf(draft, question.fact());
    return definition != nullptr && definition->sensitive();
  });
}

void Count(v1::WhatIfResponse& response, v1::Outcome outcome) {
  switch (outcome) {
    case v1::OUTCOME_ELIGIBLE:
      return response.set_eligible(response.eligible() + 1);
    case v1::OUTCOME_NOT_ELIGIBLE:
      return response.set_not_eligible(response.not_eligible() + 1);
    default:
      return response.set_needs_information(response.needs_information() + 1);
  }
}

// The clauses that fail are why it is no longer eligible; all of them, why it is now.
void AddChange(const std::string& referral_id, v1::Outcome before,
               const v1::ProgrammeOutcome& outcome, v1::WhatIfResponse& response) {
  constexpr int kToldMax = 1'000;
  response.add_changed_referrals(referral_id);
  if (response.changes_size() >= kToldMax) return;
  v1::WhatIfChange& change = *response.add_changes();
  change.set_referral_id(referral_id);
  change.set_was(before);
  change.set_would_be(outcome.outcome());
  const bool all = outcome.outcome() == v1::OUTCOME_ELIGIBLE;
  for (const v1::ClauseOutcome& clause : outcome.clauses()) {
    if (all || clause.result() != v1::CLAUSE_RESULT_PASSED) *change.add_because() = clause;
  }
}

}  // namespace

v1::PreviewResponse Preview(const v1::PreviewRequest& request, const ProgrammeCatalogue& programmes,
                            LocalDate today) {
  v1::PreviewResponse response;
  const std::string on =
      request.has_on() && ParseDate(request.on()) ? request.on() : FormatDate(today);
  response.set_as_of(on);
  const Knowledge knowledge = Of(request, on);
  const Known known = knowledge.View(request.council());
  std::deque<v1::ProgrammeOutcome> outcomes;
  std::vector<v1::ProgrammeOutcome*> seen;
  const auto versions = programmes.InForce(request.council(), on);
  for (const ProgrammeVersion* version : versions) {
    seen.push_back(&outcomes.emplace_back(Assess(*version, known)));
    TakeTerms(*version, &programmes, request.council(), on, outcomes.back());
    if (!version->takes_referrals()) seen.pop_back();
  }
  Rank(seen, DeliveredIn(request.council(), versions));
  for (std::size_t at = 0; at < versions.size(); ++at) {
    const ProgrammeVersion& version = *versions[at];
    const bool asked = request.programme() == version.programme_id();
    const bool wanted = request.has_programme() ? asked : version.takes_referrals();
    if (!wanted) continue;
    NameElsewhere(outcomes[at], seen);
    *response.add_programmes() = Previewed(version, outcomes[at]);
  }
  return response;
}

void RankByPlace(v1::PreviewResponse& response) {
  std::vector<v1::PreviewedProgramme*> eligible;
  for (v1::PreviewedProgramme& one : *response.mutable_programmes()) {
    if (one.rank() > 0) eligible.push_back(&one);
  }
  std::ranges::sort(eligible, [](const auto* left, const auto* right) {
    const bool has_place = left->place().available();
    if (has_place != right->place().available()) return has_place;
    return left->rank() < right->rank();
  });
  int rank = 0;
  for (v1::PreviewedProgramme* one : eligible) one->set_rank(++rank);
}

v1::ExplainResponse Explain(const v1::ExplainRequest& request, const EligibilityCheck& check,
                            bool erased) {
  v1::ExplainResponse response;
  response.set_erased(erased);
  if (erased) return response;
  response.set_on(check.on);
  for (const v1::ProgrammeOutcome& programme : check.programmes) {
    if (request.has_programme_id() && request.programme_id() != programme.programme_id()) continue;
    v1::ProgrammeOutcome& told = *response.add_programmes();
    told = programme;
    const auto stands = check.overrides.find(programme.programme_id());
    if (stands == check.overrides.end()) continue;
    TakeOverride(stands->second, told);
  }
  for (const v1::Question& question : check.questions) *response.add_questions() = question;
  return response;
}

v1::WhatIfResponse WhatIf(const common::v1::ProgrammeVersion& draft, const std::string& council,
                          const ProgrammeCatalogue& programmes,
                          const std::vector<v1::EligibilityDecided>& decided) {
  v1::WhatIfResponse response;
  for (const v1::EligibilityDecided& event : decided) {
    Knowledge knowledge;
    knowledge.on = event.on();
    knowledge.urgency = event.urgency();
    knowledge.reasons.assign(event.reasons().begin(), event.reasons().end());
    knowledge.subjects = event.subjects();
    knowledge.facts = event.facts();
    knowledge.sensitive = event.sensitive_facts().facts();
    v1::ProgrammeOutcome outcome = Assess(draft, knowledge.View(council));
    TakeTerms(draft, &programmes, council, event.on(), outcome);
    response.set_checked(response.checked() + 1);
    if (NeedsSealed(draft, outcome) && event.has_sensitive_facts()) {
      response.set_cannot_say(response.cannot_say() + 1);
      continue;
    }
    Count(response, outcome.outcome());
    const auto then = std::ranges::find(event.programmes(), draft.programme_id(),
                                        &v1::ProgrammeOutcome::programme_id);
    const v1::Outcome before =
        then == event.programmes().end() ? v1::OUTCOME_UNSPECIFIED : then->outcome();
    const bool was = before == v1::OUTCOME_ELIGIBLE;
    const bool is = outcome.outcome() == v1::OUTCOME_ELIGIBLE;
    if (is && !was) response.set_newly_eligible(response.newly_eligible() + 1);
    if (was && !is) response.set_no_longer_eligible(response.no_longer_eligible() + 1);
    if (is != was) AddChange(event.referral_id(), before, outcome, response);
  }
  return response;
}

v1::ListProgrammesResponse ListProgrammes(const v1::ListProgrammesRequest& request,
                                          const ProgrammeCatalogue& programmes, LocalDate today) {
  v1::ListProgrammesResponse response;
  const std::string on = request.has_on() ? request.on() : FormatDate(today);
  for (const ProgrammeVersion* version : programmes.InForce(request.council(), on)) {
    *response.add_programmes() = *version;
  }
  return response;
}

}  // namespace kinward::eligibility
