// What scheduling does on hearing the other services: pure functions from an event to its own
// commands. No order across topics is assumed; Request refuses what comes after a withdrawal,
// panels and pools keep what comes before their definition.
#pragma once

#include <vector>

#include "kinward/eligibility/v1/check.pb.h"
#include "kinward/eligibility/v1/programme.pb.h"
#include "kinward/intake/v1/referral.pb.h"
#include "kinward/outcomes/v1/case.pb.h"
#include "libs/host/reaction.h"

namespace kinward::scheduling {

Commands OnEligibilityDecided(const eligibility::v1::EligibilityDecided& event,
                              const host::Heard& heard);
Commands OnDecisionOverridden(const eligibility::v1::DecisionOverridden& event,
                              const host::Heard& heard);
Commands OnArmRecorded(const eligibility::v1::ArmRecorded& event, const host::Heard& heard);
Commands OnProgrammeVersionPublished(const eligibility::v1::ProgrammeVersionPublished& event,
                                     const host::Heard& heard);
Commands OnReferralWithdrawn(const intake::v1::ReferralWithdrawn& event, const host::Heard& heard);
// No further action, or redirected: what is open for it is set aside, until intake reopens it.
Commands OnReferralDecided(const intake::v1::ReferralDecided& event, const host::Heard& heard);
Commands OnReferralClosed(const intake::v1::ReferralClosed& event, const host::Heard& heard);
Commands OnReferralReopened(const intake::v1::ReferralReopened& event, const host::Heard& heard);
Commands OnReferralSuperseded(const intake::v1::ReferralSuperseded& event,
                              const host::Heard& heard);
Commands OnCaseClosed(const outcomes::v1::CaseClosed& event, const host::Heard& heard);

std::vector<host::Reaction> Reactions();

}  // namespace kinward::scheduling
