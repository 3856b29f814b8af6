// One PostgreSQL connection of the relay: waits for short statements, or sends a long one and
// fetches its answer later, so that reading, sending and deleting overlap in one thread. Not here:
// the store's own connections (pg_connection.h), which serve coroutines.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "libs/base/result.h"
#include "libs/eventstore/pg_params.h"
#include "libs/eventstore/pg_rows.h"

struct pg_conn;

namespace kinward::eventstore {

class RelayLine {
 public:
  // Connects and runs `preparation` (settings and PREPAREs). Every failure is kRetry: the relay
  // closes the line and opens another.
  static Result<std::unique_ptr<RelayLine>> Open(const std::string& conninfo,
                                                 const std::string& preparation);

  // A prepared statement or a script, waited for.
  Result<PgRows> Run(const char* statement, const PgParams& params);
  Result<void> RunScript(const std::string& script);

  // A prepared statement whose answer is fetched by Receive: none while it is under way.
  Result<void> Send(const char* statement, const PgParams& params);
  Result<std::optional<PgRows>> Receive();
  [[nodiscard]] bool busy() const { return busy_; }
  [[nodiscard]] int socket() const;

 private:
  struct Close {
    void operator()(pg_conn* connection) const;
  };
  explicit RelayLine(pg_conn* connection) : connection_(connection) {}
  Failure Lost() const;

  std::unique_ptr<pg_conn, Close> connection_;
  bool busy_ = false;
};

}  // namespace kinward::eventstore
