// From the trigger to the answers; how an obligation ends is obligation_end.cc.
#include "services/referral-intake/domain/obligation.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"
#include "services/referral-intake/domain/obligation_event.h"
#include "services/referral-intake/domain/obligation_term.h"

namespace kinward::intake {
namespace {

using Event = Obligation::Messages::Event;

v1::ObligationDueSet DueSet(const Obligation& obligation, const Due& due) {
  auto event = About<v1::ObligationDueSet>(obligation);
  *event.mutable_due_time() = ToTimestamp(due.time);
  event.set_due_on(due.on);
  return event;
}

// What was told to be in time or late is told again where the term has moved.
void RetellTarget(const Obligation& obligation, std::vector<Event>& events) {
  if (obligation.state != ObligationState::kCompleted) return;
  const v1::TargetResult target = TargetOf(obligation, obligation.ended);
  if (target == obligation.completed.target()) return;
  v1::ObligationCompleted event = obligation.completed;
  *event.mutable_obligation() = obligation.ref;
  event.set_target(target);
  event.clear_due_time();
  if (obligation.due) *event.mutable_due_time() = ToTimestamp(*obligation.due);
  event.set_corrected(true);
  events.emplace_back(std::move(event));
}

v1::ObligationRaised RaisedFrom(const v1::RaiseObligation& command) {
  v1::ObligationRaised event;
  event.set_obligation_id(command.obligation_id());
  auto& ref = *event.mutable_obligation();
  ref.set_obligation_id(command.obligation_id());
  ref.set_family_id(command.family_id());
  ref.set_person_id(command.person_id());
  ref.set_notification_id(command.notification_id());
  ref.set_programme_id(command.programme_id());
  ref.set_programme_version(command.programme_version());
  ref.set_kind(command.trigger().on());
  ref.set_obliges(command.trigger().obliges());
  ref.set_offer(command.trigger().offer());
  ref.set_on(command.on());
  ref.set_responsible_council(command.responsible_council());
  ref.set_within(command.trigger().within());
  ref.set_unit(command.trigger().unit());
  ref.set_independent(command.trigger().independent());
  *event.mutable_occurred_time() = command.occurred_time();
  return event;
}

// At what time something was done.
Time TimeOf(bool given, const google::protobuf::Timestamp& time, const Context& context) {
  return given ? ToTime(time) : context.now;
}

}  // namespace

ObligationAnswer Decide(const Obligation& obligation, const v1::RaiseObligation& command,
                        const Context& /*context*/) {
  if (IsKnown(obligation)) return NothingToDo<ObligationAnswer>();
  const v1::ObligationRaised raised = RaisedFrom(command);
  std::vector<Event> events{raised};
  Obligation next;
  Apply(next, raised);
  if (const auto due = DueOf(next)) events.emplace_back(DueSet(next, *due));
  return events;
}

ObligationAnswer Decide(const Obligation& obligation, const v1::MoveObligation& command,
                        const Context& /*context*/) {
  if (!IsKnown(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_KNOWN;
  const auto& ref = obligation.ref;
  const bool same = ref.on() == command.on() &&
                    obligation.occurred == ToTime(command.occurred_time()) &&
                    ref.responsible_council() == command.responsible_council();
  if (same) return NothingToDo<ObligationAnswer>();
  auto moved = About<v1::ObligationMoved>(obligation);
  moved.mutable_obligation()->set_on(command.on());
  moved.mutable_obligation()->set_responsible_council(command.responsible_council());
  *moved.mutable_occurred_time() = command.occurred_time();
  std::vector<Event> events{moved};
  Obligation next = obligation;
  Apply(next, moved);
  if (const auto due = DueOf(next); due && due->time != next.due) {
    const auto set = DueSet(next, *due);
    Apply(next, set);
    events.emplace_back(set);
  }
  // The school calendar answers anew: it is told then.
  if (next.ref.unit() != common::v1::CLOCK_KIND_SCHOOL_DAYS) RetellTarget(next, events);
  return events;
}

ObligationAnswer Decide(const Obligation& obligation, const v1::SetObligationDue& command,
                        const Context& /*context*/) {
  if (!IsKnown(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_KNOWN;
  // Asked before its notification was corrected: the later question's answer comes too.
  if (command.counted_from() != obligation.ref.on()) return NothingToDo<ObligationAnswer>();
  Obligation next = obligation;
  std::vector<Event> events;
  if (const auto day = ParseDate(command.due_on())) {
    const Due due = DueAfter(*day);
    if (obligation.due == due.time) return NothingToDo<ObligationAnswer>();
    const auto set = DueSet(obligation, due);
    Apply(next, set);
    events.emplace_back(set);
  } else {
    if (!obligation.due && obligation.unknown_because == command.unknown_because()) {
      return NothingToDo<ObligationAnswer>();
    }
    auto unknown = About<v1::ObligationDueUnknown>(obligation);
    unknown.set_because(command.unknown_because());
    Apply(next, unknown);
    events.emplace_back(std::move(unknown));
  }
  RetellTarget(next, events);
  return events;
}

ObligationAnswer Decide(const Obligation& obligation, const v1::AssignObligation& command,
                        const Context& /*context*/) {
  if (!IsKnown(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_KNOWN;
  const std::set<std::string> case_workers(command.independent_of().begin(),
                                           command.independent_of().end());
  const bool same =
      obligation.worker_id == command.worker_id() && obligation.independent_of == case_workers;
  if (same) return NothingToDo<ObligationAnswer>();
  if (!IsOpen(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_OPEN;
  if (obligation.ref.independent() && case_workers.empty() && !command.no_worker_on_case()) {
    return v1::REJECTION_INDEPENDENCE_MUST_BE_STATED;
  }
  if (case_workers.contains(command.worker_id())) {
    return v1::REJECTION_WORKER_MUST_BE_INDEPENDENT_OF_THE_CASE;
  }
  auto event = About<v1::ObligationAssigned>(obligation);
  event.set_worker_id(command.worker_id());
  event.mutable_independent_of()->Add(case_workers.begin(), case_workers.end());
  return Accept<ObligationAnswer>(std::move(event));
}

ObligationAnswer Decide(const Obligation& obligation, const v1::RecordOffer& command,
                        const Context& context) {
  if (!IsKnown(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_KNOWN;
  auto answers = obligation.answers;
  auto event = About<v1::OfferRecorded>(obligation);
  for (const auto& person_id : command.person_ids()) {
    if (!answers.emplace(person_id, v1::OFFER_ANSWER_UNANSWERED).second) continue;
    event.add_person_ids(person_id);
  }
  if (event.person_ids().empty()) return NothingToDo<ObligationAnswer>();
  if (!IsOpen(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_OPEN;
  const Time offered = TimeOf(command.has_offered_time(), command.offered_time(), context);
  if (const auto rule = RuleAgainst(obligation, offered, context)) return *rule;
  *event.mutable_offered_time() = ToTimestamp(offered);
  event.set_first(!obligation.offered);
  Obligation next = obligation;
  if (!next.offered) next.offered = offered;
  event.set_target(TargetOf(next, offered));
  event.set_standing(StandingOf(answers));
  event.set_stood(StandingOf(obligation.answers));
  return Accept<ObligationAnswer>(std::move(event));
}

ObligationAnswer Decide(const Obligation& obligation, const v1::RecordAnswer& command,
                        const Context& context) {
  if (!IsKnown(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_KNOWN;
  const auto known = obligation.answers.find(command.person_id());
  if (known == obligation.answers.end()) return v1::REJECTION_PERSON_MUST_HAVE_BEEN_OFFERED_IT;
  if (known->second == command.answer()) return NothingToDo<ObligationAnswer>();
  if (!IsOpen(obligation)) return v1::REJECTION_OBLIGATION_MUST_BE_OPEN;
  const Time answered = TimeOf(command.has_answered_time(), command.answered_time(), context);
  if (const auto rule = RuleAgainst(obligation, answered, context)) return *rule;
  auto answers = obligation.answers;
  answers[command.person_id()] = command.answer();
  auto event = About<v1::AnswerRecorded>(obligation);
  event.set_person_id(command.person_id());
  event.set_answer(command.answer());
  *event.mutable_answered_time() = ToTimestamp(answered);
  event.set_standing(StandingOf(answers));
  event.set_stood(StandingOf(obligation.answers));
  return Accept<ObligationAnswer>(std::move(event));
}

}  // namespace kinward::intake
