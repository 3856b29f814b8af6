#include "services/eligibility/describe/field_words.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "services/eligibility/describe/rule_words.h"

namespace kinward::describe {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array<Pair, 24> kNouns{{
    {"takes_referrals", "whether it takes referrals"},
    {"one_open_referral_per_family", "whether a family may have only one open referral"},
    {"counts", "what one place is for"},
    {"also", "what it is besides"},
    {"age_min", "lowest age"},
    {"age_max", "highest age"},
    {"nights_max", "most nights of a stay"},
    {"amount_pence", "amount"},
    {"amount_max_pence", "highest amount"},
    {"expected_days_min", "shortest expected length in days"},
    {"expected_days_max", "longest expected length in days"},
    {"set_up_days_min", "fewest days to set up"},
    {"set_up_days_max", "most days to set up"},
    {"paper_deadline_hours", "deadline for papers in hours before the start"},
    {"referrer_must_attend", "whether the referring worker must attend"},
    {"shows_alternatives_tried", "whether it shows what was tried before"},
    {"crisis_start", "whether a crisis starts at once"},
    {"panel_id", "panel"},
    {"panel_from", "first day of the panel"},
    {"entries_per_mille", "children of a thousand expected to enter care"},
    {"offer_days", "days for which an offer stands"},
    {"host_council", "host council"},
    {"says", "what is said"},
    {"grows_by", "growth"},
}};
// Lists whose name is not the word for one of them and an s.
constexpr std::array<Pair, 6> kParts{{
    {"team", "team role"},
    {"follow_ups", "follow-up"},
    {"training", "course"},
    {"knowledge", "item of knowledge"},
    {"facts", "question"},
    {"axes", "axis"},
}};
// Where nought is a number; elsewhere it stands for "not stated".
constexpr std::array<std::string_view, 3> kNoughtCounts{"lowest", "highest", "not_known"};

template <std::size_t size>
std::string Found(const std::array<Pair, size>& all, const std::string& name) {
  const auto found = std::ranges::find(all, name, &Pair::first);
  return found == all.end() ? "" : std::string(found->second);
}

std::string EnumWord(const google::protobuf::EnumValueDescriptor& value) {
  if (value.number() == 0) return "not stated";
  // CAPACITY_UNIT_YOUNG_PERSON less the first value's name without its UNSPECIFIED.
  const std::string& first = value.type()->value(0)->name();
  const std::size_t prefix = first.rfind("UNSPECIFIED");
  std::string word = value.name().substr(prefix == std::string::npos ? 0 : prefix);
  std::ranges::transform(word, word.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return Spaced(word);
}

std::string NumberWords(const FieldDescriptor& field, std::int64_t number) {
  const bool nought = std::ranges::find(kNoughtCounts, field.name()) != kNoughtCounts.end();
  if (number == 0 && !nought) return "not stated";
  if (field.name().ends_with("_pence")) return Pounds(number);
  if (field.name() == "weekday" || field.name() == "weekdays") {
    return Weekday(static_cast<int>(number));
  }
  return std::to_string(number);
}

std::string MessageWords(const ProgrammeVersion& version, const Message& message);

// `at`: which of a repeated field; -1: the field is single.
std::string ScalarWords(const ProgrammeVersion& version, const Message& message,
                        const FieldDescriptor& field, int at) {
  const auto& reading = *message.GetReflection();
  const bool one = at < 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return (one ? reading.GetBool(message, &field) : reading.GetRepeatedBool(message, &field, at))
                 ? "yes"
                 : "no";
    case FieldDescriptor::CPPTYPE_INT32:
      return NumberWords(field, one ? reading.GetInt32(message, &field)
                                    : reading.GetRepeatedInt32(message, &field, at));
    case FieldDescriptor::CPPTYPE_INT64:
      return NumberWords(field, one ? reading.GetInt64(message, &field)
                                    : reading.GetRepeatedInt64(message, &field, at));
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumWord(one ? *reading.GetEnum(message, &field)
                          : *reading.GetRepeatedEnum(message, &field, at));
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text =
          one ? reading.GetString(message, &field) : reading.GetRepeatedString(message, &field, at);
      return text.empty() ? "not stated" : Day(text);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageWords(version, one ? reading.GetMessage(message, &field)
                                       : reading.GetRepeatedMessage(message, &field, at));
    default:
      return "";
  }
}

// What a part says, field by field; a rule as its phrase.
std::string MessageWords(const ProgrammeVersion& version, const Message& message) {
  if (message.GetDescriptor() == common::v1::Rule::descriptor()) {
    return RulePhrase(version, static_cast<const common::v1::Rule&>(message));
  }
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  std::string text;
  for (const FieldDescriptor* field : fields) {
    if (field->name() == "source") continue;
    if (!text.empty()) text += ", ";
    text += NounOf(*field) + " " + ValueOf(version, message, *field);
  }
  return text;
}

}  // namespace

std::string NounOf(const FieldDescriptor& field) {
  const std::string noun = Found(kNouns, field.name());
  return noun.empty() ? Spaced(field.name()) : noun;
}

std::string OneOf(const FieldDescriptor& field) {
  const std::string part = Found(kParts, field.name());
  if (!part.empty()) return part;
  std::string noun = Spaced(field.name());
  if (noun.ends_with('s')) noun.pop_back();
  return noun;
}

std::string KeyOf(const Message& part) {
  if (part.GetDescriptor() == common::v1::Trigger::descriptor()) {
    const auto& trigger = static_cast<const common::v1::Trigger&>(part);
    return trigger.on() + " to " + trigger.obliges();
  }
  const FieldDescriptor* first = part.GetDescriptor()->FindFieldByNumber(1);
  const bool text = first != nullptr && !first->is_repeated() &&
                    first->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  return text ? part.GetReflection()->GetString(part, first) : "";
}

std::string ValueOf(const ProgrammeVersion& version, const Message& message,
                    const FieldDescriptor& field) {
  const auto& reading = *message.GetReflection();
  if (!field.is_repeated()) {
    const bool said = !field.has_presence() || reading.HasField(message, &field);
    return said ? ScalarWords(version, message, field, -1) : "not stated";
  }
  std::vector<std::string> words;
  for (int at = 0; at < reading.FieldSize(message, &field); ++at) {
    words.push_back(ScalarWords(version, message, field, at));
  }
  return words.empty() ? "not stated" : Listed(words);
}

}  // namespace kinward::describe
