#include "services/referral-intake/domain/held_message.h"

#include <utility>

#include "libs/base/check.h"
#include "services/referral-intake/domain/answer.h"

namespace kinward::intake {

HeldMessageAnswer Decide(const HeldMessage& held, const v1::HoldMessage& command,
                         const Context& /*context*/) {
  if (held.state != HeldState::kUnknown) {
    if (held.partner_id == command.partner_id() && held.receipt == command.receipt()) {
      return NothingToDo<HeldMessageAnswer>();
    }
    return v1::REJECTION_MESSAGE_ID_MUST_NOT_BE_REUSED;
  }
  v1::MessageHeld event;
  event.set_held_id(command.held_id());
  event.set_partner_id(command.partner_id());
  event.set_type(command.type());
  event.set_cause(command.cause());
  event.set_urgency(command.urgency());
  event.set_receipt(command.receipt());
  *event.mutable_message() = command.message();
  return Accept<HeldMessageAnswer>(std::move(event));
}

HeldMessageAnswer Decide(const HeldMessage& held, const v1::ReleaseMessage& command,
                         const Context& /*context*/) {
  if (held.state == HeldState::kUnknown) return v1::REJECTION_MESSAGE_MUST_BE_KNOWN;
  if (held.state == HeldState::kReleased) return NothingToDo<HeldMessageAnswer>();
  if (held.state != HeldState::kHeld) return v1::REJECTION_MESSAGE_MUST_BE_HELD;
  v1::MessageReleased event;
  event.set_held_id(command.held_id());
  event.set_referral_id(command.referral_id());
  return Accept<HeldMessageAnswer>(std::move(event));
}

HeldMessageAnswer Decide(const HeldMessage& held, const v1::RefuseMessage& command,
                         const Context& /*context*/) {
  if (held.state == HeldState::kUnknown) return v1::REJECTION_MESSAGE_MUST_BE_KNOWN;
  if (held.state == HeldState::kRefused) return NothingToDo<HeldMessageAnswer>();
  if (held.state != HeldState::kHeld) return v1::REJECTION_MESSAGE_MUST_BE_HELD;
  v1::MessageRefused event;
  event.set_held_id(command.held_id());
  event.set_reason(command.reason());
  return Accept<HeldMessageAnswer>(std::move(event));
}

void Apply(HeldMessage& held, const v1::MessageHeld& event) {
  CHECK(held.state == HeldState::kUnknown);
  held.state = HeldState::kHeld;
  held.partner_id = event.partner_id();
  held.receipt = event.receipt();
}
void Apply(HeldMessage& held, const v1::MessageReleased& /*event*/) {
  CHECK(held.state == HeldState::kHeld);
  held.state = HeldState::kReleased;
}
void Apply(HeldMessage& held, const v1::MessageRefused& /*event*/) {
  CHECK(held.state == HeldState::kHeld);
  held.state = HeldState::kRefused;
}

}  // namespace kinward::intake
