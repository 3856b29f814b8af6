#include "services/scheduling/domain/admission.h"

#include "libs/calendar/working_days.h"

namespace kinward::scheduling {
namespace {

constexpr std::chrono::hours kOfficeOpens{9};
constexpr std::chrono::hours kOfficeCloses{17};
constexpr std::chrono::hours kEmergencyWithin{24};

}  // namespace

bool InOfficeHours(Time time) {
  if (!IsWorkingDay(DateOf(time))) return false;
  const auto clock = TimeOfDay(time);
  return clock >= kOfficeOpens && clock < kOfficeCloses;
}

v1::AdmissionType AdmissionOf(const Placing& placing) {
  if (placing.pace) return v1::ADMISSION_TYPE_CRISIS;
  const bool within_a_day = placing.needed - placing.requested <= kEmergencyWithin;
  const bool tonight = placing.first_night <= NightOf(placing.placed);
  if (!InOfficeHours(placing.placed) && (tonight || within_a_day)) return v1::ADMISSION_TYPE_CRISIS;
  return within_a_day ? v1::ADMISSION_TYPE_EMERGENCY : v1::ADMISSION_TYPE_PLANNED;
}

}  // namespace kinward::scheduling
