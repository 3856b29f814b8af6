#include "services/eligibility/describe/rule_words.h"

#include <algorithm>
#include <utility>

namespace kinward::describe {
namespace {

using common::v1::Comparison;
using common::v1::ComparisonOperator;
using common::v1::Rule;
using Rules = google::protobuf::RepeatedPtrField<Rule>;

std::string WithUnit(const ProgrammeVersion& version, const std::string& fact,
                     std::int64_t number) {
  const auto* definition = DefinitionOf(version, fact);
  std::string words = std::to_string(number);
  if (definition != nullptr && !definition->unit().empty()) words += " " + definition->unit();
  return words;
}

// What the field writes short, for a reader who does not.
std::string CodeWord(const std::string& code) {
  if (code == "cin") return "child in need";
  if (code == "cpp") return "child protection plan";
  return Spaced(code);
}

// "in the 5 years before the check"; empty where all dates count.
std::string Window(int months) {
  if (months == 0) return "";
  const std::string length = months % 12 == 0
                                 ? (months == 12 ? "year" : Counted(months / 12, "year"))
                                 : (months == 1 ? "month" : Counted(months, "month"));
  return " in the " + length + " before the check";
}

std::string NumberWord(ComparisonOperator by) {
  switch (by) {
    case common::v1::COMPARISON_OPERATOR_NOT_EQUAL:
      return "not ";
    case common::v1::COMPARISON_OPERATOR_AT_LEAST:
      return "at least ";
    case common::v1::COMPARISON_OPERATOR_AT_MOST:
      return "at most ";
    case common::v1::COMPARISON_OPERATOR_MORE_THAN:
      return "more than ";
    case common::v1::COMPARISON_OPERATOR_LESS_THAN:
      return "less than ";
    default:
      return "";
  }
}

std::string DateWord(ComparisonOperator by) {
  switch (by) {
    case common::v1::COMPARISON_OPERATOR_NOT_EQUAL:
      return "not on ";
    case common::v1::COMPARISON_OPERATOR_AT_LEAST:
      return "on or after ";
    case common::v1::COMPARISON_OPERATOR_AT_MOST:
      return "on or before ";
    case common::v1::COMPARISON_OPERATOR_MORE_THAN:
      return "after ";
    case common::v1::COMPARISON_OPERATOR_LESS_THAN:
      return "before ";
    default:
      return "on ";
  }
}

// "on or after the referral plus 86 days", "at least visits less 2".
std::string OtherPhrase(const ProgrammeVersion& version, const Comparison& comparison) {
  const auto& other = comparison.than();
  std::string words =
      other.dates() ? DateWord(comparison.operator_()) : NumberWord(comparison.operator_());
  words += LabelOf(version, other.fact());
  if (other.plus() == 0) return words;
  const std::int64_t by = std::abs(other.plus());
  words += other.plus() > 0 ? " plus " : " less ";
  return words + (other.dates() ? Counted(by, "day") : WithUnit(version, other.fact(), by));
}

std::string ComparisonPhrase(const ProgrammeVersion& version, const Comparison& comparison) {
  const std::string label = LabelOf(version, comparison.fact());
  const ComparisonOperator by = comparison.operator_();
  if (comparison.has_counted()) {
    return label + ": " + NumberWord(by) + std::to_string(comparison.number()) +
           Window(comparison.counted().within_months());
  }
  if (by == common::v1::COMPARISON_OPERATOR_WITHIN_YEARS) {
    return label + " is within " + Counted(comparison.number(), "year") + " before the check";
  }
  if (by == common::v1::COMPARISON_OPERATOR_ONE_OF) {
    std::vector<std::string> codes;
    for (const std::string& code : comparison.codes()) codes.push_back(CodeWord(code));
    return label + " is " + Listed(codes, "or");
  }
  const bool equal = by != common::v1::COMPARISON_OPERATOR_NOT_EQUAL;
  switch (comparison.value_case()) {
    case Comparison::kFlag:
      return label + ": " + (comparison.flag() == equal ? "yes" : "no");
    case Comparison::kNumber:
      return label + " is " + NumberWord(by) +
             WithUnit(version, comparison.fact(), comparison.number());
    case Comparison::kCode:
      return label + (equal ? " is " : " is not ") + CodeWord(comparison.code());
    case Comparison::kDate:
      return label + " is " + DateWord(by) + Day(comparison.date());
    case Comparison::kThan:
      return label + " is " + OtherPhrase(version, comparison);
    case Comparison::VALUE_NOT_SET:
      break;
  }
  return label;
}

bool IsBound(const Rule& rule, ComparisonOperator by) {
  return rule.has_compare() && rule.compare().operator_() == by &&
         rule.compare().value_case() == Comparison::kNumber && !rule.compare().has_counted();
}

// A part of a list: a rule, or two bounds of one number said as one.
struct Part {
  const Rule* rule;
  std::string said;  // where it is said already
};

// The upper bound of the same number, further down; -1: there is none.
int UpperBoundOf(const Rules& rules, int lower) {
  for (int at = lower + 1; at < rules.size(); ++at) {
    if (IsBound(rules[at], common::v1::COMPARISON_OPERATOR_AT_MOST) &&
        rules[at].compare().fact() == rules[lower].compare().fact()) {
      return at;
    }
  }
  return -1;
}

// Where all must hold, "at least 10" and "at most 18" of one fact are "from 10 to 18".
std::vector<Part> PartsOf(const ProgrammeVersion& version, const Rules& rules, bool all) {
  std::vector<Part> parts;
  std::vector<int> joined;
  for (int at = 0; at < rules.size(); ++at) {
    if (std::ranges::find(joined, at) != joined.end()) continue;
    Part part{&rules[at], ""};
    const bool bound = all && IsBound(rules[at], common::v1::COMPARISON_OPERATOR_AT_LEAST);
    if (const int upper = bound ? UpperBoundOf(rules, at) : -1; upper >= 0) {
      const std::string& fact = rules[at].compare().fact();
      part.said = LabelOf(version, fact) + " is from " +
                  std::to_string(rules[at].compare().number()) + " to " +
                  WithUnit(version, fact, rules[upper].compare().number());
      joined.push_back(upper);
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

std::string Somebody(const common::v1::SomePerson& some) {
  const std::string role = Spaced(some.role());
  if (some.count() > 1) {
    return "at least " + std::to_string(some.count()) + " people in the role of " + role;
  }
  // The subject is whom the referral is about.
  if (role == "subject") return "a person referred";
  return A(role);
}

const Rules& ListOf(const Rule& rule) {
  if (rule.has_all()) return rule.all().rules();
  if (rule.has_any()) return rule.any().rules();
  return rule.at_least().rules();
}

std::string Heading(const Rule& rule) {
  if (rule.has_all()) return "all of these:";
  if (rule.has_any()) return "any of these:";
  return "at least " + std::to_string(rule.at_least().count()) + " of these:";
}

void Tell(const ProgrammeVersion& version, const Rule& rule, int depth, const std::string& before,
          std::vector<Line>& lines) {
  switch (rule.form_case()) {
    case Rule::kCompare:
      lines.push_back(Told(before + ComparisonPhrase(version, rule.compare()), depth));
      return;
    case Rule::kNot:
      return Tell(version, rule.not_(), depth, before + "not so: ", lines);
    case Rule::kSome:
      return Tell(version, rule.some().rule(), depth, before + Somebody(rule.some()) + ": ", lines);
    case Rule::kAll:
    case Rule::kAny:
    case Rule::kAtLeast: {
      const auto parts = PartsOf(version, ListOf(rule), rule.has_all());
      const bool one = parts.size() == 1 && !rule.has_at_least();
      if (!one) lines.push_back(Told(before + Heading(rule), depth));
      for (const Part& part : parts) {
        const int deeper = one ? depth : depth + 1;
        const std::string led = one ? before : "";
        if (part.said.empty()) {
          Tell(version, *part.rule, deeper, led, lines);
        } else {
          lines.push_back(Told(led + part.said, deeper));
        }
      }
      return;
    }
    case Rule::FORM_NOT_SET:
      return;
  }
}

std::string Phrase(const ProgrammeVersion& version, const Rule& rule, bool inner);

std::string ListPhrase(const ProgrammeVersion& version, const Rule& rule, bool inner) {
  const auto parts = PartsOf(version, ListOf(rule), rule.has_all());
  const bool one = parts.size() == 1 && !rule.has_at_least();
  std::vector<std::string> phrases;
  for (const Part& part : parts) {
    phrases.push_back(part.said.empty() ? Phrase(version, *part.rule, !one || inner) : part.said);
  }
  if (rule.has_at_least()) {
    return "at least " + std::to_string(rule.at_least().count()) + " of (" + Listed(phrases, "or") +
           ")";
  }
  std::string text;
  for (std::size_t at = 0; at < phrases.size(); ++at) {
    if (at > 0) text += rule.has_all() ? " and " : " or ";
    text += phrases[at];
  }
  return inner && !one ? "(" + text + ")" : text;
}

std::string Phrase(const ProgrammeVersion& version, const Rule& rule, bool inner) {
  switch (rule.form_case()) {
    case Rule::kCompare:
      return ComparisonPhrase(version, rule.compare());
    case Rule::kNot:
      return "not so: " + Phrase(version, rule.not_(), true);
    case Rule::kSome:
      return Somebody(rule.some()) + ": " + Phrase(version, rule.some().rule(), true);
    case Rule::kAll:
    case Rule::kAny:
    case Rule::kAtLeast:
      return ListPhrase(version, rule, inner);
    case Rule::FORM_NOT_SET:
      break;
  }
  return "";
}

}  // namespace

std::vector<Line> RuleLines(const ProgrammeVersion& version, const Rule& rule, int depth) {
  std::vector<Line> lines;
  Tell(version, rule, depth, "", lines);
  return lines;
}

std::string RulePhrase(const ProgrammeVersion& version, const Rule& rule) {
  return Phrase(version, rule, false);
}

}  // namespace kinward::describe
