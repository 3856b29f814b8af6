// JSON to any protobuf message by reflection, collecting every fault where protobuf's own parser
// stops at the first. Strict: snake_case names only, unknown fields refused, no numbers for enums,
// no quoted scalars but 64-bit integers. `null` is absent. Not here: field rules (field_rules.h).
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "libs/rpc/field_fault.h"
#include "libs/rpc/json_names.h"
#include "libs/rpc/json_value.h"

namespace kinward::rpc {

// Fills `message` from `json`, which stands at `pointer`. Codes: field.unknown, field.type,
// field.range, field.conflict (two members of a oneof). Empty: everything was taken.
std::vector<FieldFault> ReadMessage(const JsonValue& json, JsonStyle style,
                                    const std::string& pointer, google::protobuf::Message& message);

}  // namespace kinward::rpc
