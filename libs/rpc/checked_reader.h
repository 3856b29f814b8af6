// JSON to a message with everything that is wrong with it at once: types and names, then the rules
// of its fields.
#pragma once

#include <string>
#include <vector>

#include "libs/rpc/field_fault.h"
#include "libs/rpc/json_names.h"
#include "libs/rpc/json_value.h"

namespace google::protobuf {
class Message;
}

namespace kinward::rpc {

// Fills `message` from `json`, which stands at `pointer`. A field whose value has a wrong type is
// not reported again as missing. Empty: everything was taken and every rule holds.
std::vector<FieldFault> ReadChecked(const JsonValue& json, JsonStyle style,
                                    const std::string& pointer, google::protobuf::Message& message);

}  // namespace kinward::rpc
