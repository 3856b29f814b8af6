// What eligibility does about what it hears from intake: a referral is checked at once, what is
// learned of its people is taken in, a consent that ends has the ongoing conditions looked at.
// Pure.
#pragma once

#include <vector>

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
Commands OnConsentWithdrawn(const intake::v1::ConsentWithdrawn& event, const host::Heard& heard);
// What it stood on can no longer be read: Explain says so.
Commands OnSubjectErased(const intake::v1::SubjectErased& event, const host::Heard& heard);
Commands OnConsentExpired(const intake::v1::ConsentExpired& event, const host::Heard& heard);

std::vector<host::Reaction> Reactions();

}  // namespace kinward::eligibility
