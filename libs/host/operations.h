// The OperationsService of every command service: progress, clocks, timers, parked events,
// republication, verifying and adopting the store.
#pragma once

#include "libs/eventstore/relay.h"
#include "libs/host/background.h"
#include "libs/host/front.h"
#include "libs/host/reaction_loop.h"
#include "libs/host/store_adopt.h"
#include "libs/host/timer_loop.h"

namespace kinward::host {

struct OperationsParts {
  std::string service;
  std::string conninfo;
  std::string topic;
  const Registry* registry = nullptr;
  eventstore::EventStore* store = nullptr;
  CommandRunner* runner = nullptr;
  TenantClock* clock = nullptr;
  TimerLoop* timers = nullptr;
  ReactionLoop* reactions = nullptr;
  eventstore::Relay* relay = nullptr;
  Background* background = nullptr;
  AdoptSettings adopt;
  std::function<boost::asio::awaitable<Result<bool>>()> adopted;  // hears adopted programmes
};

// Adds the OperationsService's methods, and ReadStream under the service's own name.
void AddOperations(const OperationsParts& parts, const std::string& service_full_name,
                   Queries& queries);

}  // namespace kinward::host
