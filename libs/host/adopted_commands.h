// Which commands the adopted events came from: an event's id follows from its command's id and its
// number in it, and a command's id from the client, the timer or the reaction that sent it, so that
// a guess can be proved. Pure.
#pragma once

#include <string>
#include <vector>

#include "libs/eventstore/adoption.h"
#include "libs/host/registry.h"

namespace kinward::host {

struct CommandSources {
  std::string service;
  std::vector<std::string> reactions;
  std::vector<eventstore::WaitingTimer> timers;
};

// `events` holds all that were adopted of each cause. Each command's reply is as it was answered.
std::vector<eventstore::AdoptedCommand> CommandsOf(
    const Registry& registry, const CommandSources& sources,
    const std::vector<eventstore::AdoptedEvent>& events);

}  // namespace kinward::host
