#include "services/scheduling/domain/stay.h"

#include "libs/base/check.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<Stay>;
using State = Stay::State;

bool IsOpen(const Stay& stay) { return stay.state != State::kNone && stay.state != State::kOver; }

// The event with the terms as they stand.
template <typename Event>
Event With(const Stay& stay) {
  Event event;
  *event.mutable_stay() = stay.terms;
  return event;
}

void TakeAuthority(v1::StayTerms& terms, const auto& command) {
  terms.set_legal_basis(command.legal_basis());
  terms.set_agreed_by(command.agreed_by());
}

void Move(Stay& stay, State state, const v1::StayTerms& terms) {
  CHECK(IsOpen(stay));
  stay.state = state;
  stay.terms = terms;
}

}  // namespace

StayDecision Decide(const Stay& stay, const v1::OpenStay& command, const Context& /*context*/) {
  if (stay.state != State::kNone) return v1::REJECTION_STAY_ID_MUST_NOT_BE_REUSED;
  v1::StayHeld held;
  *held.mutable_stay() = command.stay();
  return Events{held};
}

StayDecision Decide(const Stay& stay, const v1::RecordStayConfirmed& command,
                    const Context& /*context*/) {
  if (!IsOpen(stay)) return v1::REJECTION_STAY_MUST_BE_OPENED;
  if (stay.state != State::kHeld) return Events{};
  auto confirmed = With<v1::StayConfirmed>(stay);
  TakeAuthority(*confirmed.mutable_stay(), command);
  return Events{confirmed};
}

StayDecision Decide(const Stay& stay, const v1::RecordStayArrived& command,
                    const Context& /*context*/) {
  if (!IsOpen(stay)) return v1::REJECTION_STAY_MUST_BE_OPENED;
  if (stay.state == State::kArrived) return Events{};
  auto arrived = With<v1::StayArrived>(stay);
  TakeAuthority(*arrived.mutable_stay(), command);
  *arrived.mutable_arrived_time() = command.arrived_time();
  return Events{arrived};
}

StayDecision Decide(const Stay& stay, const v1::RecordStayDeparted& command,
                    const Context& /*context*/) {
  if (stay.state == State::kOver) return Events{};
  if (!IsOpen(stay)) return v1::REJECTION_STAY_MUST_BE_OPENED;
  auto departed = With<v1::StayDeparted>(stay);
  *departed.mutable_departed_time() = command.departed_time();
  departed.set_first_night_used(command.first_night_used());
  departed.set_nights_used(command.nights_used());
  departed.set_to(command.to());
  return Events{departed};
}

StayDecision Decide(const Stay& stay, const v1::RecordStayExtended& command,
                    const Context& /*context*/) {
  if (!IsOpen(stay)) return v1::REJECTION_STAY_MUST_BE_OPENED;
  if (stay.terms.nights() == command.nights()) return Events{};
  auto extended = With<v1::StayExtended>(stay);
  extended.mutable_stay()->set_nights(command.nights());
  return Events{extended};
}

StayDecision Decide(const Stay& stay, const v1::RecordStayCancelled& command,
                    const Context& /*context*/) {
  if (stay.state == State::kOver) return Events{};
  if (!IsOpen(stay)) return v1::REJECTION_STAY_MUST_BE_OPENED;
  auto cancelled = With<v1::StayCancelled>(stay);
  cancelled.set_reason(command.reason());
  return Events{cancelled};
}

StayDecision Decide(const Stay& stay, const v1::RecordStayHoldExpired& /*command*/,
                    const Context& /*context*/) {
  if (stay.state == State::kOver) return Events{};
  if (!IsOpen(stay)) return v1::REJECTION_STAY_MUST_BE_OPENED;
  return Events{With<v1::StayHoldExpired>(stay)};
}

void Apply(Stay& stay, const v1::StayHeld& event) {
  CHECK(stay.state == State::kNone);
  stay.state = State::kHeld;
  stay.terms = event.stay();
}

void Apply(Stay& stay, const v1::StayConfirmed& event) {
  Move(stay, State::kConfirmed, event.stay());
}
void Apply(Stay& stay, const v1::StayArrived& event) { Move(stay, State::kArrived, event.stay()); }
void Apply(Stay& stay, const v1::StayExtended& event) { Move(stay, stay.state, event.stay()); }
void Apply(Stay& stay, const v1::StayDeparted& event) { Move(stay, State::kOver, event.stay()); }
void Apply(Stay& stay, const v1::StayCancelled& event) { Move(stay, State::kOver, event.stay()); }
void Apply(Stay& stay, const v1::StayHoldExpired& event) { Move(stay, State::kOver, event.stay()); }

}  // namespace kinward::scheduling
