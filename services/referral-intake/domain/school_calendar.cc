#include "services/referral-intake/domain/school_calendar.h"

#include <utility>
#include <vector>

#include "kinward/intake/v1/obligation.pb.h"
#include "libs/base/check.h"
#include "services/referral-intake/domain/answer.h"

namespace kinward::intake {
namespace {

using Event = SchoolDays::Messages::Event;

constexpr const char* kUnknown = "school-calendar-unknown";
constexpr const char* kEnds = "school-calendar-ends";

std::optional<DaySpan> SpanOf(const auto& message) {
  const auto first = ParseDate(message.from());
  const auto last = ParseDate(message.until());
  if (!first || !last || *last < *first) return std::nullopt;
  return DaySpan{*first, *last};
}
bool AreInOrder(const v1::PublishSchoolCalendar& command) {
  std::optional<DaySpan> before;
  for (const auto& year : command.years()) {
    const auto span = SpanOf(year);
    if (!span) return false;
    if (before && span->first <= before->last) return false;
    before = span;
  }
  return before.has_value();
}
bool LieInTheirYears(const v1::PublishSchoolCalendar& command) {
  for (const auto& year : command.years()) {
    const auto whole = SpanOf(year);
    for (const auto& closure : year.closed()) {
      const auto span = SpanOf(closure);
      if (!span || span->first < whole->first || whole->last < span->last) return false;
    }
  }
  return true;
}
SchoolCalendar CalendarOf(const v1::SchoolCalendarPublished& published) {
  SchoolCalendar calendar;
  for (const auto& year : published.years()) {
    calendar.terms.push_back(SpanOf(year).value());
    for (const auto& closure : year.closed()) calendar.closed.push_back(SpanOf(closure).value());
  }
  return calendar;
}

v1::SchoolDayAnswered AnswerTo(const SchoolDays& days, const std::string& obligation_id,
                               const SchoolQuestion& question) {
  v1::SchoolDayAnswered event;
  event.set_calendar_id(kSchoolCalendarId);
  event.set_obligation_id(obligation_id);
  event.set_after(question.after);
  const auto after = ParseDate(question.after);
  CHECK(after);
  if (const auto day = SchoolDaysAfter(days.calendar, *after, question.count)) {
    event.set_day(FormatDate(*day));
  } else {
    event.set_unknown_because(days.calendar.terms.empty() ? kUnknown : kEnds);
  }
  return event;
}

}  // namespace

SchoolDaysAnswer Decide(const SchoolDays& days, const v1::PublishSchoolCalendar& command,
                        const Context& /*context*/) {
  if (command.calendar_id() != kSchoolCalendarId) {
    return Refusal<v1::Rejection>{v1::REJECTION_SCHOOL_CALENDAR_MUST_BE_THE_COUNCILS_ONE,
                                  {kSchoolCalendarId}};
  }
  if (!AreInOrder(command)) return v1::REJECTION_SCHOOL_YEARS_MUST_BE_IN_ORDER;
  if (!LieInTheirYears(command)) return v1::REJECTION_SCHOOL_CLOSURE_MUST_LIE_IN_ITS_YEAR;
  v1::SchoolCalendarPublished event;
  event.set_calendar_id(command.calendar_id());
  event.set_name(command.name());
  *event.mutable_years() = command.years();
  event.set_source(command.source());
  if (event.SerializeAsString() == days.published.SerializeAsString()) {
    return NothingToDo<SchoolDaysAnswer>();
  }
  std::vector<Event> events{event};
  SchoolDays next = days;
  Apply(next, event);
  for (const auto& [obligation_id, question] : next.questions) {
    auto answer = AnswerTo(next, obligation_id, question);
    const bool same =
        question.day == answer.day() && question.unknown_because == answer.unknown_because();
    if (!same) events.emplace_back(std::move(answer));
  }
  return events;
}

SchoolDaysAnswer Decide(const SchoolDays& days, const v1::AskSchoolDay& command,
                        const Context& /*context*/) {
  const auto known = days.questions.find(command.obligation_id());
  if (known != days.questions.end() && known->second.after == command.after() &&
      known->second.count == command.count()) {
    return NothingToDo<SchoolDaysAnswer>();
  }
  v1::SchoolDayAsked event;
  event.set_calendar_id(command.calendar_id());
  event.set_obligation_id(command.obligation_id());
  event.set_after(command.after());
  event.set_count(command.count());
  auto answer = AnswerTo(days, command.obligation_id(), {command.after(), command.count(), {}, {}});
  return Accept<SchoolDaysAnswer>(std::move(event), std::move(answer));
}

SchoolDaysAnswer Decide(const SchoolDays& days, const v1::ForgetSchoolDay& command,
                        const Context& /*context*/) {
  if (!days.questions.contains(command.obligation_id())) return NothingToDo<SchoolDaysAnswer>();
  v1::SchoolDayForgotten event;
  event.set_calendar_id(command.calendar_id());
  event.set_obligation_id(command.obligation_id());
  return Accept<SchoolDaysAnswer>(std::move(event));
}

Companions SchoolDays::CompanionsOf(const v1::SchoolDayAnswered& event) {
  v1::SetObligationDue set;
  set.set_obligation_id(event.obligation_id());
  if (!event.day().empty()) set.set_due_on(event.day());
  if (!event.unknown_because().empty()) set.set_unknown_because(event.unknown_because());
  set.set_counted_from(event.after());
  return {std::move(set)};
}

void Apply(SchoolDays& days, const v1::SchoolCalendarPublished& event) {
  days.published = event;
  days.calendar = CalendarOf(event);
}
void Apply(SchoolDays& days, const v1::SchoolDayAsked& event) {
  days.questions[event.obligation_id()] = {event.after(), event.count(), {}, {}};
}
void Apply(SchoolDays& days, const v1::SchoolDayAnswered& event) {
  SchoolQuestion& question = days.questions.at(event.obligation_id());
  question.day = event.day();
  question.unknown_because = event.unknown_because();
}
void Apply(SchoolDays& days, const v1::SchoolDayForgotten& event) {
  days.questions.erase(event.obligation_id());
}

}  // namespace kinward::intake
