// The fewest questions whose answers could make a set of rules hold; of equally few, those with the
// fewest sensitive ones. Sensitive questions stand last.
#pragma once

#include <vector>

#include "kinward/eligibility/v1/check.pb.h"
#include "services/eligibility/rules/evaluator.h"

namespace kinward::eligibility {

// For rules that are undecided. Empty when no answer could make all of them hold.
std::vector<v1::Question> ShortestQuestions(const ProgrammeVersion& version,
                                            const std::vector<const Rule*>& undecided,
                                            const Known& known);

}  // namespace kinward::eligibility
