// Text to JsonValue, strictly (bad-input.md rows 1 to 6): UTF-8 without a byte-order mark, no lone
// surrogates, no duplicate keys (escaped ones included), at most 32 levels, numbers that are what
// they say. Stops at the first fault: what follows a syntax error means nothing.
#pragma once

#include <string_view>
#include <variant>

#include "libs/rpc/field_fault.h"
#include "libs/rpc/json_value.h"

namespace kinward::rpc {

inline constexpr std::size_t kJsonDepthMax = 32;

// The fault's code is json.malformed, .not_object (an empty text), .duplicate_key, .too_deep,
// .number_range or .encoding.
std::variant<JsonValue, FieldFault> ParseJson(std::string_view text,
                                              std::size_t depth_max = kJsonDepthMax);

}  // namespace kinward::rpc
