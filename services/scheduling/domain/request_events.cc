// What a request's events change, and what they ask of the panel, the pool and the setting.
#include "kinward/scheduling/v1/panel.pb.h"
#include "kinward/scheduling/v1/pool.pb.h"
#include "kinward/scheduling/v1/setting.pb.h"
#include "libs/base/check.h"
#include "services/scheduling/domain/identifiers.h"
#include "services/scheduling/domain/request.h"
#include "services/scheduling/domain/request_parts.h"
#include "services/scheduling/domain/route.h"

namespace kinward::scheduling {
namespace {

// A part that help has begun for stays placed, whatever a panel or pool adds to its story.
void MoveOn(Request& request, const std::string& programme_id, v1::PartState state) {
  const auto part = request.parts.find(programme_id);
  CHECK(part != request.parts.end());
  if (part->second.state == v1::PART_STATE_PLACED) return;
  part->second.state = state;
}

// A panel's word changes nothing any more once a place is waited for or given: it came afterwards.
void MoveByPanel(Request& request, const std::string& programme_id, v1::PartState state) {
  const auto part = request.parts.find(programme_id);
  CHECK(part != request.parts.end());
  if (part->second.state < v1::PART_STATE_WAITING) part->second.state = state;
}

template <typename Command>
Command ForPanel(const auto& event, const std::string& panel_id) {
  Command command;
  command.set_panel_id(panel_id);
  command.set_referral_id(event.referral_id());
  command.set_family_id(event.family_id());
  command.set_programme_id(event.programme_id());
  command.set_urgency(event.urgency());
  command.set_referred_on(event.referred_on());
  command.set_await_definition(true);
  return command;
}

v1::RequestPlace AskPool(const auto& event, bool auto_accept) {
  v1::RequestPlace command;
  command.set_pool_id(event.pool_id());
  command.set_referral_id(event.referral_id());
  command.set_programme_id(event.programme_id());
  command.set_family_id(event.family_id());
  command.set_urgency(event.urgency());
  command.set_preferences_met(event.preferences_met());
  command.set_auto_accept(auto_accept);
  command.set_await_definition(true);
  return command;
}

v1::ReleasePlace Release(const std::string& referral_id, const std::string& programme_id,
                         const std::string& pool_id, const std::string& reason) {
  v1::ReleasePlace command;
  command.set_pool_id(pool_id);
  command.set_referral_id(referral_id);
  command.set_programme_id(programme_id);
  command.set_reason(reason);
  return command;
}

v1::ReleaseBooking ReleaseBed(const v1::OpenPart& part, const std::string& reason) {
  v1::ReleaseBooking command;
  command.set_setting_id(part.setting_id());
  command.set_stay_id(part.stay_id());
  command.set_reason(reason);
  return command;
}

v1::WithdrawItem TakeOffPanel(const std::string& referral_id, const v1::OpenPart& part,
                              const std::string& reason) {
  v1::WithdrawItem command;
  command.set_panel_id(part.panel_id());
  command.set_item_id(part.item_id().empty()
                          ? AgendaItemId(referral_id, part.programme_id(), part.panel_id())
                          : part.item_id());
  command.set_reason(reason);
  return command;
}

// What these parts had asked of panels, settings and pools, taken back.
Companions Free(const std::string& referral_id,
                const google::protobuf::RepeatedPtrField<v1::OpenPart>& parts,
                const std::string& reason) {
  Companions companions;
  for (const v1::OpenPart& part : parts) {
    if (!part.panel_id().empty()) companions.emplace_back(TakeOffPanel(referral_id, part, reason));
    if (!part.stay_id().empty()) companions.emplace_back(ReleaseBed(part, reason));
    if (part.pool_id().empty()) continue;
    companions.emplace_back(Release(referral_id, part.programme_id(), part.pool_id(), reason));
  }
  return companions;
}

}  // namespace

void Apply(Request& request, const v1::HelpRequested& event) {
  const auto known = request.parts.find(event.programme_id());
  CHECK(known == request.parts.end() || known->second.set_aside || known->second.given_up);
  request.family_id = event.family_id();
  Request::Part& part = request.parts[event.programme_id()];
  part = {};
  part.asked = event;
  if (!event.set_aside()) return;
  part.state = v1::PART_STATE_ENDED;
  part.set_aside = !request.over_before.contains(event.programme_id());
}

void Apply(Request& request, const v1::RequestWithdrawn& event) {
  request.withdrawn = true;
  request.may_return = event.may_return();
  if (request.family_id.empty()) request.family_id = event.family_id();
  for (auto& [programme_id, part] : request.parts) {
    if (part.state == v1::PART_STATE_PLACED) continue;
    const bool was_open =
        part.state != v1::PART_STATE_ENDED && part.state != v1::PART_STATE_REFUSED;
    part.state = v1::PART_STATE_ENDED;
    part.set_aside = event.may_return() && (was_open || part.set_aside);
  }
}

void Apply(Request& request, const v1::RequestReopened& /*event*/) {
  request.withdrawn = false;
  request.may_return = false;
}

void Apply(Request& request, const v1::PartReviewDue& event) {
  const auto part = request.parts.find(event.programme_id());
  CHECK(part != request.parts.end());
  part->second.review_version = event.version();
}

void Apply(Request& request, const v1::PartListed& event) {
  MoveByPanel(request, event.programme_id(), v1::PART_STATE_LISTED);
  Request::Part& part = request.parts.at(event.programme_id());
  part.session_id = event.session_id();
  part.item_id = event.item_id();
  part.decision.clear();
}

void Apply(Request& request, const v1::PartDecided& event) {
  const std::string& decision = event.decision();
  if (decision == "refused") {
    MoveByPanel(request, event.programme_id(), v1::PART_STATE_REFUSED);
  } else if (decision == "deferred") {
    MoveByPanel(request, event.programme_id(), v1::PART_STATE_REQUESTED);
  } else if (decision != "ratified" && decision != "not-ratified") {
    MoveByPanel(request, event.programme_id(), v1::PART_STATE_AGREED);
  }
  request.parts.at(event.programme_id()).decision = decision;
}

void Apply(Request& request, const v1::PartWaiting& event) {
  MoveOn(request, event.programme_id(), v1::PART_STATE_WAITING);
  if (event.stay_id().empty()) return;
  request.stays[event.stay_id()] = {event.setting_id(), event.programme_id(), true, false, false};
}

void Apply(Request& request, const v1::PartOffered& event) {
  MoveOn(request, event.programme_id(), v1::PART_STATE_OFFERED);
}

void Apply(Request& request, const v1::PartPlaced& event) {
  MoveOn(request, event.programme_id(), v1::PART_STATE_PLACED);
}

void Apply(Request& request, const v1::PartEnded& event) {
  if (request.family_id.empty()) request.family_id = event.family_id();
  const auto part = request.parts.find(event.programme_id());
  if (part == request.parts.end()) {
    request.over_before.insert(event.programme_id());
    return;
  }
  part->second.state = v1::PART_STATE_ENDED;
  part->second.set_aside = false;
  part->second.given_up = event.reason() == kAnotherProgramme;
}

void Apply(Request& request, const v1::PartHeld& event) {
  if (request.family_id.empty()) request.family_id = event.family_id();
  request.stays[event.stay().stay_id()] = {event.stay().setting_id(), event.programme_id(), false,
                                           false,
                                           event.stay().admission() == v1::ADMISSION_TYPE_CRISIS};
}

void Apply(Request& request, const v1::PartStayBegun& event) {
  const auto stay = request.stays.find(event.stay_id());
  CHECK(stay != request.stays.end());
  stay->second.begun = true;
}

void Apply(Request& request, const v1::PartStayOver& event) {
  CHECK(request.stays.erase(event.stay_id()) == 1);
}

Companions Request::CompanionsOf(const v1::HelpRequested& event) {
  if (event.set_aside()) return {};
  switch (RouteOf(event)) {
    case Route::kPanel:
      return {ForPanel<v1::ListItem>(event, event.gateway().panel_id())};
    case Route::kCrisis:
      return {ForPanel<v1::AuthoriseCrisisStart>(event, event.gateway().panel_id())};
    case Route::kPlace:
      // A direct gateway: somebody has accepted the family already. An automatic one: it is asked.
      return {AskPool(event, event.gateway().kind() != common::v1::GATEWAY_KIND_AUTOMATIC)};
    case Route::kStay:
    case Route::kAtOnce:
      break;
  }
  return {};
}

Companions Request::CompanionsOf(const v1::RequestWithdrawn& event) {
  return Free(event.referral_id(), event.parts(), "request-withdrawn");
}

Companions Request::CompanionsOf(const v1::PartDecided& event) {
  if (event.pool_id().empty()) return {};
  return {AskPool(event, true)};
}

Companions Request::CompanionsOf(const v1::PartPlaced& event) {
  if (event.ratified_by().empty()) return {};
  return {ForPanel<v1::AuthoriseCrisisStart>(event, event.ratified_by())};
}

Companions Request::CompanionsOf(const v1::PartEnded& event) {
  if (!event.frees().empty()) return Free(event.referral_id(), event.frees(), event.reason());
  if (event.pool_id().empty()) return {};
  return {Release(event.referral_id(), event.programme_id(), event.pool_id(), event.reason())};
}

Companions Request::CompanionsOf(const v1::PartHeld& event) {
  v1::OpenStay open;
  open.set_stay_id(event.stay().stay_id());
  open.set_keyed_by(event.family_id());
  *open.mutable_stay() = event.stay();
  return {open};
}

}  // namespace kinward::scheduling
