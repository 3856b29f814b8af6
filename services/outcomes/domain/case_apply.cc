// What a case's events change, and what they entail for workers, checks and the people watched.
#include <algorithm>
#include <utility>

#include "kinward/outcomes/v1/follow_up.pb.h"
#include "kinward/outcomes/v1/status_watch.pb.h"
#include "kinward/outcomes/v1/worker.pb.h"
#include "libs/base/check.h"
#include "services/outcomes/domain/case.h"
#include "services/outcomes/domain/status_watch.h"

namespace kinward::outcomes {
namespace {

constexpr const char* kLength = "expected-length";

bool IsKnown(const Case& help) { return !help.opened.case_id().empty(); }

std::vector<std::string> ChildrenOf(const auto& event) {
  std::vector<std::string> children;
  for (const auto& subject : event.subjects()) {
    if (std::find(subject.roles().begin(), subject.roles().end(), "child") !=
        subject.roles().end()) {
      children.push_back(subject.person_id());
    }
  }
  return children;
}
v1::ScheduleFollowUp Schedule(const auto& event, const v1::PlannedFollowUp& planned,
                              const std::string& starts_on) {
  v1::ScheduleFollowUp command;
  command.set_follow_up_id(planned.follow_up_id());
  command.set_family_id(event.family_id());
  command.set_case_id(event.case_id());
  command.set_programme_id(event.programme_id());
  command.set_check(planned.check());
  command.set_months(planned.months());
  if (!planned.due_on().empty()) command.set_due_on(planned.due_on());
  if (planned.has_due_time()) *command.mutable_due_time() = planned.due_time();
  for (const auto& child : ChildrenOf(event)) command.add_person_ids(child);
  command.set_starts_on(starts_on);
  return command;
}
v1::HandOverCase HandOver(const std::string& worker_id, const std::string& case_id) {
  v1::HandOverCase command;
  command.set_worker_id(worker_id);
  command.set_case_id(case_id);
  return command;
}

}  // namespace

Effects Case::EffectsOf(const v1::CaseOpened& event) {
  if (!event.has_expected_end_time()) return {};
  v1::WarnOfLength command;
  command.set_case_id(event.case_id());
  command.set_expected_days(event.expected_days());
  Effects effects;
  effects.timers.push_back(
      {.name = kLength, .due = ToTime(event.expected_end_time()), .command = std::move(command)});
  return effects;
}
Effects Case::EffectsOf(const v1::CaseClosed& /*event*/) {
  Effects effects;
  effects.cancelled_timers = {kLength};
  return effects;
}

Companions Case::CompanionsOf(const v1::CaseOpened& event) {
  Companions companions;
  for (const auto& planned : event.follow_ups()) {
    companions.emplace_back(Schedule(event, planned, event.opened_on()));
  }
  for (const auto& child : ChildrenOf(event)) {
    v1::WatchCase command;
    command.set_watch_id(WatchIdOf(child));
    command.set_family_id(event.family_id());
    command.set_person_id(child);
    command.set_case_id(event.case_id());
    command.set_opened_on(event.opened_on());
    *command.mutable_follow_ups() = event.follow_ups();
    companions.emplace_back(std::move(command));
  }
  return companions;
}
Companions Case::CompanionsOf(const v1::WorkerAssigned& event) {
  v1::TakeCase take;
  take.set_worker_id(event.worker_id());
  take.set_case_id(event.case_id());
  take.set_children(event.children());
  Companions companions{std::move(take)};
  if (event.leaves()) companions.emplace_back(HandOver(event.replaces(), event.case_id()));
  return companions;
}
// The checks first: a watched person's late status may answer one of them at once.
Companions Case::CompanionsOf(const v1::CaseClosed& event) {
  Companions companions;
  for (const auto& planned : event.follow_ups()) {
    companions.emplace_back(Schedule(event, planned, event.closed_on()));
  }
  for (const auto& child : ChildrenOf(event)) {
    v1::WatchClosedCase command;
    command.set_watch_id(WatchIdOf(child));
    command.set_family_id(event.family_id());
    command.set_person_id(child);
    command.set_case_id(event.case_id());
    command.set_closed_on(event.closed_on());
    *command.mutable_follow_ups() = event.follow_ups();
    companions.emplace_back(std::move(command));
  }
  for (const auto& running : event.ended_follow_ups()) {
    v1::EndFollowUp command;
    command.set_follow_up_id(running.follow_up_id());
    command.set_on(event.closed_on());
    companions.emplace_back(std::move(command));
  }
  for (const auto& worker : event.workers()) {
    companions.emplace_back(HandOver(worker, event.case_id()));
  }
  return companions;
}

void Apply(Case& help, const v1::CaseOpened& event) {
  CHECK(!IsKnown(help));
  help.opened = event;
}
void Apply(Case& help, const v1::CounterfactualStated& event) {
  CHECK(IsKnown(help));
  help.counterfactual = event.setting();
}
void Apply(Case& help, const v1::WorkerAssigned& event) {
  CHECK(IsKnown(help));
  help.workers[{event.role(), event.for_person_id()}] = event.worker_id();
}
void Apply(Case& help, const v1::SessionPlanned& event) {
  CHECK(IsKnown(help));
  help.planned.insert(event.session_id());
}
void Apply(Case& help, const v1::SessionRecorded& event) {
  CHECK(IsKnown(help));
  help.held.insert(event.session_id());
}
void Apply(Case& help, const v1::EscalationRecorded& event) {
  CHECK(IsKnown(help));
  help.escalations.insert({event.person_id(), event.to() + " " + event.on()});
}
void Apply(Case& help, const v1::ExpectedLengthPassed& /*event*/) { CHECK(IsKnown(help)); }
void Apply(Case& help, const v1::CaseClosed& /*event*/) {
  CHECK(IsKnown(help));
  CHECK(!help.closed);
  help.closed = true;
}

}  // namespace kinward::outcomes
