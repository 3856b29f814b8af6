// CHECK: we are wrong. On in release; never for what the business or the world may do.
#pragma once

#include <source_location>

namespace kinward {
[[noreturn]] void CheckFailed(const char* condition, std::source_location where);
}  // namespace kinward

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): the one macro we own.
#define CHECK(condition)        \
  (static_cast<bool>(condition) \
       ? static_cast<void>(0)   \
       : ::kinward::CheckFailed(#condition, std::source_location::current()))
