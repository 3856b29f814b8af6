// What others may ask of outcomes; nothing here changes anything.
#pragma once

#include "libs/host/service.h"

namespace kinward::outcomes {

void AddQueries(const host::ServiceParts& parts, host::Queries& queries);

}  // namespace kinward::outcomes
