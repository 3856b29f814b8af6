#include "services/eligibility/aggregates.h"

#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/domain/programme.h"
#include "services/eligibility/domain/review_list.h"
#include "services/eligibility/domain/trial.h"

namespace kinward::eligibility {

std::vector<std::unique_ptr<host::Aggregate>> Aggregates() {
  return host::Aggregates<Programme, EligibilityCheck, Trial, ReviewList>();
}

}  // namespace kinward::eligibility
