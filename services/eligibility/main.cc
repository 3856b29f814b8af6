// eligibility: who may have what, and why.
#include "libs/host/service.h"
#include "services/eligibility/aggregates.h"
#include "services/eligibility/domain/programme.h"
#include "services/eligibility/queries.h"
#include "services/eligibility/reactions/reactions.h"

int main(int argc, char** argv) {
  using namespace kinward::eligibility;  // NOLINT(google-build-using-namespace): this file only
                                         // lists
  kinward::host::ServiceDefinition service;
  service.name = "eligibility";
  service.aggregates = Aggregates();
  service.reactions = Reactions();
  service.services = {"kinward.eligibility.v1.EligibilityService"};
  service.programme_aggregate = "programme";
  service.hear_programme = Hear;
  service.add_queries = AddQueries;
  return kinward::host::RunService(std::move(service), argc, argv);
}
