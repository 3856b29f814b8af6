// What only the whole catalogue shows: one id for two files, a panel that nobody defines, sites
// that point in a circle, examples that do not hold.
#pragma once

#include "services/eligibility/catalogue/catalogue.h"

namespace kinward::catalogue {

void CheckTogether(const Catalogue& catalogue, Faults& faults);

}  // namespace kinward::catalogue
