#include "services/gateway/partner/notification_commands.h"

#include "libs/calendar/calendar.h"
#include "libs/rpc/json_value.h"

namespace kinward::gateway {

KnownPerson NewPersonOf(const CloudEvent& event, const std::string& reference,
                        const std::string& key) {
  const std::string cause = reference.empty() ? IdsOf(event.source, event.id).command.ToString()
                                              : ReferralIdOf(event.source, reference);
  const Uuid matter = Uuid::Parse(cause).value();
  return {PersonIdOf(matter, key), UuidFrom(matter, "family").ToString()};
}

std::optional<KnownPerson> PersonByReference(const CloudEvent& event, const std::string& reference,
                                             const std::string& key) {
  if (reference.empty()) return std::nullopt;
  return NewPersonOf(event, reference, key);
}

std::string NotificationIdOf(const EventIds& ids) {
  return UuidFrom(ids.command, "notification").ToString();
}

intake::v1::RaiseNotification NotifyFrom(const Notified& notified, const FactBook& book,
                                         std::vector<rpc::FieldFault>& faults) {
  const auto& message = notified.message;
  intake::v1::RaiseNotification command;
  command.set_notification_id(NotificationIdOf(notified.ids));
  command.set_family_id(notified.person.family_id);
  command.set_person_id(notified.person.person_id);
  command.set_kind(message.kind());
  command.set_on(message.on());
  const auto day = ParseDate(message.on());
  const auto time = ParseLocalTime(message.at());
  if (day && time) *command.mutable_occurred_time() = ToTimestamp(At(*day, *time));
  command.set_source(notified.partner_slug);
  if (message.has_reference()) command.set_reference(message.reference());
  if (message.has_expected_until()) command.set_expected_until(message.expected_until());
  if (message.has_responsible_council())
    command.set_responsible_council(message.responsible_council());
  if (message.has_narrative()) command.mutable_narrative()->set_text(message.narrative());
  auto& person = *command.mutable_person();
  person.set_person_id(notified.person.person_id);
  CopyPerson(message.person(), person);
  const std::string at = rpc::Below(rpc::Below(notified.pointer, "person"), "facts");
  SortedFacts sorted = book.Sort(message.person().facts(), at, faults);
  for (auto& fact : sorted.plain) *person.add_facts() = std::move(fact);
  for (const auto& fact : sorted.sensitive) {
    faults.push_back({rpc::Below(at, fact.name()), "fact.not_here",
                      "sensitive: give it with a referral, where it is sealed"});
  }
  command.set_receipt(notified.ids.receipt);
  return command;
}

intake::v1::RecordLegalStatus LegalStatusFrom(const partner::v1::LegalStatusChanged& message,
                                              const KnownPerson& person) {
  intake::v1::RecordLegalStatus command;
  command.set_person_id(person.person_id);
  command.set_status(message.status());
  if (message.has_basis()) command.set_basis(message.basis());
  command.set_from(message.from());
  return command;
}

intake::v1::RecordSchoolAttendance AttendFrom(const partner::v1::SchoolAttendanceRecorded& message,
                                              const std::string& partner_slug,
                                              const KnownPerson& person) {
  intake::v1::RecordSchoolAttendance command;
  command.set_education_id(UuidFrom(person.person_id, "education").ToString());
  command.set_family_id(person.family_id);
  command.set_person_id(person.person_id);
  command.set_from(message.from());
  command.set_until(message.until());
  command.set_sessions_possible(message.sessions_possible());
  command.set_sessions_attended(message.sessions_attended());
  if (message.has_sessions_unauthorised())
    command.set_sessions_unauthorised(message.sessions_unauthorised());
  if (message.has_school()) command.set_school(message.school());
  command.set_source(partner_slug);
  return command;
}

}  // namespace kinward::gateway
