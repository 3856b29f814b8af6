// A programme's description as the API answers it: the same words as its page. Pure.
#pragma once

#include "kinward/eligibility/v1/service.pb.h"
#include "services/eligibility/describe/describe.h"

namespace kinward::describe {

eligibility::v1::DescribeProgrammeResponse ResponseOf(const ProgrammeVersion& version,
                                                      const Around& around);

}  // namespace kinward::describe
