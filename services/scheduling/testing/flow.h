// For tests: every aggregate of the service in memory, run as the host runs them: companions
// decided on their own streams in one step, any rejection undoing the step, timers by a hand-moved
// clock, claims.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libs/host/aggregate.h"

namespace kinward::scheduling {

class Flow {
 public:
  explicit Flow(Time now);

  // The rule that refused it; empty: accepted.
  std::string Send(const google::protobuf::Message& command);
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
  [[nodiscard]] std::string KeyOf(const std::string& stream) const {
    return world_.streams.at(stream).key;
  }
  void Act(Actor actor) { actor_ = std::move(actor); }

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
  static bool Take(World& world, const Effects& effects, const std::string& stream);

  std::vector<std::unique_ptr<host::Aggregate>> aggregates_;
  std::map<const google::protobuf::Descriptor*, const host::Aggregate*> owners_;
  World world_;
  host::Events log_;
  Time now_;
  Actor actor_{"staff", "duty-1", {}};
};

}  // namespace kinward::scheduling
