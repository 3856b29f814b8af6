// How an obligation ends: done, refused, no longer owed; or it becomes overdue.
#include <utility>

#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"
#include "services/referral-intake/domain/obligation.h"
#include "services/referral-intake/domain/obligation_event.h"
#include "services/referral-intake/domain/obligation_term.h"

namespace kinward::intake {
namespace {

bool IsDecided(const v1::CompleteObligation& command) {
  return command.has_replacement_decided_on() && !command.replacement_decided_by().empty();
}
bool IsInTheFuture(const std::string& date, const Context& context) {
  const auto day = ParseDate(date);
  return day && *day > DateOf(context.now);
}
// The same end told again; a time that is not given agrees with any.
bool Ended(const Obligation& obligation, ObligationState as, const std::string& reason,
           const std::optional<Time>& when) {
  return obligation.state == as && obligation.reason == reason &&
         (!when || *when == obligation.ended);
}
std::optional<Time> Given(bool given, const google::protobuf::Timestamp& time) {
  if (!given) return std::nullopt;
  return ToTime(time);
}
v1::ObligationDischarged Discharged(const Obligation& obligation, const std::string& reason) {
  auto event = About<v1::ObligationDischarged>(obligation);
  event.set_reason(reason);
  return event;
}

}  // namespace

std::optional<v1::Rejection> RuleAgainst(const Obligation& obligation, Time when,
                                         const Context& context) {
  if (when > context.now) return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  const auto day = ParseDate(obligation.ref.on());
  if (day && when < StartOf(*day)) {
    return v1::REJECTION_OBLIGATION_MUST_NOT_BE_MET_BEFORE_IT_AROSE;
  }
  return std::nullopt;
}

v1::ObligationCompleted CompletedAs(const Obligation& obligation, const std::string& outcome,
                                    Time when) {
  auto event = About<v1::ObligationCompleted>(obligation);
  event.set_outcome(outcome);
  *event.mutable_completed_time() = ToTimestamp(when);
  event.set_completed_on(FormatDate(DateOf(when)));
  event.set_target(TargetOf(obligation, when));
  if (obligation.due) *event.mutable_due_time() = ToTimestamp(*obligation.due);
  return event;
}

ObligationAnswer Decide(const Obligation& obligation, const v1::CompleteObligation& command,
                        const Context& context) {
  if (!IsKnown(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_KNOWN;
  const auto given = Given(command.has_completed_time(), command.completed_time());
  if (Ended(obligation, ObligationState::kCompleted, command.outcome(), given)) {
    return NothingToDo<ObligationAnswer>();
  }
  if (!IsOpen(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_OPEN;
  const Time when = given.value_or(context.now);
  if (const auto rule = RuleAgainst(obligation, when, context)) return *rule;
  if (command.has_replaces() && !IsDecided(command)) {
    return v1::REJECTION_REPLACEMENT_MUST_BE_A_RECORDED_DECISION;
  }
  if (IsInTheFuture(command.replacement_decided_on(), context)) {
    return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  }
  auto event = CompletedAs(obligation, command.outcome(), when);
  event.set_replaces(command.replaces());
  if (command.has_replaces()) {
    event.set_replacement_decided_on(command.replacement_decided_on());
    event.set_replacement_decided_by(command.replacement_decided_by());
  }
  return Accept<ObligationAnswer>(std::move(event));
}

ObligationAnswer Decide(const Obligation& obligation, const v1::RecordRefusal& command,
                        const Context& context) {
  if (!IsKnown(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_KNOWN;
  const auto given = Given(command.has_refused_time(), command.refused_time());
  if (Ended(obligation, ObligationState::kRefused, command.reason(), given)) {
    return NothingToDo<ObligationAnswer>();
  }
  if (!IsOpen(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_OPEN;
  const Time when = given.value_or(context.now);
  if (const auto rule = RuleAgainst(obligation, when, context)) return *rule;
  auto event = About<v1::ObligationRefused>(obligation);
  event.set_reason(command.reason());
  *event.mutable_refused_time() = ToTimestamp(when);
  event.set_target(TargetOf(obligation, when));
  return Accept<ObligationAnswer>(std::move(event));
}

ObligationAnswer Decide(const Obligation& obligation, const v1::DischargeObligation& command,
                        const Context& /*context*/) {
  if (!IsKnown(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_KNOWN;
  if (Ended(obligation, ObligationState::kDischarged, command.reason(), std::nullopt)) {
    return NothingToDo<ObligationAnswer>();
  }
  if (!IsOpen(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_OPEN;
  return Accept<ObligationAnswer>(Discharged(obligation, command.reason()));
}

// What a person recorded stands; what an event met, a correction of that event moves.
ObligationAnswer Decide(const Obligation& obligation, const v1::MeetObligation& command,
                        const Context& /*context*/) {
  if (!IsKnown(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_KNOWN;
  const Time when = ToTime(command.met_time());
  const bool moves = obligation.state == ObligationState::kCompleted &&
                     obligation.completed.met_by_event() &&
                     !Ended(obligation, ObligationState::kCompleted, command.outcome(), when);
  if (!IsOpen(obligation) && !moves) return NothingToDo<ObligationAnswer>();
  auto event = CompletedAs(obligation, command.outcome(), when);
  event.set_met_by_event(true);
  event.set_corrected(moves);
  return Accept<ObligationAnswer>(std::move(event));
}

// The quiet stop: whatever came of it already stays as it was told.
ObligationAnswer Decide(const Obligation& obligation, const v1::ReleaseObligation& command,
                        const Context& /*context*/) {
  if (!IsKnown(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_KNOWN;
  if (!IsOpen(obligation)) return NothingToDo<ObligationAnswer>();
  return Accept<ObligationAnswer>(Discharged(obligation, command.reason()));
}

ObligationAnswer Decide(const Obligation& obligation, const v1::NoteObligationOverdue& /*command*/,
                        const Context& context) {
  if (!IsKnown(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_KNOWN;
  const bool offered = obligation.ref.offer() && obligation.offered;  // its duty is done
  const bool passed = obligation.due && *obligation.due <= context.now;
  if (!IsOpen(obligation) || obligation.overdue || offered || !passed) {
    return NothingToDo<ObligationAnswer>();
  }
  auto event = About<v1::ObligationOverdue>(obligation);
  *event.mutable_due_time() = ToTimestamp(*obligation.due);
  event.set_worker_id(obligation.worker_id);
  return Accept<ObligationAnswer>(std::move(event));
}

}  // namespace kinward::intake
