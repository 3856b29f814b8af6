// How enum values are written in JSON: without the enum's prefix, upper case on Connect routes
// (`CRISIS`), lower-case kebab on partner routes and views (`place-agreed`).
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

namespace kinward::rpc {

enum class JsonStyle { kConnect, kKebab };

std::string JsonName(const google::protobuf::EnumValueDescriptor& value, JsonStyle style);
// The value so named; null for unknown names and for the UNSPECIFIED value, which is said by
// absence.
const google::protobuf::EnumValueDescriptor* FindJsonName(
    const google::protobuf::EnumDescriptor& type, const std::string& name, JsonStyle style);

}  // namespace kinward::rpc
