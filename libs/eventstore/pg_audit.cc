#include "libs/eventstore/pg_audit.h"

#include <utility>

namespace kinward::eventstore {
namespace {

constexpr const char* kSettings =
    "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET jit = off;";

// A fired timer's command is in `command`, whatever came of it.
constexpr const char* kPrepare = R"(
  CREATE TEMPORARY TABLE expected_claim (
    tenant text COLLATE "C", stream text COLLATE "C", kind text COLLATE "C",
    resource text COLLATE "C", during tstzrange, holder text COLLATE "C") ON COMMIT DROP;
  CREATE TEMPORARY TABLE expected_timer (
    tenant text COLLATE "C", stream text COLLATE "C", name text COLLATE "C",
    due_time timestamptz, command_type text COLLATE "C", command bytea, cause uuid, fired uuid)
    ON COMMIT DROP;
  PREPARE audit_events (text, text, bigint, integer) AS
    SELECT e.tenant, e.stream, coalesce(s.aggregate, ''), coalesce(s.version, 0),
           e.version, e.type, e.id, e.body
      FROM (SELECT tenant, stream, version, type, id, body FROM event
             WHERE (tenant, stream, version) > ($1, $2, $3)
             ORDER BY tenant, stream, version LIMIT $4) e
      LEFT JOIN stream s ON s.tenant = e.tenant AND s.id = e.stream
     ORDER BY e.tenant, e.stream, e.version;
  PREPARE audit_claims (text[], text[], text[], text[], timestamptz[], timestamptz[], text[]) AS
    INSERT INTO expected_claim
    SELECT tenant, stream, kind, resource, tstzrange(since, until), holder
      FROM unnest($1, $2, $3, $4, $5, $6, $7)
        AS given(tenant, stream, kind, resource, since, until, holder);
  PREPARE audit_timers (text[], text[], text[], timestamptz[], text[], bytea[], uuid[], uuid[]) AS
    INSERT INTO expected_timer SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS given
     (tenant, stream, name, due_time, command_type, command, cause, fired)
     WHERE NOT EXISTS
          (SELECT 1 FROM command c WHERE c.tenant = given.tenant AND c.id = given.fired);
  PREPARE audit_differences (integer) AS
    WITH timers AS (
      SELECT x.stream IS NULL AS unexpected, t.stream IS NULL AS missing,
             coalesce(x.tenant, t.tenant) AS tenant, coalesce(x.stream, t.stream) AS stream,
             coalesce(x.name, t.name) AS name
        FROM expected_timer x FULL JOIN timer t
          ON t.tenant = x.tenant AND t.stream = x.stream AND t.name = x.name
       WHERE x.stream IS NULL OR t.stream IS NULL
          OR (x.due_time, x.command_type, x.command, x.cause)
             IS DISTINCT FROM (t.due_time, t.command_type, t.command, t.cause)
    ), claims AS (
      SELECT x.stream, coalesce(x.tenant, c.tenant) AS tenant, coalesce(x.kind, c.kind) AS kind,
             coalesce(x.resource, c.resource) AS resource, coalesce(x.holder, c.holder) AS holder
        FROM expected_claim x FULL JOIN claim c
          ON c.tenant = x.tenant AND c.resource = x.resource AND c.holder = x.holder
         AND c.kind = x.kind AND c.during = x.during
       WHERE x.tenant IS NULL OR c.tenant IS NULL
    ), differences AS (
      SELECT CASE WHEN stream IS NULL THEN 1 ELSE 0 END AS kind, tenant,
             coalesce(stream, '') AS stream, kind AS name, resource, holder FROM claims
      UNION ALL
      SELECT CASE WHEN missing THEN 2 WHEN unexpected THEN 3 ELSE 4 END,
             tenant, stream, name, '', '' FROM timers
      UNION ALL
      SELECT 5, s.tenant, s.id, '', '', '' FROM stream s WHERE NOT EXISTS (
        SELECT 1 FROM event e WHERE e.tenant = s.tenant AND e.stream = s.id)
    )
    SELECT kind, tenant, stream, name, resource, holder, count(*) OVER () FROM differences
     ORDER BY tenant, stream, name, resource, kind LIMIT $1;
)";

}  // namespace

