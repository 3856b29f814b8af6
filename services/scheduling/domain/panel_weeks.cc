#include "services/scheduling/domain/panel_weeks.h"

#include <algorithm>

#include "services/scheduling/domain/identifiers.h"

namespace kinward::scheduling {
namespace {

constexpr std::chrono::minutes kSittingTimeDefault{9 * 60};
// Decisions are often written down the day after; then what is undecided moves on.
constexpr int kDaysUntilClose = 2;

bool SitsOn(const Panel::Diary& diary, LocalDate date) {
  return std::any_of(diary.sessions.begin(), diary.sessions.end(),
                     [&](const auto& session) { return DateOf(session.first) == date; });
}

}  // namespace

std::chrono::minutes SittingTime(const common::v1::PanelDefinition& definition) {
  return ParseLocalTime(definition.start_time()).value_or(kSittingTimeDefault);
}

std::optional<LocalDate> NextSitting(const Panel::Diary& diary, Time now) {
  const int weekday = diary.definition.weekday();
  if (weekday < 1 || weekday > 7) return std::nullopt;
  LocalDate date = DateOf(now);
  if (const auto from = ParseDate(diary.definition.from())) date = std::max(date, *from);
  date = AddDays(date, (weekday - Weekday(date) + 7) % 7);
  while (At(date, SittingTime(diary.definition)) <= now || SitsOn(diary, date))
    date = AddDays(date, 7);
  return date;
}

v1::SessionOpened SessionOn(const Panel::Diary& diary, const std::string& panel_id, LocalDate on,
                            std::chrono::minutes start) {
  const Time start_time = At(on, start);
  v1::SessionOpened opened;
  opened.set_panel_id(panel_id);
  opened.set_session_id(SessionId(panel_id, FormatDate(on)));
  opened.set_on(FormatDate(on));
  *opened.mutable_start_time() = ToTimestamp(start_time);
  *opened.mutable_papers_by_time() =
      ToTimestamp(AddClockHours(start_time, -diary.definition.paper_deadline_hours()));
  *opened.mutable_closes_time() = ToTimestamp(StartOf(AddDays(on, kDaysUntilClose)));
  opened.set_slots(diary.definition.slots());
  opened.set_referrer_must_attend(diary.definition.referrer_must_attend());
  opened.set_panel_name(diary.definition.name());
  return opened;
}

}  // namespace kinward::scheduling
