// Imports from the service's own topic the events that a restored database lacks (kinwardctl store
// adopt). All or nothing: a gap, or another event at the same place, refuses the whole. Blocks: not
// for the service's thread.
//
// What the topic does not tell is lost: who acted, and the requests' hashes. A repeat of an adopted
// command is known by its id alone. A timer that fired and changed nothing fires again.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/host/registry.h"
#include "libs/kafka/record.h"

namespace kinward::host {

struct AdoptSettings {
  std::string service;  // intake, …: part of its reactions' command ids
  std::string conninfo;
  std::string topic;
  kafka::Connection kafka;
  std::vector<std::string> reactions;  // their names
};

// Answers how many events were adopted. kConflict: the topic cannot mend this database, and why.
// kRetry: a server is away, or `stopping`.
Result<std::int64_t> AdoptStore(const Registry& registry, const AdoptSettings& settings,
                                const std::atomic<bool>& stopping);

}  // namespace kinward::host
