// What others may ask of eligibility; nothing here changes anything.
#pragma once

#include "libs/host/service.h"

namespace kinward::eligibility {

void AddQueries(const host::ServiceParts& parts, host::Queries& queries);

}  // namespace kinward::eligibility
