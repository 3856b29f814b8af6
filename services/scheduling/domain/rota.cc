#include "services/scheduling/domain/rota.h"

#include <algorithm>
#include <optional>

#include "libs/base/check.h"
#include "libs/calendar/calendar.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<Rota>;
using std::chrono::minutes;

constexpr minutes kDay{24 * 60};
constexpr int kDaysRemembered = 35;

struct Hours {
  minutes from;
  minutes until;  // past midnight: more than a day
};
std::optional<Hours> HoursOf(const auto& shift) {
  const auto from = ParseLocalTime(shift.from());
  const auto until = ParseLocalTime(shift.until());
  if (!from || !until) return std::nullopt;
  return Hours{*from, *until <= *from ? *until + kDay : *until};
}

Time InstantOf(LocalDate on, minutes since_midnight) {
  return since_midnight < kDay ? At(on, since_midnight) : At(AddDays(on, 1), since_midnight - kDay);
}

// Which of the two times the clock leaves out; nothing if it shows both.
std::optional<minutes> LeftOut(LocalDate on, const Hours& hours) {
  if (!Exists(on, hours.from)) return hours.from;
  const bool next_day = hours.until >= kDay;
  const minutes until = next_day ? hours.until - kDay : hours.until;
  if (!Exists(next_day ? AddDays(on, 1) : on, until)) return until;
  return std::nullopt;
}

}  // namespace

bool IsOpen(const common::v1::RotaDefinition& definition, Time time) {
  const minutes now = TimeOfDay(time);
  const int today = Weekday(DateOf(time));
  const int yesterday = today == 1 ? 7 : today - 1;
  for (const auto& shift : definition.shifts()) {
    const auto hours = HoursOf(shift);
    if (!hours) continue;
    for (const int weekday : shift.weekdays()) {
      if (weekday == today && now >= hours->from && now < hours->until) return true;
      if (weekday == yesterday && now + kDay < hours->until) return true;
    }
  }
  return false;
}

int MinutesAWeek(const common::v1::RotaDefinition& definition) {
  minutes total{0};
  for (const auto& shift : definition.shifts()) {
    const auto hours = HoursOf(shift);
    if (hours) total += (hours->until - hours->from) * shift.weekdays_size();
  }
  return static_cast<int>(total.count());
}

RotaDecision Decide(const Rota& rota, const v1::DefineRota& command, const Context& /*context*/) {
  if (rota.defined && Same(rota.definition, command.definition())) return Events{};
  v1::RotaDefined defined;
  defined.set_rota_id(command.rota_id());
  *defined.mutable_definition() = command.definition();
  return Events{defined};
}

RotaDecision Decide(const Rota& rota, const v1::ScheduleShift& command, const Context& context) {
  if (!rota.defined) return v1::REJECTION_ROTA_MUST_BE_DEFINED;
  const auto on = ParseDate(command.on());
  const auto hours = HoursOf(command);
  CHECK(on && hours);  // the edge has checked their shape
  const Time start = InstantOf(*on, hours->from);
  const Time end = InstantOf(*on, hours->until);
  const auto known = rota.shifts.find(command.shift_id());
  if (known != rota.shifts.end()) {
    const Rota::Shift& shift = known->second;
    if (shift.worker_id == command.worker_id() && shift.start == start && shift.end == end)
      return Events{};
    return v1::REJECTION_SHIFT_ID_MUST_NOT_BE_REUSED;
  }
  if (const auto left_out = LeftOut(*on, *hours)) {
    return Refusal<v1::Rejection>{v1::REJECTION_LOCAL_TIME_MUST_EXIST,
                                  {FormatLocalTime(*left_out + std::chrono::hours{1})}};
  }
  if (start <= context.now) return v1::REJECTION_SHIFT_MUST_BE_IN_THE_FUTURE;
  const bool overlaps = std::any_of(rota.shifts.begin(), rota.shifts.end(), [&](const auto& one) {
    const Rota::Shift& shift = one.second;
    return shift.worker_id == command.worker_id() && shift.start < end && start < shift.end;
  });
  if (overlaps) return v1::REJECTION_WORKER_MUST_BE_FREE;
  v1::ShiftScheduled scheduled;
  scheduled.set_rota_id(command.rota_id());
  scheduled.set_shift_id(command.shift_id());
  scheduled.set_worker_id(command.worker_id());
  *scheduled.mutable_start_time() = ToTimestamp(start);
  *scheduled.mutable_end_time() = ToTimestamp(end);
  return Events{scheduled};
}

RotaDecision Decide(const Rota& rota, const v1::AcceptHandover& command, const Context& context) {
  const auto shift = rota.shifts.find(command.shift_id());
  if (shift == rota.shifts.end()) return v1::REJECTION_SHIFT_MUST_BE_SCHEDULED;
  if (shift->second.accepted_by == context.actor.id) return Events{};
  v1::HandoverAccepted accepted;
  accepted.set_rota_id(command.rota_id());
  accepted.set_shift_id(command.shift_id());
  accepted.set_accepted_by(context.actor.id);
  *accepted.mutable_accepted_time() = ToTimestamp(context.now);
  return Events{accepted};
}

void Apply(Rota& rota, const v1::RotaDefined& event) {
  rota.defined = true;
  rota.definition = event.definition();
}

void Apply(Rota& rota, const v1::ShiftScheduled& event) {
  rota.shifts[event.shift_id()] = {event.worker_id(), ToTime(event.start_time()),
                                   ToTime(event.end_time()), ""};
}

void Apply(Rota& rota, const v1::HandoverAccepted& event) {
  const auto shift = rota.shifts.find(event.shift_id());
  if (shift != rota.shifts.end()) shift->second.accepted_by = event.accepted_by();
  // Old shifts are forgotten here, by the day of the signature: scheduling one does not tell the
  // day, for a rota is written months ahead.
  const Time oldest = ToTime(event.accepted_time()) - std::chrono::days{kDaysRemembered};
  std::erase_if(rota.shifts, [&](const auto& one) { return one.second.end < oldest; });
}

Effects Rota::EffectsOf(const v1::ShiftScheduled& event) {
  // One worker is in one place at a time, over all rotas.
  return {{{"worker", event.worker_id(), ToTime(event.start_time()), ToTime(event.end_time()),
            event.shift_id()}},
          {},
          {},
          {}};
}

}  // namespace kinward::scheduling
