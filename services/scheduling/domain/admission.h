// How an admission is typed: derived from when the bed was placed, asked for and needed, never
// chosen (R37).
#pragma once

#include "kinward/scheduling/v1/stay.pb.h"
#include "libs/base/time.h"
#include "libs/calendar/calendar.h"

namespace kinward::scheduling {

// Monday to Friday 09:00 to 17:00, not on a bank holiday.
bool InOfficeHours(Time time);

struct Placing {
  bool pace = false;
  Time placed;
  Time requested;
  Time needed;
  LocalDate first_night;
};
// Crisis: placed outside office hours for tonight or within a day of the request; every PACE
// transfer counts here (X01). Emergency: needed within 24 hours of the request. Planned: everything
// else.
v1::AdmissionType AdmissionOf(const Placing& placing);

}  // namespace kinward::scheduling
