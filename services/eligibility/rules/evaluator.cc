#include "services/eligibility/rules/evaluator.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "libs/base/check.h"

namespace kinward::eligibility {
namespace {

using common::v1::ComparisonOperator;

Truth Of(bool holds) { return holds ? Truth::kYes : Truth::kNo; }

struct Tally {
  int yes = 0;
  int unknown = 0;
  void Add(Truth truth) {
    yes += truth == Truth::kYes ? 1 : 0;
    unknown += truth == Truth::kUnknown ? 1 : 0;
  }
};

Tally Count(const ProgrammeVersion& version, const google::protobuf::RepeatedPtrField<Rule>& rules,
            const Known& known, const SubjectFacts* person) {
  Tally tally;
  for (const Rule& rule : rules) tally.Add(Evaluate(version, rule, known, person));
  return tally;
}

// A referral that names nobody leaves open who there is; one that names people has no others.
Truth Some(const ProgrammeVersion& version, const common::v1::SomePerson& some,
           const Known& known) {
  const int need = std::max(some.count(), 1);
  if (known.people.empty()) return Truth::kUnknown;
  Tally tally;
  for (const SubjectFacts* person : known.people) {
    if (HasRole(*person, some.role())) tally.Add(Evaluate(version, some.rule(), known, person));
  }
  return AtLeastOf(need, tally.yes, tally.unknown);
}

template <typename Value>
Truth Ordered(ComparisonOperator by, const Value& value, const Value& against) {
  switch (by) {
    case common::v1::COMPARISON_OPERATOR_EQUAL:
      return Of(value == against);
    case common::v1::COMPARISON_OPERATOR_NOT_EQUAL:
      return Of(value != against);
    case common::v1::COMPARISON_OPERATOR_AT_LEAST:
      return Of(value >= against);
    case common::v1::COMPARISON_OPERATOR_AT_MOST:
      return Of(value <= against);
    case common::v1::COMPARISON_OPERATOR_MORE_THAN:
      return Of(value > against);
    case common::v1::COMPARISON_OPERATOR_LESS_THAN:
      return Of(value < against);
    default:
      return Truth::kUnknown;
  }
}

Truth OneOf(const Comparison& comparison, std::string_view value) {
  return Of(std::ranges::any_of(comparison.codes(),
                                [value](const std::string& code) { return code == value; }));
}

Truth CompareCode(const Comparison& comparison, const std::string& value) {
  if (comparison.operator_() == common::v1::COMPARISON_OPERATOR_ONE_OF) {
    return OneOf(comparison, value);
  }
  return Ordered(comparison.operator_(), value, comparison.code());
}

// A day that lies ahead is not within the years that have passed.
Truth CompareDate(const Comparison& comparison, const std::string& value, LocalDate on) {
  if (comparison.operator_() != common::v1::COMPARISON_OPERATOR_WITHIN_YEARS) {
    return Ordered(comparison.operator_(), value, comparison.date());  // ISO dates order as text
  }
  const auto date = ParseDate(value);
  if (!date) return Truth::kUnknown;
  return Of(*date >= AddYears(on, -static_cast<int>(comparison.number())) && *date <= on);
}

Truth CompareReasons(const Comparison& comparison, const Known& known) {
  const auto given = [&known](std::string_view reason) {
    return std::ranges::find(known.reasons, reason) != known.reasons.end();
  };
  if (comparison.operator_() == common::v1::COMPARISON_OPERATOR_ONE_OF) {
    return Of(std::ranges::any_of(comparison.codes(), given));
  }
  const bool negated = comparison.operator_() == common::v1::COMPARISON_OPERATOR_NOT_EQUAL;
  return Of(given(comparison.code()) != negated);
}

Truth CompareFact(const Comparison& comparison, const Fact& fact, LocalDate on) {
  switch (fact.value_case()) {
    case Fact::kFlag:
      return Ordered(comparison.operator_(), fact.flag(), comparison.flag());
    case Fact::kNumber:
      return Ordered(comparison.operator_(), fact.number(), comparison.number());
    case Fact::kCode:
      return CompareCode(comparison, fact.code());
    case Fact::kDate:
      return CompareDate(comparison, fact.date(), on);
    case Fact::kDates:
    case Fact::VALUE_NOT_SET:
      return Truth::kUnknown;
  }
  return Truth::kUnknown;
}

// A value of another type than the rule's is no answer to it.
bool SameType(const Comparison& comparison, const Fact& fact) {
  switch (comparison.value_case()) {
    case Comparison::kFlag:
      return fact.has_flag();
    case Comparison::kNumber:
      return fact.has_number() ||
             (fact.has_date() &&
              comparison.operator_() == common::v1::COMPARISON_OPERATOR_WITHIN_YEARS);
    case Comparison::kCode:
      return fact.has_code();
    case Comparison::kDate:
      return fact.has_date();
    case Comparison::kThan:
      return false;  // compared with another fact, not here
    case Comparison::VALUE_NOT_SET:
      return fact.has_code();  // ONE_OF
  }
  return false;
}

// Against another fact: the difference is compared with what is to be added to that.
Truth CompareWithOther(const Comparison& comparison, const Fact* left, const Fact* right) {
  if (left == nullptr || right == nullptr) return Truth::kUnknown;
  const auto value = [&comparison](const Fact& fact) -> std::optional<std::uint64_t> {
    if (!comparison.than().dates()) {
      if (!fact.has_number()) return std::nullopt;
      return static_cast<std::uint64_t>(fact.number());
    }
    const auto date = fact.has_date() ? ParseDate(fact.date()) : std::nullopt;
    if (!date) return std::nullopt;
    return static_cast<std::uint64_t>(date->time_since_epoch().count());
  };
  const auto one = value(*left);
  const auto other = value(*right);
  if (!one || !other) return Truth::kUnknown;
  const auto difference = static_cast<std::int64_t>(*one - *other);
  return Ordered(comparison.operator_(), difference, comparison.than().plus());
}

Truth CompareCount(const Comparison& comparison, const Fact* fact, LocalDate on) {
  if (fact == nullptr) return Truth::kUnknown;
  const auto count = CountDates(*fact, comparison.counted().within_months(), on);
  return count ? Ordered(comparison.operator_(), *count, comparison.number()) : Truth::kUnknown;
}

}  // namespace

Truth operator!(Truth truth) {
  if (truth == Truth::kUnknown) return truth;
  return truth == Truth::kYes ? Truth::kNo : Truth::kYes;
}

const FactDefinition* DefinitionOf(const ProgrammeVersion& version, std::string_view fact) {
  for (const FactDefinition& definition : version.facts()) {
    if (definition.name() == fact) return &definition;
  }
  return nullptr;
}

void ForEachFact(const Rule& rule, const std::function<void(const std::string&)>& visit) {
  const auto each = [&visit](const google::protobuf::RepeatedPtrField<Rule>& rules) {
    for (const Rule& part : rules) ForEachFact(part, visit);
  };
  switch (rule.form_case()) {
    case Rule::kCompare:
      visit(rule.compare().fact());
      if (rule.compare().has_than()) visit(rule.compare().than().fact());
      return;
    case Rule::kNot:
      return ForEachFact(rule.not_(), visit);
    case Rule::kAll:
      return each(rule.all().rules());
    case Rule::kAny:
      return each(rule.any().rules());
    case Rule::kAtLeast:
      return each(rule.at_least().rules());
    case Rule::kSome:
      return ForEachFact(rule.some().rule(), visit);
    case Rule::FORM_NOT_SET:
      return;
  }
}

Truth AtLeastOf(int need, int yes, int unknown) {
  if (yes >= need) return Truth::kYes;
  return yes + unknown >= need ? Truth::kUnknown : Truth::kNo;
}

Truth Compare(const ProgrammeVersion& version, const Comparison& comparison, const Known& known,
              const SubjectFacts* person) {
  if (comparison.fact() == "reasons") return CompareReasons(comparison, known);
  if (comparison.fact() == "urgency") {
    return known.urgency.empty() ? Truth::kUnknown : CompareCode(comparison, known.urgency);
  }
  if (comparison.fact() == "council") return CompareCode(comparison, known.council);
  if (comparison.has_counted()) {
    return CompareCount(comparison, Find(known, person, comparison.fact()), known.on);
  }
  if (comparison.has_than()) {
    return CompareWithOther(comparison, Find(known, person, comparison.fact()),
                            Find(known, person, comparison.than().fact()));
  }
  if (const Fact* fact = Find(known, person, comparison.fact())) {
    return SameType(comparison, *fact) ? CompareFact(comparison, *fact, known.on) : Truth::kUnknown;
  }
  const FactDefinition* definition = DefinitionOf(version, comparison.fact());
  if (definition == nullptr || !definition->has_absent_means()) return Truth::kUnknown;
  return Ordered(comparison.operator_(), definition->absent_means(), comparison.flag());
}

Truth Evaluate(const ProgrammeVersion& version, const Rule& rule, const Known& known,
               const SubjectFacts* person) {
  switch (rule.form_case()) {
    case Rule::kCompare:
      return Compare(version, rule.compare(), known, person);
    case Rule::kNot:
      return !Evaluate(version, rule.not_(), known, person);
    case Rule::kSome:
      return Some(version, rule.some(), known);
    case Rule::kAll: {
      const Tally tally = Count(version, rule.all().rules(), known, person);
      return AtLeastOf(rule.all().rules_size(), tally.yes, tally.unknown);
    }
    case Rule::kAny: {
      const Tally tally = Count(version, rule.any().rules(), known, person);
      return AtLeastOf(1, tally.yes, tally.unknown);
    }
    case Rule::kAtLeast: {
      const Tally tally = Count(version, rule.at_least().rules(), known, person);
      return AtLeastOf(rule.at_least().count(), tally.yes, tally.unknown);
    }
    case Rule::FORM_NOT_SET:
      break;
  }
  CHECK(rule.form_case() != Rule::FORM_NOT_SET);
  return Truth::kUnknown;
}

}  // namespace kinward::eligibility
