// Somebody got in touch: advice, a consultation, a crisis, outreach; perhaps it becomes a referral.
#pragma once

#include <string>

#include "kinward/intake/v1/contact.domain.h"
#include "kinward/intake/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::intake {

struct Contact {
  using Messages = v1::ContactMessages;

  v1::ContactKind kind = v1::CONTACT_KIND_UNSPECIFIED;  // unspecified: not recorded
  std::string family_id;
  std::string source;
  bool open = false;
  std::string referral_id;  // what it became

  static Companions CompanionsOf(const v1::ContactTurnedIntoReferral& event);
};
using ContactAnswer = Decision<Contact::Messages::Event, v1::Rejection>;

[[nodiscard]] ContactAnswer Decide(const Contact& contact, const v1::RecordContact& command,
                                   const Context& context);
[[nodiscard]] ContactAnswer Decide(const Contact& contact, const v1::TurnIntoReferral& command,
                                   const Context& context);
[[nodiscard]] ContactAnswer Decide(const Contact& contact, const v1::CloseContact& command,
                                   const Context& context);

void Apply(Contact& contact, const v1::ContactRecorded& event);
void Apply(Contact& contact, const v1::ContactTurnedIntoReferral& event);
void Apply(Contact& contact, const v1::ContactClosed& event);

}  // namespace kinward::intake
