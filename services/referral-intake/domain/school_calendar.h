// On which days a council's schools are open, and whoever waits to know it. Published as data; what
// it does not speak of is answered "not known", and answered again once it does.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "kinward/intake/v1/rejection.pb.h"
#include "kinward/intake/v1/school_calendar.domain.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"
#include "libs/calendar/working_days.h"

namespace kinward::intake {

// A council has one calendar: its stream.
inline constexpr const char* kSchoolCalendarId = "school-calendar";

struct SchoolQuestion {
  std::string after;
  int count = 0;
  std::optional<std::string> day;  // as it was answered; empty text: not known
  std::string unknown_because;
};
struct SchoolDays {
  using Messages = v1::SchoolCalendarMessages;

  v1::SchoolCalendarPublished published;
  SchoolCalendar calendar;                          // the same, to count by
  std::map<std::string, SchoolQuestion> questions;  // by obligation, while it is open

  static Companions CompanionsOf(const v1::SchoolDayAnswered& event);
};
using SchoolDaysAnswer = Decision<SchoolDays::Messages::Event, v1::Rejection>;

[[nodiscard]] SchoolDaysAnswer Decide(const SchoolDays& days,
                                      const v1::PublishSchoolCalendar& command,
                                      const Context& context);
[[nodiscard]] SchoolDaysAnswer Decide(const SchoolDays& days, const v1::AskSchoolDay& command,
                                      const Context& context);
[[nodiscard]] SchoolDaysAnswer Decide(const SchoolDays& days, const v1::ForgetSchoolDay& command,
                                      const Context& context);

void Apply(SchoolDays& days, const v1::SchoolCalendarPublished& event);
void Apply(SchoolDays& days, const v1::SchoolDayAsked& event);
void Apply(SchoolDays& days, const v1::SchoolDayAnswered& event);
void Apply(SchoolDays& days, const v1::SchoolDayForgotten& event);

}  // namespace kinward::intake
