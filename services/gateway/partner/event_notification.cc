// POST /v1/events about one person outside any referral: notification-raised,
// legal-status-changed, school-attendance-recorded.
#include "kinward/common/v1/common.pb.h"
#include "services/gateway/partner/answers.h"
#include "services/gateway/partner/event_route.h"
#include "services/gateway/partner/notification_commands.h"

namespace kinward::gateway {
namespace {

using boost::asio::awaitable;

// Where the edge has no catalogue, intake knows the words.
Problem RefusalOf(const rpc::Status& status, const CloudEvent& event, const std::string& receipt) {
  if (status.reason == "NOTIFICATION_KIND_MUST_BE_LISTED") {
    return ProblemAt(422, "field.type", rpc::Below(event.data_pointer, "kind"),
                     "no kind of notification: see the list of kinds");
  }
  if (status.reason == "LEGAL_STATUS_MUST_BE_LISTED") {
    return ProblemAt(422, "field.type", rpc::Below(event.data_pointer, "status"),
                     "no legal status: see the list of them");
  }
  return ProblemFrom(status, event, receipt);
}

}  // namespace

awaitable<EventRoute::Outcome> EventRoute::TakeNotified(const CloudEvent& event,
                                                        const Sender& sender) {
  partner::v1::NotificationRaised message;
  Findings findings = ReadNotified(event.data, event.data_pointer, AsOf(event, sender), message);
  parts_.facts.CheckWord("notification_kinds", message.kind(),
                         rpc::Below(event.data_pointer, "kind"), findings.faults);
  const EventIds ids = IdsOf(event.source, event.id);
  KnownPerson person = NewPersonOf(event, message.reference(), message.person().key());
  const Notified notified{message, ids, sender.claims.subject, person, event.data_pointer};
  intake::v1::RaiseNotification command = NotifyFrom(notified, parts_.facts, findings.faults);
  if (!findings.faults.empty()) co_return ProblemOf(422, std::move(findings.faults));
  if (auto kept = co_await Disagreed(event, sender, message.urgency())) co_return std::move(*kept);

  const auto found =
      co_await intake_.WhoIs(sender.claims.council, message.person(),
                             PersonByReference(event, message.reference(), message.person().key()));
  if (found.person) {
    person = *found.person;
    command = NotifyFrom(notified, parts_.facts, findings.faults);
  }
  rpc::Answer answer = co_await Raise(sender, ids, command);
  if (answer.status.reason == "COMMAND_ID_REUSED") {
    // Whom the person is taken for may have changed since: the first answer stands.
    const auto raised = co_await intake_.RaisedFor(sender.claims.council, NotificationIdOf(ids));
    if (raised) {
      person = *raised;
      command = NotifyFrom(notified, parts_.facts, findings.faults);
      answer = co_await Raise(sender, ids, command);
    }
  }
  if (!answer.status.ok()) co_return RefusalOf(answer.status, event, ids.receipt);
  common::v1::CommandReply reply;
  if (!reply.ParseFromString(answer.response)) co_return Unavailable();
  WarnToRing(message.urgency(), sender, findings.warnings);
  if (found.mismatched) {
    findings.warnings.push_back(
        {"warning.identity_mismatch", "an identifier is known with other details: not merged"});
  }
  co_return Receipt{reply.repeat() ? 200 : 202, ids.receipt, "", std::move(findings.warnings)};
}

awaitable<rpc::Answer> EventRoute::Raise(const Sender& sender, const EventIds& ids,
                                         const intake::v1::RaiseNotification& command) {
  std::string bytes = command.SerializeAsString();
  co_return co_await intake_.Send(CallerOf(sender), ids.command, "RaiseNotification",
                                  std::move(bytes));
}

awaitable<EventRoute::Outcome> EventRoute::TakeAttended(const CloudEvent& event,
                                                        const Sender& sender) {
  partner::v1::SchoolAttendanceRecorded message;
  Findings findings = ReadAttended(event.data, event.data_pointer, AsOf(event, sender), message);
  if (!findings.faults.empty()) co_return ProblemOf(422, std::move(findings.faults));
  if (auto kept = co_await Disagreed(event, sender, partner::v1::URGENCY_UNSPECIFIED)) {
    co_return std::move(*kept);
  }
  const auto person = co_await PersonOf(event, sender, message.person(), message.reference());
  std::string bytes;
  if (person) bytes = AttendFrom(message, sender.claims.subject, *person).SerializeAsString();
  co_return co_await Record(event, sender, "RecordSchoolAttendance", std::move(bytes));
}

awaitable<EventRoute::Outcome> EventRoute::TakeLegalStatus(const CloudEvent& event,
                                                           const Sender& sender) {
  partner::v1::LegalStatusChanged message;
  Findings findings = ReadLegalStatus(event.data, event.data_pointer, AsOf(event, sender), message);
  parts_.facts.CheckWord("legal_status", message.status(), rpc::Below(event.data_pointer, "status"),
                         findings.faults);
  if (!findings.faults.empty()) co_return ProblemOf(422, std::move(findings.faults));
  if (auto kept = co_await Disagreed(event, sender, partner::v1::URGENCY_UNSPECIFIED)) {
    co_return std::move(*kept);
  }
  const auto person = co_await PersonOf(event, sender, message.person(), message.reference());
  std::string bytes;
  if (person) bytes = LegalStatusFrom(message, *person).SerializeAsString();
  co_return co_await Record(event, sender, "RecordLegalStatus", std::move(bytes));
}

awaitable<std::optional<KnownPerson>> EventRoute::PersonOf(const CloudEvent& event,
                                                           const Sender& sender,
                                                           const partner::v1::Person& person,
                                                           const std::string& reference) {
  auto named = PersonByReference(event, reference, person.key());
  const auto found = co_await intake_.WhoIs(sender.claims.council, person, std::move(named));
  co_return found.person;
}

// No bytes: nobody knows the person. It is kept, since it introduces nobody.
awaitable<EventRoute::Outcome> EventRoute::Record(const CloudEvent& event, const Sender& sender,
                                                  std::string method, std::string bytes) {
  HeldBecause because{"person-unknown", ""};
  if (bytes.empty()) co_return co_await Hold(event, sender, std::move(because));
  const EventIds ids = IdsOf(event.source, event.id);
  const rpc::Answer answer =
      co_await intake_.Send(CallerOf(sender), ids.command, std::move(method), std::move(bytes));
  if (answer.status.reason == "COMMAND_ID_REUSED") {  // it was kept before the person was known
    co_return co_await Hold(event, sender, std::move(because));
  }
  if (!answer.status.ok()) co_return RefusalOf(answer.status, event, ids.receipt);
  common::v1::CommandReply reply;
  if (!reply.ParseFromString(answer.response)) co_return Unavailable();
  co_return Receipt{reply.repeat() ? 200 : 202, ids.receipt, "", {}};
}

}  // namespace kinward::gateway
