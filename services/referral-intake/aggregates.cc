#include "services/referral-intake/aggregates.h"

#include "services/referral-intake/domain/consent.h"
#include "services/referral-intake/domain/contact.h"
#include "services/referral-intake/domain/family.h"
#include "services/referral-intake/domain/held_message.h"
#include "services/referral-intake/domain/partner.h"
#include "services/referral-intake/domain/person.h"
#include "services/referral-intake/domain/referral.h"

namespace kinward::intake {

std::vector<std::unique_ptr<host::Aggregate>> Aggregates() {
  return host::Aggregates<Person, Family, Contact, Referral, Partner, Consent, HeldMessage>();
}

}  // namespace kinward::intake
