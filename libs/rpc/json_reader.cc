#include "libs/rpc/json_reader.h"

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <charconv>
#include <limits>
#include <optional>

#include "kinward/common/v1/options.pb.h"
#include "libs/base/time.h"
#include "libs/rpc/base64.h"
#include "libs/rpc/formats.h"

namespace kinward::rpc {
namespace {

namespace pb = google::protobuf;
using Kind = JsonValue::Kind;
using Cpp = pb::FieldDescriptor::CppType;

// The whole number that `json` is, if it fits T. 64-bit numbers may be strings.
template <typename T>
std::optional<T> Integer(const JsonValue& json) {
  if (json.IsString() && sizeof(T) == 8) {
    T number{};
    const char* const end = json.text.data() + json.text.size();
    const auto [stop, error] = std::from_chars(json.text.data(), end, number);
    if (error != std::errc{} || stop != end || json.text.empty()) return std::nullopt;
    return number;
  }
  if (json.kind == Kind::kUnsigned) {
    if (!std::in_range<T>(json.unsigned_integer)) return std::nullopt;
    return static_cast<T>(json.unsigned_integer);
  }
  if (json.kind != Kind::kInteger || !std::in_range<T>(json.integer)) return std::nullopt;
  return static_cast<T>(json.integer);
}
bool IsNumber(const JsonValue& json) {
  return json.kind == Kind::kInteger || json.kind == Kind::kUnsigned || json.kind == Kind::kReal;
}
double Real(const JsonValue& json) {
  if (json.kind == Kind::kReal) return json.real;
  return json.kind == Kind::kInteger ? static_cast<double>(json.integer)
                                     : static_cast<double>(json.unsigned_integer);
}

void ReadValue(const JsonValue& json, pb::Value& value) {
  if (json.IsNull()) {
    value.set_null_value(pb::NULL_VALUE);
  } else if (json.kind == Kind::kBool) {
    value.set_bool_value(json.flag);
  } else if (json.IsString()) {
    value.set_string_value(json.text);
  } else if (json.IsArray()) {
    auto& list = *value.mutable_list_value();
    for (const JsonValue& item : json.items) ReadValue(item, *list.add_values());
  } else if (json.IsObject()) {
    auto& fields = *value.mutable_struct_value()->mutable_fields();
    for (std::size_t i = 0; i < json.names.size(); ++i) {
      ReadValue(json.items[i], fields[json.names[i]]);
    }
  } else {
    value.set_number_value(Real(json));
  }
}

// Sets one element, or the one value, of a field.
class Slot {
 public:
  Slot(pb::Message& message, const pb::FieldDescriptor& field)
      : message_(message), field_(field), reflection_(*message.GetReflection()) {}
#define KINWARD_SLOT(Name, Type)                                   \
  void Set##Name(Type value) {                                     \
    if (field_.is_repeated()) {                                    \
      reflection_.Add##Name(&message_, &field_, std::move(value)); \
    } else {                                                       \
      reflection_.Set##Name(&message_, &field_, std::move(value)); \
    }                                                              \
  }
  KINWARD_SLOT(Int32, std::int32_t)
  KINWARD_SLOT(Int64, std::int64_t)
  KINWARD_SLOT(UInt32, std::uint32_t)
  KINWARD_SLOT(UInt64, std::uint64_t)
  KINWARD_SLOT(Double, double)
  KINWARD_SLOT(Float, float)
  KINWARD_SLOT(Bool, bool)
  KINWARD_SLOT(String, std::string)
  KINWARD_SLOT(Enum, const pb::EnumValueDescriptor*)
#undef KINWARD_SLOT
  pb::Message& Message() {
    return field_.is_repeated() ? *reflection_.AddMessage(&message_, &field_)
                                : *reflection_.MutableMessage(&message_, &field_);
  }

 private:
  pb::Message& message_;
  const pb::FieldDescriptor& field_;
  const pb::Reflection& reflection_;
};

class Walk {
 public:
  explicit Walk(JsonStyle style) : style_(style) {}
  void Message(const JsonValue& json, const std::string& pointer, pb::Message& message);
  std::vector<FieldFault> Take() { return std::move(faults_); }

