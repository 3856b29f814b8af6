#include "services/referral-intake/reactions/reactions.h"

#include <string>
#include <utility>

#include "kinward/intake/v1/programme_copy.pb.h"
#include "kinward/intake/v1/referral.pb.h"

namespace kinward::intake {
namespace {

Commands HelpEnded(const std::string& referral_id, const std::string& programme_id,
                   const std::string& reason) {
  v1::RecordHelpEnded command;
  command.set_referral_id(referral_id);
  command.set_programme_id(programme_id);
  if (!reason.empty()) command.set_reason(reason);
  return {std::move(command)};
}

}  // namespace

Commands OnEligibilityDecided(const eligibility::v1::EligibilityDecided& event,
                              const host::Heard& /*heard*/) {
  v1::AcknowledgeReferral command;
  command.set_referral_id(event.referral_id());
  for (const auto& programme : event.programmes()) {
    const bool asked =
        event.asked_programme().empty() || event.asked_programme() == programme.programme_id();
    const bool eligible = programme.outcome() == eligibility::v1::OUTCOME_ELIGIBLE;
    if (asked && eligible && !programme.in_trial()) {  // else its arm says whether help comes
      command.add_programmes(programme.programme_id());
    }
  }
  // The first decision acknowledged it, and is heard first: one stream, one key.
  if (event.again() && command.programmes().empty()) return {};
  return {std::move(command)};
}

Commands OnDecisionOverridden(const eligibility::v1::DecisionOverridden& event,
                              const host::Heard& /*heard*/) {
  const bool eligible = event.programme().outcome() == eligibility::v1::OUTCOME_ELIGIBLE;
  if (!eligible || event.programme().in_trial()) return {};
  v1::AcknowledgeReferral command;
  command.set_referral_id(event.referral_id());
  command.add_programmes(event.programme().programme_id());
  return {std::move(command)};
}

Commands OnArmRecorded(const eligibility::v1::ArmRecorded& event, const host::Heard& /*heard*/) {
  if (!event.receives()) return {};
  v1::AcknowledgeReferral command;
  command.set_referral_id(event.referral_id());
  command.add_programmes(event.programme().programme_id());
  return {std::move(command)};
}

Commands OnPartDecided(const scheduling::v1::PartDecided& event, const host::Heard& /*heard*/) {
  if (event.decision() != "refused") return {};
  return HelpEnded(event.referral_id(), event.programme_id(), "refused");
}

Commands OnPartEnded(const scheduling::v1::PartEnded& event, const host::Heard& /*heard*/) {
  return HelpEnded(event.referral_id(), event.programme_id(), event.reason());
}

Commands OnCaseOpened(const outcomes::v1::CaseOpened& event, const host::Heard& /*heard*/) {
  v1::RecordCaseOpened command;
  command.set_referral_id(event.referral_id());
  command.set_case_id(event.case_id());
  return {std::move(command)};
}

Commands OnCaseClosed(const outcomes::v1::CaseClosed& event, const host::Heard& /*heard*/) {
  v1::RecordCaseClosed command;
  command.set_referral_id(event.referral_id());
  command.set_case_id(event.case_id());
  return {std::move(command)};
}

Commands OnProgrammeVersionPublished(const eligibility::v1::ProgrammeVersionPublished& event,
                                     const host::Heard& /*heard*/) {
  v1::RecordProgrammeVersion command;
  command.set_programme_id(event.programme_id());
  *command.mutable_version() = event.version();
  return {std::move(command)};
}

Commands OnProgrammeWithdrawn(const eligibility::v1::ProgrammeWithdrawn& event,
                              const host::Heard& /*heard*/) {
  v1::RecordProgrammeWithdrawal command;
  command.set_programme_id(event.programme_id());
  command.set_from(event.from());
  return {std::move(command)};
}

std::vector<host::Reaction> Reactions() {
  return {host::On("acknowledge-referral", OnEligibilityDecided),
          host::On("await-overridden-programme", OnDecisionOverridden),
          host::On("await-programme-of-the-arm", OnArmRecorded),
          host::On("end-refused-part", OnPartDecided),
          host::On("end-part", OnPartEnded),
          host::On("open-case", OnCaseOpened),
          host::On("close-case", OnCaseClosed),
          host::On("copy-programme", OnProgrammeVersionPublished),
          host::On("withdraw-programme", OnProgrammeWithdrawn)};
}

}  // namespace kinward::intake
