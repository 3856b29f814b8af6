// One piece of help to one family under one programme: who helps, what was planned and done, how it
// closed. Not here: the place or bed it came with (scheduling), whether it was eligible.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "kinward/outcomes/v1/case.domain.h"
#include "kinward/outcomes/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::outcomes {

struct Case {
  using Messages = v1::CaseMessages;

  v1::CaseOpened opened;  // as stored; its case_id is empty when there is no case
  bool closed = false;
  std::string counterfactual;
  std::map<std::pair<std::string, std::string>, std::string> workers;  // (role, for whom) → worker
  std::set<std::string> planned;
  std::set<std::string> held;
  std::set<std::pair<std::string, std::string>> escalations;  // (person, to what and when)

  static Effects EffectsOf(const v1::CaseOpened& event);
  static Effects EffectsOf(const v1::CaseClosed& event);
  static Companions CompanionsOf(const v1::CaseOpened& event);
  static Companions CompanionsOf(const v1::WorkerAssigned& event);
  static Companions CompanionsOf(const v1::CaseClosed& event);
};
using CaseAnswer = Decision<Case::Messages::Event, v1::Rejection>;

[[nodiscard]] CaseAnswer Decide(const Case& help, const v1::OpenCase& command,
                                const Context& context);
[[nodiscard]] CaseAnswer Decide(const Case& help, const v1::StateCounterfactual& command,
                                const Context& context);
[[nodiscard]] CaseAnswer Decide(const Case& help, const v1::AssignWorker& command,
                                const Context& context);
[[nodiscard]] CaseAnswer Decide(const Case& help, const v1::PlanSession& command,
                                const Context& context);
[[nodiscard]] CaseAnswer Decide(const Case& help, const v1::RecordSession& command,
                                const Context& context);
[[nodiscard]] CaseAnswer Decide(const Case& help, const v1::RecordEscalation& command,
                                const Context& context);
[[nodiscard]] CaseAnswer Decide(const Case& help, const v1::WarnOfLength& command,
                                const Context& context);
[[nodiscard]] CaseAnswer Decide(const Case& help, const v1::CloseCase& command,
                                const Context& context);

void Apply(Case& help, const v1::CaseOpened& event);
void Apply(Case& help, const v1::CounterfactualStated& event);
void Apply(Case& help, const v1::WorkerAssigned& event);
void Apply(Case& help, const v1::SessionPlanned& event);
void Apply(Case& help, const v1::SessionRecorded& event);
void Apply(Case& help, const v1::EscalationRecorded& event);
void Apply(Case& help, const v1::ExpectedLengthPassed& event);
void Apply(Case& help, const v1::CaseClosed& event);

}  // namespace kinward::outcomes
