// What one version of a programme says otherwise than another, in words. Pure.
#pragma once

#include <string>
#include <vector>

#include "services/eligibility/describe/words.h"

namespace kinward::describe {

// One sentence a change, without its full stop: "Lowest age was 11 years and is 10 years",
// "clause residence is new", "capacity of pause-women was 20 and is 22". Empty: they say the same.
// Every field of a version is compared, those added later too; the sources and the day it begins
// only where both are the same version, as of two folders.
std::vector<std::string> Changes(const ProgrammeVersion& was, const ProgrammeVersion& is);

}  // namespace kinward::describe
