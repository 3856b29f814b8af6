// One stream told by commands, for tests of deciders. Given: each is decided and applied, and must
// be accepted. When another comes, then: these events, nothing, or the rule that says no.
#pragma once

#include <gtest/gtest.h>

#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "libs/base/context.h"
#include "libs/testing/messages.h"

namespace kinward::testing {

template <typename State>
class Story {
 public:
  using Events = std::vector<typename State::Messages::Event>;

  explicit Story(Context told_in = {}) : context(std::move(told_in)) {}

  Story& Then(const auto& command) {
    last.clear();
    const auto answer = Answer(command);
    if (const auto* refusal = std::get_if<1>(&answer)) {
      ADD_FAILURE() << command.GetTypeName() << ": " << ::testing::PrintToString(*refusal);
      return *this;
    }
    last = std::get<0>(answer);
    for (const auto& event : last) {
      std::visit([this](const auto& one) { Apply(state, one); }, event);
    }
    return *this;
  }
  // The same stream at another time.
  Story& At(Time now) {
    context.now = now;
    return *this;
  }
  [[nodiscard]] auto Answer(const auto& command) const { return Decide(state, command, context); }
  // Accepted, and there is nothing to do.
  [[nodiscard]] bool IsQuietOn(const auto& command) const {
    const auto answer = Answer(command);
    const auto* events = std::get_if<0>(&answer);
    return events != nullptr && events->empty();
  }
  // The refusal; its rule is unspecified when the command is accepted.
  [[nodiscard]] auto RuleAgainst(const auto& command) const {
    const auto answer = Answer(command);
    using Refused = std::variant_alternative_t<1, std::remove_cvref_t<decltype(answer)>>;
    const auto* refusal = std::get_if<1>(&answer);
    return refusal == nullptr ? Refused{decltype(refusal->rule){}} : *refusal;
  }
  // The one event that the last command made.
  template <typename Event>
  [[nodiscard]] Event Only() const {
    EXPECT_EQ(last.size(), 1U);
    const auto* event = last.empty() ? nullptr : std::get_if<Event>(&last.front());
    EXPECT_NE(event, nullptr) << "no " << Event::descriptor()->full_name();
    return event == nullptr ? Event{} : *event;
  }

  State state;
  Context context;
  Events last;  // of the last command
};

}  // namespace kinward::testing
