#include "libs/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace kinward {

void CheckFailed(const char* condition, std::source_location where) {
  // The condition is source text, so it can hold nobody's data.
  std::fprintf(stderr, "CHECK failed: %s at %s:%u\n", condition, where.file_name(), where.line());
  std::abort();
}

}  // namespace kinward
