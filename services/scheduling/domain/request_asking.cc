// A request's beginning and its end with the referral: asked for, withdrawn, set aside and taken up
// again.
#include <algorithm>
#include <utility>

#include "services/scheduling/domain/request.h"
#include "services/scheduling/domain/request_parts.h"
#include "services/scheduling/domain/route.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<Request>;

v1::HelpRequested AskedBy(const v1::RequestHelp& command, const Context& context) {
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
  return asked;
}

// What is asked of panel, pool and setting follows from the event; what needs none of them begins.
Events Ask(const Request& request, v1::HelpRequested asked) {
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

// Placed, started in a crisis, or with a bed held or taken: people rely on it, so only people end
// it.
bool HasBegun(const Request& request, const std::string& programme_id, const Request::Part& part) {
  const bool crisis = part.decision == "crisis-start" || RouteOf(part.asked) == Route::kCrisis;
  if (IsPlaced(part) || (crisis && !part.set_aside)) return true;
  return std::any_of(request.stays.begin(), request.stays.end(), [&](const auto& stay) {
    return stay.second.programme_id == programme_id && !stay.second.waiting;
  });
}

}  // namespace

RequestDecision Decide(const Request& request, const v1::RequestHelp& command,
                       const Context& context) {
  const Request::Part* known = PartOf(request, command.programme_id());
  if (known != nullptr && !known->given_up) return Events{};
  if (request.withdrawn && !request.may_return) {
    return v1::REJECTION_REFERRAL_MUST_NOT_BE_WITHDRAWN;
  }
  v1::HelpRequested asked = AskedBy(command, context);
  if (request.withdrawn || request.over_before.contains(command.programme_id())) {
    asked.set_set_aside(true);
    return Events{std::move(asked)};
  }
  return Ask(request, std::move(asked));
}

RequestDecision Decide(const Request& request, const v1::WithdrawRequest& command,
                       const Context& /*context*/) {
  const bool ends_for_good = request.may_return && !command.may_return();
  if (request.withdrawn && !ends_for_good) return Events{};
  v1::RequestWithdrawn withdrawn;
  withdrawn.set_referral_id(command.referral_id());
  withdrawn.set_family_id(request.family_id.empty() ? command.family_id() : request.family_id);
  withdrawn.set_reason(command.reason());
  withdrawn.set_may_return(command.may_return());
  for (const auto& [programme_id, part] : request.parts) {
    if (!IsOver(part)) *withdrawn.add_parts() = OpenPartOf(programme_id, part);
  }
  for (const auto& [stay_id, bed] : request.stays) {
    *withdrawn.add_parts() = OpenStayOf(stay_id, bed);
  }
  return Events{withdrawn};
}

RequestDecision Decide(const Request& request, const v1::ReopenRequest& command,
                       const Context& context) {
  if (!request.withdrawn || !request.may_return) return Events{};
  v1::RequestReopened reopened;
  reopened.set_referral_id(command.referral_id());
  reopened.set_family_id(request.family_id);
  Events events{reopened};
  for (const auto& [programme_id, part] : request.parts) {
    if (!part.set_aside) continue;
    v1::HelpRequested again = part.asked;
    again.set_set_aside(false);
    *again.mutable_requested_time() = ToTimestamp(context.now);
    for (auto& event : Ask(request, std::move(again))) events.push_back(std::move(event));
  }
  return events;
}

RequestDecision Decide(const Request& request, const v1::NarrowRequest& command,
                       const Context& /*context*/) {
  Events events;
  for (const auto& [programme_id, part] : request.parts) {
    const bool over = IsOver(part) && !part.set_aside;
    if (programme_id == command.programme_id() || over) continue;
    if (HasBegun(request, programme_id, part)) continue;
    v1::PartEnded ended;
    ended.set_referral_id(command.referral_id());
    ended.set_family_id(request.family_id);
    ended.set_programme_id(programme_id);
    ended.set_reason(kAnotherProgramme);
    if (!part.set_aside) *ended.add_frees() = OpenPartOf(programme_id, part);
    for (const auto& [stay_id, bed] : request.stays) {
      if (bed.programme_id == programme_id) *ended.add_frees() = OpenStayOf(stay_id, bed);
    }
    events.emplace_back(std::move(ended));
  }
  return events;
}

RequestDecision Decide(const Request& request, const v1::HearCaseClosed& command,
                       const Context& context) {
  const Request::Part* part = PartOf(request, command.programme_id());
  // What is set aside is over for good now: a reopened referral does not ask for it again.
  if (part != nullptr && !part->set_aside) {
    v1::RecordPartEnded ended;
    ended.set_referral_id(command.referral_id());
    ended.set_programme_id(command.programme_id());
    ended.set_reason("case-closed");
    return Decide(request, ended, context);
  }
  if (request.over_before.contains(command.programme_id())) return Events{};
  v1::PartEnded ended;
  ended.set_referral_id(command.referral_id());
  ended.set_family_id(command.family_id());
  ended.set_programme_id(command.programme_id());
  ended.set_reason("case-closed");
  return Events{ended};
}

RequestDecision Decide(const Request& request, const v1::RecordReviewDue& command,
                       const Context& /*context*/) {
  const Request::Part* part = PartOf(request, command.programme_id());
  if (part == nullptr || !MustBeReviewed(*part, command.version())) return Events{};
  return Events{ReviewDue(part->asked, command.version())};
}

}  // namespace kinward::scheduling
