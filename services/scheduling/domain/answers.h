// The few words that every decider of scheduling uses. Not a place for rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kinward/scheduling/v1/rejection.pb.h"
#include "libs/base/decision.h"

namespace kinward::scheduling {

template <typename State>
using EventsOf = std::vector<typename State::Messages::Event>;
template <typename State>
using DecisionOf = Decision<typename State::Messages::Event, v1::Rejection>;

// Equal by value; no message of ours holds a map, so equal bytes are equal messages.
template <typename Message>
bool Same(const Message& left, const Message& right) {
  return left.SerializeAsString() == right.SerializeAsString();
}

// Adds the event to what is decided, and to the state that the next one stands on.
template <typename State, typename Event>
void Add(State& state, EventsOf<State>& events, Event event) {
  Apply(state, event);
  events.push_back(std::move(event));
}

// immediate 3, urgent 2, routine 1, anything else 0.
inline int UrgencyRank(std::string_view urgency) {
  if (urgency == "immediate") return 3;
  if (urgency == "urgent") return 2;
  return urgency == "routine" ? 1 : 0;
}

}  // namespace kinward::scheduling
