// A tenant's time: the system's, or in profile local a manual clock that only moves forward. One
// thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <unordered_map>

#include "libs/base/result.h"
#include "libs/base/time.h"
#include "libs/eventstore/event_store.h"

namespace kinward::host {

class TenantClock {
 public:
  TenantClock(eventstore::EventStore& store, bool manual_allowed)
      : store_(&store), manual_allowed_(manual_allowed) {}

  // Asks the store once a tenant whether it has a manual clock; afterwards from memory.
  boost::asio::awaitable<Result<Time>> Now(std::string tenant);
  [[nodiscard]] bool IsManual(const std::string& tenant) const;
  // kFatal outside profile local, and for a time before the present one.
  boost::asio::awaitable<Result<bool>> Set(std::string tenant, Time now);

 private:
  eventstore::EventStore* store_;
  bool manual_allowed_;
  std::unordered_map<std::string, std::optional<Time>> manual_;
};

}  // namespace kinward::host
