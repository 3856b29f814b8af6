#include "libs/base/percent.h"

#include "libs/base/check.h"

namespace kinward {

std::string PercentOf(std::int64_t part, std::int64_t whole) {
  CHECK(whole >= 0);
  if (whole == 0) return "";
  const std::int64_t size = part < 0 ? -part : part;
  const std::int64_t tenths = (2000 * size + whole) / (2 * whole);
  const std::string sign = part < 0 && tenths > 0 ? "-" : "";
  return sign + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

}  // namespace kinward
