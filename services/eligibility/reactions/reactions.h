// What eligibility does about what it hears from intake: a referral is checked at once, what is
// learned of its people is taken in, a consent that ends has the ongoing conditions looked at. And
// about its own decisions: an arm is drawn where a trial runs, and a version that begins has the
// conditions of those looked at who were given an earlier one. Pure.
#pragma once

#include <vector>

#include "kinward/eligibility/v1/check.pb.h"
#include "kinward/eligibility/v1/programme.pb.h"
#include "kinward/eligibility/v1/review_list.pb.h"
#include "kinward/intake/v1/consent.pb.h"
#include "kinward/intake/v1/person.pb.h"
#include "kinward/intake/v1/referral.pb.h"
#include "libs/host/reaction.h"

namespace kinward::eligibility {

Commands OnReferralReceived(const intake::v1::ReferralReceived& event, const host::Heard& heard);
Commands OnReferralAmended(const intake::v1::ReferralAmended& event, const host::Heard& heard);
Commands OnFactRecorded(const intake::v1::FactRecorded& event, const host::Heard& heard);
Commands OnLegalStatusRecorded(const intake::v1::LegalStatusRecorded& event,
                               const host::Heard& heard);
// Each kind of risk is a sensitive fact, and so lost where the referral is not checked yet; that a
// person is at very high risk, of whatever it is, is kept.
Commands OnRiskLevelRecorded(const intake::v1::RiskLevelRecorded& event, const host::Heard& heard);
Commands OnConsentWithdrawn(const intake::v1::ConsentWithdrawn& event, const host::Heard& heard);
// What it stood on can no longer be read: Explain says so.
Commands OnSubjectErased(const intake::v1::SubjectErased& event, const host::Heard& heard);
Commands OnConsentExpired(const intake::v1::ConsentExpired& event, const host::Heard& heard);
// What is over is not reviewed.
Commands OnReferralClosed(const intake::v1::ReferralClosed& event, const host::Heard& heard);
Commands OnReferralWithdrawn(const intake::v1::ReferralWithdrawn& event, const host::Heard& heard);
Commands OnReferralSuperseded(const intake::v1::ReferralSuperseded& event,
                              const host::Heard& heard);
Commands OnReferralReopened(const intake::v1::ReferralReopened& event, const host::Heard& heard);

// What follows a decision: an arm of a running trial, a place on the list of those to be reviewed.
Commands OnEligibilityDecided(const v1::EligibilityDecided& event, const host::Heard& heard);
Commands OnDecisionOverridden(const v1::DecisionOverridden& event, const host::Heard& heard);
Commands OnVersionBegan(const v1::VersionBegan& event, const host::Heard& heard);
Commands OnReviewDue(const v1::ReviewDue& event, const host::Heard& heard);
Commands OnListedForReview(const v1::ListedForReview& event, const host::Heard& heard);

std::vector<host::Reaction> Reactions();

}  // namespace kinward::eligibility
