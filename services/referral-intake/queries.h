// What others may ask of intake; nothing here changes anything. Beside it, what answering takes:
// the index of people, and the end of an erasure.
#pragma once

#include "libs/host/service.h"

namespace kinward::intake {

void AddQueries(const host::ServiceParts& parts, host::Queries& queries);

}  // namespace kinward::intake
