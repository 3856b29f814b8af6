// Gives a restored database what Kafka still holds of it (kinwardctl store adopt): the events that
// it lacks, their commands' ids, and the claims and timers that follow. One transaction; adopted
// events get no outbox row, for they are on the topic already. Blocks. Not here: reading the topic,
// and what events entail (libs/host/store_adopt.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/result.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"
#include "libs/eventstore/pg_audit.h"
#include "libs/eventstore/relay_line.h"

namespace kinward::eventstore {

struct PublishedEvent {
  std::string tenant;
  std::string stream;
  std::string aggregate;
  std::int64_t version = 0;
  std::string type;
  Uuid id;
  std::string body;
  std::string metadata;  // common.v1.EventMetadata, as far as the record tells it
  std::string partition_key;
  Uuid causation;  // the command's id, or that of the event which a reaction or timer followed
  Time occurred_time;
  Time recorded_time;
};
// An adopted event, as far as finding its command needs it.
struct AdoptedEvent {
  std::string tenant;
  Uuid causation;
  Uuid id;
  std::string stream;
  std::string aggregate;
  std::int64_t version = 0;
  std::string partition_key;
};
struct AdoptedCommand {
  std::string tenant;
  Uuid id;
  std::string reply;
};
// A timer that was set by `cause` and that no known command has fired.
struct WaitingTimer {
  Uuid cause;
  std::string name;
};

// Used in this order: Stage as often as needed, Insert, the audit's Expect, Adopted and Waiting,
// Remember, Finish. Destroyed before Finish: nothing has happened.
class Adoption {
 public:
  static Result<std::unique_ptr<Adoption>> Open(const std::string& conninfo);

  // Keeps those events that the store lacks. kConflict, naming the stream and version, when the
  // store or the topic holds another event at the same place: the two have parted for good.
  Result<void> Stage(const std::vector<PublishedEvent>& events);
  // Shuts out every other writer, then adds what was staged to the streams; answers how many.
  // kConflict when a stream would have a gap: the topic lacks events too.
  Result<std::int64_t> Insert();
  // Of the store with the adopted events; for Expect.
  StoreAudit& audit() { return audit_; }

  // The adopted events by tenant and cause; all of one cause are in one page.
  Result<std::vector<AdoptedEvent>> NextAdopted(std::int32_t causes);
  // Those set by one of the causes, once the audit was told what is expected.
  Result<std::vector<WaitingTimer>> WaitingOf(const std::string& tenant,
                                              const std::vector<Uuid>& causes);
  // A repeat of such a command gets this reply, whoever sends it: the topic does not tell the
  // request.
  Result<void> Remember(const std::vector<AdoptedCommand>& commands);

  // Makes claims and timers what the events say, the topic's generation at least `generation`, and
  // commits.
  Result<void> Finish(const std::string& topic, std::int64_t generation);

 private:
  explicit Adoption(std::unique_ptr<RelayLine> line) : line_(std::move(line)), audit_(*line_) {}
  std::unique_ptr<RelayLine> line_;
  PgAudit audit_;
  std::string tenant_;  // of the last cause read
  Uuid cause_;
};

}  // namespace kinward::eventstore
