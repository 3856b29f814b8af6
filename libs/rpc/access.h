// Who may ask what: the readers that protos state on queries and on views (common/v1/access.proto),
// and the words of a refusal. Kinward's own services may ask everything; what states no readers is
// for them alone.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/repeated_field.h>

#include <string>

#include "libs/rpc/caller.h"
#include "libs/rpc/status.h"

namespace kinward::rpc {

// kPermissionDenied, ROLE_MUST_ALLOW: names the roles that would do, also as `instead`.
Status RoleMissing(const google::protobuf::RepeatedPtrField<std::string>& roles);
bool HasOneOf(const google::protobuf::RepeatedPtrField<std::string>& roles, const Caller& caller);

// Ok, or RoleMissing, for an RPC that is no command.
Status MayAsk(const google::protobuf::MethodDescriptor& method, const Caller& caller);
// The same for a view, named as in paths ("referral-board"); `documents` is the message whose
// fields are the views. Ok for a view that is not there: whoever serves views says so.
Status MayRead(const google::protobuf::Descriptor& documents, const std::string& view,
               const Caller& caller);

}  // namespace kinward::rpc
