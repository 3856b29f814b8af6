// What a service's refusal of a command means to the partner who caused it.
#pragma once

#include <string>

#include "libs/rpc/status.h"
#include "services/gateway/partner/cloud_event.h"
#include "services/gateway/problem.h"

namespace kinward::gateway {

Problem ProblemFrom(const rpc::Status& status, const CloudEvent& event, const std::string& receipt);
// 503 with Retry-After: nothing was received, or it cannot be known; the same event may be sent
// again.
Problem Unavailable();

}  // namespace kinward::gateway
