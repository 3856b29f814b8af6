// One consistent look at everything a store holds, for comparing it with what its events say: the
// reader folds the events into the claims and timers they entail, tells them by Expect, and asks
// what differs. Page by page: neither the store nor what is expected of it need fit into memory.
// Not here: what an event entails (libs/host/store_check.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"

namespace kinward::eventstore {

struct AuditedEvent {
  std::string tenant;
  std::string stream;
  std::string aggregate;            // of the stream; empty: there is no such stream
  std::int64_t stream_version = 0;  // as the stream says, not as its events say
  std::int64_t version = 0;
  std::string type;
  Uuid id;
  std::string body;
};
// What a stream's events entail when all of them are heard.
struct ExpectedClaim {
  std::string tenant;
  std::string stream;
  std::string kind;
  std::string resource;
  Time from;
  Time until;
  std::string holder;
};
struct ExpectedTimer {
  std::string tenant;
  std::string stream;
  std::string name;
  Time due;
  std::string command_type;
  std::string command;
  Uuid cause;
  Uuid fired;  // the command's id when it fires: a timer whose command was processed is gone
};

struct AuditDifference {
  enum class Kind {
    kClaimMissing,         // the events entail it
    kClaimUnexpected,      // no event entails it; stream is empty
    kTimerMissing,         // likewise
    kTimerUnexpected,      //
    kTimerDiffers,         // in its due time, command or cause
    kStreamWithoutEvents,  //
  };
  Kind kind = Kind::kClaimMissing;
  std::string tenant;
  std::string stream;
  std::string name;      // of the timer; the kind of the claim
  std::string resource;  // of the claim
  std::string holder;
};
struct AuditDifferences {
  std::int64_t count = 0;  // of all
  std::vector<AuditDifference> first;
};

// Every call may block; use it on one thread that may wait. Everything is read as it was at the
// first call.
class StoreAudit {
 public:
  StoreAudit() = default;
  StoreAudit(const StoreAudit&) = delete;
  StoreAudit& operator=(const StoreAudit&) = delete;
  virtual ~StoreAudit() = default;

  // The next events in the order of tenant, stream and version; none: that was all.
  virtual Result<std::vector<AuditedEvent>> NextEvents(std::int32_t limit) = 0;
  virtual Result<void> Expect(const std::vector<ExpectedClaim>& claims,
                              const std::vector<ExpectedTimer>& timers) = 0;
  // Between what is there and what was expected, in the order of tenant, stream and name.
  virtual Result<AuditDifferences> Differences(std::int32_t limit) = 0;
};

}  // namespace kinward::eventstore
