#include "libs/eventstore/relay_line.h"

#include <libpq-fe.h>

#include "libs/base/check.h"

namespace kinward::eventstore {
namespace {

constexpr int kBinary = 1;
// A lost node's connection, and with it the lock, is found dead by both ends within 15 seconds.
constexpr const char* kClientKeepalives =
    " keepalives=1 keepalives_idle=5 keepalives_interval=2 keepalives_count=3"
    " application_name=kinward-relay";
constexpr const char* kServerSettings =
    "SET client_min_messages = warning;"
    "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3;";

bool Succeeded(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

}  // namespace

void RelayLine::Close::operator()(pg_conn* connection) const { PQfinish(connection); }

Failure RelayLine::Lost() const {
  // The relay's statements carry no personal data, so PostgreSQL's words may be shown.
  return {FailureKind::kRetry, std::string("outbox: ") + PQerrorMessage(connection_.get())};
}

Result<std::unique_ptr<RelayLine>> RelayLine::Open(const std::string& conninfo,
                                                   const std::string& preparation) {
  std::unique_ptr<RelayLine> line(
      new RelayLine(PQconnectdb((conninfo + kClientKeepalives).c_str())));
  if (PQstatus(line->connection_.get()) != CONNECTION_OK) return line->Lost();
  if (Result<void> prepared = line->RunScript(kServerSettings + preparation); !prepared) {
    return prepared.error();
  }
  return line;
}

Result<PgRows> RelayLine::Run(const char* statement, const PgParams& params) {
  CHECK(!busy_);
  PGresult* result = PQexecPrepared(connection_.get(), statement, params.count(), params.values(),
                                    params.lengths(), params.formats(), kBinary);
  PgRows rows(result);
  if (!Succeeded(result)) return Lost();
  return rows;
}

Result<void> RelayLine::RunScript(const std::string& script) {
  CHECK(!busy_);
  PGresult* result = PQexec(connection_.get(), script.c_str());
  const PgRows clears(result);
  if (!Succeeded(result)) return Lost();
  return {};
}

Result<void> RelayLine::Send(const char* statement, const PgParams& params) {
  CHECK(!busy_);
  if (PQsendQueryPrepared(connection_.get(), statement, params.count(), params.values(),
                          params.lengths(), params.formats(), kBinary) == 0) {
    return Lost();
  }
  busy_ = true;
  return {};
}

Result<std::optional<PgRows>> RelayLine::Receive() {
  CHECK(busy_);
  if (PQconsumeInput(connection_.get()) == 0) return Lost();
  if (PQisBusy(connection_.get()) == 1) return std::optional<PgRows>();
  PGresult* result = PQgetResult(connection_.get());
  std::optional<PgRows> rows(PgRows{result});
  if (!Succeeded(result)) return Lost();
  while (PGresult* rest = PQgetResult(connection_.get())) PQclear(rest);
  busy_ = false;
  return rows;
}

int RelayLine::socket() const { return PQsocket(connection_.get()); }

}  // namespace kinward::eventstore
