// A worker or a vacant post: team, caseload and its soft limit, the schools it is named for.
#pragma once

#include <map>
#include <set>
#include <string>

#include "kinward/outcomes/v1/rejection.pb.h"
#include "kinward/outcomes/v1/worker.domain.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::outcomes {

struct Worker {
  using Messages = v1::WorkerMessages;

  v1::WorkerRegistered registered;  // as stored; its id is empty when nobody was registered
  bool vacant = false;
  std::string team;
  std::string area;
  std::string segment;
  int limit = 0;  // 0: none set
  std::set<std::string> cases;
  std::set<std::string> schools;
  std::set<std::string> absences;  // "from until"

  static Effects EffectsOf(const v1::NamedForSchool& event);
  static Effects EffectsOf(const v1::SchoolLeft& event);
};
using WorkerAnswer = Decision<Worker::Messages::Event, v1::Rejection>;

[[nodiscard]] WorkerAnswer Decide(const Worker& worker, const v1::RegisterWorker& command,
                                  const Context& context);
[[nodiscard]] WorkerAnswer Decide(const Worker& worker, const v1::JoinTeam& command,
                                  const Context& context);
[[nodiscard]] WorkerAnswer Decide(const Worker& worker, const v1::SetCaseloadLimit& command,
                                  const Context& context);
[[nodiscard]] WorkerAnswer Decide(const Worker& worker, const v1::NameForSchool& command,
                                  const Context& context);
[[nodiscard]] WorkerAnswer Decide(const Worker& worker, const v1::LeaveSchool& command,
                                  const Context& context);
[[nodiscard]] WorkerAnswer Decide(const Worker& worker, const v1::RecordAbsence& command,
                                  const Context& context);
[[nodiscard]] WorkerAnswer Decide(const Worker& worker, const v1::RecordVacancy& command,
                                  const Context& context);
[[nodiscard]] WorkerAnswer Decide(const Worker& worker, const v1::TakeCase& command,
                                  const Context& context);
[[nodiscard]] WorkerAnswer Decide(const Worker& worker, const v1::HandOverCase& command,
                                  const Context& context);

void Apply(Worker& worker, const v1::WorkerRegistered& event);
void Apply(Worker& worker, const v1::TeamJoined& event);
void Apply(Worker& worker, const v1::CaseloadLimitSet& event);
void Apply(Worker& worker, const v1::NamedForSchool& event);
void Apply(Worker& worker, const v1::SchoolLeft& event);
void Apply(Worker& worker, const v1::AbsenceRecorded& event);
void Apply(Worker& worker, const v1::VacancyRecorded& event);
void Apply(Worker& worker, const v1::CaseTaken& event);
void Apply(Worker& worker, const v1::CaseHandedOver& event);
void Apply(Worker& worker, const v1::CaseloadLimitPassed& event);

}  // namespace kinward::outcomes
