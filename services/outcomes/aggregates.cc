#include "services/outcomes/aggregates.h"

#include "services/outcomes/domain/case.h"
#include "services/outcomes/domain/follow_up.h"
#include "services/outcomes/domain/indicator.h"
#include "services/outcomes/domain/programme_copy.h"
#include "services/outcomes/domain/status_watch.h"
#include "services/outcomes/domain/worker.h"

namespace kinward::outcomes {

std::vector<std::unique_ptr<host::Aggregate>> Aggregates() {
  return host::Aggregates<Worker, Case, FollowUp, StatusWatch, Indicator, ProgrammeCopy>();
}

}  // namespace kinward::outcomes
