// referral-intake: who, what happened, who asked. Also the only one that reaches the vault's keys.
#include "libs/host/service.h"
#include "services/referral-intake/domain/consent.h"
#include "services/referral-intake/domain/contact.h"
#include "services/referral-intake/domain/family.h"
#include "services/referral-intake/domain/held_message.h"
#include "services/referral-intake/domain/partner.h"
#include "services/referral-intake/domain/person.h"
#include "services/referral-intake/domain/referral.h"
#include "services/referral-intake/queries.h"
#include "services/referral-intake/reactions/reactions.h"

int main(int argc, char** argv) {
  using namespace kinward::intake;  // NOLINT(google-build-using-namespace): this file only lists
  kinward::host::ServiceDefinition service;
  service.name = "intake";
  service.aggregates =
      kinward::host::Aggregates<Person, Family, Contact, Referral, Partner, Consent, HeldMessage>();
  service.reactions = Reactions();
  service.services = {"kinward.intake.v1.IntakeService", "kinward.intake.v1.VaultService"};
  service.add_queries = AddQueries;
  return kinward::host::RunService(std::move(service), argc, argv);
}
