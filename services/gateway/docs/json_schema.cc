#include "services/gateway/docs/json_schema.h"

#include "kinward/common/v1/options.pb.h"
#include "libs/rpc/json_writer.h"

namespace kinward::gateway {
namespace {

namespace pb = google::protobuf;
using rpc::Quoted;

constexpr int kDepthMax = 5;

std::string Message(const pb::Descriptor& type, rpc::JsonStyle style, int depth);

std::string Words(const pb::EnumDescriptor& type, rpc::JsonStyle style) {
  std::string json = "{\"enum\":[";
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->name().ends_with("_UNSPECIFIED")) continue;
    json += (json.ends_with('[') ? "" : ",") + Quoted(rpc::JsonName(*type.value(i), style));
  }
  return json + "]}";
}

std::string Text(const common::v1::FieldRule& rule) {
  const std::uint32_t most = rule.max_length() == 0 ? 1000 : rule.max_length();
  std::string json = "{\"type\":\"string\",\"maxLength\":" + std::to_string(most);
  if (rule.format() == common::v1::FORMAT_DATE) json += ",\"format\":\"date\"";
  if (rule.format() == common::v1::FORMAT_EMAIL) json += ",\"format\":\"email\"";
  return json + "}";
}

// `schema` is one of those made here: its type stands first, or its words do.
std::string OrNull(const std::string& schema) {
  const std::string type = R"({"type":")";
  if (schema.starts_with(type)) {
    const std::size_t end = schema.find('"', type.size());
    return R"({"type":[")" + schema.substr(type.size(), end - type.size()) + R"(","null"])" +
           schema.substr(end + 1);
  }
  if (schema.starts_with(R"({"type":[)")) return R"({"type":["null",)" + schema.substr(9);
  if (schema.starts_with(R"({"enum":[)")) return R"({"enum":[null,)" + schema.substr(9);
  return schema;  // takes anything
}

std::string One(const pb::FieldDescriptor& field, rpc::JsonStyle style, int depth) {
  using Cpp = pb::FieldDescriptor::CppType;
  switch (field.cpp_type()) {
    case Cpp::CPPTYPE_STRING:
      return Text(field.options().GetExtension(common::v1::rule));
    case Cpp::CPPTYPE_BOOL:
      return "{\"type\":\"boolean\"}";
    case Cpp::CPPTYPE_INT32:
    case Cpp::CPPTYPE_UINT32:
      return "{\"type\":\"integer\"}";
    case Cpp::CPPTYPE_INT64:
    case Cpp::CPPTYPE_UINT64:
      return "{\"type\":[\"string\",\"integer\"]}";
    case Cpp::CPPTYPE_DOUBLE:
    case Cpp::CPPTYPE_FLOAT:
      return "{\"type\":\"number\"}";
    case Cpp::CPPTYPE_ENUM:
      return Words(*field.enum_type(), style);
    case Cpp::CPPTYPE_MESSAGE:
      return Message(*field.message_type(), style, depth + 1);
  }
  return "{}";
}

std::string Message(const pb::Descriptor& type, rpc::JsonStyle style, int depth) {
  if (type.full_name() == "google.protobuf.Timestamp") {
    return "{\"type\":\"string\",\"format\":\"date-time\"}";
  }
  if (type.full_name() == "google.protobuf.Duration") return "{\"type\":\"string\"}";
  if (type.full_name() == "google.protobuf.Value") return "{}";
  if (type.file()->package() == "google.protobuf" || depth > kDepthMax)
    return "{\"type\":\"object\"}";
  std::string properties;
  std::string required;
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    const auto& rule = field.options().GetExtension(common::v1::rule);
    std::string one;
    if (field.is_map()) {
      one = "{\"type\":\"object\"}";
    } else if (field.is_repeated()) {
      one = "{\"type\":\"array\",\"items\":" + One(field, style, depth) +
            ",\"maxItems\":" + std::to_string(rule.max_items() == 0 ? 200 : rule.max_items()) +
            ",\"minItems\":" + std::to_string(rule.min_items()) + "}";
    } else {
      one = One(field, style, depth);
    }
    const bool must = rule.required() || rule.min_items() > 0;
    if (must) required += (required.empty() ? "" : ",") + Quoted(field.name());
    // The reader takes null for a field that is not given.
    if (!must) one = OrNull(one);
    properties += (properties.empty() ? "" : ",") + Quoted(field.name()) + ":" + one;
  }
  std::string json =
      "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{" + properties + "}";
  if (!required.empty()) json += ",\"required\":[" + required + "]";
  return json + "}";
}

}  // namespace

std::string SchemaOf(const pb::Descriptor& type, rpc::JsonStyle style) {
  return Message(type, style, 0);
}

}  // namespace kinward::gateway
