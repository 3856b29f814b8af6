// What one decision says of several programmes together: which come first, and who would accept
// where one refuses by a single clause, asked for or not. Used by the deciders of
// eligibility_check.h and by previews.
#pragma once

#include "services/eligibility/domain/reassessment.h"

namespace kinward::eligibility {

// Ranks the event's eligible programmes (rules/ranking.h) and names, for each near miss, those that
// would accept: of the others looked at, or, where one programme was asked for, of all that serve
// the reasons.
void SeeTogether(const EligibilityCheck& check, const Knowledge& knowledge, const Context& context,
                 v1::EligibilityDecided& event);

}  // namespace kinward::eligibility
