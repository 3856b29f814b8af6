// How a request for help goes on, by its programme's gateway: one answer for the decision and for
// the companions of its event.
#pragma once

#include "kinward/scheduling/v1/request.pb.h"

namespace kinward::scheduling {

enum class Route {
  kPanel,   // the panel decides first
  kCrisis,  // begins now, the panel ratifies at its next session (R44)
  kPlace,   // a pool gives the place
  kStay,    // begins when a bed is taken
  kAtOnce,  // nothing to wait for
};

bool IsUrgent(const v1::HelpRequested& asked);
Route RouteOf(const v1::HelpRequested& asked);
// What follows once nobody has to agree any more: place, stay or at once.
Route AfterAgreement(const v1::HelpRequested& asked);

}  // namespace kinward::scheduling
