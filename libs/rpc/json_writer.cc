#include "libs/rpc/json_writer.h"

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <openssl/evp.h>

#include <charconv>
#include <cmath>
#include <map>
#include <utility>

#include "libs/base/time.h"

namespace kinward::rpc {
namespace {

namespace pb = google::protobuf;
using Cpp = pb::FieldDescriptor::CppType;

constexpr double kExactIntegerMax = 9007199254740992.0;  // 2^53

void AppendReal(double number, std::string& json) {
  char digits[32];
  const bool whole = std::trunc(number) == number && std::fabs(number) < kExactIntegerMax;
  const auto end =
      whole ? std::to_chars(digits, digits + sizeof digits, static_cast<std::int64_t>(number))
            : std::to_chars(digits, digits + sizeof digits, number);
  if (!std::isfinite(number)) {
    json += "null";
  } else {
    json.append(digits, end.ptr);
  }
}

std::string Base64(const std::string& bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

void AppendStruct(const pb::Struct& object, std::string& json);
void AppendValue(const pb::Value& value, std::string& json) {
  switch (value.kind_case()) {
    case pb::Value::kBoolValue:
      json += value.bool_value() ? "true" : "false";
      return;
    case pb::Value::kNumberValue:
      return AppendReal(value.number_value(), json);
    case pb::Value::kStringValue:
      return AppendQuoted(value.string_value(), json);
    case pb::Value::kStructValue:
      return AppendStruct(value.struct_value(), json);
    case pb::Value::kListValue: {
      json += '[';
      for (const auto& item : value.list_value().values()) {
        if (!json.ends_with('[')) json += ',';
        AppendValue(item, json);
      }
      json += ']';
      return;
    }
    default:
      json += "null";
  }
}
// Members in the order of their names: maps vary between runs.
void AppendStruct(const pb::Struct& object, std::string& json) {
  std::map<std::string_view, const pb::Value*> ordered;
  for (const auto& [name, value] : object.fields()) ordered[name] = &value;
  json += '{';
  bool first = true;
  for (const auto& [name, value] : ordered) {
    if (!std::exchange(first, false)) json += ',';
    AppendQuoted(name, json);
    json += ':';
    AppendValue(*value, json);
  }
  json += '}';
}

class Writer {
 public:
  Writer(JsonStyle style, std::string& json) : style_(style), json_(json) {}
  void Message(const pb::Message& message);

 private:
  bool WellKnown(const pb::Message& message);
  bool IsWritten(const pb::Message& message, const pb::FieldDescriptor& field) const;
  void Map(const pb::Message& message, const pb::FieldDescriptor& field);
  // Element `index` of a repeated field; -1: the field's one value.
  void Element(const pb::Message& message, const pb::FieldDescriptor& field, int index);
  void Number(const std::string& digits) { json_ += digits; }
  void Long(const std::string& digits) { json_ += "\"" + digits + "\""; }

  JsonStyle style_;
  std::string& json_;
};

bool Writer::WellKnown(const pb::Message& message) {
  if (const auto* timestamp = dynamic_cast<const pb::Timestamp*>(&message)) {
    AppendQuoted(FormatTime(ToTime(*timestamp)), json_);
  } else if (const auto* duration = dynamic_cast<const pb::Duration*>(&message)) {
    AppendQuoted(std::to_string(duration->seconds()) + "s", json_);
  } else if (const auto* value = dynamic_cast<const pb::Value*>(&message)) {
    AppendValue(*value, json_);
  } else if (const auto* object = dynamic_cast<const pb::Struct*>(&message)) {
    AppendStruct(*object, json_);
  } else {
    return false;
  }
  return true;
}

bool Writer::IsWritten(const pb::Message& message, const pb::FieldDescriptor& field) const {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) return true;
  if (field.has_presence()) return reflection.HasField(message, &field);
  if (field.type() == pb::FieldDescriptor::TYPE_BYTES || field.cpp_type() == Cpp::CPPTYPE_ENUM) {
    return reflection.HasField(message, &field);
  }
  return true;
}

void Writer::Message(const pb::Message& message) {
  if (WellKnown(message)) return;
  const auto& descriptor = *message.GetDescriptor();
  json_ += '{';
  bool first = true;
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const auto& field = *descriptor.field(i);
    if (!IsWritten(message, field)) continue;
    if (!std::exchange(first, false)) json_ += ',';
    AppendQuoted(field.name(), json_);
    json_ += ':';
    if (field.is_map()) {
      Map(message, field);
    } else if (field.is_repeated()) {
      json_ += '[';
      const int count = message.GetReflection()->FieldSize(message, &field);
      for (int item = 0; item < count; ++item) {
        if (item > 0) json_ += ',';
        Element(message, field, item);
      }
      json_ += ']';
    } else {
      Element(message, field, -1);
    }
  }
  json_ += '}';
}

void Writer::Map(const pb::Message& message, const pb::FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  const auto* key = field.message_type()->map_key();
  std::map<std::string, int> ordered;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    const pb::Message& entry = reflection.GetRepeatedMessage(message, &field, i);
    std::string name;
    if (key->cpp_type() == Cpp::CPPTYPE_STRING) {
      name = entry.GetReflection()->GetString(entry, key);
    } else {
      Writer{style_, name}.Element(entry, *key, -1);
      std::erase(name, '"');
    }
    ordered[name] = i;
  }
  json_ += '{';
  bool first = true;
  for (const auto& [name, index] : ordered) {
    if (!std::exchange(first, false)) json_ += ',';
    AppendQuoted(name, json_);
    json_ += ':';
    const pb::Message& entry = reflection.GetRepeatedMessage(message, &field, index);
    Element(entry, *field.message_type()->map_value(), -1);
  }
  json_ += '}';
}

