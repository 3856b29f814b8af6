#include "libs/eventstore/append_check.h"

#include <set>
#include <string_view>
#include <utility>

#include "libs/base/check.h"

namespace kinward::eventstore {

void CheckRequest(const AppendRequest& request) {
  CHECK(!request.tenant.empty());
  std::set<std::string_view> streams;
  for (const StreamWrite& write : request.writes) {
    CHECK(!write.stream.empty());
    CHECK(!write.events.empty());
    CHECK(write.expected_version >= 0);
    CHECK(streams.insert(write.stream).second);
  }
  for (const ClaimTake& claim : request.claims) CHECK(claim.from < claim.until);
  std::set<std::pair<std::string_view, std::string_view>> timers;
  for (const TimerSet& timer : request.timers) {
    CHECK(timers.insert({timer.stream, timer.name}).second);
  }
}

}  // namespace kinward::eventstore
