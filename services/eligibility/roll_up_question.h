// Answers RollUpTotals: reads whose totals the asker may see, then their checks, page by page from
// one consistent look at the store (domain/roll_up_totals.h).
#pragma once

#include "libs/host/service.h"

namespace kinward::eligibility {

// A member that did not grant the asker its totals, in its own council's stream of the programme,
// is left out of the answer. Refused: PERIOD_MUST_END_AFTER_IT_BEGINS,
// PERIOD_MUST_BE_FIVE_YEARS_AT_MOST; PROGRAMME_MUST_BE_PUBLISHED (in the asking council);
// ROLL_UP_MUST_BE_GRANTED when nobody granted it.
void AddRollUpQuestion(const host::ServiceParts& parts, host::Queries& queries);

}  // namespace kinward::eligibility
