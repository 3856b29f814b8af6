#include "services/referral-intake/domain/strands.h"

#include <utility>
#include <vector>

#include "kinward/intake/v1/notification.pb.h"
#include "kinward/intake/v1/obligation.pb.h"
#include "libs/base/uuid.h"
#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"
#include "services/referral-intake/domain/notification_kinds.h"

namespace kinward::intake {
namespace {

using Event = Strands::Messages::Event;

// The duty that a return to school or provision meets by itself (004 W-11 item 3; R45).
constexpr const char* kEducationProvision = "education-provision";
constexpr const char* kProvision = "provision";

// The first that ends it, told or not; nothing: it runs on.
std::optional<StrandEnd> EndOf(const Strands& strands, const Strand& strand) {
  std::optional<StrandEnd> first;
  for (const auto& [id, other] : strands.strands) {
    if (!Ends(other.kind, strand.kind) || other.occurred < strand.occurred) continue;
    if (!first || other.occurred < first->time) first = StrandEnd{id, other.kind, other.occurred};
  }
  return first;
}

struct Met {
  std::string outcome;
  Time time{};
};
// By whichever came first: the end of what obliged it, or provision.
std::optional<Met> MetBy(const Strands& strands, const Duty& duty) {
  if (duty.obliges != kEducationProvision) return std::nullopt;
  std::optional<Met> met;
  const auto cause = strands.strands.find(duty.notification_id);
  if (cause != strands.strands.end()) {
    if (const auto end = EndOf(strands, cause->second)) met = Met{end->reason, end->time};
  }
  const auto provided = strands.provided_on.lower_bound(duty.on);
  if (provided == strands.provided_on.end()) return met;
  const auto day = ParseDate(*provided);
  if (day && (!met || StartOf(*day) < met->time)) met = Met{kProvision, StartOf(*day)};
  return met;
}

// Who tells: the strands and the person.
struct Teller {
  const Strands* strands;
  std::string strands_id;
  std::string person_id;

