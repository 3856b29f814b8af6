// A council's school calendar, from its file to the service that counts school days.
#pragma once

#include <string>

#include "libs/base/result.h"
#include "services/eligibility/catalogue/school_calendars.h"
#include "tools/kinwardctl/stack.h"

namespace kinward::ctl {

// Published again as it is, it changes nothing.
Result<void> PublishCalendar(Stack& stack, const catalogue::SchoolCalendar& calendar);

}  // namespace kinward::ctl
