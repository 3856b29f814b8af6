// For tests: every aggregate of this service in memory, run as the host runs them.
#pragma once

#include "libs/testing/flow.h"
#include "services/scheduling/aggregates.h"

namespace kinward::scheduling {

class Flow : public testing::Flow {
 public:
  explicit Flow(Time now) : testing::Flow(Aggregates(), now) {}
};

}  // namespace kinward::scheduling
