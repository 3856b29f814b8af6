// Beds of a request: many stays under one part are usual; the first that begins places it.
#include <utility>

#include "services/scheduling/domain/request.h"
#include "services/scheduling/domain/request_parts.h"
#include "services/scheduling/domain/route.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<Request>;

// A stay that names no programme belongs to the one part that it can be for.
std::string ProgrammeOf(const Request& request, const v1::StayTerms& stay) {
  if (!stay.programme_id().empty()) return stay.programme_id();
  std::string found;
  for (const auto& [programme_id, part] : request.parts) {
    if (part.asked.setting_id() != stay.setting_id() && part.asked.begins_with() != "stay")
      continue;
    if (!found.empty()) return "";
    found = programme_id;
  }
  return found;
}

}  // namespace

RequestDecision Decide(const Request& request, const v1::RecordStayTaken& command,
                       const Context& /*context*/) {
  const auto known = request.stays.find(command.stay().stay_id());
  if (known != request.stays.end()) {
    // A stay belongs to one setting: the same id elsewhere is another stay.
    if (known->second.setting_id != command.stay().setting_id())
      return v1::REJECTION_STAY_ID_MUST_NOT_BE_REUSED;
    if (!known->second.waiting) return Events{};
  }
  if (request.withdrawn) return v1::REJECTION_REFERRAL_MUST_NOT_BE_WITHDRAWN;
  v1::PartHeld held;
  held.set_referral_id(command.referral_id());
  held.set_family_id(request.family_id.empty() ? command.family_id() : request.family_id);
  held.set_programme_id(ProgrammeOf(request, command.stay()));
  *held.mutable_stay() = command.stay();
  held.mutable_stay()->set_family_id(held.family_id());
  held.mutable_stay()->set_programme_id(held.programme_id());
  return Events{held};
}

RequestDecision Decide(const Request& request, const v1::RecordStayBegun& command,
                       const Context& /*context*/) {
  const auto stay = request.stays.find(command.stay_id());
  if (stay == request.stays.end() || stay->second.begun) return Events{};
  const Request::Bed& bed = stay->second;
  v1::PartStayBegun begun;
  begun.set_referral_id(command.referral_id());
  begun.set_family_id(request.family_id);
  begun.set_programme_id(bed.programme_id);
  begun.set_stay_id(command.stay_id());
  begun.set_setting_id(bed.setting_id);
  Events events{begun};
  const Request::Part* part = PartOf(request, bed.programme_id);
  if (part != nullptr && !request.withdrawn && !IsPlaced(*part) && !IsOver(*part)) {
    v1::PartPlaced placed = PlacedByStay(part->asked, bed, command.stay_id());
    const bool agreed = !part->decision.empty() && part->decision != "deferred";
    if (bed.crisis && !agreed && RouteOf(part->asked) == Route::kPanel) {
      AskForRatification(placed, part->asked);
    }
    events.emplace_back(std::move(placed));
  }
  return events;
}

RequestDecision Decide(const Request& request, const v1::RecordStayOver& command,
                       const Context& /*context*/) {
  const auto stay = request.stays.find(command.stay_id());
  if (stay == request.stays.end()) return Events{};
  v1::PartStayOver over;
  over.set_referral_id(command.referral_id());
  over.set_family_id(request.family_id);
  over.set_programme_id(stay->second.programme_id);
  over.set_stay_id(command.stay_id());
  over.set_reason(command.reason());
  return Events{over};
}

}  // namespace kinward::scheduling
