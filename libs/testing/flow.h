// Every aggregate of a service in memory, run as the host runs them: companions decided on their
// own streams in one step, any rejection undoing the step, timers by a hand-moved clock, claims;
// and the service's reactions to what it hears.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libs/host/aggregate.h"
#include "libs/host/reaction.h"

namespace kinward::testing {

class Flow {
 public:
  Flow(std::vector<std::unique_ptr<host::Aggregate>> aggregates, Time now);

  // The rule that refused it; empty: accepted.
  std::string Send(const google::protobuf::Message& command);
  // Does what these reactions do on hearing the event. A refusal is final, as in the host.
  void Hear(const std::vector<host::Reaction>& reactions, const google::protobuf::Message& event);
  // Fires what falls due until then, in the order of (due, stream, name).
  void AdvanceTo(Time time);

  [[nodiscard]] Time now() const { return now_; }
  // Events of a type, oldest first.
  template <typename Event>
  [[nodiscard]] std::vector<Event> All() const {
    std::vector<Event> found;
    for (const auto& event : log_) {
      if (event->GetDescriptor() == Event::descriptor())
        found.push_back(static_cast<const Event&>(*event));
    }
    return found;
  }
  template <typename Event>
  [[nodiscard]] Event Last() const {
    const auto all = All<Event>();
    return all.empty() ? Event{} : all.back();
  }
  template <typename State>
  [[nodiscard]] const State& StateOf(const std::string& stream) const {
    return *static_cast<const State*>(world_.streams.at(stream).state.get());
  }
  // Every stream of this kind that has begun, by its id.
  template <typename State>
  [[nodiscard]] std::map<std::string, const State*> AllOf() const {
    std::map<std::string, const State*> found;
    for (const auto& [name, stream] : world_.streams) {
      if (stream.aggregate->name() == State::Messages::kAggregate)
        found[name] = static_cast<const State*>(stream.state.get());
    }
    return found;
  }
  [[nodiscard]] bool Knows(const std::string& stream) const {
    return world_.streams.contains(stream);
  }
  [[nodiscard]] std::string KeyOf(const std::string& stream) const {
    return world_.streams.at(stream).key;
  }
  // Names of the timers that are set, as "stream/name".
  [[nodiscard]] std::vector<std::string> Timers() const;
  void Act(Actor actor) { actor_ = std::move(actor); }
  // What deciders see of programmes. Must outlive the flow.
  void Know(const ProgrammeCatalogue* programmes) { programmes_ = programmes; }

 private:
  struct Stream {
    const host::Aggregate* aggregate = nullptr;
    host::Aggregate::State state;
    std::string key;
  };
  struct World {
    std::map<std::string, Stream> streams;
    std::map<std::pair<std::string, std::string>, Timer> timers;
    std::vector<Claim> claims;
  };
  std::string DecideOne(const google::protobuf::Message& command, World& world,
                        host::Events& written);
  [[nodiscard]] Context ContextOf(const google::protobuf::Message& command) const;
  // The rule of a claim that is taken already; empty: all were taken.
  static std::string Take(World& world, const Effects& effects, const std::string& stream);

  std::vector<std::unique_ptr<host::Aggregate>> aggregates_;
  std::map<const google::protobuf::Descriptor*, const host::Aggregate*> owners_;
  World world_;
  host::Events log_;
  Time now_;
  Actor actor_{"staff", "duty-1", {}};
  const ProgrammeCatalogue* programmes_ = nullptr;
};

}  // namespace kinward::testing
