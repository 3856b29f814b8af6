// One person's yes to one purpose: given, then perhaps withdrawn or run out. Never revived: a new
// yes is a new consent.
#pragma once

#include <string>

#include "kinward/intake/v1/consent.domain.h"
#include "kinward/intake/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::intake {

enum class ConsentState { kUnknown, kInForce, kWithdrawn, kExpired };

struct Consent {
  using Messages = v1::ConsentMessages;

  ConsentState state = ConsentState::kUnknown;
  v1::ConsentGiven given;

  static Effects EffectsOf(const v1::ConsentGiven& event);
  static Effects EffectsOf(const v1::ConsentWithdrawn& event);
};
using ConsentAnswer = Decision<Consent::Messages::Event, v1::Rejection>;

[[nodiscard]] ConsentAnswer Decide(const Consent& consent, const v1::GiveConsent& command,
                                   const Context& context);
[[nodiscard]] ConsentAnswer Decide(const Consent& consent, const v1::WithdrawConsent& command,
                                   const Context& context);
[[nodiscard]] ConsentAnswer Decide(const Consent& consent, const v1::ExpireConsent& command,
                                   const Context& context);

void Apply(Consent& consent, const v1::ConsentGiven& event);
void Apply(Consent& consent, const v1::ConsentWithdrawn& event);
void Apply(Consent& consent, const v1::ConsentExpired& event);

}  // namespace kinward::intake