void Writer::Element(const pb::Message& message, const pb::FieldDescriptor& field, int index) {
  const auto& reflection = *message.GetReflection();
  const bool one = index < 0;
#define KINWARD_GET(Name)                      \
  (one ? reflection.Get##Name(message, &field) \
       : reflection.GetRepeated##Name(message, &field, index))
  switch (field.cpp_type()) {
    case Cpp::CPPTYPE_INT32:
      return Number(std::to_string(KINWARD_GET(Int32)));
    case Cpp::CPPTYPE_UINT32:
      return Number(std::to_string(KINWARD_GET(UInt32)));
    case Cpp::CPPTYPE_INT64:
      return Long(std::to_string(KINWARD_GET(Int64)));
    case Cpp::CPPTYPE_UINT64:
      return Long(std::to_string(KINWARD_GET(UInt64)));
    case Cpp::CPPTYPE_DOUBLE:
      return AppendReal(KINWARD_GET(Double), json_);
    case Cpp::CPPTYPE_FLOAT:
      return AppendReal(static_cast<double>(KINWARD_GET(Float)), json_);
    case Cpp::CPPTYPE_BOOL:
      return Number(KINWARD_GET(Bool) ? "true" : "false");
    case Cpp::CPPTYPE_ENUM:
      return AppendQuoted(JsonName(*KINWARD_GET(Enum), style_), json_);
    case Cpp::CPPTYPE_STRING: {
      const std::string text = KINWARD_GET(String);
      const bool bytes = field.type() == pb::FieldDescriptor::TYPE_BYTES;
      return AppendQuoted(bytes ? Base64(text) : text, json_);
    }
    case Cpp::CPPTYPE_MESSAGE:
      return Message(KINWARD_GET(Message));
  }
#undef KINWARD_GET
}

}  // namespace

namespace {

void AppendJson(const JsonValue& value, std::string& json) {
  switch (value.kind) {
    case JsonValue::Kind::kNull:
      json += "null";
      return;
    case JsonValue::Kind::kBool:
      json += value.flag ? "true" : "false";
      return;
    case JsonValue::Kind::kInteger:
      json += std::to_string(value.integer);
      return;
    case JsonValue::Kind::kUnsigned:
      json += std::to_string(value.unsigned_integer);
      return;
    case JsonValue::Kind::kReal:
      return AppendReal(value.real, json);
    case JsonValue::Kind::kString:
      return AppendQuoted(value.text, json);
    case JsonValue::Kind::kArray:
    case JsonValue::Kind::kObject:
      json += value.IsArray() ? '[' : '{';
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        if (i > 0) json += ',';
        if (value.IsObject()) {
          AppendQuoted(value.names[i], json);
          json += ':';
        }
        AppendJson(value.items[i], json);
      }
      json += value.IsArray() ? ']' : '}';
  }
}

}  // namespace

std::string WriteJson(const JsonValue& value) {
  std::string json;
  AppendJson(value, json);
  return json;
}

void AppendQuoted(std::string_view text, std::string& json) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  json += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (c == '\n') {
      json += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      json += "\\u00";
      json += kDigits[byte >> 4];
      json += kDigits[byte & 0xf];
    } else {
      json += c;
    }
  }
  json += '"';
}

std::string Quoted(std::string_view text) {
  std::string json;
  AppendQuoted(text, json);
  return json;
}

std::string WriteMessage(const pb::Message& message, JsonStyle style) {
  std::string json;
  Writer{style, json}.Message(message);
  return json;
}

}  // namespace kinward::rpc
