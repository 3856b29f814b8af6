// Runs the projection until SIGTERM or SIGINT.
#pragma once

#include "libs/config/service_config.h"

namespace kinward::projection {

int Run(const config::Service& config);

}  // namespace kinward::projection
