#include "libs/rpc/field_rules.h"

#include <utility>

#include "kinward/common/v1/options.pb.h"
#include "libs/rpc/formats.h"
#include "libs/rpc/json_value.h"
#include "libs/rpc/utf8.h"

namespace kinward::rpc {
namespace {

namespace pb = google::protobuf;
using common::v1::FieldRule;
using Cpp = pb::FieldDescriptor::CppType;

constexpr std::size_t kLengthMaxDefault = 1000;
constexpr int kItemsMaxDefault = 200;

class Check {
 public:
  explicit Check(std::vector<FieldFault>& faults) : faults_(faults) {}
  void Message(const pb::Message& message, const std::string& pointer);

 private:
  void Fault(const std::string& pointer, std::string code, std::string detail) {
    if (faults_.size() < kFaultsMax)
      faults_.push_back({pointer, std::move(code), std::move(detail)});
  }
  void Field(const pb::Message& message, const pb::FieldDescriptor& field,
             const std::string& pointer);
  void Repeated(const pb::Message& message, const pb::FieldDescriptor& field, const FieldRule& rule,
                const std::string& pointer);
  // Element `index` of a repeated field; -1: the field's one value.
  void Value(const pb::Message& message, const pb::FieldDescriptor& field, int index,
             const FieldRule& rule, const std::string& pointer);
  void Text(const std::string& text, const FieldRule& rule, const std::string& pointer);
  void Number(std::int64_t number, const FieldRule& rule, const std::string& pointer);

  std::vector<FieldFault>& faults_;
};

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Present, and more than nothing: "" and blanks do not satisfy `required`.
bool IsGiven(const pb::Message& message, const pb::FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (!reflection.HasField(message, &field)) return false;
  if (field.cpp_type() != Cpp::CPPTYPE_STRING) return true;
  return !IsBlank(reflection.GetString(message, &field));
}

void Check::Message(const pb::Message& message, const std::string& pointer) {
  const auto& descriptor = *message.GetDescriptor();
  if (descriptor.file()->package() == "google.protobuf") return;
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const auto& field = *descriptor.field(i);
    Field(message, field, Below(pointer, field.name()));
  }
}

void Check::Field(const pb::Message& message, const pb::FieldDescriptor& field,
                  const std::string& pointer) {
  const FieldRule& rule = field.options().GetExtension(common::v1::rule);
  if (field.is_repeated()) return Repeated(message, field, rule, pointer);
  if (!message.GetReflection()->HasField(message, &field)) {
    if (rule.required()) Fault(pointer, "field.required", "must be given");
    return;
  }
  if (rule.required() && !IsGiven(message, field)) {
    return Fault(pointer, "field.required", "must not be empty");
  }
  Value(message, field, -1, rule, pointer);
}

void Check::Repeated(const pb::Message& message, const pb::FieldDescriptor& field,
                     const FieldRule& rule, const std::string& pointer) {
  const int count = message.GetReflection()->FieldSize(message, &field);
  const int most = rule.max_items() == 0 ? kItemsMaxDefault : static_cast<int>(rule.max_items());
  const int least =
      rule.required() && rule.min_items() == 0 ? 1 : static_cast<int>(rule.min_items());
  if (count < least) Fault(pointer, "field.too_few", "at least " + std::to_string(least));
  if (count > most) return Fault(pointer, "field.too_many", "at most " + std::to_string(most));
  for (int i = 0; i < count; ++i) {
    Value(message, field, i, rule, Below(pointer, static_cast<std::size_t>(i)));
  }
}

void Check::Value(const pb::Message& message, const pb::FieldDescriptor& field, int index,
                  const FieldRule& rule, const std::string& pointer) {
  const auto& reflection = *message.GetReflection();
  const bool one = index < 0;
  switch (field.cpp_type()) {
    case Cpp::CPPTYPE_STRING:
      if (field.type() == pb::FieldDescriptor::TYPE_BYTES) return;
      return Text(one ? reflection.GetString(message, &field)
                      : reflection.GetRepeatedString(message, &field, index),
                  rule, pointer);
    case Cpp::CPPTYPE_INT32:
      return Number(one ? reflection.GetInt32(message, &field)
                        : reflection.GetRepeatedInt32(message, &field, index),
                    rule, pointer);
    case Cpp::CPPTYPE_INT64:
      return Number(one ? reflection.GetInt64(message, &field)
                        : reflection.GetRepeatedInt64(message, &field, index),
                    rule, pointer);
    case Cpp::CPPTYPE_ENUM: {
      const int value = one ? reflection.GetEnumValue(message, &field)
                            : reflection.GetRepeatedEnumValue(message, &field, index);
      if (field.enum_type()->FindValueByNumber(value) == nullptr) {
        Fault(pointer, "field.unknown_value", "no such value");
      }
      return;
    }
    case Cpp::CPPTYPE_MESSAGE:
      return Message(one ? reflection.GetMessage(message, &field)
                         : reflection.GetRepeatedMessage(message, &field, index),
                     pointer);
    default:
      return;
  }
}

void Check::Text(const std::string& text, const FieldRule& rule, const std::string& pointer) {
  const std::size_t length = CharacterCount(text);
  const std::size_t most = rule.max_length() == 0 ? kLengthMaxDefault : rule.max_length();
  if (length > most) {
    return Fault(pointer, "field.too_long", "at most " + std::to_string(most) + " characters");
  }
  if (length < rule.min_length()) {
    return Fault(pointer, "field.too_short",
                 "at least " + std::to_string(rule.min_length()) + " characters");
  }
  // An empty text is how proto3 says "absent" where a field has no presence.
  if (text.empty()) return;
  if (auto fault = CheckFormat(rule.format(), text)) {
    Fault(pointer, std::move(fault->code), std::move(fault->detail));
  }
}

void Check::Number(std::int64_t number, const FieldRule& rule, const std::string& pointer) {
  if (rule.has_min() && number < rule.min()) {
    Fault(pointer, "field.range", "at least " + std::to_string(rule.min()));
  }
  if (rule.has_max() && number > rule.max()) {
    Fault(pointer, "field.range", "at most " + std::to_string(rule.max()));
  }
}

}  // namespace

std::vector<FieldFault> CheckFields(const pb::Message& message) { return CheckFields(message, ""); }

std::vector<FieldFault> CheckFields(const pb::Message& message, const std::string& pointer) {
  std::vector<FieldFault> faults;
  Check{faults}.Message(message, pointer);
  return faults;
}

}  // namespace kinward::rpc
