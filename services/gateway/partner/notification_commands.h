// From a partner's words about one person, outside any referral, to intake's commands. Whose they
// are is asked for apart (IntakeCalls::WhoIs): the rest follows from the event, so that a retry
// makes the same command.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kinward/intake/v1/education.pb.h"
#include "kinward/intake/v1/notification.pb.h"
#include "kinward/intake/v1/person.pb.h"
#include "kinward/partner/v1/notification.pb.h"
#include "services/gateway/partner/cloud_event.h"
#include "services/gateway/partner/fact_book.h"
#include "services/gateway/partner/referral_commands.h"

namespace kinward::gateway {

// A person as intake knows it.
struct KnownPerson {
  std::string person_id;
  std::string family_id;
};
// Somebody whom nobody has met before: the person of this key in the sender's referral of this
// reference, else one of this event's own.
KnownPerson NewPersonOf(const CloudEvent& event, const std::string& reference,
                        const std::string& key);
// The first of these two; nothing without a reference.
std::optional<KnownPerson> PersonByReference(const CloudEvent& event, const std::string& reference,
                                             const std::string& key);

std::string NotificationIdOf(const EventIds& ids);

struct Notified {
  const partner::v1::NotificationRaised& message;
  const EventIds& ids;
  const std::string& partner_slug;
  const KnownPerson& person;
  const std::string& pointer;  // where `data` stands
};
// Faults: facts that are none or that have no place here.
intake::v1::RaiseNotification NotifyFrom(const Notified& notified, const FactBook& book,
                                         std::vector<rpc::FieldFault>& faults);
intake::v1::RecordSchoolAttendance AttendFrom(const partner::v1::SchoolAttendanceRecorded& message,
                                              const std::string& partner_slug,
                                              const KnownPerson& person);

intake::v1::RecordLegalStatus LegalStatusFrom(const partner::v1::LegalStatusChanged& message,
                                              const KnownPerson& person);

}  // namespace kinward::gateway
