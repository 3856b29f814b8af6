#include "libs/rpc/json_names.h"

namespace kinward::rpc {
namespace {

// SealClass -> SEAL_CLASS_
std::string PrefixOf(const google::protobuf::EnumDescriptor& type) {
  std::string prefix;
  for (const char c : type.name()) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !prefix.empty()) prefix += '_';
    prefix += upper || (c >= '0' && c <= '9') ? c : static_cast<char>(c - 'a' + 'A');
  }
  return prefix + "_";
}

}  // namespace

std::string JsonName(const google::protobuf::EnumValueDescriptor& value, JsonStyle style) {
  const std::string prefix = PrefixOf(*value.type());
  std::string name = value.name();
  if (name.starts_with(prefix)) name.erase(0, prefix.size());
  if (style == JsonStyle::kConnect) return name;
  for (char& c : name) {
    if (c == '_') c = '-';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return name;
}

const google::protobuf::EnumValueDescriptor* FindJsonName(
    const google::protobuf::EnumDescriptor& type, const std::string& name, JsonStyle style) {
  for (int i = 0; i < type.value_count(); ++i) {
    const auto* value = type.value(i);
    if (JsonName(*value, style) != name) continue;
    return value->name().ends_with("_UNSPECIFIED") ? nullptr : value;
  }
  return nullptr;
}

}  // namespace kinward::rpc
