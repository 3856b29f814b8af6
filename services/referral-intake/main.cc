// referral-intake: who, what happened, who asked. Also the only one that reaches the vault's keys.
#include "libs/host/service.h"
#include "services/referral-intake/aggregates.h"
#include "services/referral-intake/domain/programme_copy.h"
#include "services/referral-intake/queries.h"
#include "services/referral-intake/reactions/reactions.h"

int main(int argc, char** argv) {
  using namespace kinward::intake;  // NOLINT(google-build-using-namespace): this file only lists
  kinward::host::ServiceDefinition service;
  service.name = "intake";
  service.aggregates = Aggregates();
  service.reactions = Reactions();
  service.services = {"kinward.intake.v1.IntakeService", "kinward.intake.v1.VaultService"};
  service.programme_aggregate = "programme-copy";
  service.hear_programme = Hear;
  service.add_queries = AddQueries;
  return kinward::host::RunService(std::move(service), argc, argv);
}
