#include "libs/eventstore/migrate.h"

#include <libpq-fe.h>

#include <memory>

#include "libs/eventstore/schema.h"

namespace kinward::eventstore {
namespace {

// Any fixed number will do, as long as every version of the program uses the same.
constexpr const char* kBegin =
    "SET client_min_messages = warning; BEGIN; SELECT pg_advisory_xact_lock(4801201511);";

struct CloseConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};

}  // namespace

Result<void> Migrate(const std::string& conninfo) {
  const std::unique_ptr<PGconn, CloseConnection> connection(PQconnectdb(conninfo.c_str()));
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    return Failure{FailureKind::kRetry, "migrate: no connection to the database"};
  }
  const std::string script = std::string(kBegin) + kSchema + "COMMIT;";
  const std::unique_ptr<PGresult, ClearResult> result(PQexec(connection.get(), script.c_str()));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) {
    // The schema holds nothing personal, so PostgreSQL's own words may be shown.
    return Failure{FailureKind::kFatal,
                   std::string("migrate: ") + PQresultErrorMessage(result.get())};
  }
  return {};
}

}  // namespace kinward::eventstore
