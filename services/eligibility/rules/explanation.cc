#include "services/eligibility/rules/explanation.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace kinward::eligibility {
namespace {

using common::v1::ComparisonOperator;

std::string Label(const FactDefinition* definition, const std::string& fact) {
  if (definition != nullptr && !definition->label().empty()) return definition->label();
  std::string words = fact;
  std::ranges::replace(words, '_', ' ');
  return words;
}

std::string WithUnit(std::int64_t number, const FactDefinition* definition) {
  std::string words = std::to_string(number);
  if (definition != nullptr && !definition->unit().empty()) words += " " + definition->unit();
  return words;
}

std::string YesOrNo(bool flag) { return flag ? "yes" : "no"; }

std::string Listed(const google::protobuf::RepeatedPtrField<std::string>& codes) {
  std::string words;
  for (int at = 0; at < codes.size(); ++at) {
    if (at > 0) words += at + 1 == codes.size() ? " or " : ", ";
    words += codes[at];
  }
  return words;
}

std::string_view Asked(ComparisonOperator by) {
  switch (by) {
    case common::v1::COMPARISON_OPERATOR_NOT_EQUAL:
      return "must not be ";
    case common::v1::COMPARISON_OPERATOR_AT_LEAST:
      return "must be at least ";
    case common::v1::COMPARISON_OPERATOR_AT_MOST:
      return "must be at most ";
    case common::v1::COMPARISON_OPERATOR_MORE_THAN:
      return "must be more than ";
    case common::v1::COMPARISON_OPERATOR_LESS_THAN:
      return "must be less than ";
    default:
      return "must be ";
  }
}

// "the referral less 86 days"
std::string OtherInWords(const ProgrammeVersion& version, const common::v1::OtherFact& other) {
  const FactDefinition* definition = DefinitionOf(version, other.fact());
  std::string words = Label(definition, other.fact());
  if (other.plus() == 0) return words;
  words += other.plus() > 0 ? " plus " : " less ";
  const std::int64_t by = other.plus() > 0 ? other.plus() : -other.plus();
  return words + (other.dates() ? std::to_string(by) + " days" : WithUnit(by, definition));
}

std::string Demand(const ProgrammeVersion& version, const Comparison& comparison,
                   const FactDefinition* definition) {
  std::string words{Asked(comparison.operator_())};
  switch (comparison.operator_()) {
    case common::v1::COMPARISON_OPERATOR_ONE_OF:
      return words + Listed(comparison.codes());
    case common::v1::COMPARISON_OPERATOR_WITHIN_YEARS:
      return words + "within the last " + std::to_string(comparison.number()) + " years";
    default:
      break;
  }
  switch (comparison.value_case()) {
    case Comparison::kFlag:
      return words + YesOrNo(comparison.flag());
    case Comparison::kNumber:
      return words + WithUnit(comparison.number(), definition);
    case Comparison::kCode:
      return words + comparison.code();
    case Comparison::kDate:
      return words + comparison.date();
    case Comparison::kThan:
      return words + OtherInWords(version, comparison.than());
    case Comparison::VALUE_NOT_SET:
      break;
  }
  return words;
}

std::string Value(const Fact& fact, const FactDefinition* definition) {
  switch (fact.value_case()) {
    case Fact::kFlag:
      return YesOrNo(fact.flag());
    case Fact::kNumber:
      return WithUnit(fact.number(), definition);
    case Fact::kCode:
      return fact.code();
    case Fact::kDate:
      return fact.date();
    case Fact::VALUE_NOT_SET:
      break;
  }
  return "not known";
}

// What the rule looked at, in words; nothing where nobody said anything.
std::string ValueUsed(const Comparison& comparison, const FactDefinition* definition,
                      const Known& known, const SubjectFacts* person) {
  if (comparison.fact() == "reasons") {
    google::protobuf::RepeatedPtrField<std::string> reasons(known.reasons.begin(),
                                                            known.reasons.end());
    return reasons.empty() ? "none" : Listed(reasons);
  }
  if (comparison.fact() == "urgency") return known.urgency;
  if (comparison.fact() == "council") return known.council;
  if (const Fact* fact = Find(known, person, comparison.fact())) return Value(*fact, definition);
  if (definition != nullptr && definition->has_absent_means()) {
    return YesOrNo(definition->absent_means());
  }
  return "";
}

// Collects phrases; the same one twice is said once.
class Telling {
 public:
  Telling(const ProgrammeVersion& version, const Known& known) : version_(version), known_(known) {}

