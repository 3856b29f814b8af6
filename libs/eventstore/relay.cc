#include "libs/eventstore/relay.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "libs/eventstore/relay_check.h"
#include "libs/eventstore/relay_database.h"
#include "libs/eventstore/relay_session.h"
#include "libs/observe/log.h"

namespace kinward::eventstore {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kKafkaWithin{10};
constexpr seconds kKafkaSoon{3};
constexpr milliseconds kTryAgainAfter{1'000};
constexpr milliseconds kCheckAgainAfter{2'000};

}  // namespace

std::string_view Name(RelayState state) {
  switch (state) {
    case RelayState::kStarting:
      return "starting";
    case RelayState::kStandby:
      return "standby";
    case RelayState::kChecking:
      return "checking";
    case RelayState::kRunning:
      return "running";
    case RelayState::kBehindKafka:
      return "behind-kafka";
    case RelayState::kRepublishing:
      return "republishing";
    case RelayState::kTroubled:
      return "troubled";
    case RelayState::kStopped:
      return "stopped";
  }
  return "unknown";
}

// The thread and what it shares with callers: the waker, the order to stop, the status.
class Relay::Thread {
 public:
  explicit Thread(RelaySettings settings)
      : settings_(std::move(settings)), thread_([this] { Work(); }) {}
  ~Thread() { Stop(); }

  void Stop();
  void Notify() { waker_.Hint(); }
  RelayStatus status();
  [[nodiscard]] bool MayWrite() const { return may_write_; }

 private:
  void Work();
  Result<void> Attempt();
  Result<void> StandBy(RelayDatabase& database);
  Result<void> Lead(RelayDatabase& database);
  Result<void> Check(RelayDatabase& database, std::int64_t generation);
  Result<void> Republish(RelayDatabase& database);
  Result<void> Publish(RelayDatabase& database, std::int64_t generation);
  Result<void> Look(RelayDatabase& database, TopicState& state);
  void Enter(RelayState state, const std::string& fault = {});
  bool PauseFor(milliseconds time);  // false: stop

  const RelaySettings settings_;
  RelayWaker waker_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> may_write_{false};
  bool behind_ = false;  // by the last check
  std::mutex mutex_;
  std::condition_variable stop_;
  RelayStatus status_;
  std::thread thread_;  // last: it uses all of the above
};

void Relay::Thread::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  waker_.Wake();
  if (thread_.joinable()) thread_.join();
}

RelayStatus Relay::Thread::status() {
  const std::lock_guard lock(mutex_);
  return status_;
}

void Relay::Thread::Enter(RelayState state, const std::string& fault) {
  const std::lock_guard lock(mutex_);
  if (status_.state != state || status_.fault != fault) {
    const bool bad = state == RelayState::kTroubled || state == RelayState::kBehindKafka;
    observe::Log(bad ? observe::Level::kError : observe::Level::kInfo, "relay_state",
                 {{"topic", settings_.topic.name}, {"state", Name(state)}, {"fault", fault}});
  }
  status_.state = state;
  status_.fault = fault;
  // A check under way, or trouble, changes nothing of what the last check found.
  if (state == RelayState::kBehindKafka) behind_ = true;
  if (state == RelayState::kRunning || state == RelayState::kStandby) behind_ = false;
  if (behind_ || (state != RelayState::kChecking && state != RelayState::kStarting)) {
    may_write_ = !behind_;
  }
}

bool Relay::Thread::PauseFor(milliseconds time) {
  std::unique_lock lock(mutex_);
  return !stop_.wait_for(lock, time, [this] { return stopping_.load(); });
}

void Relay::Thread::Work() {
  while (!stopping_) {
    const Result<void> attempt = Attempt();
    if (attempt) continue;
    const FailureKind kind = attempt.error().kind;
    // A fatal producer and a republication are ordinary: begin anew at once.
    if (kind == FailureKind::kFenced) continue;
    Enter(RelayState::kTroubled, attempt.error().message);
    if (!PauseFor(kTryAgainAfter)) break;
  }
  Enter(RelayState::kStopped);
}

Result<void> Relay::Thread::Attempt() {
  const Result<std::unique_ptr<RelayDatabase>> database =
      RelayDatabase::Open(settings_.conninfo, settings_.topic.name);
  if (!database) return database.error();
  if (Result<void> stood = StandBy(**database); !stood || stopping_) return stood;
  return Lead(**database);
}

Result<void> Relay::Thread::Look(RelayDatabase& database, TopicState& state) {
  const Result<TopicState> found = database.ReadState(Time{});
  if (!found) return found.error();
  const Result<OutboxLag> lag = database.ReadLag();
  if (!lag) return lag.error();
  state = *found;
  const std::lock_guard lock(mutex_);
  // The generation that is asked for counts once the topic has been made anew.
  if (!state.republish) status_.generation = state.generation;
  status_.published_through = std::max(status_.published_through, state.published_through);
  status_.outbox_rows = lag->rows;
  status_.oldest_age = lag->oldest_age;
  return {};
}

// Returns when this process leads, or stops. Until then it repeats what the leader found.
Result<void> Relay::Thread::StandBy(RelayDatabase& database) {
  for (;;) {
    const Result<bool> locked = database.TryLock();
    if (!locked) return locked.error();
    TopicState state;
    if (Result<void> looked = Look(database, state); !looked) return looked;
    if (*locked) return {};
    if (state.checked) {
      Enter(state.fault.empty() ? RelayState::kStandby : RelayState::kBehindKafka, state.fault);
    }
    if (!PauseFor(kTryAgainAfter)) return {};
  }
}

Result<void> Relay::Thread::Lead(RelayDatabase& database) {
  TopicState state;
  if (Result<void> looked = Look(database, state); !looked) return looked;
  if (state.republish) {
    Enter(RelayState::kRepublishing);
    if (Result<void> republished = Republish(database); !republished) return republished;
  }
  if (Result<void> checked = Check(database, state.generation); !checked || stopping_) {
    return checked;
  }
  return Publish(database, state.generation);
}

// Returns when Kafka holds nothing that the store lacks: at once, or after `store adopt`.
Result<void> Relay::Thread::Check(RelayDatabase& database, std::int64_t generation) {
  const Result<std::unique_ptr<kafka::Admin>> admin = kafka::Admin::Make(settings_.kafka);
  if (!admin) return admin.error();
  Enter(RelayState::kChecking);
  // Commands do not wait for a Kafka that is away; the check goes on meanwhile.
  const auto whole =
      (*admin)->AwaitLeaders(settings_.topic.name, settings_.topic.partitions, kKafkaSoon);
  if (!whole && !behind_) may_write_ = true;
  for (;;) {
    const Result<int> partitions = (*admin)->PartitionCount(settings_.topic.name);
    if (!partitions) return partitions.error();
    if (*partitions != settings_.topic.partitions) {
      return Failure{FailureKind::kFatal, settings_.topic.name + " has " +
                                              std::to_string(*partitions) + " partitions, not " +
                                              std::to_string(settings_.topic.partitions)};
    }
    const Result<std::vector<kafka::Record>> last = (*admin)->LastRecords(settings_.topic.name);
    if (!last) return last.error();
    const Result<std::string> behind = FindBehind(database, generation, *last);
    if (!behind) return behind.error();
    if (Result<void> saved = database.SaveCheck(*behind); !saved) return saved;
    if (behind->empty()) {
      const std::lock_guard lock(mutex_);
      status_.next_offsets.clear();
      for (const kafka::Record& record : *last) {
        status_.next_offsets[record.partition] = record.offset + 1;
      }
      return {};
    }
    Enter(RelayState::kBehindKafka, *behind + ": kinwardctl store adopt");
    if (!PauseFor(kCheckAgainAfter)) return {};
    const Result<TopicState> state = database.ReadState(Time{});
    if (!state) return state.error();
    // Adopting raises the generation too: begin anew with it.
    if (state->generation != generation) return Failure{FailureKind::kFenced, "a newer generation"};
  }
}

// Each step may be repeated after a crash: the wish stays in the database until the refill.
Result<void> Relay::Thread::Republish(RelayDatabase& database) {
  const Result<std::unique_ptr<kafka::Admin>> admin = kafka::Admin::Make(settings_.kafka);
  if (!admin) return admin.error();
  if (Result<void> gone = (*admin)->DeleteTopic(settings_.topic.name); !gone) return gone;
  if (Result<void> made = (*admin)->CreateTopic(settings_.topic); !made) return made;
  return database.Refill();
}

Result<void> Relay::Thread::Publish(RelayDatabase& database, std::int64_t generation) {
  Result<std::unique_ptr<kafka::Producer>> producer =
      kafka::Producer::Make({.connection = settings_.kafka,
                             .linger = settings_.linger,
                             .queued_messages_max = 4 * settings_.page_rows_max});
  if (!producer) return producer.error();
  const Result<int> warm = (*producer)->WarmUp(settings_.topic.name, kKafkaWithin);
  if (!warm) return warm.error();
  RelayPublisher publisher(settings_.context, settings_.topic.name, generation,
                           std::move(*producer));
  {
    const std::lock_guard lock(mutex_);
    status_.generation = generation;
  }
  Enter(RelayState::kRunning);
  RelaySession session(database, publisher, waker_, settings_.page_rows_max);
  return session.Run(stopping_, [this](const SessionProgress& progress) {
    const std::lock_guard lock(mutex_);
    status_.published_position = progress.published_position;
    status_.published_through = std::max(status_.published_through, progress.published_through);
    status_.outbox_rows = progress.outbox_rows;
    status_.oldest_age = progress.oldest_age;
    for (const auto& [partition, next] : progress.next_offsets)
      status_.next_offsets[partition] = next;
  });
}

Relay::Relay(RelaySettings settings) : thread_(std::make_unique<Thread>(std::move(settings))) {}
Relay::~Relay() = default;
bool Relay::MayWrite() const { return thread_->MayWrite(); }
void Relay::Notify() { thread_->Notify(); }
RelayStatus Relay::status() const { return thread_->status(); }
void Relay::Stop() { thread_->Stop(); }

}  // namespace kinward::eventstore
