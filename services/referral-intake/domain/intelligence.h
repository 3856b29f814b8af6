// One item of intelligence about a person, as agencies share it daily (W-03): how far it can be
// believed, who may see it, and until when. It is recorded once and never changed: what is learnt
// later is another item.
#pragma once

#include <string>

#include "kinward/intake/v1/intelligence.domain.h"
#include "kinward/intake/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::intake {

enum class IntelligenceState { kUnknown, kInForce, kExpired };

struct Intelligence {
  using Messages = v1::IntelligenceMessages;

  IntelligenceState state = IntelligenceState::kUnknown;
  v1::ItemRecorded recorded;  // without its words

  static Effects EffectsOf(const v1::ItemRecorded& event);
};
using IntelligenceAnswer = Decision<Intelligence::Messages::Event, v1::Rejection>;

[[nodiscard]] IntelligenceAnswer Decide(const Intelligence& item, const v1::RecordItem& command,
                                        const Context& context);
[[nodiscard]] IntelligenceAnswer Decide(const Intelligence& item, const v1::ExpireItem& command,
                                        const Context& context);

void Apply(Intelligence& item, const v1::ItemRecorded& event);
void Apply(Intelligence& item, const v1::ItemExpired& event);

}  // namespace kinward::intake
