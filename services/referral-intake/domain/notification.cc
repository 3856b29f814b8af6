#include "services/referral-intake/domain/notification.h"

#include <utility>
#include <vector>

#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"
#include "services/referral-intake/domain/notification_kinds.h"
#include "services/referral-intake/domain/notification_length.h"
#include "services/referral-intake/domain/triggers.h"

namespace kinward::intake {
namespace {

using Event = Notification::Messages::Event;

bool IsKnown(const Notification& notification) {
  return notification.state != NotificationState::kUnknown;
}
bool HasEnded(const Notification& notification) {
  return notification.state == NotificationState::kEnded;
}
// Nobody is told anything more about it.
bool IsSilent(const Notification& notification) {
  return notification.quiet || (HasEnded(notification) && notification.reason == kToldByMistake);
}

// When it happened, as far as that was told.
struct When {
  std::string on;
  Time occurred{};
  bool known = false;
};
When WhenOf(const std::string& on, const auto& command, const Context& context) {
  if (command.has_occurred_time()) return {on, ToTime(command.occurred_time()), true};
  const auto day = ParseDate(on);
  const bool today = day && *day == DateOf(context.now);
  return {on, today || !day ? context.now : StartOf(*day), false};
}
v1::Rejection RuleAgainst(const When& when, const Context& context) {
  if (when.known && FormatDate(DateOf(when.occurred)) != when.on) {
    return v1::REJECTION_TIME_MUST_FALL_ON_THE_DAY;
  }
  if (when.occurred > context.now) return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  return v1::REJECTION_UNSPECIFIED;
}

// What is sealed cannot be compared: the rest must be as it was told.
bool SaysTheSame(const v1::NotificationRaised& raised, const v1::RaiseNotification& command) {
  const bool same_time =
      raised.time_known() == command.has_occurred_time() &&
      (!raised.time_known() || ToTime(raised.occurred_time()) == ToTime(command.occurred_time()));
  return same_time && raised.family_id() == command.family_id() &&
         raised.person_id() == command.person_id() && raised.kind() == command.kind() &&
         raised.on() == command.on() && raised.source() == command.source() &&
         raised.reference() == command.reference();
}
v1::NotificationRaised RaisedFrom(const v1::RaiseNotification& command, const When& when,
                                  const Context& context) {
  v1::NotificationRaised event;
  event.set_notification_id(command.notification_id());
  event.set_family_id(command.family_id());
  event.set_person_id(command.person_id());
  event.set_kind(command.kind());
  event.set_on(command.on());
  *event.mutable_occurred_time() = ToTimestamp(when.occurred);
  event.set_time_known(when.known);
  event.set_source(command.source());
  event.set_reference(command.reference());
  event.set_expected_until(command.expected_until());
  event.set_responsible_council(command.responsible_council());
  if (command.has_narrative()) *event.mutable_narrative() = command.narrative();
  if (command.has_person()) *event.mutable_person() = command.person();
  event.set_receipt(command.receipt());
  *event.mutable_raised_time() = ToTimestamp(context.now);
  return event;
}

// What every event of this notification says of it.
template <typename Said>
Said About(const Notification& notification) {
  Said event;
  event.set_notification_id(notification.raised.notification_id());
  event.set_family_id(notification.raised.family_id());
  event.set_person_id(notification.raised.person_id());
  event.set_kind(notification.raised.kind());
  return event;
}

void AddTriggered(const Notification& notification, const Context& context,
                  std::vector<Event>& events) {
  if (IsSilent(notification)) return;
  auto triggered = TriggeredBy(
      {notification.raised.notification_id(), notification.raised.kind(), notification.on},
      notification.obligations, context);
  if (triggered.empty()) return;
  auto event = About<v1::ObligationsTriggered>(notification);
  event.set_on(notification.on);
  *event.mutable_occurred_time() = ToTimestamp(notification.occurred);
  event.set_responsible_council(notification.responsible_council);
  for (auto& obligation : triggered) *event.add_obligations() = std::move(obligation);
  events.emplace_back(std::move(event));
}

// A partner sees and changes its own only: another's is as unknown.
bool IsAnothers(const Notification& notification, const Context& context) {
  return context.actor.kind == "partner" && context.actor.id != notification.raised.source();
}
v1::NotificationResolved EndAt(const Notification& notification, const std::string& reason,
                               Time ended) {
  auto event = About<v1::NotificationResolved>(notification);
  event.set_on(notification.on);
  event.set_reason(reason);
  *event.mutable_occurred_time() = ToTimestamp(notification.occurred);
  *event.mutable_ended_time() = ToTimestamp(ended);
  event.set_ended_on(FormatDate(DateOf(ended)));
  const Length length = LengthOf(notification.occurred, ended);
  event.set_length_hours(length.hours);
  event.set_length_days(length.days);
  event.set_corrected(HasEnded(notification));
  return event;
}

}  // namespace

NotificationAnswer Decide(const Notification& notification, const v1::RaiseNotification& command,
                          const Context& context) {
  if (IsKnown(notification)) {
    if (SaysTheSame(notification.raised, command)) return NothingToDo<NotificationAnswer>();
    return v1::REJECTION_NOTIFICATION_ID_MUST_NOT_BE_REUSED;
  }
  if (context.actor.kind == "partner" && context.actor.id != command.source()) {
    return v1::REJECTION_NOTIFICATION_MUST_NOT_BE_SENT_FOR_ANOTHER;
  }
  if (!IsNotificationKind(command.kind())) {
    return Refusal<v1::Rejection>{v1::REJECTION_NOTIFICATION_KIND_MUST_BE_LISTED,
                                  NotificationKinds()};
  }
  if (command.has_person() && command.person().person_id() != command.person_id()) {
    return v1::REJECTION_PERSON_MUST_BE_THE_ONE_NOTIFIED_OF;
  }
  const When when = WhenOf(command.on(), command, context);
  if (const auto rule = RuleAgainst(when, context); rule != v1::REJECTION_UNSPECIFIED) return rule;

  std::vector<Event> events{RaisedFrom(command, when, context)};
  Notification next;
  Apply(next, std::get<v1::NotificationRaised>(events.front()));
  AddTriggered(next, context, events);
  return events;
}

namespace {

bool SaysAnything(const v1::UpdateNotification& command) {
  return command.has_on() || command.has_occurred_time() || command.has_expected_until() ||
         command.has_responsible_council() || command.has_narrative();
}

// The time as corrected; what the command does not say stays.
When CorrectedWhen(const Notification& notification, const v1::UpdateNotification& command,
                   const Context& context) {
  const bool another_day = command.has_on() && command.on() != notification.on;
  if (!another_day && !command.has_occurred_time()) {
    return {notification.on, notification.occurred, notification.time_known};
  }
  const std::string on =
      command.has_on() ? command.on() : FormatDate(DateOf(ToTime(command.occurred_time())));
  return WhenOf(on, command, context);
}

v1::NotificationUpdated UpdatedFrom(const Notification& notification,
                                    const v1::UpdateNotification& command, const When& when) {
  auto event = About<v1::NotificationUpdated>(notification);
  event.set_on(when.on);
  *event.mutable_occurred_time() = ToTimestamp(when.occurred);
  event.set_time_known(when.known);
  event.set_expected_until(command.has_expected_until() ? command.expected_until()
                                                        : notification.expected_until);
  event.set_responsible_council(command.has_responsible_council()
                                    ? command.responsible_council()
                                    : notification.responsible_council);
  if (command.has_narrative()) *event.mutable_narrative() = command.narrative();
  event.mutable_obligation_ids()->Add(notification.obligations.begin(),
                                      notification.obligations.end());
  return event;
}

bool ChangesNothing(const Notification& notification, const v1::NotificationUpdated& event,
                    const When& when) {
  return when.on == notification.on && when.occurred == notification.occurred &&
         when.known == notification.time_known &&
         event.expected_until() == notification.expected_until &&
         event.responsible_council() == notification.responsible_council && !event.has_narrative();
}

}  // namespace

NotificationAnswer Decide(const Notification& notification, const v1::UpdateNotification& command,
                          const Context& context) {
  if (!IsKnown(notification) || IsAnothers(notification, context)) {
    return v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN;
  }
  if (!SaysAnything(command)) return v1::REJECTION_CORRECTION_MUST_BE_GIVEN;
  // Sealed under the key of whom it names: nobody else's.
  if (command.has_narrative() && command.person_id() != notification.raised.person_id()) {
    return v1::REJECTION_PERSON_MUST_BE_THE_ONE_NOTIFIED_OF;
  }
  const When when = CorrectedWhen(notification, command, context);
  const v1::NotificationUpdated event = UpdatedFrom(notification, command, when);
  if (ChangesNothing(notification, event, when)) return NothingToDo<NotificationAnswer>();
  if (const auto rule = RuleAgainst(when, context); rule != v1::REJECTION_UNSPECIFIED) return rule;
  if (HasEnded(notification) && when.occurred > notification.ended) {
    return v1::REJECTION_EPISODE_MUST_NOT_END_BEFORE_IT_BEGAN;
  }
  std::vector<Event> events{event};
  Notification next = notification;
  Apply(next, event);
  AddTriggered(next, context, events);
  return events;
}

NotificationAnswer Decide(const Notification& notification, const v1::ResolveNotification& command,
                          const Context& context) {
  if (!IsKnown(notification) || IsAnothers(notification, context)) {
    return v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN;
  }
  const Time ended = command.has_ended_time() ? ToTime(command.ended_time()) : context.now;
  if (HasEnded(notification)) {
    const bool same = notification.reason == command.reason() &&
                      (!command.has_ended_time() || notification.ended == ended);
    if (same) return NothingToDo<NotificationAnswer>();
    // What another strand says is moved by correcting that one.
    return v1::REJECTION_NOTIFICATION_MUST_BE_OPEN;
  }
  if (ended > context.now) return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  const auto day = ParseDate(notification.on);
  const Time began =
      notification.time_known || !day ? notification.occurred : StartOf(*day);  // at the earliest
  if (ended < began) return v1::REJECTION_EPISODE_MUST_NOT_END_BEFORE_IT_BEGAN;
  auto event = EndAt(notification, command.reason(), ended);
  event.set_source(context.actor.kind == "partner" ? context.actor.id : "staff");
  return Accept<NotificationAnswer>(std::move(event));
}

// What a person said of its end stands.
NotificationAnswer Decide(const Notification& notification, const v1::EndEpisode& command,
                          const Context& /*context*/) {
  if (!IsKnown(notification)) return v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN;
  const Time ended = ToTime(command.ended_time());
  const bool told = HasEnded(notification) && notification.reason == command.reason() &&
                    notification.ended == ended;
  if (notification.ended_by_person || told) return NothingToDo<NotificationAnswer>();
  auto event = EndAt(notification, command.reason(), ended);
  event.set_ended_by(command.ended_by());
  return Accept<NotificationAnswer>(std::move(event));
}

NotificationAnswer Decide(const Notification& notification, const v1::ReopenEpisode& /*command*/,
                          const Context& /*context*/) {
  if (!IsKnown(notification)) return v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN;
  if (!HasEnded(notification) || notification.ended_by_person) {
    return NothingToDo<NotificationAnswer>();
  }
  return Accept<NotificationAnswer>(About<v1::NotificationReopened>(notification));
}

NotificationAnswer Decide(const Notification& notification,
                          const v1::NoteSignificantLength& /*command*/, const Context& context) {
  if (!IsKnown(notification)) return v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN;
  const auto long_from = LongFrom(notification.raised.kind(), notification.occurred);
  const Time until = HasEnded(notification) ? notification.ended : context.now;
  const bool is_long = long_from && until >= *long_from;
  if (!is_long || notification.long_noted || IsSilent(notification)) {
    return NothingToDo<NotificationAnswer>();
  }
  auto event = About<v1::SignificantLengthReached>(notification);
  event.set_days(SignificantDays(notification.raised.kind()));
  return Accept<NotificationAnswer>(std::move(event));
}

NotificationAnswer Decide(const Notification& notification, const v1::ReviewTriggers& /*command*/,
                          const Context& context) {
  if (!IsKnown(notification)) return v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN;
  std::vector<Event> events;
  AddTriggered(notification, context, events);
  return events;
}

NotificationAnswer Decide(const Notification& notification,
                          const v1::QuietNotification& /*command*/, const Context& /*context*/) {
  if (!IsKnown(notification)) return v1::REJECTION_NOTIFICATION_MUST_BE_KNOWN;
  if (notification.quiet) return NothingToDo<NotificationAnswer>();
  v1::NotificationQuieted event;
  event.set_notification_id(notification.raised.notification_id());
  event.set_person_id(notification.raised.person_id());
  return Accept<NotificationAnswer>(std::move(event));
}

}  // namespace kinward::intake
