// Answers FindCandidates: reads the council's checks, one after the other (domain/candidates.h).
#pragma once

#include "libs/host/service.h"

namespace kinward::eligibility {

void AddCandidateQuestion(const host::ServiceParts& parts, host::Queries& queries);

}  // namespace kinward::eligibility
