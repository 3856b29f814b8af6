// Sites that another file describes: they lead to a programme, and never back.
#pragma once

#include "services/eligibility/catalogue/catalogue.h"

namespace kinward::catalogue {

void CheckSites(const Catalogue& catalogue, const ProgrammeFile& programme, Faults& faults);

}  // namespace kinward::catalogue
