// One programme's answer to one referral: every clause, in words, and what would still have to be
// asked. Pure: the same facts and version give the same bytes.
#pragma once

#include <vector>

#include "kinward/eligibility/v1/check.pb.h"
#include "services/eligibility/rules/evaluator.h"

namespace kinward::eligibility {

v1::ClauseResult ResultOf(Truth truth);

// Required and ongoing clauses decide; preferences are counted and never refuse.
// `remembered`: clauses whose facts are no longer readable here but have not changed; where one
// would be undecided, its earlier result stands.
v1::ProgrammeOutcome Assess(const ProgrammeVersion& version, const Known& told_of,
                            const std::vector<v1::ClauseOutcome>& remembered = {});

// The outcome that these clauses make, and the one clause in the way where it is only one.
void Conclude(const ProgrammeVersion& version, v1::ProgrammeOutcome& outcome);

}  // namespace kinward::eligibility
