// For tests: what an event asks of other streams at once, and of its own stream later.
#pragma once

#include <string>

#include "libs/base/decision.h"

namespace kinward::scheduling {

// The first companion of this type; a default one if there is none.
template <typename Command>
Command Asked(const Companions& companions) {
  for (const Companion& companion : companions) {
    if (const auto* command = dynamic_cast<const Command*>(&companion.message())) return *command;
  }
  return {};
}

// When this timer rings; the epoch's beginning if nobody set it.
inline Time DueOf(const Effects& effects, const std::string& timer) {
  for (const Timer& one : effects.timers) {
    if (one.name == timer) return one.due;
  }
  return {};
}

// What the first timer sends; a default command if there is none of this type.
template <typename Command>
Command SentByClock(const Effects& effects) {
  for (const Timer& timer : effects.timers) {
    if (const auto* command = dynamic_cast<const Command*>(&timer.command.message()))
      return *command;
  }
  return {};
}

}  // namespace kinward::scheduling
