// What the edge knows of each council from its configuration: whom to ring, which postcodes are its
// own, whether its people may be made up. Never changes while the process runs.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "libs/config/service_config.h"

namespace kinward::gateway {

class Councils {
 public:
  Councils() = default;
  explicit Councils(std::map<std::string, config::Council> councils)
      : councils_(std::move(councils)) {}

  [[nodiscard]] bool Knows(const std::string& council) const { return councils_.contains(council); }
  [[nodiscard]] bool IsTest(const std::string& council) const;
  // "wolverhampton council on 01632 960001"; of every council while the caller's is not known.
  // Empty for a council that is not known.
  [[nodiscard]] std::string TelephoneOf(const std::string& council) const;
  [[nodiscard]] std::string WhoToRing(const std::string& council) const;
  // Does this postcode lie outside the council's area? No for a council that names no area, for no
  // fixed abode (ZZ99) and for what is no postcode.
  [[nodiscard]] bool IsElsewhere(const std::string& council, const std::string& postcode) const;
  // The council whose area it is; nothing: none of those here.
  [[nodiscard]] std::optional<std::string> OwnerOf(const std::string& postcode) const;

 private:
  std::map<std::string, config::Council> councils_;
};

}  // namespace kinward::gateway
