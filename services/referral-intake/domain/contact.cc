#include "services/referral-intake/domain/contact.h"

#include <utility>

#include "kinward/intake/v1/referral.pb.h"
#include "libs/base/check.h"
#include "services/referral-intake/domain/answer.h"

namespace kinward::intake {
namespace {

bool IsKnown(const Contact& contact) { return contact.kind != v1::CONTACT_KIND_UNSPECIFIED; }

}  // namespace

ContactAnswer Decide(const Contact& contact, const v1::RecordContact& command,
                     const Context& context) {
  if (IsKnown(contact)) {
    if (contact.family_id == command.family_id() && contact.kind == command.kind() &&
        contact.source == command.source()) {
      return NothingToDo<ContactAnswer>();
    }
    return v1::REJECTION_CONTACT_ID_MUST_NOT_BE_REUSED;
  }
  if (command.kind() == v1::CONTACT_KIND_OUTREACH && !command.has_headcount()) {
    return v1::REJECTION_OUTREACH_MUST_HAVE_A_HEADCOUNT;
  }
  if (command.has_occurred_time() && ToTime(command.occurred_time()) > context.now) {
    return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  }
  v1::ContactRecorded event;
  event.set_contact_id(command.contact_id());
  event.set_family_id(command.family_id());
  event.set_kind(command.kind());
  event.set_source(command.source());
  event.set_headcount(command.has_headcount() ? command.headcount() : 1);
  *event.mutable_occurred_time() =
      command.has_occurred_time() ? command.occurred_time() : ToTimestamp(context.now);
  if (command.has_narrative()) *event.mutable_narrative() = command.narrative();
  return Accept<ContactAnswer>(std::move(event));
}

ContactAnswer Decide(const Contact& contact, const v1::TurnIntoReferral& command,
                     const Context& /*context*/) {
  if (!IsKnown(contact)) return v1::REJECTION_CONTACT_MUST_BE_KNOWN;
  if (contact.referral_id == command.referral_id()) return NothingToDo<ContactAnswer>();
  if (contact.kind == v1::CONTACT_KIND_OUTREACH) {
    return v1::REJECTION_OUTREACH_MUST_NOT_BECOME_A_REFERRAL;
  }
  if (!contact.open) return v1::REJECTION_CONTACT_MUST_BE_OPEN;
  v1::ContactTurnedIntoReferral event;
  event.set_contact_id(command.contact_id());
  event.set_family_id(contact.family_id);
  event.set_referral_id(command.referral_id());
  event.set_kind(command.kind());
  event.set_urgency(command.urgency());
  *event.mutable_reasons() = command.reasons();
  event.set_programme(command.programme());
  *event.mutable_people() = command.people();
  *event.mutable_subjects() = command.subjects();
  *event.mutable_facts() = command.facts();
  event.set_source(contact.source);
  return Accept<ContactAnswer>(std::move(event));
}

ContactAnswer Decide(const Contact& contact, const v1::CloseContact& command,
                     const Context& /*context*/) {
  if (!IsKnown(contact)) return v1::REJECTION_CONTACT_MUST_BE_KNOWN;
  if (!contact.open) return NothingToDo<ContactAnswer>();
  v1::ContactClosed event;
  event.set_contact_id(command.contact_id());
  event.set_outcome(command.outcome());
  return Accept<ContactAnswer>(std::move(event));
}

Companions Contact::CompanionsOf(const v1::ContactTurnedIntoReferral& event) {
  v1::ReceiveReferral command;
  command.set_referral_id(event.referral_id());
  command.set_family_id(event.family_id());
  command.set_kind(event.kind());
  command.set_urgency(event.urgency());
  *command.mutable_reasons() = event.reasons();
  if (!event.programme().empty()) command.set_programme(event.programme());
  command.set_source(event.source());
  command.set_reference(event.contact_id());
  *command.mutable_people() = event.people();
  *command.mutable_subjects() = event.subjects();
  *command.mutable_facts() = event.facts();
  return {std::move(command)};
}

void Apply(Contact& contact, const v1::ContactRecorded& event) {
  CHECK(!IsKnown(contact));
  contact.kind = event.kind();
  contact.family_id = event.family_id();
  contact.source = event.source();
  contact.open = true;
}
void Apply(Contact& contact, const v1::ContactTurnedIntoReferral& event) {
  CHECK(contact.open);
  contact.referral_id = event.referral_id();
  contact.open = false;
}
void Apply(Contact& contact, const v1::ContactClosed& /*event*/) {
  CHECK(contact.open);
  contact.open = false;
}

}  // namespace kinward::intake