  template <typename Told>
  [[nodiscard]] Told New() const {
    Told event;
    event.set_strands_id(strands_id);
    event.set_person_id(person_id);
    return event;
  }
};

void TellEnds(const Teller& teller, std::vector<Event>& events) {
  for (const auto& [id, strand] : teller.strands->strands) {
    const auto end = EndOf(*teller.strands, strand);
    if (end == strand.end) continue;
    if (!end) {
      auto event = teller.New<v1::StrandReopened>();
      event.set_notification_id(id);
      events.emplace_back(std::move(event));
      continue;
    }
    auto event = teller.New<v1::StrandEnded>();
    event.set_notification_id(id);
    event.set_ended_by(end->by);
    event.set_reason(end->reason);
    *event.mutable_ended_time() = ToTimestamp(end->time);
    events.emplace_back(std::move(event));
  }
}
void TellDuties(const Teller& teller, std::vector<Event>& events) {
  for (const auto& [id, duty] : teller.strands->duties) {
    const auto met = MetBy(*teller.strands, duty);
    if (!met || duty.met == met->time) continue;
    auto event = teller.New<v1::ObligationMet>();
    event.set_obligation_id(id);
    event.set_outcome(met->outcome);
    *event.mutable_met_time() = ToTimestamp(met->time);
    events.emplace_back(std::move(event));
  }
}
// Only who would still remind somebody: a person may have hundreds of strands that are over.
void AddWhoReminds(const Strands& strands, v1::StrandsQuieted& event) {
  for (const auto& [id, strand] : strands.strands) {
    const bool reminds = !strand.end && SignificantDays(strand.kind) > 0;
    if (reminds && !strands.quieted.contains(id)) event.add_notification_ids(id);
  }
  for (const auto& [id, duty] : strands.duties) {
    if (!duty.over && !strands.quieted.contains(id)) event.add_obligation_ids(id);
  }
}
void TellQuiet(const Teller& teller, std::vector<Event>& events) {
  const Strands& strands = *teller.strands;
  if (strands.quiet.empty()) return;
  auto event = teller.New<v1::StrandsQuieted>();
  event.set_reason(strands.quiet);
  AddWhoReminds(strands, event);
  if (event.notification_ids().empty() && event.obligation_ids().empty()) return;
  events.emplace_back(std::move(event));
}

// The event, and everybody who must be told because of it.
StrandsAnswer AndTells(const Strands& strands, const auto& event) {
  Strands next = strands;
  Apply(next, event);
  std::vector<Event> events{event};
  const Teller teller{&next, event.strands_id(), event.person_id()};
  TellEnds(teller, events);
  TellDuties(teller, events);
  TellQuiet(teller, events);
  return events;
}

}  // namespace

std::string StrandsIdOf(const std::string& person_id) {
  return UuidFrom(person_id, "notifications").ToString();
}

StrandsAnswer Decide(const Strands& strands, const v1::NoteStrand& command,
                     const Context& /*context*/) {
  const auto known = strands.strands.find(command.notification_id());
  const bool told =
      known != strands.strands.end() && known->second.occurred == ToTime(command.occurred_time());
  if (told || strands.dropped.contains(command.notification_id())) {
    return NothingToDo<StrandsAnswer>();
  }
  v1::StrandNoted event;
  event.set_strands_id(command.strands_id());
  event.set_person_id(command.person_id());
  event.set_notification_id(command.notification_id());
  event.set_kind(command.kind());
  *event.mutable_occurred_time() = command.occurred_time();
  return AndTells(strands, event);
}

StrandsAnswer Decide(const Strands& strands, const v1::DropStrand& command,
                     const Context& /*context*/) {
  if (!strands.strands.contains(command.notification_id())) return NothingToDo<StrandsAnswer>();
  v1::StrandDropped event;
  event.set_strands_id(command.strands_id());
  event.set_person_id(command.person_id());
  event.set_notification_id(command.notification_id());
  for (const auto& [id, duty] : strands.duties) {
    if (duty.notification_id == command.notification_id()) event.add_obligation_ids(id);
  }
  return AndTells(strands, event);
}

StrandsAnswer Decide(const Strands& strands, const v1::NoteObligation& command,
                     const Context& /*context*/) {
  const auto known = strands.duties.find(command.obligation_id());
  if (known != strands.duties.end() && known->second.on == command.on()) {
    return NothingToDo<StrandsAnswer>();
  }
  v1::ObligationNoted event;
  event.set_strands_id(command.strands_id());
  event.set_person_id(command.person_id());
  event.set_obligation_id(command.obligation_id());
  event.set_notification_id(command.notification_id());
  event.set_obliges(command.obliges());
  event.set_on(command.on());
  return AndTells(strands, event);
}

StrandsAnswer Decide(const Strands& strands, const v1::NoteObligationOver& command,
                     const Context& /*context*/) {
  const auto known = strands.duties.find(command.obligation_id());
  if (known == strands.duties.end() || known->second.over) return NothingToDo<StrandsAnswer>();
  v1::ObligationOver event;
  event.set_strands_id(command.strands_id());
  event.set_person_id(command.person_id());
  event.set_obligation_id(command.obligation_id());
  return Accept<StrandsAnswer>(std::move(event));
}

StrandsAnswer Decide(const Strands& strands, const v1::NoteProvision& command,
                     const Context& /*context*/) {
  if (strands.provided_on.contains(command.on())) return NothingToDo<StrandsAnswer>();
  v1::ProvisionNoted event;
  event.set_strands_id(command.strands_id());
  event.set_person_id(command.person_id());
  event.set_on(command.on());
  return AndTells(strands, event);
}

StrandsAnswer Decide(const Strands& strands, const v1::QuietStrands& command,
                     const Context& /*context*/) {
  if (!strands.quiet.empty()) return NothingToDo<StrandsAnswer>();
  v1::StrandsQuieted event;
  event.set_strands_id(command.strands_id());
  event.set_person_id(command.person_id());
  event.set_reason(command.reason());
  AddWhoReminds(strands, event);
  return Accept<StrandsAnswer>(std::move(event));
}

Companions Strands::CompanionsOf(const v1::StrandEnded& event) {
  v1::EndEpisode end;
  end.set_notification_id(event.notification_id());
  end.set_ended_by(event.ended_by());
  end.set_reason(event.reason());
  *end.mutable_ended_time() = event.ended_time();
  return {std::move(end)};
}
Companions Strands::CompanionsOf(const v1::StrandReopened& event) {
  v1::ReopenEpisode reopen;
  reopen.set_notification_id(event.notification_id());
  return {std::move(reopen)};
}
Companions Strands::CompanionsOf(const v1::StrandDropped& event) {
  Companions companions;
  for (const auto& obligation_id : event.obligation_ids()) {
    v1::ReleaseObligation release;
    release.set_obligation_id(obligation_id);
    release.set_reason("mistaken");
    companions.emplace_back(std::move(release));
  }
  return companions;
}
Companions Strands::CompanionsOf(const v1::ObligationMet& event) {
  v1::MeetObligation meet;
  meet.set_obligation_id(event.obligation_id());
  meet.set_outcome(event.outcome());
  *meet.mutable_met_time() = event.met_time();
  return {std::move(meet)};
}
Companions Strands::CompanionsOf(const v1::StrandsQuieted& event) {
  Companions companions;
  for (const auto& notification_id : event.notification_ids()) {
    v1::QuietNotification quiet;
    quiet.set_notification_id(notification_id);
    companions.emplace_back(std::move(quiet));
  }
  for (const auto& obligation_id : event.obligation_ids()) {
    v1::ReleaseObligation release;
    release.set_obligation_id(obligation_id);
    release.set_reason(event.reason());
    companions.emplace_back(std::move(release));
  }
  return companions;
}

void Apply(Strands& strands, const v1::StrandNoted& event) {
  Strand& strand = strands.strands[event.notification_id()];
  strand.kind = event.kind();
  strand.occurred = ToTime(event.occurred_time());
}
void Apply(Strands& strands, const v1::StrandEnded& event) {
  strands.strands.at(event.notification_id()).end =
      StrandEnd{event.ended_by(), event.reason(), ToTime(event.ended_time())};
}
void Apply(Strands& strands, const v1::StrandReopened& event) {
  strands.strands.at(event.notification_id()).end.reset();
}
void Apply(Strands& strands, const v1::StrandDropped& event) {
  strands.strands.erase(event.notification_id());
  strands.dropped.insert(event.notification_id());
  for (const auto& obligation_id : event.obligation_ids()) strands.duties.erase(obligation_id);
}
void Apply(Strands& strands, const v1::ObligationNoted& event) {
  Duty& duty = strands.duties[event.obligation_id()];
  duty.notification_id = event.notification_id();
  duty.obliges = event.obliges();
  duty.on = event.on();
}
void Apply(Strands& strands, const v1::ObligationOver& event) {
  strands.duties.at(event.obligation_id()).over = true;
}
void Apply(Strands& strands, const v1::ProvisionNoted& event) {
  strands.provided_on.insert(event.on());
}
void Apply(Strands& strands, const v1::ObligationMet& event) {
  strands.duties.at(event.obligation_id()).met = ToTime(event.met_time());
}
void Apply(Strands& strands, const v1::StrandsQuieted& event) {
  strands.quiet = event.reason();
  strands.quieted.insert(event.notification_ids().begin(), event.notification_ids().end());
  strands.quieted.insert(event.obligation_ids().begin(), event.obligation_ids().end());
}

}  // namespace kinward::intake
