// Randomness for the commands that draw: a decider has none of its own.
#pragma once

#include <google/protobuf/message.h>

#include <cstddef>
#include <memory>

namespace kinward::host {

inline constexpr std::size_t kEntropyBytes = 8;

// The command with its bytes `entropy` filled by the operating system, whatever stood there; a
// command without such a field is returned as it is. Called for every attempt: nobody knows the
// bytes before, and a repeat of the command is not compared by them (docs/adr/0021).
std::shared_ptr<const google::protobuf::Message> WithEntropy(
    std::shared_ptr<const google::protobuf::Message> command);

}  // namespace kinward::host
