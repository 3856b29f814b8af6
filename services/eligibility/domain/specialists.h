// Who is asked to join those who help a family, where a programme has a rule for it (`joiners`): by
// that rule as soon as it holds, or by a person. Each role is proposed once for each programme. Not
// the joining itself, which is a worker's business. Used by the deciders of eligibility_check.h.
#pragma once

#include <string>

#include "services/eligibility/domain/reassessment.h"

namespace kinward::eligibility {

// Appends a proposal for every joiner whose rule holds on what is known, of every programme that is
// eligible once `events` have happened to `check`. A rule that is undecided proposes nobody; nor is
// anybody proposed where the referral is over or one of its people was erased.
void AddSpecialists(const EligibilityCheck& check, const std::string& referral_id,
                    const Knowledge& knowledge, const Context& context, CheckEvents& events);

}  // namespace kinward::eligibility
