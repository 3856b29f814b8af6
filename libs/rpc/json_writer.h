// Any protobuf message to JSON by reflection. Every plain scalar is written, zero included (a count
// of 0 is a fact); absent optional fields, unset messages and unspecified enums are left out;
// 64-bit integers are strings; lists are written even when empty.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

#include "libs/rpc/json_names.h"
#include "libs/rpc/json_value.h"

namespace kinward::rpc {

std::string WriteMessage(const google::protobuf::Message& message, JsonStyle style);
// A parsed value as text again; members in the order in which they came.
std::string WriteJson(const JsonValue& value);
// Appends `text` as a JSON string, quotes included.
void AppendQuoted(std::string_view text, std::string& json);
std::string Quoted(std::string_view text);

}  // namespace kinward::rpc
