#include "services/outcomes/domain/follow_up.h"

#include <algorithm>
#include <utility>

#include "libs/base/check.h"
#include "libs/calendar/calendar.h"
#include "services/outcomes/domain/answer.h"

namespace kinward::outcomes {
namespace {

using Event = FollowUp::Messages::Event;

constexpr const char* kDue = "due";

bool IsKnown(const FollowUp& follow_up) { return !follow_up.scheduled.follow_up_id().empty(); }
bool IsAbout(const FollowUp& follow_up, const std::string& person_id) {
  const auto& people = follow_up.scheduled.person_ids();
  return std::find(people.begin(), people.end(), person_id) != people.end();
}
bool IsSettled(const FollowUp& follow_up, const std::string& person_id) {
  return follow_up.answers.contains(person_id) || follow_up.lost.contains(person_id) ||
         follow_up.quiet.contains(person_id);
}
std::vector<std::string> Unsettled(const FollowUp& follow_up) {
  std::vector<std::string> people;
  for (const auto& person : follow_up.scheduled.person_ids()) {
    if (!IsSettled(follow_up, person)) people.push_back(person);
  }
  return people;
}
bool IsWithinItsWindow(const FollowUp& follow_up, const std::string& on) {
  const auto& scheduled = follow_up.scheduled;  // ISO dates compare as days do
  if (!scheduled.starts_on().empty() && on < scheduled.starts_on()) return false;
  // A check may be made late; what it finds must be of its window or found by asking on the day.
  return follow_up.ended_on.empty() || scheduled.months() > 0 || on <= follow_up.ended_on;
}
std::string Key(const std::string& status, const std::string& basis, const std::string& on) {
  return status + " " + basis + " " + on;
}
// What every event of a follow-up says of itself.
template <typename Message>
Message About(const FollowUp& follow_up) {
  const auto& scheduled = follow_up.scheduled;
  Message event;
  event.set_follow_up_id(scheduled.follow_up_id());
  event.set_family_id(scheduled.family_id());
  event.set_case_id(scheduled.case_id());
  event.set_programme_id(scheduled.programme_id());
  event.set_check(scheduled.check());
  event.set_months(scheduled.months());
  return event;
}
v1::FollowUpEnded Ended(const FollowUp& follow_up, const std::string& on) {
  v1::FollowUpEnded event;
  event.set_follow_up_id(follow_up.scheduled.follow_up_id());
  event.set_family_id(follow_up.scheduled.family_id());
  event.set_case_id(follow_up.scheduled.case_id());
  event.set_on(on);
  return event;
}
// A dated check is over once everybody is settled; one that runs while the case is open is not.
FollowUpAnswer AndEnds(const FollowUp& follow_up, Event event, const Context& context) {
  FollowUp next = follow_up;
  std::visit([&](const auto& one) { Apply(next, one); }, event);
  std::vector<Event> events{std::move(event)};
  if (next.scheduled.months() > 0 && next.due && next.ended_on.empty() && Unsettled(next).empty()) {
    events.emplace_back(Ended(next, FormatDate(DateOf(context.now))));
  }
  return events;
}

}  // namespace

bool BecameLookedAfter(const std::string& status, const std::string& basis) {
  return status == "looked-after" && basis != "v3" && basis != "v4" && basis != "j2" &&
         basis != "pace";
}

FollowUpAnswer Decide(const FollowUp& follow_up, const v1::ScheduleFollowUp& command,
                      const Context& /*context*/) {
  if (IsKnown(follow_up)) return NothingToDo<FollowUpAnswer>();
  v1::FollowUpScheduled event;
  event.set_follow_up_id(command.follow_up_id());
  event.set_family_id(command.family_id());
  event.set_case_id(command.case_id());
  event.set_programme_id(command.programme_id());
  event.set_check(command.check());
  event.set_months(command.months());
  event.set_due_on(command.due_on());
  if (command.has_due_time()) *event.mutable_due_time() = command.due_time();
  *event.mutable_person_ids() = command.person_ids();
  event.set_starts_on(command.starts_on());
  return Accept<FollowUpAnswer>(std::move(event));
}

FollowUpAnswer Decide(const FollowUp& follow_up, const v1::RecordStatusCheck& command,
                      const Context& context) {
  if (!IsKnown(follow_up)) return v1::REJECTION_FOLLOW_UP_MUST_BE_KNOWN;
  const auto answers = follow_up.answers.find(command.person_id());
  if (answers != follow_up.answers.end() &&
      answers->second.contains(Key(command.status(), command.basis(), command.on()))) {
    return NothingToDo<FollowUpAnswer>();
  }
  if (!IsAbout(follow_up, command.person_id())) {
    return v1::REJECTION_PERSON_MUST_BE_FOLLOWED_UP;
  }
  if (ParseDate(command.on()) > DateOf(context.now)) {
    return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  }
  if (!IsWithinItsWindow(follow_up, command.on())) {
    return v1::REJECTION_CHECK_MUST_BE_WITHIN_ITS_WINDOW;
  }
  auto event = About<v1::StatusChecked>(follow_up);
  event.set_person_id(command.person_id());
  event.set_status(command.status());
  event.set_basis(command.basis());
  event.set_on(command.on());
  event.set_became_looked_after(BecameLookedAfter(command.status(), command.basis()));
  return AndEnds(follow_up, std::move(event), context);
}

FollowUpAnswer Decide(const FollowUp& follow_up, const v1::LoseFollowUp& command,
                      const Context& context) {
  if (!IsKnown(follow_up)) return v1::REJECTION_FOLLOW_UP_MUST_BE_KNOWN;
  auto event = About<v1::FollowUpLost>(follow_up);
  event.set_reason(command.reason());
  if (command.has_person_id()) {
    if (follow_up.lost.contains(command.person_id())) return NothingToDo<FollowUpAnswer>();
    if (!IsAbout(follow_up, command.person_id())) {
      return v1::REJECTION_PERSON_MUST_BE_FOLLOWED_UP;
    }
    if (follow_up.answers.contains(command.person_id())) {
      return v1::REJECTION_PERSON_MUST_NOT_BE_ANSWERED_FOR;
    }
    event.add_person_ids(command.person_id());
  } else {
    for (const auto& person : Unsettled(follow_up)) event.add_person_ids(person);
    if (event.person_ids().empty()) return NothingToDo<FollowUpAnswer>();
  }
  return AndEnds(follow_up, std::move(event), context);
}

FollowUpAnswer Decide(const FollowUp& follow_up, const v1::FallDue& /*command*/,
                      const Context& context) {
  if (!IsKnown(follow_up)) return v1::REJECTION_FOLLOW_UP_MUST_BE_KNOWN;
  if (follow_up.due || !follow_up.ended_on.empty()) return NothingToDo<FollowUpAnswer>();
  // Nobody is left to ask about: no reminder, not even an empty one.
  if (Unsettled(follow_up).empty()) {
    return Accept<FollowUpAnswer>(Ended(follow_up, FormatDate(DateOf(context.now))));
  }
  auto event = About<v1::FollowUpDue>(follow_up);
  for (const auto& person : Unsettled(follow_up)) event.add_person_ids(person);
  return AndEnds(follow_up, std::move(event), context);
}

FollowUpAnswer Decide(const FollowUp& follow_up, const v1::EndFollowUp& command,
                      const Context& /*context*/) {
  if (!IsKnown(follow_up)) return v1::REJECTION_FOLLOW_UP_MUST_BE_KNOWN;
  if (!follow_up.ended_on.empty()) return NothingToDo<FollowUpAnswer>();
  return Accept<FollowUpAnswer>(Ended(follow_up, command.on()));
}

FollowUpAnswer Decide(const FollowUp& follow_up, const v1::QuietFollowUp& command,
                      const Context& context) {
  const bool about = IsKnown(follow_up) && IsAbout(follow_up, command.person_id());
  if (!about || follow_up.quiet.contains(command.person_id())) return NothingToDo<FollowUpAnswer>();
  auto event = About<v1::FollowUpQuieted>(follow_up);
  event.set_person_id(command.person_id());
  return AndEnds(follow_up, std::move(event), context);
}

Effects FollowUp::EffectsOf(const v1::FollowUpScheduled& event) {
  if (!event.has_due_time()) return {};
  v1::FallDue command;
  command.set_follow_up_id(event.follow_up_id());
  Effects effects;
  effects.timers.push_back(
      {.name = kDue, .due = ToTime(event.due_time()), .command = std::move(command)});
  return effects;
}
Effects FollowUp::EffectsOf(const v1::FollowUpEnded& /*event*/) {
  Effects effects;
  effects.cancelled_timers = {kDue};
  return effects;
}

void Apply(FollowUp& follow_up, const v1::FollowUpScheduled& event) {
  CHECK(!IsKnown(follow_up));
  follow_up.scheduled = event;
}
void Apply(FollowUp& follow_up, const v1::FollowUpDue& /*event*/) {
  CHECK(IsKnown(follow_up));
  follow_up.due = true;
}
void Apply(FollowUp& follow_up, const v1::StatusChecked& event) {
  CHECK(IsKnown(follow_up));
  follow_up.answers[event.person_id()].insert(Key(event.status(), event.basis(), event.on()));
}
void Apply(FollowUp& follow_up, const v1::FollowUpLost& event) {
  CHECK(IsKnown(follow_up));
  follow_up.lost.insert(event.person_ids().begin(), event.person_ids().end());
}
void Apply(FollowUp& follow_up, const v1::FollowUpQuieted& event) {
  CHECK(IsKnown(follow_up));
  follow_up.quiet.insert(event.person_id());
}
void Apply(FollowUp& follow_up, const v1::FollowUpEnded& event) {
  CHECK(IsKnown(follow_up));
  follow_up.ended_on = event.on();
}

}  // namespace kinward::outcomes
