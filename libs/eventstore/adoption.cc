#include "libs/eventstore/adoption.h"

#include "libs/eventstore/relay_database.h"

namespace kinward::eventstore {
namespace {

constexpr const char* kOpen = R"(
  SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET jit = off;
  CREATE TEMPORARY TABLE staged (
    tenant text COLLATE "C", stream text COLLATE "C", aggregate text COLLATE "C", version bigint,
    type text COLLATE "C", id uuid, body bytea, metadata bytea, partition_key text COLLATE "C",
    causation uuid, occurred_time timestamptz, recorded_time timestamptz,
    PRIMARY KEY (tenant, stream, version));
  PREPARE stage (text[], text[], text[], bigint[], text[], uuid[], bytea[], bytea[], text[], uuid[],
                 timestamptz[], timestamptz[]) AS
    INSERT INTO staged SELECT g.* FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      AS g(tenant, stream, aggregate, version, type, id, body, metadata, partition_key, causation,
           occurred_time, recorded_time)
     WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.tenant = g.tenant AND e.stream = g.stream
                          AND e.version = g.version)
    ON CONFLICT DO NOTHING;
  PREPARE parted (text[], text[], bigint[], uuid[], bytea[]) AS
    SELECT g.stream, g.version
      FROM unnest($1, $2, $3, $4, $5) AS g(tenant, stream, version, id, body)
      LEFT JOIN event e ON e.tenant = g.tenant AND e.stream = g.stream AND e.version = g.version
      LEFT JOIN staged s ON s.tenant = g.tenant AND s.stream = g.stream AND s.version = g.version
     WHERE coalesce(e.id, s.id) IS DISTINCT FROM g.id
        OR coalesce(e.body, s.body) IS DISTINCT FROM g.body LIMIT 1;
  PREPARE already AS DELETE FROM staged s USING event e
     WHERE e.tenant = s.tenant AND e.stream = s.stream AND e.version = s.version AND e.id = s.id;
  PREPARE gap AS
    SELECT s.stream, coalesce(t.version, 0) FROM staged s
      LEFT JOIN stream t ON t.tenant = s.tenant AND t.id = s.stream
     GROUP BY s.tenant, s.stream, t.version
    HAVING min(s.version) <> coalesce(t.version, 0) + 1
        OR count(*) <> max(s.version) - min(s.version) + 1 LIMIT 1;
  PREPARE adopt_streams AS
    INSERT INTO stream (tenant, id, aggregate, version, partition_key)
    SELECT tenant, stream, min(aggregate), max(version), min(partition_key) FROM staged
     GROUP BY tenant, stream
    ON CONFLICT (tenant, id) DO UPDATE SET version = EXCLUDED.version;
  PREPARE adopt_events AS
    WITH added AS (
      INSERT INTO event (tenant, stream, version, type, id, body, metadata, occurred_time,
                         recorded_time)
      SELECT tenant, stream, version, type, id, body, metadata, occurred_time, recorded_time
        FROM staged ORDER BY recorded_time, tenant, stream, version RETURNING 1)
    SELECT count(*) FROM added;
  PREPARE adopted (text, uuid, integer) AS
    SELECT tenant, causation, id, stream, aggregate, version, partition_key FROM staged
     WHERE (tenant, causation) IN (
       SELECT DISTINCT tenant, causation FROM staged WHERE (tenant, causation) > ($1, $2)
        ORDER BY tenant, causation LIMIT $3)
     ORDER BY tenant, causation, stream, version;
  PREPARE remember (text[], uuid[], bytea[]) AS
    INSERT INTO command (tenant, id, method, actor, request_hmac, reply)
    SELECT tenant, id, '', '', '', reply FROM unnest($1, $2, $3) AS g(tenant, id, reply)
    ON CONFLICT DO NOTHING;
)";

// The audit's tables are there only within the transaction.
constexpr const char* kPrepareAfterAudit = R"(
  PREPARE waiting (text, uuid[]) AS
    SELECT cause, name FROM expected_timer WHERE tenant = $1 AND cause = ANY($2);
)";

constexpr const char* kShutOutOthers =
    "BEGIN ISOLATION LEVEL REPEATABLE READ;"
    "LOCK TABLE stream, event, command, claim, timer, relay_state IN SHARE ROW EXCLUSIVE MODE;";

// Deletes first: a resource may have passed from one holder to another.
constexpr const char* kFollow = R"(
  DELETE FROM expected_timer x USING command c WHERE c.tenant = x.tenant AND c.id = x.fired;
  DELETE FROM claim c WHERE NOT EXISTS (
    SELECT 1 FROM expected_claim x WHERE x.tenant = c.tenant AND x.kind = c.kind
       AND x.resource = c.resource AND x.during = c.during AND x.holder = c.holder);
  INSERT INTO claim (tenant, kind, resource, during, holder)
    SELECT tenant, kind, resource, during, holder FROM expected_claim
    EXCEPT SELECT tenant, kind, resource, during, holder FROM claim;
  DELETE FROM timer t WHERE NOT EXISTS (
    SELECT 1 FROM expected_timer x WHERE x.tenant = t.tenant AND x.stream = t.stream
       AND x.name = t.name);
  INSERT INTO timer (tenant, stream, name, due_time, command_type, command, cause)
    SELECT tenant, stream, name, due_time, command_type, command, cause FROM expected_timer
  ON CONFLICT (tenant, stream, name) DO UPDATE SET due_time = EXCLUDED.due_time,
    command_type = EXCLUDED.command_type, command = EXCLUDED.command, cause = EXCLUDED.cause;
)";

