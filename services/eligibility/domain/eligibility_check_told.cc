// What a check is told of by others and only keeps: an erasure, the arm and the cohort of its
// family, that its referral ended or was taken up again.
#include <utility>

#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/domain/reassessment.h"
#include "services/eligibility/domain/specialists.h"

namespace kinward::eligibility {
namespace {

const std::string& FamilyOf(const EligibilityCheck& check, const auto& command) {
  return check.family_id.empty() ? command.family_id() : check.family_id;
}

}  // namespace

CheckDecision Decide(const EligibilityCheck& check, const v1::RecordErasure& command,
                     const Context& /*context*/) {
  if (check.erased.contains(command.person_id())) return CheckEvents{};
  v1::ErasureRecorded event;
  event.set_referral_id(command.referral_id());
  event.set_family_id(check.family_id.empty() ? command.family_id() : check.family_id);
  event.set_person_id(command.person_id());
  return CheckEvents{std::move(event)};
}

CheckDecision Decide(const EligibilityCheck& check, const v1::RecordArm& command,
                     const Context& context) {
  const auto recorded = check.arms.find(command.programme_id());
  if (recorded != check.arms.end() && recorded->second == command.arm()) return CheckEvents{};
  if (!check.checked) return v1::REJECTION_REFERRAL_MUST_BE_CHECKED;
  if (check.family_id != command.family_id()) return v1::REJECTION_FAMILY_MUST_BE_THE_REFERRALS;
  const v1::ProgrammeOutcome* programme = FindOutcome(check.programmes, command.programme_id());
  if (programme == nullptr) return v1::REJECTION_PROGRAMME_MUST_BE_CHECKED;
  if (!EligibleToday(check, *programme, context)) return v1::REJECTION_PROGRAMME_MUST_BE_ELIGIBLE;
  v1::ArmRecorded event;
  event.set_referral_id(command.referral_id());
  event.set_family_id(check.family_id);
  *event.mutable_programme() = *programme;
  event.mutable_programme()->set_outcome(v1::OUTCOME_ELIGIBLE);
  event.set_trial_id(command.trial_id());
  event.set_arm(command.arm());
  event.set_receives(command.receives());
  event.set_on(check.on);
  event.set_urgency(check.urgency);
  event.mutable_reasons()->Assign(check.reasons.begin(), check.reasons.end());
  *event.mutable_subjects() = check.subjects;
  return CheckEvents{std::move(event)};
}

CheckDecision Decide(const EligibilityCheck& check, const v1::RecordCohort& command,
                     const Context& /*context*/) {
  if (check.cohorts.contains({command.programme_id(), command.cohort()})) return CheckEvents{};
  if (!check.checked) return v1::REJECTION_REFERRAL_MUST_BE_CHECKED;
  if (check.family_id != command.family_id()) return v1::REJECTION_FAMILY_MUST_BE_THE_REFERRALS;
  v1::CohortRecorded event;
  event.set_referral_id(command.referral_id());
  event.set_family_id(check.family_id);
  event.set_programme_id(command.programme_id());
  event.set_cohort(command.cohort());
  return CheckEvents{std::move(event)};
}

CheckDecision Decide(const EligibilityCheck& check, const v1::RecordReferralEnded& command,
                     const Context& /*context*/) {
  if (check.over) return CheckEvents{};
  v1::ReferralEnded event;
  event.set_referral_id(command.referral_id());
  event.set_family_id(FamilyOf(check, command));
  return CheckEvents{std::move(event)};
}

CheckDecision Decide(const EligibilityCheck& check, const v1::RecordReferralReopened& command,
                     const Context& context) {
  if (!check.over) return CheckEvents{};
  v1::ReferralTakenUpAgain event;
  event.set_referral_id(command.referral_id());
  event.set_family_id(FamilyOf(check, command));
  CheckEvents events{std::move(event)};
  // What was told while it was over.
  AddSpecialists(check, command.referral_id(), Remembered(check), context, events);
  return events;
}

}  // namespace kinward::eligibility
