#include "services/referral-intake/aggregates.h"

#include "services/referral-intake/domain/consent.h"
#include "services/referral-intake/domain/contact.h"
#include "services/referral-intake/domain/education.h"
#include "services/referral-intake/domain/family.h"
#include "services/referral-intake/domain/held_message.h"
#include "services/referral-intake/domain/intelligence.h"
#include "services/referral-intake/domain/notification.h"
#include "services/referral-intake/domain/obligation.h"
#include "services/referral-intake/domain/partner.h"
#include "services/referral-intake/domain/person.h"
#include "services/referral-intake/domain/programme_copy.h"
#include "services/referral-intake/domain/referral.h"
#include "services/referral-intake/domain/school_calendar.h"
#include "services/referral-intake/domain/strands.h"

namespace kinward::intake {

std::vector<std::unique_ptr<host::Aggregate>> Aggregates() {
  return host::Aggregates<Person, Family, Contact, Referral, Partner, Consent, HeldMessage,
                          Notification, Obligation, Strands, SchoolDays, Education, Intelligence,
                          ProgrammeCopy>();
}

}  // namespace kinward::intake
