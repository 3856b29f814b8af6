// A partner's event that cannot be taken yet but may concern a child at risk: kept until it is
// decided.
#pragma once

#include <string>

#include "kinward/intake/v1/held_message.domain.h"
#include "kinward/intake/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::intake {

enum class HeldState { kUnknown, kHeld, kReleased, kRefused };

struct HeldMessage {
  using Messages = v1::HeldMessageMessages;

  HeldState state = HeldState::kUnknown;
  std::string partner_id;
  std::string receipt;
};
using HeldMessageAnswer = Decision<HeldMessage::Messages::Event, v1::Rejection>;

[[nodiscard]] HeldMessageAnswer Decide(const HeldMessage& held, const v1::HoldMessage& command,
                                       const Context& context);
[[nodiscard]] HeldMessageAnswer Decide(const HeldMessage& held, const v1::ReleaseMessage& command,
                                       const Context& context);
[[nodiscard]] HeldMessageAnswer Decide(const HeldMessage& held, const v1::RefuseMessage& command,
                                       const Context& context);

void Apply(HeldMessage& held, const v1::MessageHeld& event);
void Apply(HeldMessage& held, const v1::MessageReleased& event);
void Apply(HeldMessage& held, const v1::MessageRefused& event);

}  // namespace kinward::intake
