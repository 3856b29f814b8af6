// What intake changes in the case's parts.
#include <algorithm>

#include "kinward/intake/v1/referral.pb.h"
#include "services/projection/views/case_view.h"
#include "services/projection/views/words.h"

namespace kinward::projection {
namespace {

using views::v1::CaseIntakePart;

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

}  // namespace

void AddIntakeEvents(Catalogue& catalogue) {
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

}  // namespace kinward::projection
