// The beginning of a referral: from staff (people known by id) or from a partner (people
// described).
#include <set>
#include <utility>

#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"
#include "services/referral-intake/domain/derived_facts.h"
#include "services/referral-intake/domain/referral.h"
#include "services/referral-intake/domain/referral_people.h"

namespace kinward::intake {
namespace {

using Event = Referral::Messages::Event;

bool IsTheSame(const Referral& referral, const auto& command) {
  return referral.family_id == command.family_id() && referral.source == command.source() &&
         referral.reference == command.reference();
}

// The one rule that says no to a new referral, in order; unspecified: none.
v1::Rejection RuleAgainst(const auto& command, const Context& context) {
  if (context.actor.kind == "partner" && context.actor.id != command.source()) {
    return v1::REJECTION_REFERRAL_MUST_NOT_BE_SENT_FOR_ANOTHER;
  }
  std::set<std::string> named;
  for (const auto& person : command.people()) {
    if (!named.insert(person.person_id()).second) return v1::REJECTION_PERSON_MUST_BE_NAMED_ONCE;
  }
  return v1::REJECTION_UNSPECIFIED;
}

// What both commands say alike.
v1::ReferralReceived ReceivedFrom(const auto& command, const Context& context) {
  v1::ReferralReceived event;
  event.set_referral_id(command.referral_id());
  event.set_family_id(command.family_id());
  event.set_kind(command.kind());
  event.set_urgency(command.urgency());
  *event.mutable_reasons() = command.reasons();
  event.set_programme(command.programme());
  event.set_source(command.source());
  event.set_reference(command.reference());
  event.set_occurred_on(command.occurred_on());
  event.set_lawful_basis(command.lawful_basis());
  *event.mutable_facts() = command.facts();
  if (command.has_sensitive_facts()) *event.mutable_sensitive_facts() = command.sensitive_facts();
  if (command.has_narrative()) *event.mutable_narrative() = command.narrative();
  *event.mutable_warnings() = command.warnings();
  event.set_receipt(command.receipt());
  *event.mutable_received_time() = ToTimestamp(context.now);
  if (command.has_late_reason()) {
    event.mutable_late_reason_details()->set_text(command.late_reason());
  }
  if (command.has_purpose()) *event.mutable_purpose() = command.purpose();
  event.set_one_open_per_family(command.one_open_per_family());
  return event;
}

v1::ReferralStatusChanged BecomesReceived(const std::string& referral_id) {
  v1::ReferralStatusChanged event;
  event.set_referral_id(referral_id);
  event.set_to(v1::REFERRAL_STAGE_RECEIVED);
  return event;
}

}  // namespace

ReferralAnswer Decide(const Referral& referral, const v1::ReceiveReferral& command,
                      const Context& context) {
  if (referral.stage != v1::REFERRAL_STAGE_UNSPECIFIED) {
    if (IsTheSame(referral, command)) return NothingToDo<ReferralAnswer>();
    return v1::REJECTION_REFERRAL_ID_MUST_NOT_BE_REUSED;
  }
  if (const auto rule = RuleAgainst(command, context); rule != v1::REJECTION_UNSPECIFIED)
    return rule;

  v1::ReferralReceived received = ReceivedFrom(command, context);
  *received.mutable_people() = command.people();
  *received.mutable_subjects() = command.subjects();
  std::vector<Event> events{std::move(received)};
  for (const auto& person : command.people()) {
    v1::PersonNamed named;
    named.set_referral_id(command.referral_id());
    named.set_family_id(command.family_id());
    named.set_person_id(person.person_id());
    *named.mutable_roles() = person.roles();
    events.emplace_back(std::move(named));
  }
  events.emplace_back(BecomesReceived(command.referral_id()));
  return events;
}

ReferralAnswer Decide(const Referral& referral, const v1::SubmitReferral& command,
                      const Context& context) {
  if (referral.stage != v1::REFERRAL_STAGE_UNSPECIFIED) {
    if (IsTheSame(referral, command)) return NothingToDo<ReferralAnswer>();
    return v1::REJECTION_REFERRAL_ID_MUST_NOT_BE_REUSED;
  }
  if (const auto rule = RuleAgainst(command, context); rule != v1::REJECTION_UNSPECIFIED)
    return rule;
  if (!EachJoinsTwoOf(command.relationships())) {
    return v1::REJECTION_RELATIONSHIP_MUST_JOIN_TWO_PEOPLE;
  }

  v1::ReferralReceived received = ReceivedFrom(command, context);
  for (const auto& subject : DeriveFacts(command.people(), DateOf(context.now))) {
    *received.add_subjects() = subject;
  }
  for (const auto& person : command.people()) *received.add_people() = NameAndRoles(person);
  std::vector<Event> events{std::move(received)};
  for (const auto& person : command.people()) {
    events.emplace_back(
        NamedFrom(person, command.relationships(), command.referral_id(), command.family_id()));
  }
  events.emplace_back(BecomesReceived(command.referral_id()));
  return events;
}

}  // namespace kinward::intake
