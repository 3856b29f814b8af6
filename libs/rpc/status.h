// How a call ended, in gRPC's codes, with the rule's name where the business said no.
#pragma once

#include <cstdint>
#include <string>

namespace kinward::rpc {

// gRPC's codes by value.
enum class Code : std::uint8_t {
  kOk = 0,
  kCancelled = 1,
  kUnknown = 2,
  kInvalidArgument = 3,
  kDeadlineExceeded = 4,
  kNotFound = 5,
  kAlreadyExists = 6,
  kPermissionDenied = 7,
  kResourceExhausted = 8,
  kFailedPrecondition = 9,
  kAborted = 10,
  kUnimplemented = 12,
  kInternal = 13,
  kUnavailable = 14,
  kUnauthenticated = 16,
};

struct Status {
  Code code = Code::kOk;
  std::string message;  // for people; never echoes a value
  std::string reason;   // the rejection's name without its prefix, or a system reason
  std::string detail;   // common.v1.ErrorDetail, serialised; may be empty
  [[nodiscard]] bool ok() const { return code == Code::kOk; }
};

}  // namespace kinward::rpc
