// One thing wrong with one field, as every edge reports it: all faults of a message together.
#pragma once

#include <string>
#include <vector>

namespace kinward::rpc {

struct FieldFault {
  std::string pointer;  // JSON pointer (RFC 6901), e.g. /people/0/nhs_number
  std::string code;     // of reference/bad-input.md, e.g. nhs.checksum
  std::string detail;   // what is expected; never the value that was sent
  bool operator==(const FieldFault&) const = default;
};

// bad-input.md: all faults are returned together, at most this many.
inline constexpr std::size_t kFaultsMax = 50;

}  // namespace kinward::rpc
