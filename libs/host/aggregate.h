// One aggregate, seen without its type: the host is this one template over it, and everything else
// in the host is ordinary code. A state type offers `Messages`, free functions Decide and Apply,
// and static EffectsOf and CompanionsOf for the events that have any.
#pragma once

#include <google/protobuf/generated_enum_reflection.h>
#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "libs/base/check.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::host {

using google::protobuf::Message;
using Events = std::vector<std::shared_ptr<Message>>;

struct Rejected {
  std::string rule;  // without REJECTION_
  std::vector<std::string> instead;
};
using Decided = std::variant<Events, Rejected>;

class Aggregate {
 public:
  using State = std::shared_ptr<const void>;

  Aggregate() = default;
  Aggregate(const Aggregate&) = delete;
  Aggregate& operator=(const Aggregate&) = delete;
  virtual ~Aggregate() = default;

  [[nodiscard]] virtual std::string_view context() const = 0;
  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual std::vector<const google::protobuf::Descriptor*> commands() const = 0;
  [[nodiscard]] virtual std::vector<const google::protobuf::Descriptor*> events() const = 0;

  [[nodiscard]] virtual State Empty() const = 0;
  [[nodiscard]] virtual Decided Decide(const State& state, const Message& command,
                                       const Context& context) const = 0;
  // The state after the events. Made from `state` itself when the caller gave up the only reference
  // to it (std::move); anybody else's stays as it was.
  [[nodiscard]] virtual State Fold(State state, const Events& events) const = 0;
  [[nodiscard]] virtual Effects EffectsOf(const Message& event) const = 0;
  [[nodiscard]] virtual Companions CompanionsOf(const Message& event) const = 0;
};

namespace internal {

// Calls `visit` with the message as the alternative of `Variant` that it is; false if it is none.
template <typename Variant, std::size_t index = 0>
bool Visit(const Message& message, auto&& visit) {
  if constexpr (index == std::variant_size_v<Variant>) {
    return false;
  } else {
    using Alternative = std::variant_alternative_t<index, Variant>;
    if (message.GetDescriptor() != Alternative::descriptor()) {
      return Visit<Variant, index + 1>(message, visit);
    }
    visit(static_cast<const Alternative&>(message));
    return true;
  }
}

template <typename Variant, std::size_t... index>
std::vector<const google::protobuf::Descriptor*> Descriptors(
    std::index_sequence<index...> /*all*/) {
  return {std::variant_alternative_t<index, Variant>::descriptor()...};
}

// Outside the class, whose member functions of the same names would hide the domain's (which are
// found by argument-dependent lookup, beside the state type).
auto CallDecide(const auto& state, const auto& command, const Context& context) {
  return Decide(state, command, context);
}
void CallApply(auto& state, const auto& event) { Apply(state, event); }

template <typename Rule>
std::string RuleName(Rule rule) {
  const std::string& name = google::protobuf::GetEnumDescriptor<Rule>()
                                ->FindValueByNumber(static_cast<int>(rule))
                                ->name();
  constexpr std::string_view kPrefix = "REJECTION_";
  return name.starts_with(kPrefix) ? name.substr(kPrefix.size()) : name;
}

template <typename Event, typename Rule>
Decided Erase(Decision<Event, Rule>&& decision) {
  if (auto* refusal = std::get_if<Refusal<Rule>>(&decision)) {
    return Rejected{RuleName(refusal->rule), std::move(refusal->instead)};
  }
  Events events;
  for (auto& event : std::get<std::vector<Event>>(decision)) {
    std::visit(
        [&]<typename One>(One& one) { events.push_back(std::make_shared<One>(std::move(one))); },
        event);
  }
  return events;
}

}  // namespace internal

template <typename StateType>
class AggregateOf final : public Aggregate {
  using Messages = typename StateType::Messages;
  using Command = typename Messages::Command;
  using Event = typename Messages::Event;

 public:
  [[nodiscard]] std::string_view context() const override { return Messages::kContext; }
  [[nodiscard]] std::string_view name() const override { return Messages::kAggregate; }
  [[nodiscard]] std::vector<const google::protobuf::Descriptor*> commands() const override {
    return internal::Descriptors<Command>(std::make_index_sequence<std::variant_size_v<Command>>{});
  }
  [[nodiscard]] std::vector<const google::protobuf::Descriptor*> events() const override {
    return internal::Descriptors<Event>(std::make_index_sequence<std::variant_size_v<Event>>{});
  }

  [[nodiscard]] State Empty() const override { return std::make_shared<StateType>(); }

  [[nodiscard]] Decided Decide(const State& state, const Message& command,
                               const Context& context) const override {
    Decided decided;
    CHECK(internal::Visit<Command>(command, [&](const auto& one) {
      decided = internal::Erase(internal::CallDecide(Cast(state), one, context));
    }));
    return decided;
  }

  [[nodiscard]] State Fold(State state, const Events& events) const override {
    if (state.use_count() != 1) state = std::make_shared<StateType>(Cast(state));
    // Every state is made here, as a mutable one; nobody else holds this.
    auto& next = *static_cast<StateType*>(const_cast<void*>(state.get()));
    for (const auto& event : events) {
      CHECK(
          internal::Visit<Event>(*event, [&](const auto& one) { internal::CallApply(next, one); }));
    }
    return state;
  }

  [[nodiscard]] Effects EffectsOf(const Message& event) const override {
    Effects effects;
    internal::Visit<Event>(event, [&](const auto& one) {
      if constexpr (requires { StateType::EffectsOf(one); }) effects = StateType::EffectsOf(one);
    });
    return effects;
  }

  [[nodiscard]] Companions CompanionsOf(const Message& event) const override {
    Companions companions;
    internal::Visit<Event>(event, [&](const auto& one) {
      if constexpr (requires { StateType::CompanionsOf(one); }) {
        companions = StateType::CompanionsOf(one);
      }
    });
    return companions;
  }

 private:
  static const StateType& Cast(const State& state) {
    return *static_cast<const StateType*>(state.get());
  }
};

// All of a service's, for its definition.
template <typename... State>
std::vector<std::unique_ptr<Aggregate>> Aggregates() {
  std::vector<std::unique_ptr<Aggregate>> all;
  (all.push_back(std::make_unique<AggregateOf<State>>()), ...);
  return all;
}

}  // namespace kinward::host