std::string Placed(const PgRows& rows) {
  return "stream " + std::string(rows.Text(0, 0)) + " at version " +
         std::to_string(rows.Number(0, 1));
}

}  // namespace

Result<std::unique_ptr<Adoption>> Adoption::Open(const std::string& conninfo) {
  Result<std::unique_ptr<RelayLine>> line = RelayLine::Open(conninfo, kOpen);
  if (!line) return line.error();
  return std::unique_ptr<Adoption>(new Adoption(std::move(*line)));
}

Result<void> Adoption::Stage(const std::vector<PublishedEvent>& events) {
  if (events.empty()) return {};
  using Event = PublishedEvent;
  PgParams staged;
  staged.Texts(events, &Event::tenant).Texts(events, &Event::stream);
  staged.Texts(events, &Event::aggregate).Numbers(events, &Event::version);
  staged.Texts(events, &Event::type).Ids(events, &Event::id).Bytes(events, &Event::body);
  staged.Bytes(events, &Event::metadata).Texts(events, &Event::partition_key);
  staged.Ids(events, &Event::causation).Instants(events, &Event::occurred_time);
  staged.Instants(events, &Event::recorded_time);
  if (const auto done = line_->Run("stage", staged); !done) return done.error();
  PgParams compared;
  compared.Texts(events, &Event::tenant).Texts(events, &Event::stream);
  compared.Numbers(events, &Event::version).Ids(events, &Event::id).Bytes(events, &Event::body);
  const Result<PgRows> parted = line_->Run("parted", compared);
  if (!parted) return parted.error();
  if (parted->count() == 0) return {};
  return Failure{FailureKind::kConflict,
                 Placed(*parted) +
                     ": the topic holds another event there than this database, or "
                     "two; adopting cannot mend that"};
}

Result<std::int64_t> Adoption::Insert() {
  if (auto begun = line_->RunScript(kShutOutOthers); !begun) return begun.error();
  if (auto prepared = PgAudit::Prepare(*line_); !prepared) return prepared.error();
  if (auto prepared = line_->RunScript(kPrepareAfterAudit); !prepared) return prepared.error();
  if (const auto done = line_->Run("already", PgParams()); !done) return done.error();
  const Result<PgRows> gap = line_->Run("gap", PgParams());
  if (!gap) return gap.error();
  if (gap->count() > 0) {
    return Failure{FailureKind::kConflict,
                   Placed(*gap) + ": the topic lacks events that come next; nothing was adopted"};
  }
  if (const auto done = line_->Run("adopt_streams", PgParams()); !done) return done.error();
  const Result<PgRows> added = line_->Run("adopt_events", PgParams());
  if (!added) return added.error();
  return added->Number(0, 0);
}

Result<std::vector<AdoptedEvent>> Adoption::NextAdopted(std::int32_t causes) {
  const Result<PgRows> rows =
      line_->Run("adopted", PgParams().Text(tenant_).Id(cause_).Integer(causes));
  if (!rows) return rows.error();
  std::vector<AdoptedEvent> events;
  for (int row = 0; row < rows->count(); ++row) {
    events.push_back({std::string(rows->Text(row, 0)), rows->Id(row, 1), rows->Id(row, 2),
                      std::string(rows->Text(row, 3)), std::string(rows->Text(row, 4)),
                      rows->Number(row, 5), std::string(rows->Text(row, 6))});
  }
  if (!events.empty()) {
    tenant_ = events.back().tenant;
    cause_ = events.back().causation;
  }
  return events;
}

Result<std::vector<WaitingTimer>> Adoption::WaitingOf(const std::string& tenant,
                                                      const std::vector<Uuid>& causes) {
  const Result<PgRows> rows = line_->Run("waiting", PgParams().Text(tenant).Ids(causes));
  if (!rows) return rows.error();
  std::vector<WaitingTimer> timers;
  for (int row = 0; row < rows->count(); ++row) {
    timers.push_back({rows->Id(row, 0), std::string(rows->Text(row, 1))});
  }
  return timers;
}

Result<void> Adoption::Remember(const std::vector<AdoptedCommand>& commands) {
  PgParams params;
  params.Texts(commands, &AdoptedCommand::tenant).Ids(commands, &AdoptedCommand::id);
  params.Bytes(commands, &AdoptedCommand::reply);
  const auto done = line_->Run("remember", params);
  return done ? Result<void>() : done.error();
}

Result<void> Adoption::Finish(const std::string& topic, std::int64_t generation) {
  if (auto followed = line_->RunScript(kFollow); !followed) return followed;
  const auto prepared = line_->RunScript(
      "PREPARE raise_generation (text, bigint) AS UPDATE relay_state"
      " SET generation = greatest(generation, $2) WHERE topic = $1");
  if (!prepared) return prepared;
  const auto raised = line_->Run("raise_generation", PgParams().Text(topic).Number(generation));
  if (!raised) return raised.error();
  return line_->RunScript("COMMIT");
}

}  // namespace kinward::eventstore
