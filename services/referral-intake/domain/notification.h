// Something that happened to one person: an episode with a beginning, perhaps an end, and what it
// obliges. Which strand of the person ends which is strands.h; what became of a duty, obligation.h.
#pragma once

#include <set>
#include <string>

#include "kinward/intake/v1/notification.domain.h"
#include "kinward/intake/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::intake {

//  (unknown) ─▶ open ◀─▶ ended
enum class NotificationState { kUnknown, kOpen, kEnded };

struct Notification {
  using Messages = v1::NotificationMessages;

  NotificationState state = NotificationState::kUnknown;
  v1::NotificationRaised raised;  // as it was told first, less what is sealed
  std::string on;                 // as it stands, as all below
  Time occurred{};
  bool time_known = false;
  std::string expected_until;
  std::string responsible_council;
  std::string reason;  // why it ended
  Time ended{};
  bool ended_by_person = false;  // what another strand says no longer moves it
  bool long_noted = false;
  bool quiet = false;
  std::set<std::string> obligations;

  static Effects EffectsOf(const v1::NotificationRaised& event);
  static Effects EffectsOf(const v1::NotificationUpdated& event);
  static Effects EffectsOf(const v1::NotificationQuieted& event);
  static Companions CompanionsOf(const v1::NotificationRaised& event);
  static Companions CompanionsOf(const v1::NotificationUpdated& event);
  static Companions CompanionsOf(const v1::NotificationResolved& event);
  static Companions CompanionsOf(const v1::ObligationsTriggered& event);
};
using NotificationAnswer = Decision<Notification::Messages::Event, v1::Rejection>;

[[nodiscard]] NotificationAnswer Decide(const Notification& notification,
                                        const v1::RaiseNotification& command,
                                        const Context& context);
[[nodiscard]] NotificationAnswer Decide(const Notification& notification,
                                        const v1::UpdateNotification& command,
                                        const Context& context);
[[nodiscard]] NotificationAnswer Decide(const Notification& notification,
                                        const v1::ResolveNotification& command,
                                        const Context& context);
[[nodiscard]] NotificationAnswer Decide(const Notification& notification,
                                        const v1::EndEpisode& command, const Context& context);
[[nodiscard]] NotificationAnswer Decide(const Notification& notification,
                                        const v1::ReopenEpisode& command, const Context& context);
[[nodiscard]] NotificationAnswer Decide(const Notification& notification,
                                        const v1::NoteSignificantLength& command,
                                        const Context& context);
[[nodiscard]] NotificationAnswer Decide(const Notification& notification,
                                        const v1::ReviewTriggers& command, const Context& context);
[[nodiscard]] NotificationAnswer Decide(const Notification& notification,
                                        const v1::QuietNotification& command,
                                        const Context& context);

void Apply(Notification& notification, const v1::NotificationRaised& event);
void Apply(Notification& notification, const v1::NotificationUpdated& event);
void Apply(Notification& notification, const v1::NotificationResolved& event);
void Apply(Notification& notification, const v1::NotificationReopened& event);
void Apply(Notification& notification, const v1::SignificantLengthReached& event);
void Apply(Notification& notification, const v1::ObligationsTriggered& event);
void Apply(Notification& notification, const v1::NotificationQuieted& event);

}  // namespace kinward::intake
