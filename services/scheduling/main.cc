// scheduling: scarce things in time.
#include "libs/host/service.h"
#include "services/scheduling/aggregates.h"
#include "services/scheduling/queries.h"
#include "services/scheduling/reactions/reactions.h"

int main(int argc, char** argv) {
  using namespace kinward::scheduling;  // NOLINT(google-build-using-namespace): this file only
                                        // lists
  kinward::host::ServiceDefinition service;
  service.name = "scheduling";
  service.aggregates = Aggregates();
  service.reactions = Reactions();
  service.services = {"kinward.scheduling.v1.SchedulingService"};
  service.programme_aggregate = "programme-copy";
  service.add_queries = AddQueries;
  return kinward::host::RunService(std::move(service), argc, argv);
}
