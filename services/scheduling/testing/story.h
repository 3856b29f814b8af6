// For tests of one aggregate: what happened so far, the next command, and the rule that refused it.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "libs/base/context.h"
#include "services/scheduling/domain/answers.h"

namespace kinward::scheduling {

constexpr v1::Rejection kAccepted = v1::REJECTION_UNSPECIFIED;

template <typename State>
class Story {
 public:
  explicit Story(Time time) : now(time) {}

  // Decides and applies; kAccepted, or the rule that said no.
  v1::Rejection Send(const auto& command) {
    Context context;
    context.now = now;
    context.actor = {"staff", "duty-1", {}};
    auto decision = Decide(state, command, context);
    instead.clear();
    events.clear();
    if (auto* refusal = std::get_if<Refusal<v1::Rejection>>(&decision)) {
      instead = refusal->instead;
      return refusal->rule;
    }
    events = std::get<EventsOf<State>>(std::move(decision));
    for (const auto& event : events) {
      std::visit([&](const auto& one) { Apply(state, one); }, event);
    }
    return kAccepted;
  }
  // The first event of this type that the last command made; a default one if there is none.
  template <typename Event>
  [[nodiscard]] Event Made() const {
    for (const auto& event : events) {
      if (const auto* one = std::get_if<Event>(&event)) return *one;
    }
    return {};
  }
  [[nodiscard]] bool StayedQuiet() const { return events.empty(); }

  State state;
  Time now;
  EventsOf<State> events;            // of the last command
  std::vector<std::string> instead;  // of the last refusal
};

}  // namespace kinward::scheduling
