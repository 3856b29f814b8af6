// From when until when a part of a programme lasts, as a file writes it.
#pragma once

#include "services/eligibility/catalogue/yaml_map.h"

namespace kinward::catalogue {

// `from` and `until`, both days included and neither required.
void ReadPeriod(YamlMap& map, auto& made) {
  made.set_from(map.DateOr("from", ""));
  made.set_until(map.DateOr("until", ""));
  if (!made.from().empty() && !made.until().empty() && made.until() < made.from()) {
    map.Wrong("until", "must not be before from");
  }
}

}  // namespace kinward::catalogue
