// What intake, eligibility and outcomes change in the case's parts.
#include <algorithm>

#include "kinward/eligibility/v1/check.pb.h"
#include "kinward/intake/v1/referral.pb.h"
#include "kinward/outcomes/v1/case.pb.h"
#include "kinward/outcomes/v1/follow_up.pb.h"
#include "services/projection/views/case_view.h"
#include "services/projection/views/words.h"

namespace kinward::projection {
namespace {

using views::v1::CaseEligibility;
using views::v1::CaseEligibilityPart;
using views::v1::CaseHelp;
using views::v1::CaseIntakePart;
using views::v1::CaseOutcomesPart;

// ---- intake ----

void Close(CaseIntakePart& part, std::string_view stage, Marks& marks) {
  part.set_stage(std::string(stage));
  marks.Leave(std::string(kOpenReferrals), part.referral_id());
}

void OnReceived(CaseIntakePart& part, const intake::v1::ReferralReceived& event, const Heard& heard,
                Marks& marks) {
  part.set_referral_id(event.referral_id());
  part.set_family_id(event.family_id());
  part.set_source(event.source());
  part.set_reference(event.reference());
  part.set_receipt(event.receipt());
  part.set_kind(Word(event.kind()));
  part.set_urgency(Word(event.urgency()));
  *part.mutable_reasons() = event.reasons();
  part.set_programme(event.programme());
  part.set_occurred_on(event.occurred_on());
  *part.mutable_received_time() =
      event.has_received_time() ? event.received_time() : ToTimestamp(heard.occurred_time);
  part.set_stage("received");
  for (const auto& person : event.people()) {
    auto& shown = *part.add_people();
    shown.set_person_id(person.person_id());
    *shown.mutable_roles() = person.roles();
  }
  if (event.has_narrative()) *part.mutable_narrative() = event.narrative();
  if (event.has_sensitive_facts()) *part.mutable_sensitive_facts() = event.sensitive_facts();
  *part.mutable_warnings() = event.warnings();
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
  const std::int64_t received = part.received_time().seconds();
  marks.Enter(std::string(kAllReferrals), event.referral_id(), received);
  marks.Enter(std::string(kOpenReferrals), event.referral_id(), received);
}
void OnAcknowledged(CaseIntakePart& part, const intake::v1::ReferralAcknowledged& /*event*/,
                    const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_acknowledged(true);
}
void OnAmended(CaseIntakePart& part, const intake::v1::ReferralAmended& event, const Heard& heard,
               Marks& /*marks*/) {
  if (event.urgency() != intake::v1::URGENCY_UNSPECIFIED) part.set_urgency(Word(event.urgency()));
  if (event.reasons_size() > 0) *part.mutable_reasons() = event.reasons();
  if (!event.programme().empty()) part.set_programme(event.programme());
  if (!event.occurred_on().empty()) part.set_occurred_on(event.occurred_on());
  if (event.has_narrative()) *part.mutable_narrative() = event.narrative();
  if (event.has_sensitive_facts()) *part.mutable_sensitive_facts() = event.sensitive_facts();
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
}
void OnReferralDecided(CaseIntakePart& part, const intake::v1::ReferralDecided& event,
                       const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_decision(Word(event.decision()));
  part.set_decision_reason(event.reason());
  part.set_redirected_to(event.redirected_to());
  part.set_withdrawal_requested(false);
}
void OnWithdrawalRequested(CaseIntakePart& part, const intake::v1::WithdrawalRequested& event,
                           const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_withdrawal_requested(true);
  part.set_withdrawn_reason(event.reason());
}
void OnWithdrawn(CaseIntakePart& part, const intake::v1::ReferralWithdrawn& event,
                 const Heard& /*heard*/, Marks& marks) {
  part.set_referral_id(event.referral_id());
  part.set_withdrawn_reason(event.reason());
  part.set_withdrawal_requested(false);
  Close(part, "withdrawn", marks);
}
void OnReopened(CaseIntakePart& part, const intake::v1::ReferralReopened& event,
                const Heard& /*heard*/, Marks& marks) {
  part.set_stage("screening");
  part.clear_closed_reason();
  part.clear_withdrawn_reason();
  part.clear_decision();
  marks.Enter(std::string(kOpenReferrals), event.referral_id(), part.received_time().seconds());
}
void OnSuperseded(CaseIntakePart& part, const intake::v1::ReferralSuperseded& event,
                  const Heard& /*heard*/, Marks& marks) {
  part.set_superseded_by(event.superseded_by());
  Close(part, "superseded", marks);
}
void OnClosed(CaseIntakePart& part, const intake::v1::ReferralClosed& event, const Heard& /*heard*/,
              Marks& marks) {
  part.set_closed_reason(event.reason());
  Close(part, "closed", marks);
}
void OnReferralCaseOpened(CaseIntakePart& part, const intake::v1::ReferralCaseOpened& event,
                          const Heard& /*heard*/, Marks& /*marks*/) {
  part.add_open_cases(event.case_id());
}
void OnReferralCaseClosed(CaseIntakePart& part, const intake::v1::ReferralCaseClosed& event,
                          const Heard& /*heard*/, Marks& /*marks*/) {
  auto& open = *part.mutable_open_cases();
  open.erase(std::remove(open.begin(), open.end(), event.case_id()), open.end());
  part.add_closed_cases(event.case_id());
}
void OnStatusChanged(CaseIntakePart& part, const intake::v1::ReferralStatusChanged& event,
                     const Heard& heard, Marks& marks) {
  part.set_stage(Word(event.to()));
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
  switch (event.to()) {
    case intake::v1::REFERRAL_STAGE_REDIRECTED:
    case intake::v1::REFERRAL_STAGE_NO_FURTHER_ACTION:
    case intake::v1::REFERRAL_STAGE_WITHDRAWN:
    case intake::v1::REFERRAL_STAGE_CLOSED:
    case intake::v1::REFERRAL_STAGE_SUPERSEDED:
      marks.Leave(std::string(kOpenReferrals), event.referral_id());
      break;
    default:
      marks.Enter(std::string(kOpenReferrals), event.referral_id(), part.received_time().seconds());
  }
}

// ---- eligibility ----

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
void OnEligibilityDecided(CaseEligibilityPart& part,
                          const eligibility::v1::EligibilityDecided& event, const Heard& heard,
                          Marks& /*marks*/) {
  part.set_referral_id(event.referral_id());
  part.set_decided_on(event.on());
  part.clear_asked();
  part.clear_programmes();
  for (const auto& outcome : event.programmes()) Show(*part.add_programmes(), outcome);
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
  Show(shown, event.programme());
  shown.set_overridden(true);
  shown.set_override_expires_on(event.expires_on());
  *part.mutable_changed_time() = ToTimestamp(heard.occurred_time);
}
void OnOverrideExpired(CaseEligibilityPart& part, const eligibility::v1::OverrideExpired& event,
                       const Heard& /*heard*/, Marks& /*marks*/) {
  CaseEligibility& shown = EligibilityFor(part, event.programme_id());
  shown.set_overridden(false);
  shown.clear_override_expires_on();
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

// ---- outcomes ----

void OnCaseOfReferral(CaseOutcomesPart& part, const outcomes::v1::CaseOpened& event,
                      const Heard& /*heard*/, Marks& /*marks*/) {
  part.add_case_ids(event.case_id());
}
void OnCaseOpened(CaseHelp& part, const outcomes::v1::CaseOpened& event, const Heard& /*heard*/,
                  Marks& /*marks*/) {
  part.set_case_id(event.case_id());
  part.set_programme(event.programme_id());
  part.set_version(event.programme_version());
  part.set_basis(event.basis());
  part.set_opened_on(event.opened_on());
  part.set_children(event.children());
}
void OnCounterfactual(CaseHelp& part, const outcomes::v1::CounterfactualStated& event,
                      const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_counterfactual(event.setting());
  part.set_counterfactual_by(event.by());
}
void OnWorkerAssigned(CaseHelp& part, const outcomes::v1::WorkerAssigned& event,
                      const Heard& /*heard*/, Marks& /*marks*/) {
  for (auto& worker : *part.mutable_workers()) {
    if (worker.role() != event.role() || worker.for_person_id() != event.for_person_id()) continue;
    if (worker.worker() != event.worker_id()) part.set_worker_changes(part.worker_changes() + 1);
    worker.set_worker(event.worker_id());
    return;
  }
  auto& worker = *part.add_workers();
  worker.set_worker(event.worker_id());
  worker.set_role(event.role());
  worker.set_for_person_id(event.for_person_id());
}
void OnSessionPlanned(CaseHelp& part, const outcomes::v1::SessionPlanned& /*event*/,
                      const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_sessions_planned(part.sessions_planned() + 1);
}
void OnSessionRecorded(CaseHelp& part, const outcomes::v1::SessionRecorded& event,
                       const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_sessions_held(part.sessions_held() + 1);
  if (event.attended()) part.set_sessions_attended(part.sessions_attended() + 1);
  part.set_minutes(part.minutes() + event.minutes());
}
void OnEscalation(CaseHelp& part, const outcomes::v1::EscalationRecorded& event,
                  const Heard& /*heard*/, Marks& /*marks*/) {
  auto& escalation = *part.add_escalations();
  escalation.set_person_id(event.person_id());
  escalation.set_to(event.to());
  escalation.set_on(event.on());
}
void OnLengthPassed(CaseHelp& part, const outcomes::v1::ExpectedLengthPassed& event,
                    const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_expected_days_passed(event.expected_days());
}
void OnCaseClosed(CaseHelp& part, const outcomes::v1::CaseClosed& event, const Heard& /*heard*/,
                  Marks& /*marks*/) {
  part.set_closed_on(event.closed_on());
  part.set_outcome(event.outcome());
}

void OnStatusChecked(CaseHelp& part, const outcomes::v1::StatusChecked& event,
                     const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_follow_ups_answered(part.follow_ups_answered() + 1);
  if (!event.became_looked_after()) return;
  if (part.became_looked_after_on().empty()) part.set_became_looked_after_on(event.on());
  const auto& known = part.became_looked_after();
  if (std::find(known.begin(), known.end(), event.person_id()) == known.end()) {
    part.add_became_looked_after(event.person_id());
  }
}
void OnFollowUpLost(CaseHelp& part, const outcomes::v1::FollowUpLost& /*event*/,
                    const Heard& /*heard*/, Marks& /*marks*/) {
  part.set_follow_ups_lost(part.follow_ups_lost() + 1);
}

void AddIntake(Catalogue& catalogue) {
  namespace v1 = intake::v1;
  const std::string collection(kCaseCollection);
  catalogue.On(collection, &v1::ReferralReceived::referral_id, OnReceived);
  catalogue.On(collection, &v1::ReferralAcknowledged::referral_id, OnAcknowledged);
  catalogue.On(collection, &v1::ReferralAmended::referral_id, OnAmended);
  catalogue.On(collection, &v1::ReferralDecided::referral_id, OnReferralDecided);
  catalogue.On(collection, &v1::WithdrawalRequested::referral_id, OnWithdrawalRequested);
  catalogue.On(collection, &v1::ReferralWithdrawn::referral_id, OnWithdrawn);
  catalogue.On(collection, &v1::ReferralReopened::referral_id, OnReopened);
  catalogue.On(collection, &v1::ReferralSuperseded::referral_id, OnSuperseded);
  catalogue.On(collection, &v1::ReferralClosed::referral_id, OnClosed);
  catalogue.On(collection, &v1::ReferralCaseOpened::referral_id, OnReferralCaseOpened);
  catalogue.On(collection, &v1::ReferralCaseClosed::referral_id, OnReferralCaseClosed);
  catalogue.On(collection, &v1::ReferralStatusChanged::referral_id, OnStatusChanged);
}
void AddEligibility(Catalogue& catalogue) {
  namespace v1 = eligibility::v1;
  const std::string collection(kCaseCollection);
  catalogue.On(collection, &v1::EligibilityDecided::referral_id, OnEligibilityDecided);
  catalogue.On(collection, &v1::InformationRequested::referral_id, OnInformationRequested);
  catalogue.On(collection, &v1::InformationProvided::referral_id, OnInformationProvided);
  catalogue.On(collection, &v1::DecisionOverridden::referral_id, OnOverridden);
  catalogue.On(collection, &v1::OverrideExpired::referral_id, OnOverrideExpired);
  catalogue.On(collection, &v1::OngoingConditionBroken::referral_id, OnConditionBroken);
  catalogue.On(collection, &v1::OngoingConditionsConfirmed::referral_id, OnConditionsConfirmed);
}
void AddOutcomes(Catalogue& catalogue) {
  namespace v1 = outcomes::v1;
  const std::string help(kHelpCollection);
  catalogue.On(std::string(kCaseCollection), &v1::CaseOpened::referral_id, OnCaseOfReferral);
  catalogue.On(help, &v1::CaseOpened::case_id, OnCaseOpened);
  catalogue.On(help, &v1::CounterfactualStated::case_id, OnCounterfactual);
  catalogue.On(help, &v1::WorkerAssigned::case_id, OnWorkerAssigned);
  catalogue.On(help, &v1::SessionPlanned::case_id, OnSessionPlanned);
  catalogue.On(help, &v1::SessionRecorded::case_id, OnSessionRecorded);
  catalogue.On(help, &v1::EscalationRecorded::case_id, OnEscalation);
  catalogue.On(help, &v1::ExpectedLengthPassed::case_id, OnLengthPassed);
  catalogue.On(help, &v1::CaseClosed::case_id, OnCaseClosed);
  catalogue.On(help, &v1::StatusChecked::case_id, OnStatusChecked);
  catalogue.On(help, &v1::FollowUpLost::case_id, OnFollowUpLost);
}

}  // namespace

void AddCaseView(Catalogue& catalogue) {
  AddIntake(catalogue);
  AddEligibility(catalogue);
  AddAllocationEvents(catalogue);
  AddOutcomes(catalogue);
}

}  // namespace kinward::projection