 private:
  void Fault(const std::string& pointer, std::string code, std::string detail) {
    if (faults_.size() < kFaultsMax)
      faults_.push_back({pointer, std::move(code), std::move(detail)});
  }
  void WrongType(const std::string& pointer, const char* expected) {
    Fault(pointer, "field.type", std::string{"expected "} + expected);
  }
  bool WellKnown(const JsonValue& json, const std::string& pointer, pb::Message& message);
  void Member(const std::string& name, const JsonValue& json, const std::string& pointer,
              pb::Message& message);
  void Map(const JsonValue& json, const std::string& pointer, const pb::FieldDescriptor& field,
           pb::Message& message);
  void Single(const JsonValue& json, const std::string& pointer, const pb::FieldDescriptor& field,
              pb::Message& message);
  void Text(const JsonValue& json, const std::string& pointer, const pb::FieldDescriptor& field,
            Slot& slot);
  void Enum(const JsonValue& json, const std::string& pointer, const pb::FieldDescriptor& field,
            Slot& slot);
  template <typename T, typename Set>
  void Number(const JsonValue& json, const std::string& pointer, Set set);

  JsonStyle style_;
  std::vector<FieldFault> faults_;
};

void Walk::Message(const JsonValue& json, const std::string& pointer, pb::Message& message) {
  if (WellKnown(json, pointer, message)) return;
  if (!json.IsObject()) return WrongType(pointer, "an object");
  for (std::size_t i = 0; i < json.names.size(); ++i) {
    Member(json.names[i], json.items[i], Below(pointer, json.names[i]), message);
  }
}

bool Walk::WellKnown(const JsonValue& json, const std::string& pointer, pb::Message& message) {
  if (auto* timestamp = dynamic_cast<pb::Timestamp*>(&message)) {
    const auto time = json.IsString() ? ParseTime(json.text) : std::nullopt;
    if (time) {
      *timestamp = ToTimestamp(*time);
    } else {
      WrongType(pointer, "an RFC 3339 time with an offset");
    }
    return true;
  }
  if (auto* duration = dynamic_cast<pb::Duration*>(&message)) {
    JsonValue seconds = json;
    const bool suffixed = json.IsString() && json.text.ends_with('s');
    if (suffixed) seconds.text.pop_back();
    const auto count = suffixed ? Integer<std::int64_t>(seconds) : std::nullopt;
    if (count) {
      duration->set_seconds(*count);
    } else {
      WrongType(pointer, "whole seconds such as \"3600s\"");
    }
    return true;
  }
  if (auto* value = dynamic_cast<pb::Value*>(&message)) {
    ReadValue(json, *value);
    return true;
  }
  if (auto* object = dynamic_cast<pb::Struct*>(&message)) {
    if (!json.IsObject()) {
      WrongType(pointer, "an object");
      return true;
    }
    for (std::size_t i = 0; i < json.names.size(); ++i) {
      ReadValue(json.items[i], (*object->mutable_fields())[json.names[i]]);
    }
    return true;
  }
  return false;
}

void Walk::Member(const std::string& name, const JsonValue& json, const std::string& pointer,
                  pb::Message& message) {
  const pb::FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) return Fault(pointer, "field.unknown", "no such field");
  if (json.IsNull()) return;
  if (field->is_map()) return Map(json, pointer, *field, message);
  if (field->is_repeated()) {
    if (!json.IsArray()) return WrongType(pointer, "an array");
    for (std::size_t i = 0; i < json.items.size(); ++i) {
      Single(json.items[i], Below(pointer, i), *field, message);
    }
    return;
  }
  const auto* oneof = field->real_containing_oneof();
  if (oneof != nullptr && message.GetReflection()->HasOneof(message, oneof)) {
    return Fault(pointer, "field.conflict", "only one of these fields may be given");
  }
  Single(json, pointer, *field, message);
}

void Walk::Map(const JsonValue& json, const std::string& pointer, const pb::FieldDescriptor& field,
               pb::Message& message) {
  if (!json.IsObject()) return WrongType(pointer, "an object");
  for (std::size_t i = 0; i < json.names.size(); ++i) {
    pb::Message& entry = *message.GetReflection()->AddMessage(&message, &field);
    const auto& key = *field.message_type()->map_key();
    JsonValue name;
    name.kind = Kind::kString;
    name.text = json.names[i];
    const std::string below = Below(pointer, json.names[i]);
    Single(name, below, key, entry);
    Single(json.items[i], below, *field.message_type()->map_value(), entry);
  }
}

