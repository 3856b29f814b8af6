// What a decision may know besides the state: the tenant's time, who asks, and the programme's
// published version. The host fills it; deciders never ask for more.
#pragma once

#include <string>
#include <vector>

#include "libs/base/time.h"

namespace kinward {
namespace common::v1 {
class ProgrammeVersion;
}  // namespace common::v1

class ProgrammeCatalogue;  // programmes.h

// Who acts. `kind` is "staff", "partner" or "system"; `id` is a user name or a partner's slug.
struct Actor {
  std::string kind;
  std::string id;
  std::vector<std::string> roles;
  bool operator==(const Actor&) const = default;
};

struct Context {
  Time now;  // the tenant's time, not the machine's
  Actor actor;
  std::string council;  // the tenant: a slug such as "wolverhampton"
  // The version the command names, else the newest this service has heard; null when none.
  const common::v1::ProgrammeVersion* programme = nullptr;
  // Every published version of the tenant's programmes (eligibility only); null elsewhere.
  const ProgrammeCatalogue* programmes = nullptr;
};

}  // namespace kinward