Result<void> PgAudit::Prepare(RelayLine& line) { return line.RunScript(kPrepare); }

Result<void> PgAudit::Connect() {
  if (line_ != nullptr) return {};
  Result<std::unique_ptr<RelayLine>> line = RelayLine::Open(conninfo_, kSettings);
  if (!line) return line.error();
  own_ = std::move(*line);
  if (auto begun = own_->RunScript("BEGIN ISOLATION LEVEL REPEATABLE READ"); !begun) return begun;
  if (auto prepared = Prepare(*own_); !prepared) return prepared;
  line_ = own_.get();
  return {};
}

Result<std::vector<AuditedEvent>> PgAudit::NextEvents(std::int32_t limit) {
  if (auto connected = Connect(); !connected) return connected.error();
  const Result<PgRows> rows = line_->Run(
      "audit_events", PgParams().Text(tenant_).Text(stream_).Number(version_).Integer(limit));
  if (!rows) return rows.error();
  std::vector<AuditedEvent> events;
  for (int row = 0; row < rows->count(); ++row) {
    events.push_back({std::string(rows->Text(row, 0)), std::string(rows->Text(row, 1)),
                      std::string(rows->Text(row, 2)), rows->Number(row, 3), rows->Number(row, 4),
                      std::string(rows->Text(row, 5)), rows->Id(row, 6),
                      std::string(rows->Text(row, 7))});
  }
  if (!events.empty()) {
    tenant_ = events.back().tenant;
    stream_ = events.back().stream;
    version_ = events.back().version;
  }
  return events;
}

Result<void> PgAudit::Expect(const std::vector<ExpectedClaim>& claims,
                             const std::vector<ExpectedTimer>& timers) {
  if (auto connected = Connect(); !connected) return connected.error();
  if (!claims.empty()) {
    using Claim = ExpectedClaim;
    PgParams params;
    params.Texts(claims, &Claim::tenant).Texts(claims, &Claim::stream);
    params.Texts(claims, &Claim::kind).Texts(claims, &Claim::resource);
    params.Instants(claims, &Claim::from).Instants(claims, &Claim::until);
    params.Texts(claims, &Claim::holder);
    if (const auto told = line_->Run("audit_claims", params); !told) return told.error();
  }
  if (timers.empty()) return {};
  using Timer = ExpectedTimer;
  PgParams params;
  params.Texts(timers, &Timer::tenant).Texts(timers, &Timer::stream).Texts(timers, &Timer::name);
  params.Instants(timers, &Timer::due).Texts(timers, &Timer::command_type);
  params.Bytes(timers, &Timer::command).Ids(timers, &Timer::cause).Ids(timers, &Timer::fired);
  if (const auto told = line_->Run("audit_timers", params); !told) return told.error();
  return {};
}

Result<AuditDifferences> PgAudit::Differences(std::int32_t limit) {
  if (auto connected = Connect(); !connected) return connected.error();
  const Result<PgRows> rows = line_->Run("audit_differences", PgParams().Integer(limit));
  if (!rows) return rows.error();
  AuditDifferences differences;
  for (int row = 0; row < rows->count(); ++row) {
    differences.count = rows->Number(row, 6);
    differences.first.push_back({static_cast<AuditDifference::Kind>(rows->Integer(row, 0)),
                                 std::string(rows->Text(row, 1)), std::string(rows->Text(row, 2)),
                                 std::string(rows->Text(row, 3)), std::string(rows->Text(row, 4)),
                                 std::string(rows->Text(row, 5))});
  }
  return differences;
}

}  // namespace kinward::eventstore
