#include "libs/rpc/access.h"

#include <algorithm>

#include "kinward/common/v1/access.pb.h"
#include "kinward/common/v1/error.pb.h"

namespace kinward::rpc {
namespace {

Status Allowed(const common::v1::ReadRule& rule, const Caller& caller) {
  if (caller.actor.kind == "system") return {};
  const bool may =
      caller.actor.kind == "partner" ? rule.partners() : HasOneOf(rule.roles(), caller);
  return may ? Status{} : RoleMissing(rule.roles());
}

}  // namespace

Status RoleMissing(const google::protobuf::RepeatedPtrField<std::string>& roles) {
  common::v1::ErrorDetail detail;
  detail.set_reason("ROLE_MUST_ALLOW");
  *detail.mutable_instead() = roles;
  std::string message = roles.empty() ? "only Kinward itself may" : "needs one of the roles";
  for (int i = 0; i < roles.size(); ++i) message += (i == 0 ? " " : ", ") + roles[i];
  return {Code::kPermissionDenied, message, "ROLE_MUST_ALLOW", detail.SerializeAsString()};
}

bool HasOneOf(const google::protobuf::RepeatedPtrField<std::string>& roles, const Caller& caller) {
  return std::any_of(caller.actor.roles.begin(), caller.actor.roles.end(),
                     [&roles](const std::string& role) {
                       return std::find(roles.begin(), roles.end(), role) != roles.end();
                     });
}

Status MayAsk(const google::protobuf::MethodDescriptor& method, const Caller& caller) {
  return Allowed(method.options().GetExtension(common::v1::query), caller);
}

Status MayRead(const google::protobuf::Descriptor& documents, const std::string& view,
               const Caller& caller) {
  std::string name = view;
  std::replace(name.begin(), name.end(), '-', '_');
  const auto* field = documents.FindFieldByName(name);
  if (field == nullptr || !field->options().HasExtension(common::v1::view)) return {};
  return Allowed(field->options().GetExtension(common::v1::view), caller);
}

}  // namespace kinward::rpc
