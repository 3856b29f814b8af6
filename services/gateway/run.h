// The gateway as a process: its parts, wired together.
#pragma once

#include "libs/config/service_config.h"

namespace kinward::gateway {

// Until SIGTERM or SIGINT. The exit code: 78 when what the configuration names cannot be used.
int Run(const config::Service& config);

}  // namespace kinward::gateway
