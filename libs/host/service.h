// A command service: everything around its aggregates and reactions. A service's main lists those
// and calls RunService; the rest (gRPC, event store, relay, timers, reactions, probes, drain) is
// alike for all.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "libs/config/service_config.h"
#include "libs/host/front.h"
#include "libs/host/reaction.h"

namespace kinward::vault {
class KeySource;
}  // namespace kinward::vault

namespace kinward::host {

// What a service's own queries may use.
struct ServiceParts {
  boost::asio::io_context* io = nullptr;
  const config::Service* config = nullptr;
  const Registry* registry = nullptr;
  eventstore::EventStore* store = nullptr;
  CommandRunner* runner = nullptr;
  TenantClock* clock = nullptr;
  ProgrammeCatalogue* programmes = nullptr;
  Sealing* sealing = nullptr;
  vault::KeySource* keys = nullptr;
};

struct ServiceDefinition {
  std::string name;  // intake, eligibility, scheduling, outcomes: also the topic's context
  std::vector<std::unique_ptr<Aggregate>> aggregates;
  std::vector<Reaction> reactions;
  std::vector<std::string> services;  // full names; the first has ReadStream
  std::string programme_aggregate;    // whose events carry programme versions; empty: none
  // What those events change in what deciders know of programmes.
  std::function<void(ProgrammeCatalogue&, const std::string& council, const Message&)>
      hear_programme = HearProgramme;
  std::function<void(const ServiceParts&, Queries&)> add_queries = [](const ServiceParts&,
                                                                      Queries&) {};
};

// Runs until SIGTERM or SIGINT, then drains. Exit codes: 0 drained, 1 failed, 78 bad configuration.
int RunService(ServiceDefinition definition, int argc, char** argv);

}  // namespace kinward::host
