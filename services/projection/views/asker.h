// Who reads a view, where the same view shows not everybody the same: what is restricted, and what
// is handled on conditions. By default a reader is shown the least.
#pragma once

#include <string>
#include <vector>

namespace kinward::projection {

struct Asker {
  std::vector<std::string> roles;
  bool knows_restricted = false;    // may restrict a record, and so may know of one that is
  bool reads_intelligence = false;  // is one for whom the view of it is
};

}  // namespace kinward::projection
