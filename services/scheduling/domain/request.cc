#include "services/scheduling/domain/request.h"

#include <optional>
#include <utility>

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

const std::pair<const std::string, Request::Bed>* BegunStay(const Request& request,
                                                            const std::string& programme_id) {
  for (const auto& stay : request.stays) {
    if (stay.second.begun && stay.second.programme_id == programme_id) return &stay;
  }
  return nullptr;
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

bool GoesAhead(const std::string& decision) {
  return decision == "agreed" || decision == "conditions-met" || decision == "crisis-start";
}
bool IsRatification(const std::string& decision) {
  return decision == "ratified" || decision == "not-ratified";
}

}  // namespace

RequestDecision Decide(const Request& request, const v1::RequestHelp& command,
                       const Context& context) {
  if (PartOf(request, command.programme_id()) != nullptr) return Events{};
  if (request.withdrawn) return v1::REJECTION_REFERRAL_MUST_NOT_BE_WITHDRAWN;

  v1::HelpRequested asked;
  asked.set_referral_id(command.referral_id());
  asked.set_family_id(command.family_id());
  asked.set_programme_id(command.programme_id());
  asked.set_programme_version(command.programme_version());
  *asked.mutable_gateway() = command.gateway();
  asked.set_urgency(command.urgency());
  asked.set_pool_id(command.pool_id());
  asked.set_setting_id(command.setting_id());
  asked.set_begins_with(command.begins_with());
  asked.set_preferences_met(command.preferences_met());
  *asked.mutable_subjects() = command.subjects();
  asked.set_referred_on(command.referred_on());
  *asked.mutable_requested_time() = ToTimestamp(context.now);
  *asked.mutable_reasons() = command.reasons();
  asked.set_counts(command.counts());

  Events events{asked};
  const Route route = RouteOf(asked);
  if (const auto* stay = BegunStay(request, asked.programme_id())) {
    // The bed was taken before help was asked for: at night, that is the usual order.
    v1::PartPlaced placed = PlacedByStay(asked, stay->second, stay->first);
    if (route == Route::kPanel && stay->second.crisis) AskForRatification(placed, asked);
    events.emplace_back(std::move(placed));
  } else if (route == Route::kAtOnce) {
    const bool crisis = asked.gateway().crisis_start() && IsUrgent(asked);
    events.emplace_back(Placed(asked, crisis ? v1::START_BASIS_CRISIS : v1::START_BASIS_DIRECT));
  }
  return events;
}

RequestDecision Decide(const Request& request, const v1::WithdrawRequest& command,
                       const Context& /*context*/) {
  if (request.withdrawn) return Events{};
  v1::RequestWithdrawn withdrawn;
  withdrawn.set_referral_id(command.referral_id());
  withdrawn.set_family_id(request.family_id.empty() ? command.family_id() : request.family_id);
  withdrawn.set_reason(command.reason());
  for (const auto& [programme_id, part] : request.parts) {
    if (IsOver(part)) continue;
    v1::OpenPart& open = *withdrawn.add_parts();
    open.set_programme_id(programme_id);
    open.set_state(part.state);
    open.set_panel_id(part.asked.gateway().panel_id());
    open.set_session_id(part.session_id);
    open.set_item_id(part.item_id);
    open.set_pool_id(part.asked.pool_id());
  }
  for (const auto& [stay_id, bed] : request.stays) {
    v1::OpenPart& open = *withdrawn.add_parts();
    open.set_programme_id(bed.programme_id);
    open.set_setting_id(bed.setting_id);
    open.set_stay_id(stay_id);
  }
  return Events{withdrawn};
}

RequestDecision Decide(const Request& request, const v1::RecordPartListed& command,
                       const Context& /*context*/) {
  const Request::Part* part = PartOf(request, command.programme_id());
  // What was listed before may be listed again whatever has happened since: a crisis start stays on
  // the agenda until it is ratified or not.
  const bool relisted = part != nullptr && !part->item_id.empty();
  if (relisted && part->session_id == command.session_id()) return Events{};
  if (relisted && (request.withdrawn || part->state == v1::PART_STATE_ENDED)) return Events{};
  if (const auto rule = RuleAgainst(request, part)) return *rule;
  auto listed = For<v1::PartListed>(request, command);
  listed.set_panel_id(command.panel_id());
  listed.set_session_id(command.session_id());
  listed.set_item_id(command.item_id());
  *listed.mutable_session_time() = command.session_time();
  return Events{listed};
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
                       const Context& /*context*/) {
  const Request::Part* part = PartOf(request, command.programme_id());
  if (const auto rule = RuleAgainst(request, part)) return *rule;
  const bool known = command.stay_id().empty() ? part->state == v1::PART_STATE_WAITING
                                               : request.stays.contains(command.stay_id());
  if (known) return Events{};
  auto waiting = For<v1::PartWaiting>(request, command);
  waiting.set_pool_id(command.pool_id());
  waiting.set_setting_id(command.setting_id());
  waiting.set_stay_id(command.stay_id());
  return Events{waiting};
}

RequestDecision Decide(const Request& request, const v1::RecordPartOffered& command,
                       const Context& /*context*/) {
  const Request::Part* part = PartOf(request, command.programme_id());
  if (const auto rule = RuleAgainst(request, part)) return *rule;
  if (part->state == v1::PART_STATE_OFFERED || IsPlaced(*part)) return Events{};
  auto offered = For<v1::PartOffered>(request, command);
  offered.set_pool_id(command.pool_id());
  return Events{offered};
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
  return Events{ended};
}

}  // namespace kinward::scheduling
