#include "libs/eventstore/pg_statements.h"

#include <array>

namespace kinward::eventstore::statement {
namespace {

struct Prepared {
  const char* name;
  const char* sql;
};

// The session's clock may be ahead of any client's wish to wait, so each statement is also bounded
// by the server. remote_apply, where an operator chose it, is stronger than on and stays.
constexpr const char* kSettings = R"(
  SET client_min_messages = warning;
  SET statement_timeout = '5s';
  SET idle_in_transaction_session_timeout = '5s';
  SELECT set_config('synchronous_commit', 'on', false)
   WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply');
)";

constexpr std::array kStatements = {
    Prepared{kAppendOne, R"(SELECT kinward_append_one(
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))"},
    Prepared{kAppend, R"(SELECT kinward_append(
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
        $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35))"},
    Prepared{kRead, R"(
        SELECT s.version, s.aggregate, s.partition_key,
               e.position, e.version, e.type, e.id, e.body, e.metadata, e.occurred_time,
               e.recorded_time
          FROM stream s
          LEFT JOIN LATERAL (
            SELECT * FROM event
             WHERE tenant = $1 AND stream = $2 AND version > $3 ORDER BY version LIMIT $4) e ON true
         WHERE s.tenant = $1 AND s.id = $2
         ORDER BY e.version)"},
    Prepared{kVersion, "SELECT version FROM stream WHERE tenant = $1 AND id = $2"},
    Prepared{kStreamsOf, R"(
        SELECT tenant, id, version FROM stream WHERE aggregate = $1 ORDER BY tenant, id)"},
    Prepared{kFindCommand, R"(
        SELECT method, actor, request_hmac, reply FROM command WHERE tenant = $1 AND id = $2)"},
    // Leases are of wall time; what is due is of the tenant's.
    Prepared{kLeaseDueTimers, R"(
        WITH due AS MATERIALIZED (
          SELECT tenant, stream, name FROM timer
           WHERE tenant = $1 AND due_time <= $2 AND leased_until <= clock_timestamp()
           ORDER BY due_time, stream, name LIMIT $3 FOR UPDATE SKIP LOCKED
        ), leased AS (
          UPDATE timer t SET leased_until = clock_timestamp() + interval '30 seconds' FROM due
           WHERE t.tenant = due.tenant AND t.stream = due.stream AND t.name = due.name
          RETURNING t.tenant, t.stream, t.name, t.due_time, t.command_type, t.command, t.cause
        )
        SELECT * FROM leased ORDER BY due_time, stream, name)"},
    Prepared{kNextDue, "SELECT min(due_time) FROM timer WHERE tenant = $1"},
    Prepared{kListTimers, R"(
        SELECT tenant, stream, name, due_time, command_type, command, cause FROM timer
         WHERE tenant = $1 ORDER BY due_time, stream, name LIMIT $2)"},
    // Hops from tenant to tenant along the index: DISTINCT would read every timer.
    Prepared{kTenantsWithTimers, R"(
        WITH RECURSIVE found AS (
          (SELECT tenant FROM timer ORDER BY tenant LIMIT 1)
          UNION ALL
          SELECT (SELECT t.tenant FROM timer t WHERE t.tenant > found.tenant
                   ORDER BY t.tenant LIMIT 1)
            FROM found WHERE found.tenant IS NOT NULL
        )
        SELECT tenant FROM found WHERE tenant IS NOT NULL)"},
    Prepared{kReactionOffsets, R"(
        SELECT topic, partition, generation, next FROM reaction_offset ORDER BY topic, partition)"},
    Prepared{kSaveReactionOffset, R"(
        WITH given AS (
          SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[])
              AS g(topic, partition, generation, next)
        ), saved AS (
          INSERT INTO reaction_offset AS r (topic, partition, generation, next)
          SELECT topic, partition, generation, next FROM given ORDER BY topic, partition
          ON CONFLICT (topic, partition) DO UPDATE
            SET generation = EXCLUDED.generation, next = EXCLUDED.next
            WHERE (r.generation, r.next) <= (EXCLUDED.generation, EXCLUDED.next)
          RETURNING 1
        )
        SELECT (SELECT count(*) FROM saved) = (SELECT count(*) FROM given))"},
    Prepared{kPark, R"(
        INSERT INTO parked (topic, partition, record_offset, key, reason, headers, parked_time)
        SELECT $1, $2, $3, $4, $5, $6, $7
         WHERE NOT EXISTS (SELECT 1 FROM parked WHERE topic = $1 AND partition = $2
                              AND record_offset = $3 AND headers = $6)
        RETURNING true)"},
    Prepared{kParked, R"(
        SELECT id, topic, partition, record_offset, key, reason, headers, parked_time
          FROM parked ORDER BY id LIMIT $1)"},
    Prepared{kUnpark, "DELETE FROM parked WHERE id = $1 RETURNING true"},
    Prepared{kManualClock, "SELECT current_time_of_tenant FROM manual_clock WHERE tenant = $1"},
    Prepared{kSetManualClock, R"(
        INSERT INTO manual_clock AS c (tenant, current_time_of_tenant) VALUES ($1, $2)
        ON CONFLICT (tenant) DO UPDATE
          SET current_time_of_tenant = EXCLUDED.current_time_of_tenant
          WHERE c.current_time_of_tenant <= EXCLUDED.current_time_of_tenant
        RETURNING true)"},
};

}  // namespace

std::string Preparation() {
  std::string script = kSettings;
  for (const Prepared& one : kStatements) {
    script.append("PREPARE ").append(one.name).append(" AS ").append(one.sql).append(";\n");
  }
  return script;
}

}  // namespace kinward::eventstore::statement
