#include "libs/eventstore/relay_database.h"

#include "libs/base/check.h"
#include "libs/eventstore/relay.h"

namespace kinward::eventstore {
namespace {

// Two processes may start at once, and CREATE TABLE IF NOT EXISTS is no lock.
constexpr const char* kMigrate =
    "BEGIN; SELECT pg_advisory_xact_lock(4801201512);"
    "CREATE TABLE IF NOT EXISTS relay_state ("
    "  topic text COLLATE \"C\" PRIMARY KEY,"
    "  generation bigint NOT NULL DEFAULT 1,"
    "  republish boolean NOT NULL DEFAULT false,"
    "  fault text NOT NULL DEFAULT '',"
    "  checked_pid integer NOT NULL DEFAULT 0,"
    "  published_through timestamptz NOT NULL DEFAULT 'epoch');"
    "COMMIT;";

// The page query would join by a sequential scan of all events, once the outbox is long.
constexpr const char* kReaderPrepare =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
    "SET jit = off; SET statement_timeout = '30s'; SET synchronous_commit = off;"
    "PREPARE page (bigint, bigint) AS"
    " SELECT e.position, e.tenant, e.stream, e.version, e.type, e.id, e.body, e.metadata,"
    "        e.occurred_time, e.recorded_time"
    " FROM (SELECT position FROM outbox WHERE position > $1 ORDER BY position LIMIT $2) o"
    " JOIN event e ON e.position = o.position ORDER BY o.position;"
    "PREPARE lag AS"
    " SELECT (SELECT count(*) FROM (SELECT 1 FROM outbox LIMIT 100001) counted),"
    "  coalesce((SELECT (extract(epoch FROM clock_timestamp() - e.recorded_time) * 1000000)::bigint"
    "   FROM (SELECT position FROM outbox ORDER BY position LIMIT 1) o"
    "   JOIN event e ON e.position = o.position), 0);"
    "PREPARE state (text, timestamptz) AS"
    " UPDATE relay_state SET published_through = greatest(published_through, $2)"
    " WHERE topic = $1"
    " RETURNING generation, republish::integer, fault, EXISTS (SELECT 1 FROM pg_locks"
    "   WHERE locktype = 'advisory' AND granted AND pid = checked_pid"
    "   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    "   AND classid = 0 AND objid = 801201513)::integer, published_through;"
    "PREPARE event_id (text, text, bigint) AS"
    " SELECT id FROM event WHERE tenant = $1 AND stream = $2 AND version = $3;";

// A delete that is lost in a crash is a duplicate, no more: it need not wait for the disk.
constexpr const char* kDeleterPrepare =
    "SET enable_seqscan = off; SET jit = off; SET synchronous_commit = off;"
    "PREPARE lock AS SELECT pg_try_advisory_lock(801201513)::integer;"
    "PREPARE remove (bigint[]) AS DELETE FROM outbox WHERE position = ANY($1);"
    "PREPARE checked (text, text) AS"
    " UPDATE relay_state SET fault = $2, checked_pid = pg_backend_pid() WHERE topic = $1;"
    "PREPARE refilled (text) AS"
    " UPDATE relay_state SET republish = false WHERE topic = $1;";

constexpr const char* kAddTopic =
    "PREPARE add_topic (text) AS"
    " INSERT INTO relay_state (topic) VALUES ($1) ON CONFLICT DO NOTHING;";

}  // namespace

RelayDatabase::RelayDatabase(std::string topic, std::unique_ptr<RelayLine> reader,
                             std::unique_ptr<RelayLine> deleter)
    : topic_(std::move(topic)), reader_(std::move(reader)), deleter_(std::move(deleter)) {}

