// The port of the event store: one Append is one round trip and one transaction. Two real adapters:
// PostgreSQL (postgres_store.h) and in-memory (memory_store.h, for simulation); one contract test
// runs on both. Not here: what events mean, how they are sealed, who may ask.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "libs/base/result.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"
#include "libs/eventstore/store_audit.h"

namespace kinward::eventstore {

struct NewEvent {
  Uuid id;
  std::string type;      // kinward.<context>.<aggregate>.<event>.v1
  std::string body;      // the event message, sealed, serialised
  std::string metadata;  // common.v1.EventMetadata, serialised
  Time occurred_time;    // the tenant's time
};

struct StreamWrite {
  std::string stream;
  std::string aggregate;              // what kind of stream it is; fixed when it is opened
  std::int64_t expected_version = 0;  // 0: the stream must not exist yet
  std::string partition_key;          // used when it is opened, then fixed
  std::vector<NewEvent> events;       // at least one
};

struct ClaimTake {
  std::string kind;
  std::string resource;
  Time from;
  Time until;  // exclusive; Time::max() is open-ended
  std::string holder;
};
struct ClaimRelease {
  std::string kind;
  std::string holder;
};
struct TimerSet {
  std::string stream;
  std::string name;
  Time due;
  std::string command_type;  // full name of the command message
  std::string command;       // serialised; holds only sealed details
  Uuid cause;  // the event that set it: the fired command's id is UuidFrom(cause, name)
};
struct TimerRef {
  std::string stream;
  std::string name;
  // Only if this event set it: a fired timer must not cancel the one that replaced it meanwhile.
  std::optional<Uuid> cause{};
};

// Everything one command writes. Without writes it only records the command's reply.
struct AppendRequest {
  std::string tenant;
  Uuid command_id;
  std::string method;        // the RPC's or reaction's full name
  std::string actor;         // kind:id
  std::string request_hmac;  // 32 bytes, over the canonical request
  std::string reply;         // stored, and returned to every repeat
  std::vector<StreamWrite> writes;
  std::vector<ClaimRelease> releases;  // released before claims are taken
  std::vector<ClaimTake> claims;
  std::vector<TimerRef> cancelled;  // cancelled before timers are set; a fired timer is among them
  std::vector<TimerSet> timers;
};

struct Appended {
  std::vector<std::int64_t> positions;  // of the events, in the order written
};
struct Duplicate {
  std::string reply;  // what the first one was answered
};
struct CommandIdReused {};  // same id, another request, method or actor
struct Conflict {
  std::string stream;  // whose version was not the expected one
};
struct ClaimTaken {
  std::string kind;
  std::string resource;
  std::string holder;  // who has it
};
// Failures of the world arrive as Failure: kRetry (nothing was sent), kIndeterminate (sent, answer
// lost).
using AppendOutcome = std::variant<Appended, Duplicate, CommandIdReused, Conflict, ClaimTaken>;

struct RecordedEvent {
  std::int64_t position = 0;
  std::string tenant;
  std::string stream;
  std::int64_t version = 0;
  std::string type;
  Uuid id;
  std::string body;
  std::string metadata;
  Time occurred_time;
  Time recorded_time;
};
struct StreamSlice {
  std::int64_t version = 0;  // of the stream now; 0: there is none
  std::string aggregate;
  std::string partition_key;
  std::vector<RecordedEvent> events;
};
// A stream as it stands: which one, and its version.
struct StreamHead {
  std::string tenant;
  std::string stream;
  std::int64_t version = 0;
  bool operator==(const StreamHead&) const = default;
};
struct DueTimer {
  std::string tenant;
  std::string stream;
  std::string name;
  Time due;
  std::string command_type;
  std::string command;
  Uuid cause;
};
struct StoredReply {
  std::string method;
  std::string actor;
  std::string request_hmac;  // empty, as the two before: adopted from Kafka, which does not tell it
  std::string reply;
};
struct ReactionOffset {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t generation = 0;
  std::int64_t next = 0;  // the offset to read next
};
struct ParkedEvent {
  std::int64_t id = 0;
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  std::string key;  // the partition key whose later events wait behind it
  std::string reason;
  std::string headers;  // serialised common.v1.StoredEvent: enough to release it later
  Time parked_time;
};

class EventStore {
 public:
  template <typename T>
  using Async = boost::asio::awaitable<Result<T>>;

  EventStore() = default;
  EventStore(const EventStore&) = delete;
  EventStore& operator=(const EventStore&) = delete;
  virtual ~EventStore() = default;

  virtual Async<AppendOutcome> Append(AppendRequest request) = 0;
  // Events after `after_version`, oldest first, at most `limit`.
  virtual Async<StreamSlice> Read(std::string tenant, std::string stream,
                                  std::int64_t after_version, std::int32_t limit) = 0;
  virtual Async<std::int64_t> Version(std::string tenant, std::string stream) = 0;
  // Every stream of one aggregate, in the order of tenant and stream: for the few shared ones
  // (programmes), at start and to hear what other replicas wrote. A version that is answered is
  // committed, and so is every event up to it.
  virtual Async<std::vector<StreamHead>> StreamsOf(std::string aggregate) = 0;
  virtual Async<std::optional<StoredReply>> FindCommand(std::string tenant, Uuid command_id) = 0;

  // Leases at most `limit` timers of the tenant due at or before `now`, ordered by (due, stream,
  // name); a leased timer is not handed out again for 30 seconds.
  virtual Async<std::vector<DueTimer>> LeaseDueTimers(std::string tenant, Time now,
                                                      std::int32_t limit) = 0;
  virtual Async<std::optional<Time>> NextDue(std::string tenant) = 0;
  virtual Async<std::vector<DueTimer>> ListTimers(std::string tenant, std::int32_t limit) = 0;
  // Tenants that have timers (whose loop must run).
  virtual Async<std::vector<std::string>> TenantsWithTimers() = 0;

  virtual Async<std::vector<ReactionOffset>> ReactionOffsets() = 0;
  virtual Async<bool> SaveReactionOffsets(std::vector<ReactionOffset> offsets) = 0;
  virtual Async<bool> Park(ParkedEvent event) = 0;
  virtual Async<std::vector<ParkedEvent>> Parked(std::int32_t limit) = 0;
  virtual Async<bool> Unpark(std::int64_t id) = 0;

  // A tenant's manual clock, if it has one (profile local). It only moves forward.
  virtual Async<std::optional<Time>> ManualClock(std::string tenant) = 0;
  virtual Async<bool> SetManualClock(std::string tenant, Time now) = 0;

  // A look at everything, on another thread if the caller likes; does not block here.
  virtual std::unique_ptr<StoreAudit> OpenAudit() = 0;
};

}  // namespace kinward::eventstore
