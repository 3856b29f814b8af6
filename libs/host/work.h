// One attempt at a command: the streams it touches, as they would be after it, and what it would
// write. Filled by the command runner, decision by decision; stored in one Append or thrown away.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kinward/common/v1/common.pb.h"
#include "libs/base/uuid.h"
#include "libs/eventstore/event_store.h"
#include "libs/host/aggregate.h"
#include "libs/host/registry.h"

namespace kinward::host {

struct Work {
  struct Stream {
    const Aggregate* aggregate = nullptr;
    Aggregate::State base;  // before this command
    Aggregate::State now;   // after the first `folded` events; empty while nobody asked for it
    std::size_t folded = 0;
    std::int64_t version = 0;  // of base
    std::string partition_key;
    Events events;
    std::vector<Uuid> event_ids;  // of each: by the order in which all were decided

    // What the next decision stands on. Most streams are decided on once: then nothing is copied.
    [[nodiscard]] const Aggregate::State& Now();
    [[nodiscard]] std::int64_t VersionAfter() const {
      return version + static_cast<std::int64_t>(events.size());
    }
  };

  // What was decided on the stream, with the claims and timers that it entails.
  void Take(const std::string& name, Events events, const Uuid& command_id);
  // Hands everything over to the append, each event with `metadata` under its stream's key.
  void WriteTo(eventstore::AppendRequest& append, common::v1::EventMetadata metadata,
               const Registry& registry);

  Time now;
  std::map<std::string, Stream> streams;
  std::vector<std::string> order;  // in which they were first written
  std::string first;               // the command's own stream
  Effects effects;
  std::vector<eventstore::TimerSet> timers;
  std::vector<eventstore::TimerRef> cancelled;
  std::size_t event_count = 0;
  std::optional<Rejected> rejected;
  std::string reply;
  common::v1::CommandReply message;

 private:
  void TakeEffects(const std::string& name, Effects of_event, const Uuid& event_id);
};

}  // namespace kinward::host
