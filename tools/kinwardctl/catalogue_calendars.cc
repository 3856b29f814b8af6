#include "tools/kinwardctl/catalogue_calendars.h"

#include "kinward/common/v1/common.pb.h"
#include "kinward/intake/v1/school_calendar.pb.h"
#include "libs/base/uuid.h"

namespace kinward::ctl {
namespace {

// A council has one calendar (services/referral-intake/domain/school_calendar.h).
constexpr const char* kCalendarId = "school-calendar";

intake::v1::PublishSchoolCalendar CommandOf(const catalogue::SchoolCalendar& calendar) {
  intake::v1::PublishSchoolCalendar command;
  command.set_calendar_id(kCalendarId);
  command.set_name(calendar.name);
  command.set_source(calendar.source);
  for (const auto& year : calendar.years) {
    auto& told = *command.add_years();
    told.set_from(year.from);
    told.set_until(year.until);
    for (const auto& closure : year.closed) {
      auto& closed = *told.add_closed();
      closed.set_from(closure.from);
      closed.set_until(closure.until);
      closed.set_says(closure.says);
    }
  }
  return command;
}

}  // namespace

Result<void> PublishCalendar(Stack& stack, const catalogue::SchoolCalendar& calendar) {
  const auto command = CommandOf(calendar);
  const Uuid id = UuidFrom(calendar.council + "/" + kCalendarId, command.SerializeAsString());
  const auto reply = stack.Ask<common::v1::CommandReply>(
      "intake", "kinward.intake.v1.IntakeService/PublishSchoolCalendar", calendar.council, command,
      id);
  if (!reply) return Failure{reply.error().kind, calendar.name + ": " + reply.error().message};
  return {};
}

}  // namespace kinward::ctl
