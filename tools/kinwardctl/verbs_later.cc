// Verbs of the contract that have nothing behind them yet: they say so and fail, so that no script
// takes silence for success.
#include "tools/kinwardctl/report.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {

int NotYet(const std::string& verb) {
  return Failed({FailureKind::kFatal, verb + " is not there yet (docs/progress.md)"});
}

}  // namespace kinward::ctl
