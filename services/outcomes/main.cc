// outcomes: what was done and what changed.
#include "libs/host/service.h"
#include "services/outcomes/aggregates.h"
#include "services/outcomes/queries.h"
#include "services/outcomes/reactions/reactions.h"

int main(int argc, char** argv) {
  using namespace kinward::outcomes;  // NOLINT(google-build-using-namespace): this file only lists
  kinward::host::ServiceDefinition service;
  service.name = "outcomes";
  service.aggregates = Aggregates();
  service.reactions = Reactions();
  service.services = {"kinward.outcomes.v1.OutcomesService"};
  service.programme_aggregate = "programme-copy";
  service.add_queries = AddQueries;
  return kinward::host::RunService(std::move(service), argc, argv);
}
