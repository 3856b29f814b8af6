// What rules may look at of one person, as at a day, folded from its events. Pure: identity is read
// only where the caller has opened it, and only the age leaves.
#pragma once

#include <vector>

#include "kinward/intake/v1/service.pb.h"
#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/person.h"

namespace kinward::intake {

// Facts recorded later than `on`, and statuses that begin later, are left out.
v1::GetPersonFactsReply PersonFactsOf(const std::vector<Person::Messages::Event>& events,
                                      LocalDate on);

}  // namespace kinward::intake
