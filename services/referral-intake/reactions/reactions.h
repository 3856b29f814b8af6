// What intake does on hearing the other contexts: it learns how far its referrals have got,
// and what programmes say a notification obliges.
#pragma once

#include <vector>

#include "kinward/eligibility/v1/check.pb.h"
#include "kinward/eligibility/v1/programme.pb.h"
#include "kinward/outcomes/v1/case.pb.h"
#include "kinward/scheduling/v1/request.pb.h"
#include "libs/host/reaction.h"

namespace kinward::intake {

// Screening has begun; each programme that is to help is awaited before the referral can close.
Commands OnEligibilityDecided(const eligibility::v1::EligibilityDecided& event,
                              const host::Heard& heard);
Commands OnDecisionOverridden(const eligibility::v1::DecisionOverridden& event,
                              const host::Heard& heard);
// A refusal ends that programme's part.
Commands OnArmRecorded(const eligibility::v1::ArmRecorded& event, const host::Heard& heard);
Commands OnPartDecided(const scheduling::v1::PartDecided& event, const host::Heard& heard);
Commands OnPartEnded(const scheduling::v1::PartEnded& event, const host::Heard& heard);
Commands OnCaseOpened(const outcomes::v1::CaseOpened& event, const host::Heard& heard);
Commands OnCaseClosed(const outcomes::v1::CaseClosed& event, const host::Heard& heard);
// Its triggers say what a notification obliges.
Commands OnProgrammeVersionPublished(const eligibility::v1::ProgrammeVersionPublished& event,
                                     const host::Heard& heard);
Commands OnProgrammeWithdrawn(const eligibility::v1::ProgrammeWithdrawn& event,
                              const host::Heard& heard);

std::vector<host::Reaction> Reactions();

}  // namespace kinward::intake
