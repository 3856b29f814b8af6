#include "services/referral-intake/domain/consent.h"

#include <utility>

#include "libs/base/check.h"
#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/answer.h"

namespace kinward::intake {
namespace {

constexpr const char* kExpiry = "expiry";

bool SaysTheSame(const v1::ConsentGiven& given, const v1::GiveConsent& command) {
  return given.family_id() == command.family_id() && given.person_id() == command.person_id() &&
         given.purpose() == command.purpose() && given.referral_id() == command.referral_id() &&
         given.until() == command.until();
}
// Withdrawn and expired say of which consent alike.
template <typename Event>
Event EndOf(const Consent& consent) {
  Event event;
  event.set_consent_id(consent.given.consent_id());
  event.set_family_id(consent.given.family_id());
  event.set_person_id(consent.given.person_id());
  event.set_purpose(consent.given.purpose());
  event.set_referral_id(consent.given.referral_id());
  return event;
}

}  // namespace

ConsentAnswer Decide(const Consent& consent, const v1::GiveConsent& command,
                     const Context& context) {
  if (consent.state != ConsentState::kUnknown) {
    if (SaysTheSame(consent.given, command)) return NothingToDo<ConsentAnswer>();
    return v1::REJECTION_CONSENT_ID_MUST_NOT_BE_REUSED;
  }
  const auto until = ParseDate(command.until());
  if (until && *until < DateOf(context.now)) return v1::REJECTION_CONSENT_MUST_NOT_END_IN_THE_PAST;
  v1::ConsentGiven event;
  event.set_consent_id(command.consent_id());
  event.set_family_id(command.family_id());
  event.set_person_id(command.person_id());
  event.set_purpose(command.purpose());
  event.set_referral_id(command.referral_id());
  event.set_until(command.until());
  if (until) *event.mutable_expires_time() = ToTimestamp(StartOf(AddDays(*until, 1)));
  return Accept<ConsentAnswer>(std::move(event));
}

ConsentAnswer Decide(const Consent& consent, const v1::WithdrawConsent& /*command*/,
                     const Context& /*context*/) {
  if (consent.state == ConsentState::kUnknown) return v1::REJECTION_CONSENT_MUST_BE_KNOWN;
  if (consent.state == ConsentState::kWithdrawn) return NothingToDo<ConsentAnswer>();
  if (consent.state == ConsentState::kExpired) return v1::REJECTION_CONSENT_MUST_BE_IN_FORCE;
  return Accept<ConsentAnswer>(EndOf<v1::ConsentWithdrawn>(consent));
}

ConsentAnswer Decide(const Consent& consent, const v1::ExpireConsent& /*command*/,
                     const Context& /*context*/) {
  if (consent.state == ConsentState::kUnknown) return v1::REJECTION_CONSENT_MUST_BE_KNOWN;
  if (consent.state != ConsentState::kInForce) return NothingToDo<ConsentAnswer>();
  return Accept<ConsentAnswer>(EndOf<v1::ConsentExpired>(consent));
}

Effects Consent::EffectsOf(const v1::ConsentGiven& event) {
  if (!event.has_expires_time()) return {};
  v1::ExpireConsent command;
  command.set_consent_id(event.consent_id());
  Effects effects;
  effects.timers.push_back(
      {.name = kExpiry, .due = ToTime(event.expires_time()), .command = std::move(command)});
  return effects;
}
Effects Consent::EffectsOf(const v1::ConsentWithdrawn& /*event*/) {
  Effects effects;
  effects.cancelled_timers = {kExpiry};
  return effects;
}

void Apply(Consent& consent, const v1::ConsentGiven& event) {
  CHECK(consent.state == ConsentState::kUnknown);
  consent.state = ConsentState::kInForce;
  consent.given = event;
}
void Apply(Consent& consent, const v1::ConsentWithdrawn& /*event*/) {
  CHECK(consent.state == ConsentState::kInForce);
  consent.state = ConsentState::kWithdrawn;
}
void Apply(Consent& consent, const v1::ConsentExpired& /*event*/) {
  CHECK(consent.state == ConsentState::kInForce);
  consent.state = ConsentState::kExpired;
}

}  // namespace kinward::intake
