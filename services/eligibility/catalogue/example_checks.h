// Runs a programme's own examples, which are its proof: yes, no, and not known yet.
#pragma once

#include "services/eligibility/catalogue/programme_reader.h"

namespace kinward::catalogue {

// A programme with clauses has an example of each outcome, and every example gives what it says.
void CheckExamples(const ProgrammeFile& programme, Faults& faults);

}  // namespace kinward::catalogue
