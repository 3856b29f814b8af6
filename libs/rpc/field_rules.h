// The rules that protos state on their fields (kinward.common.v1.rule), checked by reflection at
// the edge of every service: required, length, range, items, format; nested messages included.
#pragma once

#include <google/protobuf/message.h>

#include <vector>

#include "libs/rpc/field_fault.h"

namespace kinward::rpc {

// Every fault of the message, at most kFaultsMax; empty: it may be decided on. Codes:
// field.required, field.too_short, field.too_long, field.range, field.too_few, field.too_many,
// field.unknown_value (an enum number nobody defined) and those of formats.h.
std::vector<FieldFault> CheckFields(const google::protobuf::Message& message);
std::vector<FieldFault> CheckFields(const google::protobuf::Message& message,
                                    const std::string& pointer);

}  // namespace kinward::rpc
