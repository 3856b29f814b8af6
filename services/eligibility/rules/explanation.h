// Says in words why a rule came out as it did, with the values used. Never a sensitive value, never
// a name: people are spoken of by their role.
#pragma once

#include <string>

#include "services/eligibility/rules/evaluator.h"

namespace kinward::eligibility {

// E.g. "child: age is 13 years" or "child: age is 9 years, must be at least 11 years".
std::string Because(const ProgrammeVersion& version, const Rule& rule, const Known& known,
                    Truth truth);

}  // namespace kinward::eligibility
