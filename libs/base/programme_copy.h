// How a service records the published versions that it hears of: each once, and never another
// under the same number. The messages and the stream are the service's own.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <variant>

namespace kinward {

using ProgrammeDigests = std::map<int, std::string>;  // by version

// `Recorded` for a version not heard of before; nothing for one that is the same; else the rule.
template <typename Answer, typename Recorded>
Answer RecordVersionOnce(const ProgrammeDigests& digests, const auto& command,
                         const auto& must_not_change) {
  std::variant_alternative_t<0, Answer> events;
  const auto known = digests.find(command.version().version());
  if (known != digests.end()) {
    if (known->second == command.version().digest()) return events;
    return must_not_change;
  }
  Recorded event;
  event.set_programme_id(command.programme_id());
  *event.mutable_version() = command.version();
  events.emplace_back(std::move(event));
  return events;
}

}  // namespace kinward
