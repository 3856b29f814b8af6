// The work behind WhatIf: every recorded decision of the council under the draft.
#pragma once

#include <atomic>
#include <string>

#include "kinward/eligibility/v1/service.pb.h"
#include "libs/base/programmes.h"
#include "libs/base/result.h"
#include "libs/eventstore/store_audit.h"

namespace kinward::eligibility {

// Blocks; looks at `stopping` between portions. kRetry: it was told to stop. `decided_type`: what
// EligibilityDecided is called in the store. `programmes`: where a draft is licensed.
Result<v1::WhatIfResponse> TallyRecorded(eventstore::StoreAudit& store,
                                         const std::string& decided_type,
                                         const v1::WhatIfRequest& request,
                                         const ProgrammeCatalogue& programmes,
                                         const std::atomic<bool>& stopping);

}  // namespace kinward::eligibility
