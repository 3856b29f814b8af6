#include "services/eligibility/describe/changes.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "services/eligibility/describe/field_words.h"
#include "services/eligibility/describe/rule_words.h"

namespace kinward::describe {
namespace {

using common::v1::Parameter;
using common::v1::Rule;

// Of the version: named beside the list of changes, or following from what is compared.
constexpr std::array<std::string_view, 3> kNotCompared{"version", "digest", "programme_id"};
// Of lists in which the first that fits is taken: their order says something.
constexpr std::array<std::string_view, 2> kInOrder{"options", "segments"};

// Whole sentences, told in quotation marks.
constexpr std::array<std::string_view, 4> kQuoted{"says", "summary", "evaluation", "visits"};
// A parameter whose words are no longer than this is named by them, else by its id.
constexpr std::ptrdiff_t kNameWordsMax = 6;

std::string Quoted(const std::string& text) {
  return text == "not stated" ? text : "“" + WithoutStop(text) + "”";
}

bool In(const auto& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

// What of a rule's lines is the same, is gone, is new.
struct LinesChanged {
  std::vector<std::string> gone;
  std::vector<std::string> fresh;
  int kept = 0;
};

LinesChanged Between(const std::vector<Line>& before, const std::vector<Line>& after) {
  LinesChanged lines;
  for (const Line& line : before) lines.gone.push_back(line.text);
  for (const Line& line : after) {
    const auto same = std::ranges::find(lines.gone, line.text);
    if (same == lines.gone.end()) {
      lines.fresh.push_back(line.text);
    } else {
      lines.gone.erase(same);
      ++lines.kept;
    }
  }
  return lines;
}

class Comparing {
 public:
  Comparing(const ProgrammeVersion& was, const ProgrammeVersion& is)
      : was_(was), is_(is), same_number_(was.version() == is.version()) {}

  std::vector<std::string> Told() {
    // The rules stand on the parameters: those say it shorter.
    TellParts(was_, is_, *Parameters(), "");
    TellFields(was_, is_, "");
    return std::move(told_);
  }

 private:
  static const FieldDescriptor* Parameters() {
    return ProgrammeVersion::descriptor()->FindFieldByName("parameters");
  }

  void Say(std::string change) { told_.push_back(std::move(change)); }

  [[nodiscard]] bool Skipped(const FieldDescriptor& field, bool whole) const {
    if (whole && (In(kNotCompared, field.name()) || &field == Parameters())) return true;
    return !same_number_ &&
           (field.name() == "source" || (whole && field.name() == "effective_from"));
  }

  // `whose`: " of pause-women", empty for the version's own fields.
  void TellFields(const Message& was, const Message& is, const std::string& whose) {
    const auto& descriptor = *is.GetDescriptor();
    for (int at = 0; at < descriptor.field_count(); ++at) {
      const FieldDescriptor& field = *descriptor.field(at);
      if (Skipped(field, whose.empty())) continue;
      const bool parts = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
      if (parts && field.is_repeated() && HasKeys(field)) {
        TellParts(was, is, field, whose);
      } else if (parts && !field.is_repeated() && field.message_type() != Rule::descriptor()) {
        TellPart(was, is, field, whose);
      } else {
        TellValue(was, is, field, whose);
      }
    }
  }

  static bool HasKeys(const FieldDescriptor& field) {
    const FieldDescriptor* first = field.message_type()->FindFieldByNumber(1);
    return first != nullptr && !first->is_repeated() &&
           first->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  }

  // A single part: gateway, episode, licence.
  void TellPart(const Message& was, const Message& is, const FieldDescriptor& field,
                const std::string& whose) {
    const bool had = was.GetReflection()->HasField(was, &field);
    const bool has = is.GetReflection()->HasField(is, &field);
    const std::string name = NounOf(field) + whose;
    if (had != has) return Say(name + (has ? " is new: " + ValueOf(is_, is, field) : " is gone"));
    if (has) {
      TellFields(was.GetReflection()->GetMessage(was, &field),
                 is.GetReflection()->GetMessage(is, &field), " of the " + name);
    }
  }

  void TellValue(const Message& was, const Message& is, const FieldDescriptor& field,
                 const std::string& whose) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
        field.message_type() == Rule::descriptor() && !field.is_repeated()) {
      return TellRule(static_cast<const Rule&>(was.GetReflection()->GetMessage(was, &field)),
                      static_cast<const Rule&>(is.GetReflection()->GetMessage(is, &field)), whose);
    }
    const std::string before = ValueOf(was_, was, field);
    const std::string after = ValueOf(is_, is, field);
    if (before == after) return;
    const bool words = In(kQuoted, field.name());
    Say(NounOf(field) + whose + " was " + (words ? Quoted(before) : before) + " and is " +
        (words ? Quoted(after) : after));
  }