template <typename T, typename Set>
void Walk::Number(const JsonValue& json, const std::string& pointer, Set set) {
  if (const auto number = Integer<T>(json)) return set(*number);
  const bool whole = json.kind == Kind::kInteger || json.kind == Kind::kUnsigned;
  if (whole) return Fault(pointer, "field.range", "the number is out of range");
  WrongType(pointer, "a whole number");
}

void Walk::Single(const JsonValue& json, const std::string& pointer,
                  const pb::FieldDescriptor& field, pb::Message& message) {
  Slot slot{message, field};
  switch (field.cpp_type()) {
    case Cpp::CPPTYPE_INT32:
      return Number<std::int32_t>(json, pointer, [&](auto n) { slot.SetInt32(n); });
    case Cpp::CPPTYPE_INT64:
      return Number<std::int64_t>(json, pointer, [&](auto n) { slot.SetInt64(n); });
    case Cpp::CPPTYPE_UINT32:
      return Number<std::uint32_t>(json, pointer, [&](auto n) { slot.SetUInt32(n); });
    case Cpp::CPPTYPE_UINT64:
      return Number<std::uint64_t>(json, pointer, [&](auto n) { slot.SetUInt64(n); });
    case Cpp::CPPTYPE_DOUBLE:
      return IsNumber(json) ? slot.SetDouble(Real(json)) : WrongType(pointer, "a number");
    case Cpp::CPPTYPE_FLOAT:
      return IsNumber(json) ? slot.SetFloat(static_cast<float>(Real(json)))
                            : WrongType(pointer, "a number");
    case Cpp::CPPTYPE_BOOL:
      return json.kind == Kind::kBool ? slot.SetBool(json.flag)
                                      : WrongType(pointer, "true or false");
    case Cpp::CPPTYPE_STRING:
      return Text(json, pointer, field, slot);
    case Cpp::CPPTYPE_ENUM:
      return Enum(json, pointer, field, slot);
    case Cpp::CPPTYPE_MESSAGE:
      return Message(json, pointer, slot.Message());
  }
}

void Walk::Text(const JsonValue& json, const std::string& pointer, const pb::FieldDescriptor& field,
                Slot& slot) {
  if (!json.IsString()) return WrongType(pointer, "a string");
  if (field.type() != pb::FieldDescriptor::TYPE_BYTES) {
    // "" is no date, number or address; where there is no value, null or nothing is sent.
    const auto& rule = field.options().GetExtension(common::v1::rule);
    const bool checked = json.text.empty() && !rule.required();  // `required` says it by itself
    auto fault = checked ? CheckFormat(rule.format(), json.text) : std::nullopt;
    if (fault) return Fault(pointer, std::move(fault->code), std::move(fault->detail));
    return slot.SetString(json.text);
  }
  auto bytes = Base64Decode(json.text);
  if (!bytes) return WrongType(pointer, "base64");
  slot.SetString(std::move(*bytes));
}

void Walk::Enum(const JsonValue& json, const std::string& pointer, const pb::FieldDescriptor& field,
                Slot& slot) {
  const auto* value =
      json.IsString() ? FindJsonName(*field.enum_type(), json.text, style_) : nullptr;
  if (value != nullptr) return slot.SetEnum(value);
  std::string expected = "expected one of";
  for (int i = 0; i < field.enum_type()->value_count(); ++i) {
    const auto* known = field.enum_type()->value(i);
    if (known->name().ends_with("_UNSPECIFIED")) continue;
    expected += (expected.ends_with("of") ? " " : ", ") + JsonName(*known, style_);
  }
  Fault(pointer, "field.type", std::move(expected));
}

}  // namespace

std::vector<FieldFault> ReadMessage(const JsonValue& json, JsonStyle style,
                                    const std::string& pointer, pb::Message& message) {
  Walk walk{style};
  walk.Message(json, pointer, message);
  return walk.Take();
}

}  // namespace kinward::rpc
