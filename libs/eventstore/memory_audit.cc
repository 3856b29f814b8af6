#include "libs/eventstore/memory_audit.h"

#include <algorithm>
#include <tuple>

namespace kinward::eventstore {
namespace {

using Kind = AuditDifference::Kind;
using TimerKey = std::tuple<std::string, std::string, std::string>;

auto Terms(const std::string& tenant, const auto& claim) {
  return std::make_tuple(tenant, claim.kind, claim.resource, claim.from, claim.until, claim.holder);
}
auto Terms(const auto& timer) {
  return std::tie(timer.due, timer.command_type, timer.command, timer.cause);
}

}  // namespace

Result<std::vector<AuditedEvent>> MemoryAudit::NextEvents(std::int32_t limit) {
  std::vector<AuditedEvent> page;
  while (read_ < holdings_.events.size() && static_cast<std::int32_t>(page.size()) < limit) {
    page.push_back(holdings_.events[read_++]);
  }
  return page;
}

Result<void> MemoryAudit::Expect(const std::vector<ExpectedClaim>& claims,
                                 const std::vector<ExpectedTimer>& timers) {
  claims_.insert(claims_.end(), claims.begin(), claims.end());
  for (const ExpectedTimer& timer : timers) {
    if (!holdings_.commands.contains({timer.tenant, timer.fired})) timers_.push_back(timer);
  }
  return {};
}

void MemoryAudit::CompareClaims(std::vector<AuditDifference>& found) const {
  for (const ExpectedClaim& wanted : claims_) {
    const bool held =
        std::any_of(holdings_.claims.begin(), holdings_.claims.end(), [&](const auto& one) {
          return Terms(one.first, one.second) == Terms(wanted.tenant, wanted);
        });
    if (held) continue;
    found.push_back({Kind::kClaimMissing, wanted.tenant, wanted.stream, wanted.kind,
                     wanted.resource, wanted.holder});
  }
  for (const auto& [tenant, claim] : holdings_.claims) {
    const bool wanted = std::any_of(claims_.begin(), claims_.end(), [&](const auto& one) {
      return Terms(one.tenant, one) == Terms(tenant, claim);
    });
    if (wanted) continue;
    found.push_back({Kind::kClaimUnexpected, tenant, "", claim.kind, claim.resource, claim.holder});
  }
}

void MemoryAudit::CompareTimers(std::vector<AuditDifference>& found) const {
  std::map<TimerKey, const DueTimer*> held;
  for (const DueTimer& timer : holdings_.timers) {
    held[{timer.tenant, timer.stream, timer.name}] = &timer;
  }
  for (const ExpectedTimer& wanted : timers_) {
    const auto there = held.find({wanted.tenant, wanted.stream, wanted.name});
    const bool missing = there == held.end();
    if (missing || Terms(*there->second) != Terms(wanted)) {
      found.push_back({missing ? Kind::kTimerMissing : Kind::kTimerDiffers, wanted.tenant,
                       wanted.stream, wanted.name, "", ""});
    }
    if (!missing) held.erase(there);
  }
  for (const auto& [key, timer] : held) {
    found.push_back({Kind::kTimerUnexpected, timer->tenant, timer->stream, timer->name, "", ""});
  }
}

Result<AuditDifferences> MemoryAudit::Differences(std::int32_t limit) {
  AuditDifferences differences;
  CompareClaims(differences.first);
  CompareTimers(differences.first);
  auto& first = differences.first;
  std::sort(first.begin(), first.end(), [](const auto& left, const auto& right) {
    return std::tie(left.tenant, left.stream, left.name, left.resource, left.kind) <
           std::tie(right.tenant, right.stream, right.name, right.resource, right.kind);
  });
  differences.count = static_cast<std::int64_t>(first.size());
  if (first.size() > static_cast<std::size_t>(limit)) first.resize(static_cast<std::size_t>(limit));
  return differences;
}

}  // namespace kinward::eventstore
