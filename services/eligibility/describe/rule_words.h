// A rule in words, before anybody is checked by it: what it asks for, not how it came out.
#pragma once

#include <string>
#include <vector>

#include "services/eligibility/describe/description.h"
#include "services/eligibility/describe/words.h"

namespace kinward::describe {

// Line by line, what belongs together below its heading:
//   any of these:
//     a transfer from police custody (PACE): yes
//     a child: age is from 10 to 18 years
std::vector<Line> RuleLines(const ProgrammeVersion& version, const common::v1::Rule& rule,
                            int depth = 0);

// The same in one phrase: "a transfer from police custody (PACE): yes; or a child: age is …".
std::string RulePhrase(const ProgrammeVersion& version, const common::v1::Rule& rule);

}  // namespace kinward::describe
