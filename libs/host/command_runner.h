// What happens to every command: load its stream, decide, decide its companions on theirs, seal,
// append all of it at once, answer. A conflict decides again; a repeat gets the first answer. Not
// here: where commands come from (gRPC, reactions, timers). One thread: the service's io_context.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "kinward/common/v1/common.pb.h"
#include "libs/base/context.h"
#include "libs/base/programmes.h"
#include "libs/eventstore/event_store.h"
#include "libs/host/registry.h"
#include "libs/host/sealing.h"
#include "libs/host/state_cache.h"
#include "libs/host/stream_queue.h"
#include "libs/host/tenant_clock.h"
#include "libs/rpc/status.h"

namespace kinward::host {

struct RunRequest {
  std::string tenant;
  std::shared_ptr<const Message> command;
  Uuid command_id;
  std::string method;  // what asked: an RPC's or a reaction's full name
  Actor actor;
  std::optional<std::int64_t> if_match;
  std::string causation_id;    // empty: the command's id
  std::string correlation_id;  // empty: the command's id
  std::string traceparent;
  std::optional<eventstore::TimerRef> fired;  // the timer that sent it: deleted with the outcome
  bool keep_refusal = false;  // of reactions and timers: a refusal is an outcome, stored
  std::chrono::steady_clock::time_point deadline;
};

struct RunOutcome {
  rpc::Status status;  // kOk, or why not; `reason` is the rule's name
  common::v1::CommandReply reply;
  bool refused = false;  // the business said no (as opposed to the world failing)
};

// Lets the catalogue know the programme version that an event carries, if it carries one.
void HearProgramme(ProgrammeCatalogue& programmes, const std::string& council,
                   const Message& event);

struct RunnerParts {
  const Registry* registry = nullptr;
  eventstore::EventStore* store = nullptr;
  TenantClock* clock = nullptr;
  Sealing* sealing = nullptr;                // null: nothing is sealed (simulation)
  ProgrammeCatalogue* programmes = nullptr;  // what deciders know of programmes
  std::string hash_key;                      // keys the hash of requests
  std::function<void()> appended = [] {};    // wakes the relay and the timer loop
  // False: the store may lack events that Kafka holds, and a version must not be given twice.
  std::function<bool()> may_write = [] { return true; };
  // Hears what was committed to a stream that stood at `before`. Unset: the programme versions in
  // it are published in `programmes`, if there is one.
  std::function<void(const eventstore::StreamHead& before, const Aggregate&, const Events&)>
      committed = nullptr;
};

struct Work;

class CommandRunner {
 public:
  explicit CommandRunner(RunnerParts parts);
  boost::asio::awaitable<RunOutcome> Run(RunRequest request);
  // The state of a stream as it is now, confirmed with the store; null state when it does not
  // exist.
  boost::asio::awaitable<Result<CachedStream>> Confirmed(std::string tenant, std::string stream,
                                                         const Aggregate* aggregate);
  [[nodiscard]] std::int64_t in_flight() const { return in_flight_; }
  // Of the newest event that this process has committed; 0: none yet.
  [[nodiscard]] std::int64_t newest_position() const { return newest_position_; }

 private:
  boost::asio::awaitable<std::optional<RunOutcome>> Attempt(const RunRequest& request);
  boost::asio::awaitable<std::optional<Failure>> DecideAll(const RunRequest& request, Work& work);
  boost::asio::awaitable<std::optional<Failure>> DecideOne(const RunRequest& request,
                                                           const Message& command, Work& work);
  boost::asio::awaitable<Result<CachedStream>> Load(std::string tenant, std::string stream,
                                                    const Aggregate* aggregate, bool may_be_new);
  boost::asio::awaitable<std::optional<RunOutcome>> Refuse(const RunRequest& request, Work& work);
  boost::asio::awaitable<std::optional<RunOutcome>> Append(const RunRequest& request, Work& work);
  boost::asio::awaitable<Result<bool>> StatesAreCurrent(const RunRequest& request,
                                                        const Work& work);
  eventstore::AppendRequest RequestOf(const RunRequest& request, Work& work) const;
  void Remember(const RunRequest& request, Work& work);
  void Forget(const RunRequest& request, const Work& work);
  [[nodiscard]] std::string HashOf(const Message& command) const;

  RunnerParts parts_;
  StateCache cache_;
  StreamQueue queue_;
  std::int64_t in_flight_ = 0;
  std::int64_t newest_position_ = 0;
};

}  // namespace kinward::host
