// The event store on PostgreSQL: asynchronous, one round trip per call, on one thread.
// Run Migrate first. Not here: the relay, which reads the outbox on connections of its own.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libs/eventstore/event_store.h"

namespace kinward::eventstore {

class PgPool;

struct PostgresOptions {
  std::string conninfo;  // libpq's form, without the host names' look-up being slow
  int connections = 8;   // measured: 8 to 16; fewer starve a busy service
  std::chrono::milliseconds call_deadline{5000};
  std::chrono::milliseconds connect_deadline{2000};
};

// All calls are made on the executor's one thread. A failure is kRetry when nothing was written,
// kIndeterminate when a statement that writes was sent and no certain answer came, kFatal when the
// database and this program do not fit. While no connection can be made, calls fail at once.
class PostgresStore final : public EventStore {
 public:
  PostgresStore(boost::asio::any_io_executor executor, const PostgresOptions& options);
  ~PostgresStore() override;

  // Refuses new calls and waits for those under way; the executor is free to end afterwards.
  boost::asio::awaitable<void> Close();

  Async<AppendOutcome> Append(AppendRequest request) override;
  Async<StreamSlice> Read(std::string tenant, std::string stream, std::int64_t after_version,
                          std::int32_t limit) override;
  Async<std::int64_t> Version(std::string tenant, std::string stream) override;
  Async<std::vector<StreamHead>> StreamsOf(std::string aggregate) override;
  Async<std::optional<StoredReply>> FindCommand(std::string tenant, Uuid command_id) override;

  Async<std::vector<DueTimer>> LeaseDueTimers(std::string tenant, Time now,
                                              std::int32_t limit) override;
  Async<std::optional<Time>> NextDue(std::string tenant) override;
  Async<std::vector<DueTimer>> ListTimers(std::string tenant, std::int32_t limit) override;
  Async<std::vector<std::string>> TenantsWithTimers() override;

  Async<std::vector<ReactionOffset>> ReactionOffsets() override;
  Async<bool> SaveReactionOffsets(std::vector<ReactionOffset> offsets) override;
  Async<bool> Park(ParkedEvent event) override;
  Async<std::vector<ParkedEvent>> Parked(std::int32_t limit) override;
  Async<bool> Unpark(std::int64_t id) override;

  Async<std::optional<Time>> ManualClock(std::string tenant) override;
  Async<bool> SetManualClock(std::string tenant, Time now) override;

  std::unique_ptr<StoreAudit> OpenAudit() override;

 private:
  std::string conninfo_;
  std::shared_ptr<PgPool> pool_;
};

}  // namespace kinward::eventstore
