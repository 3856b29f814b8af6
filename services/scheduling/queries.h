// What others may ask of scheduling; nothing here changes anything.
#pragma once

#include "libs/host/service.h"

namespace kinward::scheduling {

void AddQueries(const host::ServiceParts& parts, host::Queries& queries);

}  // namespace kinward::scheduling
