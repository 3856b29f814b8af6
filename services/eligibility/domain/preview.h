// Questions that store nothing: which programmes would fit, why one did, and what a draft version
// would change. Pure; a place within some days is for the caller to fill in.
#pragma once

#include <string>
#include <vector>

#include "kinward/eligibility/v1/service.pb.h"
#include "libs/base/programmes.h"
#include "libs/calendar/calendar.h"
#include "services/eligibility/domain/eligibility_check.h"

namespace kinward::eligibility {

// Every programme in force on the day asked for (else `today`) that takes referrals.
v1::PreviewResponse Preview(const v1::PreviewRequest& request, const ProgrammeCatalogue& programmes,
                            LocalDate today);

// Once places are known: eligible programmes with a place to be had come first.
void RankByPlace(v1::PreviewResponse& response);

// The decisions as they stand, overrides included. `erased`: what they stood on is gone.
v1::ExplainResponse Explain(const v1::ExplainRequest& request, const EligibilityCheck& check,
                            bool erased);

// The draft over referrals that were decided. Where its answer would need a sealed value that the
// decision's own version did not settle, it cannot say.
v1::WhatIfResponse WhatIf(const common::v1::ProgrammeVersion& draft, const std::string& council,
                          const ProgrammeCatalogue& programmes,
                          const std::vector<v1::EligibilityDecided>& decided);

v1::ListProgrammesResponse ListProgrammes(const v1::ListProgrammesRequest& request,
                                          const ProgrammeCatalogue& programmes, LocalDate today);

}  // namespace kinward::eligibility
