// What a decider answers, and what an event entails beyond its own stream.
#pragma once

#include <google/protobuf/message.h>

#include <concepts>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "libs/base/time.h"

namespace kinward {

// The business says no, by the name of the rule it protects. `instead` lists what would be
// accepted (dates, slugs, numbers; never a person).
template <typename Rule>
struct Refusal {
  Rule rule{};
  std::vector<std::string> instead;
  Refusal(Rule refused) : rule(refused) {}  // NOLINT: a rule is a refusal
  Refusal(Rule refused, std::vector<std::string> alternatives)
      : rule(refused), instead(std::move(alternatives)) {}
  bool operator==(const Refusal& other) const { return rule == other.rule; }
};

// Events to append (none: nothing to do, a success), or the one rule that says no.
template <typename Event, typename Rule>
using Decision = std::variant<std::vector<Event>, Refusal<Rule>>;

// A command to another stream of the same service, decided and stored in the same Append.
class Companion {
 public:
  template <std::derived_from<google::protobuf::Message> Command>
  Companion(Command command)  // NOLINT: a command is a companion
      : message_(std::make_shared<Command>(std::move(command))) {}
  explicit Companion(std::shared_ptr<const google::protobuf::Message> message)
      : message_(std::move(message)) {}
  [[nodiscard]] const google::protobuf::Message& message() const { return *message_; }

 private:
  std::shared_ptr<const google::protobuf::Message> message_;
};
using Companions = std::vector<Companion>;
using Commands = std::vector<Companion>;  // what a reaction answers

// One holder has one resource during one span; the store refuses an overlap.
struct Claim {
  std::string kind;      // "child-night", "open-referral", …
  std::string resource;  // what is claimed, within the tenant
  Time from;
  Time until;          // exclusive; Time::max() for open-ended
  std::string holder;  // who has it: releasing names the holder
  bool operator==(const Claim&) const = default;
};
struct Release {
  std::string kind;
  std::string holder;  // every claim of this kind that the holder has
  bool operator==(const Release&) const = default;
};
// Fires a command to a stream of this service when the tenant's clock reaches `due`.
struct Timer {
  std::string name;  // unique in its stream; setting it again replaces it
  Time due;
  Companion command;
};
struct Effects {
  std::vector<Claim> claims;
  std::vector<Release> releases;
  std::vector<Timer> timers;
  std::vector<std::string> cancelled_timers;
};

}  // namespace kinward
