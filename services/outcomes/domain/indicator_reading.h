// What an indicator says: its base, what was counted last, the change between them, and whether
// what was aimed at was reached. Pure; stores nothing. A change never says more than its base does:
// the fall from "just over 800" to 641 is at least 159.
#pragma once

#include "kinward/outcomes/v1/service.pb.h"
#include "services/outcomes/domain/indicator.h"

namespace kinward::outcomes {

// Of what was counted until `request.on`, if it is given; of all that was counted otherwise.
v1::ReadIndicatorResponse ReadIndicator(const Indicator& indicator,
                                        const v1::ReadIndicatorRequest& request);

}  // namespace kinward::outcomes
