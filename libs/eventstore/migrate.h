// Brings a service's database to the schema this program knows. Not here: moving data between
// schemas; the schema only grows.
#pragma once

#include <string>

#include "libs/base/result.h"

namespace kinward::eventstore {

// Creates what is missing in the database that `conninfo` (libpq's form) names, in one transaction
// under an advisory lock: replicas may start together, and it may run at every start. Blocks.
// kRetry: no connection; kFatal: the database refused, for example for want of a privilege.
Result<void> Migrate(const std::string& conninfo);

}  // namespace kinward::eventstore