Result<std::unique_ptr<RelayDatabase>> RelayDatabase::Open(const std::string& conninfo,
                                                           const std::string& topic) {
  Result<std::unique_ptr<RelayLine>> deleter = RelayLine::Open(conninfo, kMigrate);
  if (!deleter) return deleter.error();
  for (const char* script : {kDeleterPrepare, kAddTopic}) {
    if (Result<void> prepared = (*deleter)->RunScript(script); !prepared) return prepared.error();
  }
  const Result<PgRows> added = (*deleter)->Run("add_topic", PgParams().Text(topic));
  if (!added) return added.error();
  Result<std::unique_ptr<RelayLine>> reader = RelayLine::Open(conninfo, kReaderPrepare);
  if (!reader) return reader.error();
  return std::unique_ptr<RelayDatabase>(
      new RelayDatabase(topic, std::move(*reader), std::move(*deleter)));
}

Result<bool> RelayDatabase::TryLock() {
  const Result<PgRows> rows = deleter_->Run("lock", PgParams());
  if (!rows) return rows.error();
  return rows->Integer(0, 0) == 1;
}

Result<TopicState> RelayDatabase::ReadState(Time published_through) {
  const Result<PgRows> rows =
      reader_->Run("state", PgParams().Text(topic_).Instant(published_through));
  if (!rows) return rows.error();
  CHECK(rows->count() == 1);
  return TopicState{rows->Number(0, 0), rows->Integer(0, 1) == 1, std::string(rows->Text(0, 2)),
                    rows->Integer(0, 3) == 1, rows->Instant(0, 4)};
}

Result<OutboxLag> RelayDatabase::ReadLag() {
  const Result<PgRows> rows = reader_->Run("lag", PgParams());
  if (!rows) return rows.error();
  return OutboxLag{rows->Number(0, 0), std::chrono::microseconds(rows->Number(0, 1))};
}

Result<void> RelayDatabase::SaveCheck(const std::string& fault) {
  const Result<PgRows> saved = deleter_->Run("checked", PgParams().Text(topic_).Text(fault));
  return saved ? Result<void>() : saved.error();
}

Result<std::optional<Uuid>> RelayDatabase::EventId(std::string_view tenant, std::string_view stream,
                                                   std::int64_t version) {
  const Result<PgRows> rows =
      reader_->Run("event_id", PgParams().Text(tenant).Text(stream).Number(version));
  if (!rows) return rows.error();
  if (rows->count() == 0) return std::optional<Uuid>();
  return std::optional<Uuid>(rows->Id(0, 0));
}

Result<void> RelayDatabase::Refill() {
  // Relies on the lock: only the leader refills. Nothing below the last event can be missing then.
  Result<void> filled = deleter_->RunScript(
      "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL enable_seqscan = on;"
      "INSERT INTO outbox (position) SELECT position FROM event ORDER BY position"
      " ON CONFLICT DO NOTHING");
  if (!filled) return filled;
  const Result<PgRows> ended = deleter_->Run("refilled", PgParams().Text(topic_));
  if (!ended) return ended.error();
  return deleter_->RunScript("SET LOCAL synchronous_commit = on; COMMIT");
}

Result<void> RelayDatabase::AskPage(std::int64_t after, int rows_max) {
  return reader_->Send("page", PgParams().Number(after).Number(rows_max));
}

Result<void> RelayDatabase::AskDelete(const std::vector<std::int64_t>& positions) {
  return deleter_->Send("remove", PgParams().Numbers(positions));
}

Result<std::int64_t> RequestRepublication(const std::string& conninfo, const std::string& topic) {
  Result<std::unique_ptr<RelayLine>> line = RelayLine::Open(conninfo, kMigrate);
  if (!line) return line.error();
  const Result<void> prepared = (*line)->RunScript(
      "PREPARE request (text) AS INSERT INTO relay_state (topic, generation, republish)"
      " VALUES ($1, 2, true) ON CONFLICT (topic) DO UPDATE"
      " SET generation = relay_state.generation + 1, republish = true"
      " WHERE relay_state.fault = '' RETURNING generation");
  if (!prepared) return prepared.error();
  const Result<PgRows> rows = (*line)->Run("request", PgParams().Text(topic));
  if (!rows) return rows.error();
  if (rows->count() == 0) {
    return Failure{FailureKind::kConflict,
                   "Kafka holds events that this database lacks: adopt them first"};
  }
  return rows->Number(0, 0);
}

}  // namespace kinward::eventstore