  void TellRule(const Rule& was, const Rule& is, const std::string& whose) {
    const std::string before = RulePhrase(was_, was);
    const std::string after = RulePhrase(is_, is);
    if (before == after) return;
    const std::string asked = "what is asked" + whose;
    const LinesChanged lines = Between(RuleLines(was_, was), RuleLines(is_, is));
    if (lines.gone.size() == 1 && lines.fresh.size() == 1 && lines.kept > 0) {
      return Say(asked + ": " + Quoted(lines.gone[0]) + " is now " + Quoted(lines.fresh[0]));
    }
    // Where only what belongs together changed, or nothing stayed, the whole of it must be told.
    const bool parts = lines.kept > 0 && (lines.gone.empty() != lines.fresh.empty());
    if (!parts) return Say(asked + " was " + Quoted(before) + " and is " + Quoted(after));
    for (const std::string& line : lines.fresh) Say(asked + ": " + Quoted(line) + " is new");
    for (const std::string& line : lines.gone) Say(asked + ": " + Quoted(line) + " is gone");
  }

  using Keyed = std::vector<std::pair<std::string, const Message*>>;

  // Two parts of one id are told apart by their place: "worker", "worker 2".
  static Keyed PartsOf(const Message& message, const FieldDescriptor& field) {
    Keyed parts;
    std::map<std::string, int> seen;
    for (int at = 0; at < message.GetReflection()->FieldSize(message, &field); ++at) {
      const Message& part = message.GetReflection()->GetRepeatedMessage(message, &field, at);
      std::string key = KeyOf(part);
      const int again = ++seen[key];
      if (again > 1) key += " " + std::to_string(again);
      parts.emplace_back(std::move(key), &part);
    }
    return parts;
  }

  static const Message* Find(const Keyed& parts, const std::string& key) {
    const auto found = std::ranges::find(parts, key, &Keyed::value_type::first);
    return found == parts.end() ? nullptr : found->second;
  }

  void TellParts(const Message& was, const Message& is, const FieldDescriptor& field,
                 const std::string& whose) {
    const Keyed before = PartsOf(was, field);
    const Keyed after = PartsOf(is, field);
    const std::string one = OneOf(field);
    for (const auto& [key, part] : after) {
      if (const Message* old = Find(before, key)) {
        TellChanged(*old, *part, key + whose, one);
      } else {
        Say(one + " " + key + whose + " is new" + Told(*part));
      }
    }
    for (const auto& [key, part] : before) {
      if (Find(after, key) == nullptr) Say(one + " " + key + whose + " is gone");
    }
    if (In(kInOrder, field.name())) TellOrder(before, after, one);
  }

  void TellChanged(const Message& was, const Message& is, const std::string& key,
                   const std::string& one) {
    if (is.GetDescriptor() == Parameter::descriptor()) {
      return TellParameter(static_cast<const Parameter&>(was), static_cast<const Parameter&>(is));
    }
    // A pool's capacity is known by the pool's name; of a clause it must be said what it is.
    const bool named = one == "pool" || one == "setting" || one == "panel" || one == "rota";
    TellFields(was, is, " of " + (named ? key : one + " " + key));
  }

  static std::string WithUnit(const Parameter& parameter) {
    return ValueWithUnit(parameter.value(), parameter.unit());
  }

  void TellParameter(const Parameter& was, const Parameter& is) {
    if (WithUnit(was) != WithUnit(is)) {
      const std::string says = WithoutStop(is.says());
      const bool named = !says.empty() && std::ranges::count(says, ' ') + 1 <= kNameWordsMax;
      Say((named ? says : "parameter " + is.id()) + " was " + WithUnit(was) + " and is " +
          WithUnit(is) + (named || says.empty() ? "" : " (" + says + ")"));
    }
    Parameter left = was;
    left.set_value(is.value());
    left.set_unit(is.unit());
    TellFields(left, is, " of parameter " + is.id());
  }

  // What a new part says, where it says it in words of its own.
  static std::string Told(const Message& part) {
    if (part.GetDescriptor() == Parameter::descriptor()) {
      const auto& parameter = static_cast<const Parameter&>(part);
      return ": " + WithoutStop(parameter.says()) + ", " + WithUnit(parameter);
    }
    const FieldDescriptor* says = part.GetDescriptor()->FindFieldByName("says");
    if (says == nullptr) says = part.GetDescriptor()->FindFieldByName("value");
    if (says == nullptr) return "";
    const std::string words = part.GetReflection()->GetString(part, says);
    return words.empty() ? "" : ": " + WithoutStop(words);
  }

  void TellOrder(const Keyed& before, const Keyed& after, const std::string& one) {
    std::vector<std::string> then;
    std::vector<std::string> now;
    for (const auto& [key, part] : before) {
      if (Find(after, key) != nullptr) then.push_back(key);
    }
    for (const auto& [key, part] : after) {
      if (Find(before, key) != nullptr) now.push_back(key);
    }
    if (then != now) Say(one + "s are tried in another order: " + Listed(now, "then"));
  }

  const ProgrammeVersion& was_;
  const ProgrammeVersion& is_;
  bool same_number_;
  std::vector<std::string> told_;
};

}  // namespace

std::vector<std::string> Changes(const ProgrammeVersion& was, const ProgrammeVersion& is) {
  return Comparing(was, is).Told();
}

}  // namespace kinward::describe
