// What a notification's events entail, and what they leave in its state.
#include <utility>

#include "kinward/intake/v1/obligation.pb.h"
#include "kinward/intake/v1/person.pb.h"
#include "kinward/intake/v1/strands.pb.h"
#include "libs/base/check.h"
#include "libs/base/uuid.h"
#include "services/referral-intake/domain/derived_facts.h"
#include "services/referral-intake/domain/notification.h"
#include "services/referral-intake/domain/notification_kinds.h"
#include "services/referral-intake/domain/notification_length.h"
#include "services/referral-intake/domain/strands.h"

namespace kinward::intake {
namespace {

constexpr const char* kSignificantLength = "significant-length";
constexpr const char* kReview = "review-triggers";
// By then whatever was published before the notification has been heard of.
constexpr std::chrono::hours kReviewAfter{1};

void AddLengthTimer(const auto& event, Effects& effects) {
  const auto due = LongFrom(event.kind(), ToTime(event.occurred_time()));
  if (!due) return;
  v1::NoteSignificantLength command;
  command.set_notification_id(event.notification_id());
  effects.timers.push_back({.name = kSignificantLength, .due = *due, .command = command});
}
v1::NoteStrand StrandOf(const auto& event) {
  v1::NoteStrand command;
  command.set_strands_id(StrandsIdOf(event.person_id()));
  command.set_family_id(event.family_id());
  command.set_person_id(event.person_id());
  command.set_notification_id(event.notification_id());
  command.set_kind(event.kind());
  *command.mutable_occurred_time() = event.occurred_time();
  return command;
}
v1::IntroducePerson IntroductionOf(const v1::NotificationRaised& event) {
  v1::IntroducePerson command;
  command.set_person_id(event.person_id());
  command.set_family_id(event.family_id());
  if (!event.has_person()) return command;
  const auto& person = event.person();
  if (person.has_sex()) command.set_sex(person.sex());
  command.set_unborn(IsUnborn(person.identity()));
  *command.mutable_facts() = person.facts();
  if (person.has_identity()) *command.mutable_identity() = person.identity();
  if (person.has_location()) *command.mutable_location() = person.location();
  return command;
}

}  // namespace

Effects Notification::EffectsOf(const v1::NotificationRaised& event) {
  Effects effects;
  v1::ReviewTriggers review;
  review.set_notification_id(event.notification_id());
  effects.timers.push_back({.name = kReview,
                            .due = ToTime(event.raised_time()) + kReviewAfter,
                            .command = std::move(review)});
  AddLengthTimer(event, effects);
  return effects;
}
Effects Notification::EffectsOf(const v1::NotificationUpdated& event) {
  Effects effects;
  AddLengthTimer(event, effects);
  return effects;
}
Effects Notification::EffectsOf(const v1::NotificationQuieted& /*event*/) {
  Effects effects;
  effects.cancelled_timers = {kSignificantLength, kReview};
  return effects;
}

Companions Notification::CompanionsOf(const v1::NotificationRaised& event) {
  return {IntroductionOf(event), StrandOf(event)};
}
Companions Notification::CompanionsOf(const v1::NotificationUpdated& event) {
  Companions companions{StrandOf(event)};
  for (const auto& obligation_id : event.obligation_ids()) {
    v1::MoveObligation move;
    move.set_obligation_id(obligation_id);
    move.set_on(event.on());
    *move.mutable_occurred_time() = event.occurred_time();
    if (!event.responsible_council().empty()) {
      move.set_responsible_council(event.responsible_council());
    }
    companions.emplace_back(std::move(move));
  }
  return companions;
}
Companions Notification::CompanionsOf(const v1::NotificationResolved& event) {
  if (event.reason() == kToldByMistake) {
    v1::DropStrand drop;
    drop.set_strands_id(StrandsIdOf(event.person_id()));
    drop.set_person_id(event.person_id());
    drop.set_notification_id(event.notification_id());
    return {std::move(drop)};
  }
  if (!event.ended_by().empty() || !Ends(event.reason(), event.kind())) return {};
  const auto cause = Uuid::Parse(event.notification_id());
  CHECK(cause);
  v1::RaiseNotification raise;
  raise.set_notification_id(UuidFrom(*cause, event.reason()).ToString());
  raise.set_family_id(event.family_id());
  raise.set_person_id(event.person_id());
  raise.set_kind(event.reason());
  raise.set_on(event.ended_on());
  *raise.mutable_occurred_time() = event.ended_time();
  raise.set_source(event.source());
  return {std::move(raise)};
}
Companions Notification::CompanionsOf(const v1::ObligationsTriggered& event) {
  Companions companions;
  for (const auto& triggered : event.obligations()) {
    v1::RaiseObligation raise;
    raise.set_obligation_id(triggered.obligation_id());
    raise.set_family_id(event.family_id());
    raise.set_person_id(event.person_id());
    raise.set_notification_id(event.notification_id());
    raise.set_programme_id(triggered.programme_id());
    raise.set_programme_version(triggered.programme_version());
    *raise.mutable_trigger() = triggered.trigger();
    raise.set_on(event.on());
    *raise.mutable_occurred_time() = event.occurred_time();
    if (!event.responsible_council().empty()) {
      raise.set_responsible_council(event.responsible_council());
    }
    companions.emplace_back(std::move(raise));
  }
  return companions;
}

void Apply(Notification& notification, const v1::NotificationRaised& event) {
  CHECK(notification.state == NotificationState::kUnknown);
  notification.state = NotificationState::kOpen;
  notification.raised = event;
  notification.raised.clear_narrative();
  notification.raised.clear_person();
  notification.on = event.on();
  notification.occurred = ToTime(event.occurred_time());
  notification.time_known = event.time_known();
  notification.expected_until = event.expected_until();
  notification.responsible_council = event.responsible_council();
}
void Apply(Notification& notification, const v1::NotificationUpdated& event) {
  CHECK(notification.state != NotificationState::kUnknown);
  notification.on = event.on();
  notification.occurred = ToTime(event.occurred_time());
  notification.time_known = event.time_known();
  notification.expected_until = event.expected_until();
  notification.responsible_council = event.responsible_council();
}
void Apply(Notification& notification, const v1::NotificationResolved& event) {
  CHECK(notification.state != NotificationState::kUnknown);
  notification.state = NotificationState::kEnded;
  notification.reason = event.reason();
  notification.ended = ToTime(event.ended_time());
  notification.ended_by_person = event.ended_by().empty();
}
void Apply(Notification& notification, const v1::NotificationReopened& /*event*/) {
  CHECK(notification.state == NotificationState::kEnded);
  notification.state = NotificationState::kOpen;
  notification.reason.clear();
}
void Apply(Notification& notification, const v1::SignificantLengthReached& /*event*/) {
  CHECK(!notification.long_noted);
  notification.long_noted = true;
}
void Apply(Notification& notification, const v1::ObligationsTriggered& event) {
  for (const auto& triggered : event.obligations()) {
    CHECK(notification.obligations.insert(triggered.obligation_id()).second);
  }
}
void Apply(Notification& notification, const v1::NotificationQuieted& /*event*/) {
  notification.quiet = true;
}

}  // namespace kinward::intake
