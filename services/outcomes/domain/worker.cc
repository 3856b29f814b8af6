#include "services/outcomes/domain/worker.h"

#include <google/protobuf/repeated_field.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "libs/base/check.h"
#include "services/outcomes/domain/answer.h"

namespace kinward::outcomes {
namespace {

using Event = Worker::Messages::Event;

constexpr const char* kSchoolWorker = "school-worker";

bool IsRegistered(const Worker& worker) { return !worker.registered.worker_id().empty(); }

v1::WorkerRegistered RegisteredFrom(const v1::RegisterWorker& command) {
  v1::WorkerRegistered event;
  event.set_worker_id(command.worker_id());
  event.set_role(command.role());
  event.set_employment(command.employment());
  event.set_full_time_percent(command.has_full_time_percent() ? command.full_time_percent() : 100);
  *event.mutable_languages() = command.languages();
  return event;
}
bool IsTheSame(const v1::WorkerRegistered& one, const v1::WorkerRegistered& other) {
  return one.role() == other.role() && one.employment() == other.employment() &&
         one.full_time_percent() == other.full_time_percent() &&
         std::equal(one.languages().begin(), one.languages().end(), other.languages().begin(),
                    other.languages().end());
}
// Whom a school-worker claim names: one claim a school, each released by itself.
std::string HolderOf(const auto& event) { return event.worker_id() + "/" + event.school(); }

}  // namespace

WorkerAnswer Decide(const Worker& worker, const v1::RegisterWorker& command,
                    const Context& /*context*/) {
  v1::WorkerRegistered event = RegisteredFrom(command);
  if (IsRegistered(worker) && !worker.vacant) {
    if (IsTheSame(worker.registered, event)) return NothingToDo<WorkerAnswer>();
    return v1::REJECTION_WORKER_ID_MUST_NOT_BE_REUSED;
  }
  return Accept<WorkerAnswer>(std::move(event));
}

WorkerAnswer Decide(const Worker& worker, const v1::JoinTeam& command, const Context& /*context*/) {
  if (!IsRegistered(worker)) return v1::REJECTION_WORKER_MUST_BE_REGISTERED;
  if (worker.team == command.team() && worker.area == command.area() &&
      worker.segment == command.segment()) {
    return NothingToDo<WorkerAnswer>();
  }
  v1::TeamJoined event;
  event.set_worker_id(command.worker_id());
  event.set_team(command.team());
  event.set_area(command.area());
  event.set_segment(command.segment());
  return Accept<WorkerAnswer>(std::move(event));
}

WorkerAnswer Decide(const Worker& worker, const v1::SetCaseloadLimit& command,
                    const Context& /*context*/) {
  if (!IsRegistered(worker)) return v1::REJECTION_WORKER_MUST_BE_REGISTERED;
  if (worker.limit == command.cases()) return NothingToDo<WorkerAnswer>();
  v1::CaseloadLimitSet event;
  event.set_worker_id(command.worker_id());
  event.set_cases(command.cases());
  return Accept<WorkerAnswer>(std::move(event));
}

WorkerAnswer Decide(const Worker& worker, const v1::NameForSchool& command,
                    const Context& context) {
  if (!IsRegistered(worker)) return v1::REJECTION_WORKER_MUST_BE_REGISTERED;
  if (worker.schools.contains(command.school())) return NothingToDo<WorkerAnswer>();
  v1::NamedForSchool event;
  event.set_worker_id(command.worker_id());
  event.set_school(command.school());
  *event.mutable_from_time() = ToTimestamp(context.now);
  return Accept<WorkerAnswer>(std::move(event));
}

WorkerAnswer Decide(const Worker& worker, const v1::LeaveSchool& command,
                    const Context& /*context*/) {
  if (!IsRegistered(worker)) return v1::REJECTION_WORKER_MUST_BE_REGISTERED;
  if (!worker.schools.contains(command.school())) {
    return v1::REJECTION_WORKER_MUST_BE_NAMED_FOR_THE_SCHOOL;
  }
  v1::SchoolLeft event;
  event.set_worker_id(command.worker_id());
  event.set_school(command.school());
  return Accept<WorkerAnswer>(std::move(event));
}

WorkerAnswer Decide(const Worker& worker, const v1::RecordAbsence& command,
                    const Context& /*context*/) {
  if (!IsRegistered(worker)) return v1::REJECTION_WORKER_MUST_BE_REGISTERED;
  if (worker.absences.contains(command.from() + " " + command.until())) {
    return NothingToDo<WorkerAnswer>();
  }
  if (command.until() < command.from()) return v1::REJECTION_ABSENCE_MUST_END_AFTER_IT_BEGINS;
  v1::AbsenceRecorded event;
  event.set_worker_id(command.worker_id());
  event.set_from(command.from());
  event.set_until(command.until());
  event.set_reason(command.reason());
  return Accept<WorkerAnswer>(std::move(event));
}

WorkerAnswer Decide(const Worker& worker, const v1::RecordVacancy& command,
                    const Context& /*context*/) {
  if (!IsRegistered(worker)) return v1::REJECTION_WORKER_MUST_BE_REGISTERED;
  if (worker.vacant) return NothingToDo<WorkerAnswer>();
  v1::VacancyRecorded event;
  event.set_worker_id(command.worker_id());
  event.set_from(command.from());
  return Accept<WorkerAnswer>(std::move(event));
}

WorkerAnswer Decide(const Worker& worker, const v1::TakeCase& command, const Context& /*context*/) {
  if (!IsRegistered(worker)) return v1::REJECTION_WORKER_MUST_BE_REGISTERED;
  if (worker.cases.contains(command.case_id())) return NothingToDo<WorkerAnswer>();
  if (worker.vacant) return v1::REJECTION_POST_MUST_BE_FILLED;
  v1::CaseTaken taken;
  taken.set_worker_id(command.worker_id());
  taken.set_case_id(command.case_id());
  taken.set_children(command.children());
  const int open_cases = static_cast<int>(worker.cases.size()) + 1;
  taken.set_open_cases(open_cases);
  if (worker.limit == 0 || open_cases <= worker.limit) {
    return Accept<WorkerAnswer>(std::move(taken));
  }
  v1::CaseloadLimitPassed passed;
  passed.set_worker_id(command.worker_id());
  passed.set_open_cases(open_cases);
  passed.set_limit(worker.limit);
  return Accept<WorkerAnswer>(std::move(taken), std::move(passed));
}

WorkerAnswer Decide(const Worker& worker, const v1::HandOverCase& command,
                    const Context& /*context*/) {
  if (!worker.cases.contains(command.case_id())) return NothingToDo<WorkerAnswer>();
  v1::CaseHandedOver event;
  event.set_worker_id(command.worker_id());
  event.set_case_id(command.case_id());
  event.set_open_cases(static_cast<int>(worker.cases.size()) - 1);
  return Accept<WorkerAnswer>(std::move(event));
}

Effects Worker::EffectsOf(const v1::NamedForSchool& event) {
  Effects effects;
  effects.claims.push_back({.kind = kSchoolWorker,
                            .resource = event.school(),
                            .from = ToTime(event.from_time()),
                            .until = Time::max(),
                            .holder = HolderOf(event)});
  return effects;
}
Effects Worker::EffectsOf(const v1::SchoolLeft& event) {
  Effects effects;
  effects.releases.push_back({.kind = kSchoolWorker, .holder = HolderOf(event)});
  return effects;
}

void Apply(Worker& worker, const v1::WorkerRegistered& event) {
  CHECK(!IsRegistered(worker) || worker.vacant);
  worker.registered = event;
  worker.vacant = false;
}
void Apply(Worker& worker, const v1::TeamJoined& event) {
  CHECK(IsRegistered(worker));
  worker.team = event.team();
  worker.area = event.area();
  worker.segment = event.segment();
}
void Apply(Worker& worker, const v1::CaseloadLimitSet& event) {
  CHECK(IsRegistered(worker));
  worker.limit = event.cases();
}
void Apply(Worker& worker, const v1::NamedForSchool& event) {
  CHECK(IsRegistered(worker));
  worker.schools.insert(event.school());
}
void Apply(Worker& worker, const v1::SchoolLeft& event) {
  CHECK(worker.schools.contains(event.school()));
  worker.schools.erase(event.school());
}
void Apply(Worker& worker, const v1::AbsenceRecorded& event) {
  CHECK(IsRegistered(worker));
  worker.absences.insert(event.from() + " " + event.until());
}
void Apply(Worker& worker, const v1::VacancyRecorded& /*event*/) {
  CHECK(IsRegistered(worker));
  worker.vacant = true;
}
void Apply(Worker& worker, const v1::CaseTaken& event) {
  CHECK(IsRegistered(worker));
  worker.cases.insert(event.case_id());
}
void Apply(Worker& worker, const v1::CaseHandedOver& event) {
  CHECK(worker.cases.contains(event.case_id()));
  worker.cases.erase(event.case_id());
}
void Apply(Worker& worker, const v1::CaseloadLimitPassed& /*event*/) {
  CHECK(IsRegistered(worker));
}

}  // namespace kinward::outcomes
