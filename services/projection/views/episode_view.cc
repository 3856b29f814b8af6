// Notifications: who is missing, since when, and what it obliges.
#include <algorithm>

#include "kinward/intake/v1/notification.pb.h"
#include "kinward/intake/v1/obligation.pb.h"
#include "libs/base/uuid.h"
#include "services/projection/views/duties_view.h"

namespace kinward::projection {
namespace {

namespace v1 = intake::v1;
using views::v1::EpisodePart;

constexpr std::string_view kMissing = "missing";
constexpr std::string_view kMistaken = "mistaken";  // it never was

// Where an episode stands in the indexes follows from its part alone.
void Place(const EpisodePart& part, Marks& marks) {
  if (part.kind() != kMissing) return;
  const bool never_was = part.quiet() || part.reason() == kMistaken;
  const bool ended = part.has_ended_time();
  const auto put = [&](std::string_view index, bool belongs) {
    if (belongs) {
      marks.Enter(std::string(index), part.notification_id(), part.started_time().seconds());
    } else {
      marks.Leave(std::string(index), part.notification_id());
    }
  };
  put(kMissingNow, !never_was && !ended);
  put(kMissingPast, !never_was && ended);
}

void OnRaised(EpisodePart& part, const v1::NotificationRaised& event, const Heard& /*heard*/,
              Marks& marks) {
  part.set_notification_id(event.notification_id());
  part.set_family_id(event.family_id());
  part.set_person_id(event.person_id());
  part.set_kind(event.kind());
  part.set_on(event.on());
  *part.mutable_started_time() = event.occurred_time();
  part.set_time_known(event.time_known());
  part.set_source(event.source());
  part.set_expected_until(event.expected_until());
  part.set_responsible_council(event.responsible_council());
  Place(part, marks);
}
void OnUpdated(EpisodePart& part, const v1::NotificationUpdated& event, const Heard& /*heard*/,
               Marks& marks) {
  part.set_on(event.on());
  *part.mutable_started_time() = event.occurred_time();
  part.set_time_known(event.time_known());
  part.set_expected_until(event.expected_until());
  part.set_responsible_council(event.responsible_council());
  Place(part, marks);
}
void OnResolved(EpisodePart& part, const v1::NotificationResolved& event, const Heard& /*heard*/,
                Marks& marks) {
  *part.mutable_ended_time() = event.ended_time();
  part.set_ended_by(event.ended_by());
  part.set_reason(event.reason());
  Place(part, marks);
}
void OnReopened(EpisodePart& part, const v1::NotificationReopened& /*event*/,
                const Heard& /*heard*/, Marks& marks) {
  part.clear_ended_time();
  part.clear_ended_by();
  part.clear_reason();
  Place(part, marks);
}
void OnQuieted(EpisodePart& part, const v1::NotificationQuieted& /*event*/, const Heard& /*heard*/,
               Marks& marks) {
  part.set_quiet(true);
  Place(part, marks);
}
void OnObliged(EpisodePart& part, const v1::ObligationRaised& event, const Heard& /*heard*/,
               Marks& /*marks*/) {
  auto& ids = *part.mutable_obligation_ids();
  if (std::find(ids.begin(), ids.end(), event.obligation_id()) != ids.end()) return;
  part.add_obligation_ids(event.obligation_id());
  std::sort(ids.begin(), ids.end());
}

}  // namespace

// A person's word that it ended raises a notification of its own, whose id follows from this one's.
std::string EndingOf(const EpisodePart& episode) {
  if (!episode.has_ended_time()) return {};
  if (!episode.ended_by().empty()) return episode.ended_by();
  return UuidFrom(episode.notification_id(), episode.reason()).ToString();
}

void AddEpisodeView(Catalogue& catalogue) {
  const std::string collection(kEpisodeCollection);
  catalogue.On(collection, &v1::NotificationRaised::notification_id, OnRaised);
  catalogue.On(collection, &v1::NotificationUpdated::notification_id, OnUpdated);
  catalogue.On(collection, &v1::NotificationResolved::notification_id, OnResolved);
  catalogue.On(collection, &v1::NotificationReopened::notification_id, OnReopened);
  catalogue.On(collection, &v1::NotificationQuieted::notification_id, OnQuieted);
  // A duty lies in its family's bucket, as what brought it about does.
  Change obliged;
  obliged.collection = collection;
  obliged.part = &EpisodePart::default_instance();
  obliged.id = [](const google::protobuf::Message& event, const Heard&) -> const std::string& {
    return static_cast<const v1::ObligationRaised&>(event).obligation().notification_id();
  };
  obliged.apply = [](google::protobuf::Message* part, const google::protobuf::Message& event,
                     const Heard& heard, Marks& marks) {
    OnObliged(static_cast<EpisodePart&>(*part), static_cast<const v1::ObligationRaised&>(event),
              heard, marks);
  };
  catalogue.Add(v1::ObligationRaised::default_instance(), std::move(obliged));
}

}  // namespace kinward::projection
