// One child's nights in one setting, as the family's story: written beside the setting's events,
// which decide. It refuses only what it has never heard of.
#pragma once

#include "kinward/scheduling/v1/stay.domain.h"
#include "libs/base/context.h"
#include "services/scheduling/domain/answers.h"

namespace kinward::scheduling {

struct Stay {
  using Messages = v1::StayMessages;
  enum class State { kNone, kHeld, kConfirmed, kArrived, kOver };
  State state = State::kNone;
  v1::StayTerms terms;
};
using StayDecision = DecisionOf<Stay>;

[[nodiscard]] StayDecision Decide(const Stay& stay, const v1::OpenStay& command,
                                  const Context& context);
[[nodiscard]] StayDecision Decide(const Stay& stay, const v1::RecordStayConfirmed& command,
                                  const Context& context);
[[nodiscard]] StayDecision Decide(const Stay& stay, const v1::RecordStayArrived& command,
                                  const Context& context);
[[nodiscard]] StayDecision Decide(const Stay& stay, const v1::RecordStayDeparted& command,
                                  const Context& context);
[[nodiscard]] StayDecision Decide(const Stay& stay, const v1::RecordStayExtended& command,
                                  const Context& context);
[[nodiscard]] StayDecision Decide(const Stay& stay, const v1::RecordStayCancelled& command,
                                  const Context& context);
[[nodiscard]] StayDecision Decide(const Stay& stay, const v1::RecordStayHoldExpired& command,
                                  const Context& context);

void Apply(Stay& stay, const v1::StayHeld& event);
void Apply(Stay& stay, const v1::StayConfirmed& event);
void Apply(Stay& stay, const v1::StayArrived& event);
void Apply(Stay& stay, const v1::StayExtended& event);
void Apply(Stay& stay, const v1::StayDeparted& event);
void Apply(Stay& stay, const v1::StayCancelled& event);
void Apply(Stay& stay, const v1::StayHoldExpired& event);

}  // namespace kinward::scheduling
