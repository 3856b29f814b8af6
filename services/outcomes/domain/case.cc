#include "services/outcomes/domain/case.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "kinward/common/v1/programme.pb.h"
#include "libs/base/check.h"
#include "libs/calendar/calendar.h"
#include "services/outcomes/domain/answer.h"
#include "services/outcomes/domain/case_plan.h"

namespace kinward::outcomes {
namespace {

// "At acceptance, not afterwards" (mechanisms: Case): a week to write it down, and never once help
// began.
constexpr int kCounterfactualWithinDays = 7;

bool IsKnown(const Case& help) { return !help.opened.case_id().empty(); }
bool IsOpen(const Case& help) { return IsKnown(help) && !help.closed; }

bool IsTheSame(const v1::CaseOpened& opened, const v1::OpenCase& command) {
  return opened.referral_id() == command.referral_id() &&
         opened.programme_id() == command.programme_id();
}
bool IsInTheCase(const Case& help, const std::string& person_id) {
  const auto& subjects = help.opened.subjects();
  return std::any_of(subjects.begin(), subjects.end(),
                     [&](const auto& subject) { return subject.person_id() == person_id; });
}
LocalDate DateFromText(const std::string& text) {
  const auto date = ParseDate(text);
  CHECK(date);
  return *date;
}

}  // namespace

CaseAnswer Decide(const Case& help, const v1::OpenCase& command, const Context& context) {
  if (IsKnown(help)) {
    if (IsTheSame(help.opened, command)) return NothingToDo<CaseAnswer>();
    return v1::REJECTION_CASE_ID_MUST_NOT_BE_REUSED;
  }
  v1::CaseOpened event;
  event.set_case_id(command.case_id());
  event.set_referral_id(command.referral_id());
  event.set_family_id(command.family_id());
  event.set_programme_id(command.programme_id());
  event.set_programme_version(command.programme_version());
  *event.mutable_subjects() = command.subjects();
  event.set_basis(command.basis());
  const LocalDate today = DateOf(context.now);
  event.set_opened_on(FormatDate(today));
  event.set_children(ChildrenAmong(command.subjects()));
  *event.mutable_reasons() = command.reasons();
  PinProgramme(event, context.programme, today);
  return Accept<CaseAnswer>(std::move(event));
}

CaseAnswer Decide(const Case& help, const v1::StateCounterfactual& command,
                  const Context& context) {
  if (!IsKnown(help)) return v1::REJECTION_CASE_MUST_BE_KNOWN;
  if (help.counterfactual == command.setting()) return NothingToDo<CaseAnswer>();
  if (help.closed) return v1::REJECTION_CASE_MUST_BE_OPEN;
  if (!help.counterfactual.empty()) return v1::REJECTION_COUNTERFACTUAL_MUST_BE_STATED_ONCE;
  const LocalDate opened = DateFromText(help.opened.opened_on());
  if (!help.held.empty() || DaysBetween(opened, DateOf(context.now)) > kCounterfactualWithinDays) {
    return v1::REJECTION_COUNTERFACTUAL_MUST_BE_STATED_AT_ACCEPTANCE;
  }
  v1::CounterfactualStated event;
  event.set_case_id(command.case_id());
  event.set_setting(command.setting());
  event.set_by(command.by());
  return Accept<CaseAnswer>(std::move(event));
}

CaseAnswer Decide(const Case& help, const v1::AssignWorker& command, const Context& /*context*/) {
  if (!IsKnown(help)) return v1::REJECTION_CASE_MUST_BE_KNOWN;
  const auto before = help.workers.find({command.role(), command.for_person_id()});
  const bool had_one = before != help.workers.end();
  if (had_one && before->second == command.worker_id()) return NothingToDo<CaseAnswer>();
  if (help.closed) return v1::REJECTION_CASE_MUST_BE_OPEN;
  if (command.has_for_person_id() && !IsInTheCase(help, command.for_person_id())) {
    return v1::REJECTION_PERSON_MUST_BE_IN_THE_CASE;
  }
  v1::WorkerAssigned event;
  event.set_case_id(command.case_id());
  event.set_worker_id(command.worker_id());
  event.set_role(command.role());
  event.set_for_person_id(command.for_person_id());
  event.set_family_id(help.opened.family_id());
  event.set_children(help.opened.children());
  if (had_one) {
    event.set_replaces(before->second);
    const auto parts =
        std::count_if(help.workers.begin(), help.workers.end(),
                      [&](const auto& part) { return part.second == before->second; });
    event.set_leaves(parts == 1);
  }
  return Accept<CaseAnswer>(std::move(event));
}

CaseAnswer Decide(const Case& help, const v1::PlanSession& command, const Context& /*context*/) {
  if (!IsKnown(help)) return v1::REJECTION_CASE_MUST_BE_KNOWN;
  if (help.planned.contains(command.session_id())) return NothingToDo<CaseAnswer>();
  if (help.closed) return v1::REJECTION_CASE_MUST_BE_OPEN;
  if (help.held.contains(command.session_id())) {
    return v1::REJECTION_SESSION_ID_MUST_NOT_BE_REUSED;
  }
  v1::SessionPlanned event;
  event.set_case_id(command.case_id());
  event.set_session_id(command.session_id());
  *event.mutable_planned_time() = command.planned_time();
  event.set_minutes(command.minutes());
  event.set_kind(command.kind());
  return Accept<CaseAnswer>(std::move(event));
}

// Also after the close: what was done is recorded whenever it is heard of.
CaseAnswer Decide(const Case& help, const v1::RecordSession& command, const Context& context) {
  if (!IsKnown(help)) return v1::REJECTION_CASE_MUST_BE_KNOWN;
  if (help.held.contains(command.session_id())) return NothingToDo<CaseAnswer>();
  if (ToTime(command.held_time()) > context.now) {
    return v1::REJECTION_SESSION_MUST_NOT_BE_IN_THE_FUTURE;
  }
  v1::SessionRecorded event;
  event.set_case_id(command.case_id());
  event.set_session_id(command.session_id());
  *event.mutable_held_time() = command.held_time();
  event.set_minutes(command.minutes());
  event.set_kind(command.kind());
  event.set_attended(command.attended());
  event.set_worker_id(command.worker_id());
  return Accept<CaseAnswer>(std::move(event));
}

CaseAnswer Decide(const Case& help, const v1::RecordEscalation& command, const Context& context) {
  if (!IsKnown(help)) return v1::REJECTION_CASE_MUST_BE_KNOWN;
  if (help.escalations.contains({command.person_id(), command.to() + " " + command.on()})) {
    return NothingToDo<CaseAnswer>();
  }
  if (command.has_person_id() && !IsInTheCase(help, command.person_id())) {
    return v1::REJECTION_PERSON_MUST_BE_IN_THE_CASE;
  }
  if (DateFromText(command.on()) > DateOf(context.now)) {
    return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  }
  v1::EscalationRecorded event;
  event.set_case_id(command.case_id());
  event.set_person_id(command.person_id());
  event.set_to(command.to());
  event.set_on(command.on());
  return Accept<CaseAnswer>(std::move(event));
}

CaseAnswer Decide(const Case& help, const v1::WarnOfLength& command, const Context& /*context*/) {
  if (!IsOpen(help)) return NothingToDo<CaseAnswer>();
  v1::ExpectedLengthPassed event;
  event.set_case_id(command.case_id());
  event.set_expected_days(command.expected_days());
  return Accept<CaseAnswer>(std::move(event));
}

CaseAnswer Decide(const Case& help, const v1::CloseCase& command, const Context& context) {
  if (!IsKnown(help)) return v1::REJECTION_CASE_MUST_BE_KNOWN;
  if (help.closed) return NothingToDo<CaseAnswer>();
  const LocalDate today = DateOf(context.now);
  const LocalDate closed_on = command.has_on() ? DateFromText(command.on()) : today;
  if (closed_on > today) return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  if (closed_on < DateFromText(help.opened.opened_on())) {
    return v1::REJECTION_CASE_MUST_NOT_CLOSE_BEFORE_IT_OPENED;
  }
  const auto& outcomes = help.opened.close_outcomes();
  if (!outcomes.empty() &&
      std::find(outcomes.begin(), outcomes.end(), command.outcome()) == outcomes.end()) {
    return Refusal<v1::Rejection>{v1::REJECTION_OUTCOME_MUST_BE_LISTED,
                                  {outcomes.begin(), outcomes.end()}};
  }
  v1::CaseClosed event;
  event.set_case_id(command.case_id());
  event.set_referral_id(help.opened.referral_id());
  event.set_family_id(help.opened.family_id());
  event.set_programme_id(help.opened.programme_id());
  event.set_programme_version(help.opened.programme_version());
  event.set_outcome(command.outcome());
  event.set_closed_on(FormatDate(closed_on));
  event.set_children(help.opened.children());
  *event.mutable_subjects() = help.opened.subjects();
  for (const auto& running : help.opened.follow_ups()) {
    if (running.months() == 0) *event.add_ended_follow_ups() = running;
  }
  *event.mutable_follow_ups() = ChecksAfterClose(help.opened, context.programme, closed_on);
  std::set<std::string> workers;
  for (const auto& [part, worker] : help.workers) workers.insert(worker);
  event.mutable_workers()->Add(workers.begin(), workers.end());
  return Accept<CaseAnswer>(std::move(event));
}

}  // namespace kinward::outcomes
