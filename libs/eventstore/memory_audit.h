// StoreAudit over a copy of what a MemoryStore held.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "libs/eventstore/event_store.h"
#include "libs/eventstore/store_audit.h"

namespace kinward::eventstore {

struct MemoryHoldings {
  std::vector<AuditedEvent> events;  // by tenant, stream, version
  std::vector<std::pair<std::string, ClaimTake>> claims;
  std::vector<DueTimer> timers;
  std::set<std::pair<std::string, Uuid>> commands;
};

class MemoryAudit final : public StoreAudit {
 public:
  explicit MemoryAudit(MemoryHoldings holdings) : holdings_(std::move(holdings)) {}

  Result<std::vector<AuditedEvent>> NextEvents(std::int32_t limit) override;
  Result<void> Expect(const std::vector<ExpectedClaim>& claims,
                      const std::vector<ExpectedTimer>& timers) override;
  Result<AuditDifferences> Differences(std::int32_t limit) override;

 private:
  void CompareClaims(std::vector<AuditDifference>& found) const;
  void CompareTimers(std::vector<AuditDifference>& found) const;

  MemoryHoldings holdings_;
  std::size_t read_ = 0;
  std::vector<ExpectedClaim> claims_;
  std::vector<ExpectedTimer> timers_;
};

}  // namespace kinward::eventstore
