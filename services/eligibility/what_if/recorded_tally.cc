#include "services/eligibility/what_if/recorded_tally.h"

#include "services/eligibility/what_if/draft_tally.h"
#include "services/eligibility/what_if/recorded_checks.h"

namespace kinward::eligibility {
namespace {

AskedFor Asked(const v1::WhatIfRequest& request) {
  AskedFor asked{request.council(), request.draft().programme_id(), {}, {}};
  if (request.has_from()) asked.from = request.from();
  if (request.has_until()) asked.until = request.until();
  return asked;
}

}  // namespace

Result<v1::WhatIfResponse> TallyRecorded(eventstore::StoreAudit& store,
                                         const std::string& decided_type,
                                         const v1::WhatIfRequest& request,
                                         const ProgrammeCatalogue& programmes,
                                         const std::atomic<bool>& stopping) {
  RecordedChecks checks(store, decided_type, Asked(request));
  DraftTally tally(request.draft(), request.council(), programmes);
  while (!stopping) {
    const auto decided = checks.Next();
    if (!decided) return decided.error();
    if (decided->empty()) return tally.response();
    tally.Take(*decided);
  }
  return Failure{FailureKind::kRetry, "the service is stopping"};
}

}  // namespace kinward::eligibility
