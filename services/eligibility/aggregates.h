// The aggregates of this service, as the host and the tests run them.
#pragma once

#include <memory>
#include <vector>

#include "libs/host/aggregate.h"

namespace kinward::eligibility {

std::vector<std::unique_ptr<host::Aggregate>> Aggregates();

}  // namespace kinward::eligibility
