#include "services/outcomes/domain/status_watch.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "kinward/outcomes/v1/follow_up.pb.h"
#include "libs/base/check.h"
#include "libs/base/uuid.h"
#include "services/outcomes/domain/answer.h"
#include "services/outcomes/domain/follow_up.h"

namespace kinward::outcomes {
namespace {

using Event = StatusWatch::Messages::Event;

constexpr std::string_view kLookedAfterCheck = "looked-after";
constexpr std::array<std::string_view, 3> kGraver = {"cpp", "pre-proceedings", "proceedings"};

bool IsEscalation(const HeardStatus& heard) {
  return BecameLookedAfter(heard.status, heard.basis) ||
         std::find(kGraver.begin(), kGraver.end(), heard.status) != kGraver.end();
}
// ISO dates compare as days do.
bool IsWithin(const std::string& on, const std::string& from, const std::string& until) {
  return on >= from && (until.empty() || on <= until);
}
std::string ToldKey(const std::string& whom, const HeardStatus& heard) {
  return whom + "/" + heard.status + "/" + heard.from;
}

// The one check whose window the status falls in: the first, for windows of one case are nested.
const CheckWindow* WindowOf(const WatchedCase& watched, const HeardStatus& heard) {
  const CheckWindow* first = nullptr;
  for (const auto& window : watched.checks) {
    if (!IsWithin(heard.from, window.from, window.until)) continue;
    if (first == nullptr || window.until < first->until) first = &window;
  }
  return first;
}

// Who tells: the watch and the person.
struct Teller {
  const StatusWatch* watch;
  std::string watch_id;
  std::string person_id;

