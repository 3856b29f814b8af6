// JSON Schema draft-07 of a protobuf message as our reader takes it: names, types, words, required
// fields, lengths.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>

#include "libs/rpc/json_names.h"

namespace kinward::gateway {

// Recursive types are cut at a depth with a plain object.
std::string SchemaOf(const google::protobuf::Descriptor& type, rpc::JsonStyle style);

}  // namespace kinward::gateway
