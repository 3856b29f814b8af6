#include "services/eligibility/reactions/reactions.h"

#include <algorithm>
#include <string>
#include <utility>

#include "kinward/eligibility/v1/check.pb.h"
#include "libs/calendar/calendar.h"
#include "services/eligibility/reactions/own_reactions.h"

namespace kinward::eligibility {
namespace {

// The word of the contract, empty where none was given.
std::string WordOf(intake::v1::Urgency urgency) {
  switch (urgency) {
    case intake::v1::URGENCY_ROUTINE:
      return "routine";
    case intake::v1::URGENCY_URGENT:
      return "urgent";
    case intake::v1::URGENCY_IMMEDIATE:
      return "immediate";
    default:
      return "";
  }
}

v1::ProvideInformation Told(const std::string& referral_id, const std::string& family_id) {
  v1::ProvideInformation command;
  command.set_referral_id(referral_id);
  command.set_family_id(family_id);
  return command;
}

// A word of intake as the name of a fact: `larc-consent` is `larc_consent`.
std::string FactNamed(std::string word) {
  std::ranges::replace(word, '-', '_');
  return word;
}

constexpr const char* kVeryHigh = "very-high";

// The risk of `domestic-abuse` is the fact `domestic_abuse_risk_level`. The catalogue's levels of
// one kind of risk end at high: what is higher still is no less than that.
common::v1::Fact LevelOf(const intake::v1::RiskLevelRecorded& event) {
  common::v1::Fact fact;
  fact.set_name(event.of().empty() ? "risk_level" : FactNamed(event.of()) + "_risk_level");
  fact.set_code(event.level() == kVeryHigh ? "high" : event.level());
  fact.set_person_id(event.person_id());
  return fact;
}

// What ends is told as a no.
template <typename Ended>
Commands Review(const Ended& event) {
  if (event.referral_id().empty()) return {};
  v1::ReviewOngoingConditions command;
  command.set_referral_id(event.referral_id());
  command.set_family_id(event.family_id());
  common::v1::Fact& fact = *command.mutable_sensitive_facts()->add_facts();
  fact.set_name(FactNamed(event.purpose()));
  fact.set_flag(false);
  if (!event.person_id().empty()) fact.set_person_id(event.person_id());
  return {std::move(command)};
}

template <typename Event>
Commands Ended(const Event& event) {
  if (event.family_id().empty()) return {};
  v1::RecordReferralEnded command;
  command.set_referral_id(event.referral_id());
  command.set_family_id(event.family_id());
  return {std::move(command)};
}

}  // namespace

Commands OnReferralReceived(const intake::v1::ReferralReceived& event, const host::Heard& heard) {
  v1::CheckEligibility command;
  command.set_referral_id(event.referral_id());
  command.set_family_id(event.family_id());
  if (!event.programme().empty()) command.set_programme(event.programme());
  // The day it was received, however late it is heard.
  command.set_on(FormatDate(DateOf(heard.occurred_time)));
  command.set_urgency(WordOf(event.urgency()));
  *command.mutable_reasons() = event.reasons();
  *command.mutable_subjects() = event.subjects();
  *command.mutable_facts() = event.facts();
  if (event.has_sensitive_facts()) *command.mutable_sensitive_facts() = event.sensitive_facts();
  return {std::move(command)};
}

Commands OnReferralAmended(const intake::v1::ReferralAmended& event, const host::Heard& /*heard*/) {
  v1::ProvideInformation command = Told(event.referral_id(), event.family_id());
  *command.mutable_subjects() = event.subjects();
  *command.mutable_facts() = event.facts();
  if (event.has_sensitive_facts()) *command.mutable_sensitive_facts() = event.sensitive_facts();
  const std::string urgency = WordOf(event.urgency());
  if (!urgency.empty()) command.set_urgency(urgency);
  *command.mutable_reasons() = event.reasons();
  if (!event.programme().empty()) command.set_programme(event.programme());
  return {std::move(command)};
}

Commands OnFactRecorded(const intake::v1::FactRecorded& event, const host::Heard& /*heard*/) {
  Commands commands;
  for (const std::string& referral_id : event.referral_ids()) {
    v1::ProvideInformation command = Told(referral_id, event.family_id());
    if (event.has_fact() && !event.fact().name().empty()) {
      common::v1::SubjectFacts& person = *command.add_subjects();
      person.set_person_id(event.person_id());
      *person.add_facts() = event.fact();
    }
    if (event.has_sensitive_facts()) *command.mutable_sensitive_facts() = event.sensitive_facts();
    commands.emplace_back(std::move(command));
  }
  return commands;
}

Commands OnLegalStatusRecorded(const intake::v1::LegalStatusRecorded& event,
                               const host::Heard& /*heard*/) {
  Commands commands;
  for (const std::string& referral_id : event.referral_ids()) {
    v1::ProvideInformation command = Told(referral_id, event.family_id());
    common::v1::SubjectFacts& person = *command.add_subjects();
    person.set_person_id(event.person_id());
    common::v1::Fact& fact = *person.add_facts();
    fact.set_name("legal_status");
    fact.set_code(event.status());
    commands.emplace_back(std::move(command));
  }
  return commands;
}

Commands OnRiskLevelRecorded(const intake::v1::RiskLevelRecorded& event,
                             const host::Heard& /*heard*/) {
  Commands commands;
  for (const std::string& referral_id : event.referral_ids()) {
    v1::ProvideInformation command = Told(referral_id, event.family_id());
    *command.mutable_sensitive_facts()->add_facts() = LevelOf(event);
    // A lower level says nothing of this: the risk of something else may be very high.
    if (event.level() == kVeryHigh) {
      common::v1::SubjectFacts& person = *command.add_subjects();
      person.set_person_id(event.person_id());
      common::v1::Fact& fact = *person.add_facts();
      fact.set_name("very_high_risk");
      fact.set_flag(true);
    }
    commands.emplace_back(std::move(command));
  }
  return commands;
}

Commands OnConsentWithdrawn(const intake::v1::ConsentWithdrawn& event,
                            const host::Heard& /*heard*/) {
  return Review(event);
}

Commands OnConsentExpired(const intake::v1::ConsentExpired& event, const host::Heard& /*heard*/) {
  return Review(event);
}

Commands OnSubjectErased(const intake::v1::SubjectErased& event, const host::Heard& /*heard*/) {
  Commands commands;
  for (const std::string& referral_id : event.referral_ids()) {
    v1::RecordErasure command;
    command.set_referral_id(referral_id);
    command.set_family_id(event.family_id());
    command.set_person_id(event.person_id());
    commands.emplace_back(std::move(command));
  }
  return commands;
}

Commands OnReferralClosed(const intake::v1::ReferralClosed& event, const host::Heard& /*heard*/) {
  return Ended(event);
}

Commands OnReferralWithdrawn(const intake::v1::ReferralWithdrawn& event,
                             const host::Heard& /*heard*/) {
  return Ended(event);
}

Commands OnReferralSuperseded(const intake::v1::ReferralSuperseded& event,
                              const host::Heard& /*heard*/) {
  return Ended(event);
}

Commands OnReferralReopened(const intake::v1::ReferralReopened& event,
                            const host::Heard& /*heard*/) {
  if (event.family_id().empty()) return {};
  v1::RecordReferralReopened command;
  command.set_referral_id(event.referral_id());
  command.set_family_id(event.family_id());
  return {std::move(command)};
}

std::vector<host::Reaction> Reactions() {
  std::vector<host::Reaction> reactions = {
      host::On("check-received-referral", OnReferralReceived),
      host::On("learn-of-amended-referral", OnReferralAmended),
      host::On("learn-recorded-fact", OnFactRecorded),
      host::On("learn-legal-status", OnLegalStatusRecorded),
      host::On("learn-risk-level", OnRiskLevelRecorded),
      host::On("review-withdrawn-consent", OnConsentWithdrawn),
      host::On("review-expired-consent", OnConsentExpired),
      host::On("record-erasure", OnSubjectErased),
      host::On("record-closed-referral", OnReferralClosed),
      host::On("record-withdrawn-referral", OnReferralWithdrawn),
      host::On("record-superseded-referral", OnReferralSuperseded),
      host::On("record-reopened-referral", OnReferralReopened),
  };
  for (auto& own : OwnReactions()) reactions.push_back(std::move(own));
  return reactions;
}

}  // namespace kinward::eligibility
