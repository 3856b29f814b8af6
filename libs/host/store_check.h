// Does a store hold the claims and timers that its events entail? Folds every stream's events in
// order, page by page, and lets the store compare. A claim is released by the stream that took it;
// a timer belongs to its stream. Blocks: not for the service's thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "libs/eventstore/store_audit.h"
#include "libs/host/registry.h"

namespace kinward::host {

struct StoreReport {
  static constexpr std::size_t kSentencesMax = 100;
  std::int64_t events = 0;
  std::int64_t differing = 0;            // all there are
  std::vector<std::string> differences;  // a sentence each, the first hundred
};

// Tells the audit what all its events entail, noting on the way what is wrong with the streams
// themselves: versions that are not 1..n, events that cannot be read or belong to another
// aggregate. kRetry when `stopping` holds.
Result<StoreReport> ExpectFromEvents(const Registry& registry, eventstore::StoreAudit& audit,
                                     const std::atomic<bool>& stopping);

// The same, and what the store holds otherwise.
Result<StoreReport> VerifyStore(const Registry& registry, eventstore::StoreAudit& audit,
                                const std::atomic<bool>& stopping);

}  // namespace kinward::host
