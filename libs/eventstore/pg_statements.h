// Every statement the store prepares, by name. One round trip each; reads see one snapshot.
#pragma once

#include <string>

namespace kinward::eventstore::statement {

inline constexpr const char* kAppendOne = "append_one";
inline constexpr const char* kAppend = "append";
inline constexpr const char* kRead = "read";
inline constexpr const char* kVersion = "version";
inline constexpr const char* kStreamsOf = "streams_of";
inline constexpr const char* kFindCommand = "find_command";
inline constexpr const char* kLeaseDueTimers = "lease_due_timers";
inline constexpr const char* kNextDue = "next_due";
inline constexpr const char* kListTimers = "list_timers";
inline constexpr const char* kTenantsWithTimers = "tenants_with_timers";
inline constexpr const char* kReactionOffsets = "reaction_offsets";
inline constexpr const char* kSaveReactionOffset = "save_reaction_offset";
inline constexpr const char* kPark = "park";
inline constexpr const char* kParked = "parked";
inline constexpr const char* kUnpark = "unpark";
inline constexpr const char* kManualClock = "manual_clock";
inline constexpr const char* kSetManualClock = "set_manual_clock";

// The session's settings and the PREPARE of every statement above, for a new connection.
std::string Preparation();

}  // namespace kinward::eventstore::statement
