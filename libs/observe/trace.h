// W3C trace context: what arrives is carried on; what is not one is replaced by a new one.
#pragma once

#include <string>
#include <string_view>

namespace kinward::observe {

bool IsTraceparent(std::string_view text);
// A child of `parent` (same trace, new span), or a new trace when `parent` is none.
std::string ChildTraceparent(std::string_view parent);

}  // namespace kinward::observe
