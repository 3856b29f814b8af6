#include "services/scheduling/reactions/reactions.h"

#include <utility>

#include "kinward/scheduling/v1/programme_copy.pb.h"
#include "kinward/scheduling/v1/request.pb.h"

namespace kinward::scheduling {
namespace {

v1::RequestHelp HelpOf(const auto& event, const eligibility::v1::ProgrammeOutcome& outcome,
                       const std::string& referred_on) {
  v1::RequestHelp command;
  command.set_referral_id(event.referral_id());
  command.set_family_id(event.family_id());
  command.set_programme_id(outcome.programme_id());
  command.set_programme_version(outcome.version());
  *command.mutable_gateway() = outcome.gateway();
  command.set_urgency(event.urgency());
  command.set_pool_id(outcome.pool_id());
  command.set_setting_id(outcome.setting_id());
  command.set_begins_with(outcome.begins_with());
  command.set_preferences_met(outcome.preferences_met());
  *command.mutable_subjects() = event.subjects();
  command.set_referred_on(referred_on);
  command.set_counts(outcome.counts());
  return command;
}

v1::NarrowRequest Narrow(const eligibility::v1::EligibilityDecided& event) {
  v1::NarrowRequest command;
  command.set_referral_id(event.referral_id());
  command.set_family_id(event.family_id());
  command.set_programme_id(event.asked_programme());
  return command;
}

v1::WithdrawRequest Withdraw(const auto& event, const std::string& reason,
                             bool may_return = false) {
  v1::WithdrawRequest command;
  command.set_referral_id(event.referral_id());
  command.set_family_id(event.family_id());
  command.set_reason(reason);
  command.set_may_return(may_return);
  return command;
}

}  // namespace

Commands OnEligibilityDecided(const eligibility::v1::EligibilityDecided& event,
                              const host::Heard& /*heard*/) {
  Commands commands;
  if (event.asked_instead() && !event.asked_programme().empty()) commands.push_back(Narrow(event));
  for (const auto& outcome : event.programmes()) {
    if (outcome.outcome() != eligibility::v1::OUTCOME_ELIGIBLE) continue;
    if (!event.asked_programme().empty() && event.asked_programme() != outcome.programme_id())
      continue;
    if (outcome.in_trial()) continue;  // its arm says whether help comes
    v1::RequestHelp command = HelpOf(event, outcome, event.on());
    *command.mutable_reasons() = event.reasons();
    commands.emplace_back(std::move(command));
  }
  return commands;
}

Commands OnDecisionOverridden(const eligibility::v1::DecisionOverridden& event,
                              const host::Heard& /*heard*/) {
  if (event.programme().outcome() != eligibility::v1::OUTCOME_ELIGIBLE) return {};
  if (event.programme().in_trial()) return {};
  return {HelpOf(event, event.programme(), "")};
}

// Families of the other arm have help as usual, which nobody asks for here.
Commands OnArmRecorded(const eligibility::v1::ArmRecorded& event, const host::Heard& /*heard*/) {
  if (!event.receives()) return {};
  v1::RequestHelp command = HelpOf(event, event.programme(), event.on());
  *command.mutable_reasons() = event.reasons();
  return {std::move(command)};
}

Commands OnProgrammeVersionPublished(const eligibility::v1::ProgrammeVersionPublished& event,
                                     const host::Heard& /*heard*/) {
  v1::RecordProgrammeVersion command;
  command.set_programme_id(event.programme_id());
  *command.mutable_version() = event.version();
  return {command};
}

Commands OnReferralWithdrawn(const intake::v1::ReferralWithdrawn& event,
                             const host::Heard& /*heard*/) {
  return {Withdraw(event, event.reason())};
}

Commands OnReferralSuperseded(const intake::v1::ReferralSuperseded& event,
                              const host::Heard& /*heard*/) {
  return {Withdraw(event, "superseded")};
}

Commands OnReferralDecided(const intake::v1::ReferralDecided& event, const host::Heard& /*heard*/) {
  switch (event.decision()) {
    case intake::v1::REFERRAL_DECISION_NO_FURTHER_ACTION:
      return {Withdraw(event, "no-further-action", true)};
    case intake::v1::REFERRAL_DECISION_REDIRECT:
      return {Withdraw(event, "redirected", true)};
    default:
      return {};
  }
}

// The last case's close ends nothing more: each part had its own end.
Commands OnReferralClosed(const intake::v1::ReferralClosed& event, const host::Heard& /*heard*/) {
  if (event.reason() == "last-case-closed") return {};
  return {Withdraw(event, "referral-closed", true)};
}

Commands OnReferralReopened(const intake::v1::ReferralReopened& event,
                            const host::Heard& /*heard*/) {
  v1::ReopenRequest command;
  command.set_referral_id(event.referral_id());
  command.set_family_id(event.family_id());
  return {command};
}

// The part's end gives its place back: the request knows its pool.
Commands OnCaseClosed(const outcomes::v1::CaseClosed& event, const host::Heard& /*heard*/) {
  v1::HearCaseClosed command;
  command.set_referral_id(event.referral_id());
  command.set_family_id(event.family_id());
  command.set_programme_id(event.programme_id());
  return {command};
}

std::vector<host::Reaction> Reactions() {
  return {
      host::On("request-help", OnEligibilityDecided),
      host::On("request-overridden-help", OnDecisionOverridden),
      host::On("request-help-of-the-arm", OnArmRecorded),
      host::On("record-programme-version", OnProgrammeVersionPublished),
      host::On("withdraw-request", OnReferralWithdrawn),
      host::On("withdraw-superseded-request", OnReferralSuperseded),
      host::On("set-request-aside", OnReferralDecided),
      host::On("set-closed-request-aside", OnReferralClosed),
      host::On("reopen-request", OnReferralReopened),
      host::On("end-part", OnCaseClosed),
  };
}

}  // namespace kinward::scheduling
