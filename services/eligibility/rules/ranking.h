// Several programmes' answers to one referral, seen together: which come first, and who would
// accept where one refuses by a single clause. Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kinward/common/v1/programme.pb.h"
#include "kinward/eligibility/v1/check.pb.h"

namespace kinward::eligibility {

// Those of the programmes that are delivered in the council itself: it hosts them, or one of their
// sites is there. Others are further away (1B: needs, distance).
std::set<std::string> DeliveredIn(std::string_view council,
                                  const std::vector<const common::v1::ProgrammeVersion*>& versions);

// Sets `rank` of each eligible programme: the more of its preferences are met the earlier, then
// those that are `here`, then by id.
void Rank(std::vector<v1::ProgrammeOutcome*> outcomes, const std::set<std::string>& here = {});

// Sets `elsewhere` of a near miss to those of the `others` that are eligible, in order of rank.
void NameElsewhere(v1::ProgrammeOutcome& outcome, const std::vector<v1::ProgrammeOutcome*>& others);

}  // namespace kinward::eligibility
