#include "services/scheduling/domain/request.h"

#include <optional>
#include <utility>

#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/request_parts.h"
#include "services/scheduling/domain/route.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<Request>;

// The rule against giving this programme's part anything more, if there is one.
std::optional<v1::Rejection> RuleAgainst(const Request& request, const Request::Part* part) {
  if (request.withdrawn) return v1::REJECTION_REFERRAL_MUST_NOT_BE_WITHDRAWN;
  if (part == nullptr) return v1::REJECTION_HELP_MUST_HAVE_BEEN_REQUESTED;
  if (part->state == v1::PART_STATE_ENDED) return v1::REJECTION_HELP_MUST_NOT_HAVE_ENDED;
  return std::nullopt;
}

template <typename Event>
Event For(const Request& request, const auto& command) {
  Event event;
  event.set_referral_id(command.referral_id());
  event.set_family_id(request.family_id);
  event.set_programme_id(command.programme_id());
  return event;
}

// Nobody has to agree any more: begin now, if nothing is left to wait for.
void Begin(const Request& request, const v1::HelpRequested& asked, v1::StartBasis basis,
           Events& events) {
  if (const auto* stay = BegunStay(request, asked.programme_id())) {
    events.emplace_back(PlacedByStay(asked, stay->second, stay->first));
  } else if (AfterAgreement(asked) == Route::kAtOnce) {
    events.emplace_back(Placed(asked, basis));
  }
}

// Says so once, when a newer version has come into effect than the one the part was decided by.
void AddReviewIfDue(const Request::Part& part, const Context& context, Events& events) {
  const auto* version = context.programme;
  if (version == nullptr || version->effective_from() > FormatDate(DateOf(context.now))) return;
  if (MustBeReviewed(part, version->version())) {
    events.emplace_back(ReviewDue(part.asked, version->version()));
  }
}

bool GoesAhead(const std::string& decision) {
  return decision == "agreed" || decision == "conditions-met" || decision == "crisis-start";
}
bool IsRatification(const std::string& decision) {
  return decision == "ratified" || decision == "not-ratified";
}

}  // namespace

RequestDecision Decide(const Request& request, const v1::RecordPartListed& command,
                       const Context& context) {
  const Request::Part* part = PartOf(request, command.programme_id());
  // What was listed before may be listed again whatever has happened since: a crisis start stays on
  // the agenda until it is ratified or not, also where it waited for its panel to be defined.
  const bool relisted = part != nullptr && !part->item_id.empty();
  if (relisted && part->session_id == command.session_id()) return Events{};
  const bool stays = relisted || (part != nullptr && part->decision == "crisis-start");
  if (stays && (request.withdrawn || part->state == v1::PART_STATE_ENDED)) return Events{};
  if (const auto rule = RuleAgainst(request, part)) return *rule;
  auto listed = For<v1::PartListed>(request, command);
  listed.set_panel_id(command.panel_id());
  listed.set_session_id(command.session_id());
  listed.set_item_id(command.item_id());
  *listed.mutable_session_time() = command.session_time();
  Events events{listed};
  AddReviewIfDue(*part, context, events);
  return events;
}

RequestDecision Decide(const Request& request, const v1::RecordPartDecided& command,
                       const Context& /*context*/) {
  const Request::Part* part = PartOf(request, command.programme_id());
  if (part != nullptr && part->decision == command.decision()) return Events{};
  const bool about_the_past =
      IsRatification(command.decision()) || command.decision() == "deferred";
  if (about_the_past && part != nullptr && (request.withdrawn || IsOver(*part))) return Events{};
  if (const auto rule = RuleAgainst(request, part)) return *rule;

  auto decided = For<v1::PartDecided>(request, command);
  decided.set_decision(command.decision());
  decided.set_item_id(command.item_id());
  decided.set_begins_with(part->asked.begins_with());
  const bool goes_ahead = GoesAhead(command.decision()) && !IsPlaced(*part);
  if (goes_ahead) {
    decided.set_pool_id(part->asked.pool_id());
    decided.set_urgency(part->asked.urgency());
    decided.set_preferences_met(part->asked.preferences_met());
  }
  Events events{decided};
  if (goes_ahead) {
    const bool crisis = command.decision() == "crisis-start";
    Begin(request, part->asked, crisis ? v1::START_BASIS_CRISIS : v1::START_BASIS_PANEL, events);
  }
  return events;
}

RequestDecision Decide(const Request& request, const v1::RecordPartWaiting& command,
                       const Context& context) {
  const Request::Part* part = PartOf(request, command.programme_id());
  if (const auto rule = RuleAgainst(request, part)) return *rule;
  const auto stay = request.stays.find(command.stay_id());
  const bool stay_known = stay != request.stays.end();
  if (stay_known && stay->second.setting_id != command.setting_id()) {
    return v1::REJECTION_STAY_ID_MUST_NOT_BE_REUSED;
  }
  const bool known = command.stay_id().empty() ? part->state == v1::PART_STATE_WAITING : stay_known;
  if (known) return Events{};
  auto waiting = For<v1::PartWaiting>(request, command);
  waiting.set_pool_id(command.pool_id());
  waiting.set_setting_id(command.setting_id());
  waiting.set_stay_id(command.stay_id());
  Events events{waiting};
  AddReviewIfDue(*part, context, events);
  return events;
}

RequestDecision Decide(const Request& request, const v1::RecordPartOffered& command,
                       const Context& context) {
  const Request::Part* part = PartOf(request, command.programme_id());
  if (const auto rule = RuleAgainst(request, part)) return *rule;
  if (part->state == v1::PART_STATE_OFFERED || IsPlaced(*part)) return Events{};
  auto offered = For<v1::PartOffered>(request, command);
  offered.set_pool_id(command.pool_id());
  Events events{offered};
  AddReviewIfDue(*part, context, events);
  return events;
}

RequestDecision Decide(const Request& request, const v1::RecordPartPlaced& command,
                       const Context& /*context*/) {
  const Request::Part* part = PartOf(request, command.programme_id());
  if (const auto rule = RuleAgainst(request, part)) return *rule;
  if (IsPlaced(*part)) return Events{};
  v1::PartPlaced placed = Placed(part->asked, command.basis());
  placed.set_pool_id(command.pool_id());
  placed.set_setting_id(command.setting_id());
  placed.set_stay_id(command.stay_id());
  return Events{placed};
}

// Also of a withdrawn request: what was given still comes to its end.
RequestDecision Decide(const Request& request, const v1::RecordPartEnded& command,
                       const Context& /*context*/) {
  const Request::Part* part = PartOf(request, command.programme_id());
  if (part == nullptr || part->state == v1::PART_STATE_ENDED) return Events{};
  auto ended = For<v1::PartEnded>(request, command);
  ended.set_reason(command.reason());
  ended.set_pool_id(part->asked.pool_id());
  // The panel has not heard of it yet, and need not: its item waits there to be listed.
  const bool queued = part->item_id.empty() && RouteOf(part->asked) == Route::kPanel;
  if (queued) *ended.add_frees() = OpenPartOf(command.programme_id(), *part);
  return Events{ended};
}

}  // namespace kinward::scheduling
