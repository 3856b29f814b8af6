// What eligibility changes in the case's parts.
#include <algorithm>
#include <string>

#include "kinward/eligibility/v1/check.pb.h"
#include "services/projection/views/case_view.h"
#include "services/projection/views/words.h"

namespace kinward::projection {
namespace {

using views::v1::CaseEligibility;
using views::v1::CaseEligibilityPart;

CaseEligibility& EligibilityFor(CaseEligibilityPart& part, const std::string& programme) {
  for (CaseEligibility& known : *part.mutable_programmes()) {
    if (known.programme() == programme) return known;
  }
  CaseEligibility& added = *part.add_programmes();
  added.set_programme(programme);
  return added;
}
void Show(CaseEligibility& shown, const eligibility::v1::ProgrammeOutcome& outcome) {
  shown.Clear();
  shown.set_programme(outcome.programme_id());
  shown.set_version(outcome.version());
  shown.set_name(outcome.programme_name());
  shown.set_eligibility(Word(outcome.outcome()));
  shown.set_counts(Word(outcome.counts()));
  shown.set_overridden(outcome.overridden());
  shown.set_override_authority(outcome.override_authority());
  shown.set_override_expires_on(outcome.override_expires_on());
  shown.set_rank(outcome.rank());
  *shown.mutable_elsewhere() = outcome.elsewhere();
  shown.set_option(outcome.option_id());
  shown.set_option_because(outcome.option_because());
  shown.set_segment(outcome.segment_id());
  for (const auto& clause : outcome.clauses()) {
    auto& copy = *shown.add_clauses();
    copy.set_clause_id(clause.clause_id());
    copy.set_result(Word(clause.result()));
    copy.set_because(clause.because());
  }
  for (const auto& question : outcome.questions()) {
    auto& copy = *shown.add_questions();
    copy.set_fact(question.fact());
    copy.set_question(question.question());
    copy.set_person_id(question.person_id());
  }
}
// A family keeps its arm, and who was proposed to help it, whatever is decided again.
void Keep(CaseEligibilityPart& part, const CaseEligibility& before) {
  const auto decided = std::ranges::any_of(part.programmes(), [&before](const auto& shown) {
    return shown.programme() == before.programme();
  });
  if (!decided && before.specialists().empty()) return;
  CaseEligibility& shown = EligibilityFor(part, before.programme());
  if (!decided) shown.set_version(before.version());
  shown.set_arm(before.arm());
  *shown.mutable_specialists() = before.specialists();
}
void OnEligibilityDecided(CaseEligibilityPart& part,
                          const eligibility::v1::EligibilityDecided& event, const Heard& heard,
                          Marks& /*marks*/) {
  part.set_referral_id(event.referral_id());
  part.set_decided_on(event.on());
  part.clear_asked();
  const auto before = part.programmes();
  part.clear_programmes();
  for (const auto& outcome : event.programmes()) Show(*part.add_programmes(), outcome);
  for (const CaseEligibility& shown : before) Keep(part, shown);
  *part.mutable_decided_time() = ToTimestamp(heard.occurred_time);
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
}
void OnInformationRequested(CaseEligibilityPart& part,
                            const eligibility::v1::InformationRequested& event, const Heard& heard,
                            Marks& /*marks*/) {
  for (const auto& question : event.questions()) {
    auto& copy = *part.add_asked();
    copy.set_fact(question.fact());
    copy.set_question(question.question());
    copy.set_person_id(question.person_id());
  }
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
}
void OnInformationProvided(CaseEligibilityPart& part,
                           const eligibility::v1::InformationProvided& /*event*/,
                           const Heard& heard, Marks& /*marks*/) {
  part.clear_asked();
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
}
void OnOverridden(CaseEligibilityPart& part, const eligibility::v1::DecisionOverridden& event,
                  const Heard& heard, Marks& /*marks*/) {
  CaseEligibility& shown = EligibilityFor(part, event.programme().programme_id());
  const std::string by_rules = shown.by_rules().empty() ? shown.eligibility() : shown.by_rules();
  const CaseEligibility before = shown;
  Show(shown, event.programme());
  Keep(part, before);
  shown.set_by_rules(by_rules);
  shown.set_overridden(true);
  shown.set_override_authority(event.authority());
  shown.set_override_expires_on(event.expires_on());
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
}
void OnOverrideExpired(CaseEligibilityPart& part, const eligibility::v1::OverrideExpired& event,
                       const Heard& heard, Marks& /*marks*/) {
  CaseEligibility& shown = EligibilityFor(part, event.programme_id());
  // Where it was decided anew meanwhile, the decision that follows says what the rules say now.
  if (!shown.by_rules().empty()) shown.set_eligibility(shown.by_rules());
  shown.clear_by_rules();
  shown.set_overridden(false);
  shown.clear_override_authority();
  shown.clear_override_expires_on();
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
}
void OnArmRecorded(CaseEligibilityPart& part, const eligibility::v1::ArmRecorded& event,
                   const Heard& heard, Marks& /*marks*/) {
  EligibilityFor(part, event.programme().programme_id()).set_arm(event.arm());
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
}
// Of a programme that takes no referrals there is nothing decided: it stands there without an
// answer.
void OnSpecialistProposed(CaseEligibilityPart& part,
                          const eligibility::v1::SpecialistProposed& event, const Heard& heard,
                          Marks& /*marks*/) {
  CaseEligibility& shown = EligibilityFor(part, event.programme_id());
  if (shown.eligibility().empty()) shown.set_version(event.version());
  if (std::ranges::find(shown.specialists(), event.role()) == shown.specialists().end()) {
    shown.add_specialists(event.role());
  }
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
}
void OnConditionBroken(CaseEligibilityPart& part,
                       const eligibility::v1::OngoingConditionBroken& event, const Heard& heard,
                       Marks& /*marks*/) {
  EligibilityFor(part, event.programme_id()).set_broken_clause(event.clause_id());
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
}
void OnConditionsConfirmed(CaseEligibilityPart& part,
                           const eligibility::v1::OngoingConditionsConfirmed& event,
                           const Heard& /*heard*/, Marks& /*marks*/) {
  for (const std::string& programme : event.programme_ids()) {
    EligibilityFor(part, programme).clear_broken_clause();
  }
}

}  // namespace

void AddEligibilityEvents(Catalogue& catalogue) {
  namespace v1 = eligibility::v1;
  const std::string collection(kCaseCollection);
  catalogue.On(collection, &v1::EligibilityDecided::referral_id, OnEligibilityDecided);
  catalogue.On(collection, &v1::InformationRequested::referral_id, OnInformationRequested);
  catalogue.On(collection, &v1::InformationProvided::referral_id, OnInformationProvided);
  catalogue.On(collection, &v1::DecisionOverridden::referral_id, OnOverridden);
  catalogue.On(collection, &v1::OverrideExpired::referral_id, OnOverrideExpired);
  catalogue.On(collection, &v1::ArmRecorded::referral_id, OnArmRecorded);
  catalogue.On(collection, &v1::SpecialistProposed::referral_id, OnSpecialistProposed);
  catalogue.On(collection, &v1::OngoingConditionBroken::referral_id, OnConditionBroken);
  catalogue.On(collection, &v1::OngoingConditionsConfirmed::referral_id, OnConditionsConfirmed);
}

}  // namespace kinward::projection
