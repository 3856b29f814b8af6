#include "services/eligibility/aggregates.h"

#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/domain/programme.h"

namespace kinward::eligibility {

std::vector<std::unique_ptr<host::Aggregate>> Aggregates() {
  return host::Aggregates<Programme, EligibilityCheck>();
}

}  // namespace kinward::eligibility
