#include "libs/eventstore/postgres_store.h"

#include <utility>

#include "libs/eventstore/append_check.h"
#include "libs/eventstore/pg_append.h"
#include "libs/eventstore/pg_audit.h"
#include "libs/eventstore/pg_pool.h"
#include "libs/eventstore/pg_statements.h"

namespace kinward::eventstore {
namespace {

using boost::asio::awaitable;
namespace sql = statement;

constexpr bool kReads = false;
constexpr bool kWrites = true;

RecordedEvent EventAt(const PgRows& rows, int row, const std::string& tenant,
                      const std::string& stream) {
  RecordedEvent event;
  event.position = rows.Number(row, 3);
  event.tenant = tenant;
  event.stream = stream;
  event.version = rows.Number(row, 4);
  event.type = rows.Text(row, 5);
  event.id = rows.Id(row, 6);
  event.body = rows.Text(row, 7);
  event.metadata = rows.Text(row, 8);
  event.occurred_time = rows.Instant(row, 9);
  event.recorded_time = rows.Instant(row, 10);
  return event;
}

std::vector<DueTimer> TimersOf(const PgRows& rows) {
  std::vector<DueTimer> timers;
  for (int row = 0; row < rows.count(); ++row) {
    timers.push_back({std::string(rows.Text(row, 0)), std::string(rows.Text(row, 1)),
                      std::string(rows.Text(row, 2)), rows.Instant(row, 3),
                      std::string(rows.Text(row, 4)), std::string(rows.Text(row, 5)),
                      rows.Id(row, 6)});
  }
  return timers;
}

std::optional<Time> InstantOf(const PgRows& rows) {
  if (rows.count() == 0 || rows.IsNull(0, 0)) return std::nullopt;
  return rows.Instant(0, 0);
}

awaitable<Result<PgRows>> Run(PgPool& pool, const char* statement, const PgParams& params,
                              bool writes) {
  PgAnswer answer = co_await pool.Run(statement, params);
  if (answer.kind == PgAnswer::Kind::kRows) co_return std::move(answer.rows);
  co_return FailureOf(statement, answer, writes);
}

}  // namespace

PostgresStore::PostgresStore(boost::asio::any_io_executor executor, const PostgresOptions& options)
    : conninfo_(options.conninfo) {
  PgPoolOptions pool;
  pool.conninfo = options.conninfo;
  pool.preparation = sql::Preparation();
  pool.connections = options.connections;
  pool.call_deadline = options.call_deadline;
  pool.connect_deadline = options.connect_deadline;
  pool_ = std::make_shared<PgPool>(std::move(executor), std::move(pool));
  pool_->Start();
}

PostgresStore::~PostgresStore() { pool_->Stop(); }

awaitable<void> PostgresStore::Close() { return pool_->Drain(); }

EventStore::Async<AppendOutcome> PostgresStore::Append(AppendRequest request) {
  CheckRequest(request);
  PgParams params;
  const bool one = IsOneEvent(request);
  if (one) {
    EncodeOne(request, params);
  } else {
    EncodeAll(request, params);
  }
  const PgAnswer answer = co_await pool_->Run(one ? sql::kAppendOne : sql::kAppend, params);
  co_return DecodeAppend(request, answer);
}

EventStore::Async<StreamSlice> PostgresStore::Read(std::string tenant, std::string stream,
                                                   std::int64_t after_version, std::int32_t limit) {
  PgParams params;
  params.Text(tenant).Text(stream).Number(after_version).Number(limit);
  const Result<PgRows> rows = co_await Run(*pool_, sql::kRead, params, kReads);
  if (!rows) co_return rows.error();
  StreamSlice slice;
  for (int row = 0; row < rows->count(); ++row) {
    if (row == 0) {
      slice.version = rows->Number(row, 0);
      slice.aggregate = rows->Text(row, 1);
      slice.partition_key = rows->Text(row, 2);
    }
    if (!rows->IsNull(row, 3)) slice.events.push_back(EventAt(*rows, row, tenant, stream));
  }
  co_return slice;
}

EventStore::Async<std::int64_t> PostgresStore::Version(std::string tenant, std::string stream) {
  PgParams params;
  params.Text(tenant).Text(stream);
  const Result<PgRows> rows = co_await Run(*pool_, sql::kVersion, params, kReads);
  if (!rows) co_return rows.error();
  co_return rows->count() == 0 ? 0 : rows->Number(0, 0);
}

EventStore::Async<std::vector<StreamHead>> PostgresStore::StreamsOf(std::string aggregate) {
  PgParams params;
  params.Text(aggregate);
  const Result<PgRows> rows = co_await Run(*pool_, sql::kStreamsOf, params, kReads);
  if (!rows) co_return rows.error();
  std::vector<StreamHead> streams;
  for (int row = 0; row < rows->count(); ++row) {
    streams.push_back(
        {std::string(rows->Text(row, 0)), std::string(rows->Text(row, 1)), rows->Number(row, 2)});
  }
  co_return streams;
}

EventStore::Async<std::optional<StoredReply>> PostgresStore::FindCommand(std::string tenant,
                                                                         Uuid command_id) {
  PgParams params;
  params.Text(tenant).Id(command_id);
  const Result<PgRows> rows = co_await Run(*pool_, sql::kFindCommand, params, kReads);
  if (!rows) co_return rows.error();
  std::optional<StoredReply> found;
  if (rows->count() > 0) {
    found = StoredReply{std::string(rows->Text(0, 0)), std::string(rows->Text(0, 1)),
                        std::string(rows->Text(0, 2)), std::string(rows->Text(0, 3))};
  }
  co_return found;
}

EventStore::Async<std::vector<DueTimer>> PostgresStore::LeaseDueTimers(std::string tenant, Time now,
                                                                       std::int32_t limit) {
  PgParams params;
  params.Text(tenant).Instant(now).Number(limit);
  // A lease that was lost on the way runs out by itself, so it is no more than a read.
  const Result<PgRows> rows = co_await Run(*pool_, sql::kLeaseDueTimers, params, kReads);
  if (!rows) co_return rows.error();
  co_return TimersOf(*rows);
}

EventStore::Async<std::optional<Time>> PostgresStore::NextDue(std::string tenant) {
  PgParams params;
  params.Text(tenant);
  const Result<PgRows> rows = co_await Run(*pool_, sql::kNextDue, params, kReads);
  if (!rows) co_return rows.error();
  co_return InstantOf(*rows);
}

EventStore::Async<std::vector<DueTimer>> PostgresStore::ListTimers(std::string tenant,
                                                                   std::int32_t limit) {
  PgParams params;
  params.Text(tenant).Number(limit);
  const Result<PgRows> rows = co_await Run(*pool_, sql::kListTimers, params, kReads);
  if (!rows) co_return rows.error();
  co_return TimersOf(*rows);
}

EventStore::Async<std::vector<std::string>> PostgresStore::TenantsWithTimers() {
  const PgParams params;
  const Result<PgRows> rows = co_await Run(*pool_, sql::kTenantsWithTimers, params, kReads);
  if (!rows) co_return rows.error();
  std::vector<std::string> tenants;
  for (int row = 0; row < rows->count(); ++row) tenants.emplace_back(rows->Text(row, 0));
  co_return tenants;
}

EventStore::Async<std::vector<ReactionOffset>> PostgresStore::ReactionOffsets() {
  const PgParams params;
  const Result<PgRows> rows = co_await Run(*pool_, sql::kReactionOffsets, params, kReads);
  if (!rows) co_return rows.error();
  std::vector<ReactionOffset> offsets;
  for (int row = 0; row < rows->count(); ++row) {
    offsets.push_back({std::string(rows->Text(row, 0)), rows->Integer(row, 1), rows->Number(row, 2),
                       rows->Number(row, 3)});
  }
  co_return offsets;
}

EventStore::Async<bool> PostgresStore::SaveReactionOffsets(std::vector<ReactionOffset> offsets) {
  using Offset = ReactionOffset;
  PgParams params;
  params.Texts(offsets, &Offset::topic).Numbers(offsets, &Offset::partition);
  params.Numbers(offsets, &Offset::generation).Numbers(offsets, &Offset::next);
  const Result<PgRows> rows = co_await Run(*pool_, sql::kSaveReactionOffset, params, kWrites);
  if (!rows) co_return rows.error();
  co_return rows->Text(0, 0).front() != '\0';
}

EventStore::Async<bool> PostgresStore::Park(ParkedEvent event) {
  PgParams params;
  params.Text(event.topic).Integer(event.partition).Number(event.offset).Text(event.key);
  params.Text(event.reason).Text(event.headers).Instant(event.parked_time);
  const Result<PgRows> rows = co_await Run(*pool_, sql::kPark, params, kWrites);
  if (!rows) co_return rows.error();
  co_return rows->count() > 0;
}

EventStore::Async<std::vector<ParkedEvent>> PostgresStore::Parked(std::int32_t limit) {
  PgParams params;
  params.Number(limit);
  const Result<PgRows> rows = co_await Run(*pool_, sql::kParked, params, kReads);
  if (!rows) co_return rows.error();
  std::vector<ParkedEvent> events;
  for (int row = 0; row < rows->count(); ++row) {
    events.push_back({rows->Number(row, 0), std::string(rows->Text(row, 1)), rows->Integer(row, 2),
                      rows->Number(row, 3), std::string(rows->Text(row, 4)),
                      std::string(rows->Text(row, 5)), std::string(rows->Text(row, 6)),
                      rows->Instant(row, 7)});
  }
  co_return events;
}

EventStore::Async<bool> PostgresStore::Unpark(std::int64_t id) {
  PgParams params;
  params.Number(id);
  const Result<PgRows> rows = co_await Run(*pool_, sql::kUnpark, params, kWrites);
  if (!rows) co_return rows.error();
  co_return rows->count() > 0;
}

EventStore::Async<std::optional<Time>> PostgresStore::ManualClock(std::string tenant) {
  PgParams params;
  params.Text(tenant);
  const Result<PgRows> rows = co_await Run(*pool_, sql::kManualClock, params, kReads);
  if (!rows) co_return rows.error();
  co_return InstantOf(*rows);
}

EventStore::Async<bool> PostgresStore::SetManualClock(std::string tenant, Time now) {
  PgParams params;
  params.Text(tenant).Instant(now);
  const Result<PgRows> rows = co_await Run(*pool_, sql::kSetManualClock, params, kWrites);
  if (!rows) co_return rows.error();
  co_return rows->count() > 0;
}

std::unique_ptr<StoreAudit> PostgresStore::OpenAudit() {
  return std::make_unique<PgAudit>(conninfo_);
}

}  // namespace kinward::eventstore
