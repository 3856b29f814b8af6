#include "services/scheduling/domain/route.h"

#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/answers.h"

namespace kinward::scheduling {
namespace {

// Before `panel_from` the panel does not sit yet, and the gateway is direct.
bool PanelSits(const v1::HelpRequested& asked) {
  const auto& gateway = asked.gateway();
  if (gateway.panel_id().empty()) return false;
  const auto from = ParseDate(gateway.panel_from());
  return !from || DateOf(ToTime(asked.requested_time())) >= *from;
}

}  // namespace

bool IsUrgent(const v1::HelpRequested& asked) { return UrgencyRank(asked.urgency()) >= 2; }

Route RouteOf(const v1::HelpRequested& asked) {
  const auto& gateway = asked.gateway();
  if (PanelSits(asked) && gateway.crisis_start() && IsUrgent(asked)) return Route::kCrisis;
  if (PanelSits(asked) && gateway.kind() == common::v1::GATEWAY_KIND_PANEL) return Route::kPanel;
  return AfterAgreement(asked);
}

Route AfterAgreement(const v1::HelpRequested& asked) {
  if (!asked.pool_id().empty()) return Route::kPlace;
  return asked.begins_with() == "stay" ? Route::kStay : Route::kAtOnce;
}

}  // namespace kinward::scheduling
