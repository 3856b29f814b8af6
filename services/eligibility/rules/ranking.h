// Several programmes' answers to one referral, seen together: which come first, and who would
// accept where one refuses by a single clause. Pure.
#pragma once

#include <vector>

#include "kinward/eligibility/v1/check.pb.h"

namespace kinward::eligibility {

// Sets `rank` of each eligible programme: the more of its preferences are met the earlier, then by
// id. `first`: programmes with a place to be had, which come before all others; may be empty.
void Rank(std::vector<v1::ProgrammeOutcome*> outcomes, const std::vector<std::string>& first = {});

// Sets `elsewhere` of a near miss to those of the `others` that are eligible, in order of rank.
void NameElsewhere(v1::ProgrammeOutcome& outcome, const std::vector<v1::ProgrammeOutcome*>& others);

}  // namespace kinward::eligibility
