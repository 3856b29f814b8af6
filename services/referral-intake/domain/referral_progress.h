// Where a referral stands and how its parts (cases, awaited programmes) move it on.
#pragma once

#include <string>

#include "services/referral-intake/domain/referral.h"

namespace kinward::intake {

// To a partner, another's referral is as unknown as one that was never sent.
bool IsKnownTo(const Referral& referral, const Actor& actor);
// Received, screening or accepted: something may still come of it.
bool IsLive(const Referral& referral);
// At least one case has closed, none is open, and no programme that was to help is undecided.
bool IsFinished(const Referral& referral);

v1::ReferralStatusChanged StageChanged(const Referral& referral, v1::ReferralStage to);
v1::ReferralReopened Reopened(const Referral& referral, const std::string& reason,
                              const Context& context);
v1::ReferralClosed Closed(const Referral& referral, const std::string& reason,
                          const Context& context);

}  // namespace kinward::intake
