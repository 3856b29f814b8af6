// StoreAudit on PostgreSQL: a connection of its own, one snapshot. What is expected goes into
// temporary tables, so the database compares.
#pragma once

#include <memory>
#include <string>

#include "libs/eventstore/relay_line.h"
#include "libs/eventstore/store_audit.h"

namespace kinward::eventstore {

// Made for a database, or for a line on which a transaction is open and Prepare was run.
class PgAudit final : public StoreAudit {
 public:
  // Connects at the first call.
  explicit PgAudit(std::string conninfo) : conninfo_(std::move(conninfo)) {}
  // Looks through the open transaction of a line that outlives it, e.g. at what it has written.
  explicit PgAudit(RelayLine& line) : line_(&line) {}

  // The temporary tables and prepared statements; within a transaction.
  static Result<void> Prepare(RelayLine& line);

  Result<std::vector<AuditedEvent>> NextEvents(std::int32_t limit) override;
  Result<void> Expect(const std::vector<ExpectedClaim>& claims,
                      const std::vector<ExpectedTimer>& timers) override;
  Result<AuditDifferences> Differences(std::int32_t limit) override;

 private:
  Result<void> Connect();
  std::string conninfo_;
  std::unique_ptr<RelayLine> own_;
  RelayLine* line_ = nullptr;
  std::string tenant_;  // of the last event read
  std::string stream_;
  std::int64_t version_ = 0;
};

}  // namespace kinward::eventstore
