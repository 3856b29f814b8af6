// A reaction: a heard event makes commands to this service's own aggregates. Pure, named, and
// active only for events that occurred at or after `active_from`, so a new reaction does not act on
// the past.
#pragma once

#include <google/protobuf/message.h>

#include <concepts>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/decision.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"

namespace kinward::host {

// What a reaction knows of the event besides its message. Not who acted: no topic says it.
struct Heard {
  Uuid event_id;
  std::string council;
  std::string stream;
  std::int64_t version = 0;
  Time occurred_time;
};

struct Reaction {
  std::string name;        // unique in the service, kebab-case; part of the commands' ids
  std::string event_name;  // full name of the message heard
  std::function<Commands(const google::protobuf::Message&, const Heard&)> react;
  Time active_from{};
};

template <std::derived_from<google::protobuf::Message> Event>
Reaction On(std::string name, Commands (*react)(const Event&, const Heard&),
            Time active_from = {}) {
  return {std::move(name), std::string(Event::descriptor()->full_name()),
          [react](const google::protobuf::Message& event, const Heard& heard) {
            return react(static_cast<const Event&>(event), heard);
          },
          active_from};
}

}  // namespace kinward::host