  template <typename Event>
  [[nodiscard]] Event New() const {
    Event event;
    event.set_watch_id(watch_id);
    event.set_person_id(person_id);
    return event;
  }
};

void TellCheck(const Teller& teller, const WatchedCase& watched, const HeardStatus& heard,
               std::vector<Event>& events) {
  const CheckWindow* window = WindowOf(watched, heard);
  if (window == nullptr || heard.status != kLookedAfterCheck) return;
  if (teller.watch->told.contains(ToldKey(window->follow_up_id, heard))) return;
  auto event = teller.New<v1::CheckAnswered>();
  event.set_follow_up_id(window->follow_up_id);
  event.set_status(heard.status);
  event.set_basis(heard.basis);
  event.set_on(heard.from);
  events.emplace_back(std::move(event));
}

void TellCase(const Teller& teller, const std::string& case_id, const WatchedCase& watched,
              const HeardStatus& heard, std::vector<Event>& events) {
  if (!IsEscalation(heard) || !IsWithin(heard.from, watched.opened_on, watched.closed_on)) return;
  if (teller.watch->told.contains(ToldKey(case_id, heard))) return;
  auto event = teller.New<v1::EscalationFound>();
  event.set_case_id(case_id);
  event.set_to(heard.status);
  event.set_on(heard.from);
  events.emplace_back(std::move(event));
}

void TellQuiet(const Teller& teller, std::vector<Event>& events) {
  if (teller.watch->quiet.empty()) return;
  auto event = teller.New<v1::PersonQuieted>();
  event.set_reason(teller.watch->quiet);
  for (const auto& follow_up : teller.watch->follow_ups) {
    if (!teller.watch->quieted.contains(follow_up)) event.add_follow_up_ids(follow_up);
  }
  if (!event.follow_up_ids().empty()) events.emplace_back(std::move(event));
}

// Everybody who must be told and has not been, as the watch knows things now.
std::vector<Event> Tell(const Teller& teller) {
  std::vector<Event> events;
  for (const auto& heard : teller.watch->statuses) {
    for (const auto& [case_id, watched] : teller.watch->cases) {
      if (watched.opened_on.empty()) continue;  // closed before it was heard to open: wait
      TellCheck(teller, watched, heard, events);
      TellCase(teller, case_id, watched, heard, events);
    }
  }
  TellQuiet(teller, events);
  return events;
}
StatusWatchAnswer AndTells(const StatusWatch& watch, const auto& event) {
  StatusWatch next = watch;
  Apply(next, event);
  std::vector<Event> events{event};
  for (auto& told : Tell({&next, event.watch_id(), event.person_id()})) {
    events.push_back(std::move(told));
  }
  return events;
}

}  // namespace

std::string WatchIdOf(const std::string& person_id) {
  const auto cause = Uuid::Parse(person_id);
  CHECK(cause);
  return UuidFrom(*cause, "status-watch").ToString();
}

StatusWatchAnswer Decide(const StatusWatch& watch, const v1::HearStatus& command,
                         const Context& /*context*/) {
  if (watch.statuses.contains({command.from(), command.status(), command.basis()})) {
    return NothingToDo<StatusWatchAnswer>();
  }
  v1::StatusHeard event;
  event.set_watch_id(command.watch_id());
  event.set_person_id(command.person_id());
  event.set_status(command.status());
  event.set_basis(command.basis());
  event.set_from(command.from());
  return AndTells(watch, event);
}

StatusWatchAnswer Decide(const StatusWatch& watch, const v1::WatchCase& command,
                         const Context& /*context*/) {
  const auto known = watch.cases.find(command.case_id());
  if (known != watch.cases.end() && !known->second.opened_on.empty()) {
    return NothingToDo<StatusWatchAnswer>();
  }
  v1::CaseWatched event;
  event.set_watch_id(command.watch_id());
  event.set_person_id(command.person_id());
  event.set_case_id(command.case_id());
  event.set_opened_on(command.opened_on());
  *event.mutable_follow_ups() = command.follow_ups();
  return AndTells(watch, event);
}

StatusWatchAnswer Decide(const StatusWatch& watch, const v1::WatchClosedCase& command,
                         const Context& /*context*/) {
  const auto known = watch.cases.find(command.case_id());
  if (known != watch.cases.end() && !known->second.closed_on.empty()) {
    return NothingToDo<StatusWatchAnswer>();
  }
  v1::ClosedCaseWatched event;
  event.set_watch_id(command.watch_id());
  event.set_person_id(command.person_id());
  event.set_case_id(command.case_id());
  event.set_closed_on(command.closed_on());
  *event.mutable_follow_ups() = command.follow_ups();
  return AndTells(watch, event);
}

// What was true before the end may still be heard of and counted; only reminders stop.
StatusWatchAnswer Decide(const StatusWatch& watch, const v1::QuietPerson& command,
                         const Context& /*context*/) {
  if (!watch.quiet.empty()) return NothingToDo<StatusWatchAnswer>();
  v1::PersonQuieted event;
  event.set_watch_id(command.watch_id());
  event.set_person_id(command.person_id());
  event.set_reason(command.reason());
  event.mutable_follow_up_ids()->Add(watch.follow_ups.begin(), watch.follow_ups.end());
  return Accept<StatusWatchAnswer>(std::move(event));
}

Companions StatusWatch::CompanionsOf(const v1::PersonQuieted& event) {
  Companions companions;
  for (const auto& follow_up : event.follow_up_ids()) {
    v1::QuietFollowUp command;
    command.set_follow_up_id(follow_up);
    command.set_person_id(event.person_id());
    companions.emplace_back(std::move(command));
  }
  return companions;
}
Companions StatusWatch::CompanionsOf(const v1::CheckAnswered& event) {
  v1::RecordStatusCheck command;
  command.set_follow_up_id(event.follow_up_id());
  command.set_person_id(event.person_id());
  command.set_status(event.status());
  if (!event.basis().empty()) command.set_basis(event.basis());
  command.set_on(event.on());
  return {std::move(command)};
}
Companions StatusWatch::CompanionsOf(const v1::EscalationFound& event) {
  v1::RecordEscalation command;
  command.set_case_id(event.case_id());
  command.set_person_id(event.person_id());
  command.set_to(event.to());
  command.set_on(event.on());
  return {std::move(command)};
}

void Apply(StatusWatch& watch, const v1::StatusHeard& event) {
  watch.statuses.insert({event.from(), event.status(), event.basis()});
}
void Apply(StatusWatch& watch, const v1::CaseWatched& event) {
  WatchedCase& watched = watch.cases[event.case_id()];
  watched.opened_on = event.opened_on();
  for (const auto& check : event.follow_ups()) {
    watch.follow_ups.insert(check.follow_up_id());
    if (check.check() != kLookedAfterCheck) continue;
    watched.checks.push_back({check.follow_up_id(), event.opened_on(), watched.closed_on});
  }
}
void Apply(StatusWatch& watch, const v1::ClosedCaseWatched& event) {
  WatchedCase& watched = watch.cases[event.case_id()];
  watched.closed_on = event.closed_on();
  for (auto& running : watched.checks) running.until = event.closed_on();
  for (const auto& check : event.follow_ups()) {
    watch.follow_ups.insert(check.follow_up_id());
    if (check.check() != kLookedAfterCheck) continue;
    watched.checks.push_back({check.follow_up_id(), event.closed_on(), check.due_on()});
  }
}
void Apply(StatusWatch& watch, const v1::CheckAnswered& event) {
  watch.told.insert(event.follow_up_id() + "/" + event.status() + "/" + event.on());
}
void Apply(StatusWatch& watch, const v1::EscalationFound& event) {
  watch.told.insert(event.case_id() + "/" + event.to() + "/" + event.on());
}
void Apply(StatusWatch& watch, const v1::PersonQuieted& event) {
  watch.quiet = event.reason();
  watch.quieted.insert(event.follow_up_ids().begin(), event.follow_up_ids().end());
}

}  // namespace kinward::outcomes
