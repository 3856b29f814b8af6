#include "services/eligibility/what_if/draft_tally.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "libs/base/check.h"
#include "services/eligibility/domain/preview.h"
#include "services/eligibility/domain/programme_terms.h"
#include "services/eligibility/rules/fact_columns.h"
#include "services/eligibility/rules/stale_facts.h"

namespace kinward::eligibility {
namespace {

std::vector<const Rule*> DecidingRules(const ProgrammeVersion& version) {
  std::vector<const Rule*> rules;
  for (const auto& clause : version.clauses()) {
    if (clause.kind() != common::v1::CLAUSE_KIND_PREFERENCE) rules.push_back(&clause.rule());
  }
  return rules;
}

// Points into the event.
Known ViewOf(const v1::EligibilityDecided& event, const std::string& council) {
  Known known;
  for (const auto& person : event.subjects()) known.people.push_back(&person);
  for (const auto& fact : event.sensitive_facts().facts()) known.sensitive.push_back(&fact);
  for (const auto& fact : event.facts()) known.facts.push_back(&fact);
  known.reasons.assign(event.reasons().begin(), event.reasons().end());
  known.urgency = event.urgency();
  known.council = council;
  const auto day = ParseDate(event.on());
  CHECK(day.has_value());
  known.on = *day;
  return known;
}

bool WasEligible(const v1::EligibilityDecided& event, const std::string& programme_id) {
  const auto then =
      std::ranges::find(event.programmes(), programme_id, &v1::ProgrammeOutcome::programme_id);
  return then != event.programmes().end() && then->outcome() == v1::OUTCOME_ELIGIBLE;
}

}  // namespace

DraftTally::DraftTally(common::v1::ProgrammeVersion draft, std::string council,
                       ProgrammeCatalogue programmes)
    : draft_(std::move(draft)),
      council_(std::move(council)),
      programmes_(std::move(programmes)),
      deciding_(draft_, DecidingRules(draft_), table_) {}

void DraftTally::Take(const std::vector<v1::EligibilityDecided>& decided) {
  std::deque<FreshFacts> fresh;
  rows_.resize(decided.size());
  for (std::size_t at = 0; at < decided.size(); ++at) {
    rows_[at].Fill(table_, fresh.emplace_back(draft_, ViewOf(decided[at], council_)).known());
  }
  std::vector<Truth> truths;
  deciding_.ReadAll(FactColumns(table_, rows_), truths);
  for (std::size_t at = 0; at < decided.size(); ++at) {
    Count(decided[at], OutcomeOf(truths[at], decided[at]));
  }
}

v1::Outcome DraftTally::OutcomeOf(Truth truth, const v1::EligibilityDecided& event) const {
  if (!Licensed(draft_, &programmes_, council_, event.on())) return v1::OUTCOME_NOT_ELIGIBLE;
  if (truth == Truth::kUnknown) return v1::OUTCOME_NEEDS_INFORMATION;
  return truth == Truth::kYes ? v1::OUTCOME_ELIGIBLE : v1::OUTCOME_NOT_ELIGIBLE;
}

// Whether it hangs on a sealed fact only its questions show, and why an answer changes only its
// words.
void DraftTally::Count(const v1::EligibilityDecided& event, v1::Outcome outcome) {
  const bool was = WasEligible(event, draft_.programme_id());
  const bool is = outcome == v1::OUTCOME_ELIGIBLE;
  const bool open = outcome == v1::OUTCOME_NEEDS_INFORMATION;
  const bool sealed = open && event.has_sensitive_facts();
  if (sealed || (is != was && response_.changes_size() < kToldMax)) {
    return Add(WhatIf(draft_, council_, programmes_, {event}));
  }
  v1::WhatIfResponse one;
  one.set_checked(1);
  one.set_eligible(is ? 1 : 0);
  one.set_needs_information(open ? 1 : 0);
  one.set_not_eligible(is || open ? 0 : 1);
  one.set_newly_eligible(is && !was ? 1 : 0);
  one.set_no_longer_eligible(was && !is ? 1 : 0);
  if (is != was) one.add_changed_referrals(event.referral_id());
  Add(one);
}

void DraftTally::Add(const v1::WhatIfResponse& some) {
  response_.set_checked(response_.checked() + some.checked());
  response_.set_eligible(response_.eligible() + some.eligible());
  response_.set_not_eligible(response_.not_eligible() + some.not_eligible());
  response_.set_needs_information(response_.needs_information() + some.needs_information());
  response_.set_cannot_say(response_.cannot_say() + some.cannot_say());
  response_.set_newly_eligible(response_.newly_eligible() + some.newly_eligible());
  response_.set_no_longer_eligible(response_.no_longer_eligible() + some.no_longer_eligible());
  if (response_.changed_referrals_size() < kNamedMax) {
    response_.mutable_changed_referrals()->MergeFrom(some.changed_referrals());
  }
  if (response_.changes_size() < kToldMax) {
    response_.mutable_changes()->MergeFrom(some.changes());
  }
}

}  // namespace kinward::eligibility
