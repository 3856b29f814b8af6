// Opens a YAML file as a mapping, with limits: its size, its parts (aliases counted as often as
// they are used), no key twice, no node within itself. What the keys mean is the readers' matter.
#pragma once

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "services/eligibility/catalogue/yaml_map.h"

namespace kinward::catalogue {

// The root of a file; nothing, and a fault, when it cannot be read as a YAML mapping. A key that
// stands twice in one mapping is a fault too, and the file is read on.
std::optional<YAML::Node> LoadYaml(const std::filesystem::path& file, Faults& faults);

// Where a file's values stand, for faults that are found when the file is no longer at hand: it is
// read again then. Not for several threads at once.
class Places {
 public:
  Places() = default;
  explicit Places(std::filesystem::path file) : file_(std::move(file)) {}

  // The place of the path ("versions[0].gateway.panel"), else of what it is part of, else the
  // file's first line.
  [[nodiscard]] Place Of(std::string path) const;

 private:
  std::filesystem::path file_;
  mutable std::optional<std::map<std::string, Place>> by_path_;
};

}  // namespace kinward::catalogue
