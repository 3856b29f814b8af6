// Publishes what Append wrote: reads the outbox in the order of positions, sends each event to
// Kafka, awaits the acknowledgements, deletes the rows, repeats (design 4). There is no cursor, so
// a slow transaction or a restored dump loses nothing; what is published twice is dropped by every
// consumer (stream, version). One relay per service leads, by an advisory lock; the others stand
// by.
//
//   starting ──▶ standby ──lock──▶ checking ──▶ running ──▶ republishing ─┐
//                   ▲                 │  ▲         │ ▲                    │
//                   │                 ▼  │         │ └────────────────────┘
//                   │            behind_kafka      ▼
//                   └───────────────────────── troubled: a server is away; tried again every second
//
// Not here: what events mean; importing events that a restored database lacks (adoption.h).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "libs/base/result.h"
#include "libs/base/time.h"
#include "libs/kafka/admin.h"
#include "libs/kafka/record.h"

namespace kinward::eventstore {

struct RelaySettings {
  std::string conninfo;  // of the service's database, libpq's form
  std::string context;   // intake, eligibility, scheduling, outcomes: ce_source
  kafka::TopicDefinition
      topic;  // as it is recreated by a republication; its partitions are checked
  kafka::Connection kafka;
  int page_rows_max = 5'000;
  std::chrono::milliseconds linger{0};  // the relay is a closed loop: waiting gains nothing
};

enum class RelayState {
  kStarting,      // nothing is known yet
  kStandby,       // another process leads
  kChecking,      // leads, and compares Kafka's last records with the store
  kRunning,       // leads and publishes
  kBehindKafka,   // Kafka holds events that the store lacks: a restored database. Not ready
  kRepublishing,  // the topic is made anew under a newer generation
  kTroubled,      // PostgreSQL or Kafka is away, or the topic is wrong; commands still succeed
  kStopped,
};
std::string_view Name(RelayState state);

struct RelayStatus {
  RelayState state = RelayState::kStarting;
  std::string fault;                        // why, when troubled or behind; for operators
  std::int64_t generation = 0;              // of the topic
  std::int64_t outbox_rows = 0;             // waiting, counted to 100,001
  std::chrono::microseconds oldest_age{0};  // of the oldest waiting row
  std::int64_t published_position = 0;      // the newest one published by this process
  // Every event committed before this instant (wall clock) is acknowledged by Kafka: the `as_of` of
  // views. Who stands by repeats it once a second; the epoch until it is known.
  Time published_through;
  // By partition, the offset that the next record will get, as far as the leader knows.
  std::map<std::int32_t, std::int64_t> next_offsets;
  // Whether the service may take commands: never on a database that Kafka is ahead of.
  [[nodiscard]] bool MayServe() const {
    return state != RelayState::kStarting && state != RelayState::kChecking &&
           state != RelayState::kBehindKafka && state != RelayState::kStopped;
  }
};

class Relay {
 public:
  // Starts the relay's own thread.
  explicit Relay(RelaySettings settings);
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;
  ~Relay();  // Stop

  // A hint after an append, from any thread: there is something to publish now.
  void Notify();
  [[nodiscard]] RelayStatus status() const;
  // Whether events may be appended: false until the store was first compared with Kafka (or Kafka
  // was found to be away), and while Kafka is ahead. From any thread; costs nothing.
  [[nodiscard]] bool MayWrite() const;
  // Ends within about a second, what is under way acknowledged if Kafka answers.
  void Stop();

 private:
  class Thread;
  std::unique_ptr<Thread> thread_;
};

// Asks for a republication: raises the topic's generation; whichever process leads then deletes the
// topic, makes it anew and refills the outbox with every event. Answers the new generation; the
// work goes on meanwhile (RelayStatus) and survives restarts. Blocks for one statement. kConflict:
// Kafka holds events that the store lacks, and they would be lost.
Result<std::int64_t> RequestRepublication(const std::string& conninfo, const std::string& topic);

}  // namespace kinward::eventstore
