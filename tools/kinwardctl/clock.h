// Moving a council's manual clock (profile local): from one due instant to the next, each time
// waiting until everything that follows from it has arrived in every service and view.
#pragma once

#include <string>

#include "libs/base/time.h"
#include "tools/kinwardctl/stack.h"

namespace kinward::ctl {

Result<Time> ShowClock(Stack& stack, const std::string& council);
// Sets the clock without firing what lies between.
Result<void> SetClock(Stack& stack, const std::string& council, Time now);
// Answers how many timers fired.
Result<int> AdvanceClock(Stack& stack, const std::string& council, Time until);
// Until relays, reactions and projection have nothing left to do.
Result<void> AwaitIdle(Stack& stack);

}  // namespace kinward::ctl
