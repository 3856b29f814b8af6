// Percentages as reports print them, by whole numbers alone: no rounding of a rounding.
#pragma once

#include <cstdint>
#include <string>

namespace kinward {

// `part` of `whole` with one decimal, half up by size: a fall reads as the rise of the same size
// does ("-19.9"). Empty when there is nothing to divide by. `whole` is not negative; both are below
// 10^15 in size.
std::string PercentOf(std::int64_t part, std::int64_t whole);

}  // namespace kinward