  void Tell(const Rule& rule, const SubjectFacts* person, Truth truth) {
    switch (rule.form_case()) {
      case Rule::kCompare:
        return TellComparison(rule.compare(), person, truth);
      case Rule::kNot:
        return Tell(rule.not_(), person, !truth);
      case Rule::kAll:
        return TellThose(rule.all().rules(), person, truth, false);
      case Rule::kAny:
        return TellThose(rule.any().rules(), person, truth, truth == Truth::kYes);
      case Rule::kAtLeast:
        return TellThose(rule.at_least().rules(), person, truth, false);
      case Rule::kSome:
        return TellPeople(rule.some(), truth);
      case Rule::FORM_NOT_SET:
        return;
    }
  }

  [[nodiscard]] std::string Words() const {
    std::string words;
    for (const std::string& phrase : phrases_) {
      if (!words.empty()) words += "; ";
      words += phrase;
    }
    return words;
  }

 private:
  void Say(std::string phrase) {
    if (std::ranges::find(phrases_, phrase) == phrases_.end())
      phrases_.push_back(std::move(phrase));
  }

  void TellComparison(const Comparison& comparison, const SubjectFacts* person, Truth truth) {
    const FactDefinition* definition = DefinitionOf(version_, comparison.fact());
    std::string phrase = role_.empty() ? "" : role_ + ": ";
    phrase += Label(definition, comparison.fact());
    const std::string value = ValueUsed(comparison, definition, known_, person);
    if (!value.empty() && truth == Truth::kUnknown && comparison.has_than()) {
      const std::string& other = comparison.than().fact();
      return Say(Label(DefinitionOf(version_, other), other) + " is not known");
    }
    if (value.empty() || truth == Truth::kUnknown) return Say(phrase + " is not known");
    if (definition != nullptr && definition->sensitive()) {
      return Say(phrase + (truth == Truth::kYes ? " is as the programme asks"
                                                : " is not as the programme asks"));
    }
    phrase += " is " + value;
    // Under a "not", a comparison that holds is the fault: its demand would mislead.
    const bool holds = Compare(version_, comparison, known_, person) == Truth::kYes;
    if (truth == Truth::kNo && !holds) phrase += ", " + Demand(version_, comparison, definition);
    Say(std::move(phrase));
  }

  // The parts that came out as the whole did are why it did; one is enough where any would do.
  void TellThose(const google::protobuf::RepeatedPtrField<Rule>& rules, const SubjectFacts* person,
                 Truth truth, bool first_only) {
    for (const Rule& rule : rules) {
      if (Evaluate(version_, rule, known_, person) != truth) continue;
      Tell(rule, person, truth);
      if (first_only) return;
    }
  }

  void TellPeople(const common::v1::SomePerson& some, Truth truth) {
    const int enough = truth == Truth::kYes ? std::max(some.count(), 1) : 1000;
    int told = 0;
    const std::string outer = std::exchange(role_, some.role());
    for (const SubjectFacts* person : known_.people) {
      if (told == enough || !HasRole(*person, some.role())) continue;
      if (Evaluate(version_, some.rule(), known_, person) != truth) continue;
      Tell(some.rule(), person, truth);
      ++told;
    }
    role_ = outer;
    if (told > 0) return;
    Say(truth == Truth::kUnknown ? "it is not known who the " + some.role() + " is"
                                 : "fewer people with the role " + some.role() + " than asked");
  }

  const ProgrammeVersion& version_;
  const Known& known_;
  std::string role_;
  std::vector<std::string> phrases_;
};

}  // namespace

std::string Because(const ProgrammeVersion& version, const Rule& rule, const Known& known,
                    Truth truth) {
  Telling telling(version, known);
  telling.Tell(rule, nullptr, truth);
  return telling.Words();
}

}  // namespace kinward::eligibility
