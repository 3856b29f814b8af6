// The answers a command can get, in the words of gRPC's status and the rule's name.
#pragma once

#include <string>

#include "libs/host/command_runner.h"

namespace kinward::host {

RunOutcome RefusedBy(const Rejected& rejected);
// The world failed; an unknown outcome says so, and how to resolve it.
RunOutcome Failed(const Failure& failure);
// The first answer again, from how it was stored.
RunOutcome ReplyOf(const std::string& stored);
RunOutcome IdReused();
// If-Match named another version than the stream's: the answer names the current one.
RunOutcome StaleVersion(std::int64_t current);
// A W3C trace of its own for what nobody traces (timers, tools), the same for ever: it follows from
// the correlation and command ids.
std::string TraceparentOf(const std::string& correlation_id, const Uuid& command_id);
// The rule that a claim of this kind protects: child-night → CHILD_NIGHT_MUST_BE_FREE.
std::string RuleOfClaim(const std::string& kind);

}  // namespace kinward::host
