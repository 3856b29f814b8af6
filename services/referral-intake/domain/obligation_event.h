// What the decisions of an obligation say alike, whichever file they stand in.
#pragma once

#include <optional>
#include <string>

#include "services/referral-intake/domain/obligation.h"

namespace kinward::intake {

inline bool IsKnown(const Obligation& obligation) {
  return obligation.state != ObligationState::kUnknown;
}
inline bool IsOpen(const Obligation& obligation) {
  return obligation.state == ObligationState::kOpen;
}

// An event of this obligation: whose, what and since when are in each.
template <typename Said>
Said About(const Obligation& obligation) {
  Said event;
  event.set_obligation_id(obligation.ref.obligation_id());
  *event.mutable_obligation() = obligation.ref;
  return event;
}

v1::ObligationCompleted CompletedAs(const Obligation& obligation, const std::string& outcome,
                                    Time when);

// Nothing is done tomorrow, nor for a duty before the day on which it arose.
std::optional<v1::Rejection> RuleAgainst(const Obligation& obligation, Time when,
                                         const Context& context);

}  // namespace kinward::intake
