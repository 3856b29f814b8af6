// Answers WhatIf: a draft over every referral of the council that was decided. Reads and judges on
// a thread of its own, so that commands go on meanwhile; one question after the other (what_if/).
#pragma once

#include "libs/host/service.h"

namespace kinward::eligibility {

void AddWhatIfQuestion(const host::ServiceParts& parts, host::Queries& queries);

}  // namespace kinward::eligibility
