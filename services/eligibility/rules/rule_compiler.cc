#include "services/eligibility/rules/rule_compiler.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "libs/base/check.h"

namespace kinward::eligibility {
namespace {

using common::v1::ComparisonOperator;

constexpr std::int64_t kLowest = FactRows::kNoAnswer + 1;
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

struct Range {
  std::int64_t low;
  std::int64_t high;  // below low: no value
};

// Nothing for what does not order values. NOT_EQUAL is EQUAL turned around.
std::optional<Range> RangeOf(ComparisonOperator by, std::int64_t value) {
  switch (by) {
    case common::v1::COMPARISON_OPERATOR_EQUAL:
    case common::v1::COMPARISON_OPERATOR_NOT_EQUAL:
      return Range{value, value};
    case common::v1::COMPARISON_OPERATOR_AT_LEAST:
      return Range{value, kHighest};
    case common::v1::COMPARISON_OPERATOR_AT_MOST:
      return Range{kLowest, value};
    case common::v1::COMPARISON_OPERATOR_MORE_THAN:
      return value == kHighest ? Range{1, 0} : Range{value + 1, kHighest};
    case common::v1::COMPARISON_OPERATOR_LESS_THAN:
      return value <= kLowest ? Range{1, 0} : Range{kLowest, value - 1};
    default:
      return std::nullopt;
  }
}

// The value that a fact is compared with, as it stands in a slot.
std::optional<std::int64_t> ValueOf(const Comparison& comparison) {
  switch (comparison.value_case()) {
    case Comparison::kFlag:
      return comparison.flag() ? 1 : 0;
    case Comparison::kNumber:
      return comparison.number();
    case Comparison::kDate: {
      const auto date = ParseDate(comparison.date());
      if (!date) return std::nullopt;
      return date->time_since_epoch().count();
    }
    case Comparison::kThan:
      return comparison.than().plus();
    default:
      return std::nullopt;
  }
}

SlotType TypeOf(const Comparison& comparison) {
  switch (comparison.value_case()) {
    case Comparison::kFlag:
      return SlotType::kFlag;
    case Comparison::kNumber:
      return comparison.operator_() == common::v1::COMPARISON_OPERATOR_WITHIN_YEARS
                 ? SlotType::kDate
                 : SlotType::kNumber;
    case Comparison::kDate:
      return SlotType::kDate;
    case Comparison::kThan:
      return comparison.than().dates() ? SlotType::kDate : SlotType::kNumber;
    default:
      return SlotType::kCode;
  }
}

}  // namespace

void RuleCompiler::Compile(const std::vector<const Rule*>& rules) {
  std::uint16_t entry = CompiledRule::kYes;
  std::for_each(rules.rbegin(), rules.rend(), [&](const Rule* rule) {
    entry = Emit(*rule, {entry, CompiledRule::kNo}, false);
  });
  made_.entry_ = entry;
}

std::uint16_t RuleCompiler::Add(Step step, Next next, bool negated) {
  CHECK(made_.steps_.size() < CompiledRule::kNo);
  step.yes = next.yes;
  step.no = next.no;
  step.negated = negated;
  made_.steps_.push_back(step);
  return static_cast<std::uint16_t>(made_.steps_.size() - 1);
}

std::uint16_t RuleCompiler::Emit(const Rule& rule, Next next, bool negated) {
  switch (rule.form_case()) {
    case Rule::kCompare:
      return EmitComparison(rule.compare(), next, negated);
    case Rule::kNot:
      return Emit(rule.not_(), {next.no, next.yes}, !negated);
    case Rule::kAll:
      return EmitAtLeast(rule.all().rules_size(), rule.all().rules(), next, negated);
    case Rule::kAny:
      return EmitAtLeast(1, rule.any().rules(), next, negated);
    case Rule::kAtLeast:
      return EmitAtLeast(rule.at_least().count(), rule.at_least().rules(), next, negated);
    case Rule::kSome:
      return EmitPeople(rule.some(), next, negated);
    case Rule::FORM_NOT_SET:
      break;
  }
  CHECK(rule.form_case() != Rule::FORM_NOT_SET);
  return next.no;
}

// `after[have]` is where to go on once `have` of the parts before this one held. "All" and "any"
// are the narrow cases: one state at a time.
std::uint16_t RuleCompiler::EmitAtLeast(int need,
                                        const google::protobuf::RepeatedPtrField<Rule>& rules,
                                        Next next, bool negated) {
  if (need <= 0) return next.yes;
  const auto states = static_cast<std::size_t>(need) + 1;
  std::vector<std::uint16_t> after(states, next.no);
  after.back() = next.yes;
  for (int at = rules.size() - 1; at >= 0; --at) {
    std::vector<std::uint16_t> before(states, next.no);
    before.back() = next.yes;
    // More than `at` cannot have held yet; fewer than what the rest can still make up is lost.
    const int fewest = std::max(0, need - (rules.size() - at));
    for (int have = fewest; have <= std::min(at, need - 1); ++have) {
      const auto state = static_cast<std::size_t>(have);
      before[state] = Emit(rules.Get(at), {after[state + 1], after[state]}, negated);
    }
    after = std::move(before);
  }
  return after.front();
}

std::uint16_t RuleCompiler::EmitPeople(const common::v1::SomePerson& some, Next next,
                                       bool negated) {
  const bool outer = std::exchange(of_person_, true);
  Step step;
  step.test = Test::kPeople;
  step.first = Emit(some.rule(), {CompiledRule::kYes, CompiledRule::kNo}, false);
  of_person_ = outer;
  step.slot = static_cast<std::uint16_t>(std::max(some.count(), 1));
  step.span = table_.AddRole(some.role());
  made_.of_people_ = true;
  return Add(step, next, negated);
}

void RuleCompiler::Look(std::uint16_t slot) {
  if (!of_person_) made_.needs_.Add(slot);
}

std::uint16_t RuleCompiler::EmitComparison(const Comparison& comparison, Next next, bool negated) {
  const bool by_word = TypeOf(comparison) == SlotType::kCode || comparison.fact() == "reasons";
  Step step = comparison.fact() == "reasons" ? Reasons(comparison)
              : by_word                      ? Words(comparison)
                                             : Ordered(comparison);
  const FactDefinition* definition = DefinitionOf(version_, comparison.fact());
  const bool silence_says = comparison.has_flag() && step.test == Test::kWithin &&
                            definition != nullptr && definition->has_absent_means();
  if (silence_says) {
    const std::int64_t value = definition->absent_means() ? 1 : 0;
    const bool holds =
        value >= step.low && static_cast<std::uint64_t>(value - step.low) <= step.span;
    step.untold = holds ? CompiledRule::Untold::kHolds : CompiledRule::Untold::kFails;
  }
  Look(step.slot);
  if (step.test == Test::kAgainst) Look(step.other);
  const bool turned = comparison.operator_() == common::v1::COMPARISON_OPERATOR_NOT_EQUAL;
  if (turned) return Add(step, {next.no, next.yes}, !negated);
  return Add(step, next, negated);
}

// Flags, numbers and dates. What cannot be compared like this is never known: a slot that nothing
// fills.
RuleCompiler::Step RuleCompiler::Ordered(const Comparison& comparison) const {
  Step step;
  const SlotType type = TypeOf(comparison);
  step.slot = comparison.has_counted()
                  ? table_.AddCounted(comparison.fact(), comparison.counted().within_months())
                  : table_.AddSlot(comparison.fact(), type);
  const bool since = comparison.operator_() == common::v1::COMPARISON_OPERATOR_WITHIN_YEARS;
  if (since && type == SlotType::kDate && !comparison.has_than()) {
    step.test = Test::kSince;
    step.other = table_.AddYearsBack(static_cast<int>(comparison.number()));
    return step;
  }
  const auto value = ValueOf(comparison);
  const auto range = value ? RangeOf(comparison.operator_(), *value) : std::nullopt;
  if (!range) {
    step.slot = table_.AddSlot("", SlotType::kFlag);
    return step;
  }
  if (range->high < range->low) {
    step.test = Test::kOneOf;  // of no words
    return step;
  }
  step.low = range->low;
  step.span = static_cast<std::uint64_t>(range->high) - static_cast<std::uint64_t>(range->low);
  if (comparison.has_than()) {
    step.test = Test::kAgainst;
    step.other = table_.AddSlot(comparison.than().fact(), type);
  }
  return step;
}

RuleCompiler::Step RuleCompiler::Words(const Comparison& comparison) {
  Step step;
  step.test = Test::kOneOf;
  step.slot = table_.AddSlot(comparison.fact(), SlotType::kCode);
  std::vector<std::string> words;
  const auto by = comparison.operator_();
  if (by == common::v1::COMPARISON_OPERATOR_ONE_OF) {
    words.assign(comparison.codes().begin(), comparison.codes().end());
  } else if (by == common::v1::COMPARISON_OPERATOR_EQUAL ||
             by == common::v1::COMPARISON_OPERATOR_NOT_EQUAL) {
    words.push_back(comparison.code());
  } else {
    step.slot = table_.AddSlot("", SlotType::kFlag);
  }
  std::vector<std::int64_t> numbers;
  numbers.reserve(words.size());
  for (const std::string& word : words) numbers.push_back(table_.AddWord(step.slot, word));
  std::ranges::sort(numbers);
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  const auto count = static_cast<std::int64_t>(numbers.size());
  if (count > 0 && numbers.back() - numbers.front() == count - 1) {
    step.test = Test::kWithin;  // words in a row are a range
    step.low = numbers.front();
    step.span = static_cast<std::uint64_t>(count - 1);
    return step;
  }
  step.first = static_cast<std::uint32_t>(made_.words_.size());
  for (const std::int64_t number : numbers) {
    const std::size_t block = step.first + static_cast<std::size_t>(number) / 64;
    if (made_.words_.size() <= block) made_.words_.resize(block + 1);
    made_.words_[block] |= std::uint64_t{1} << (number % 64);
  }
  step.other = static_cast<std::uint16_t>(made_.words_.size() - step.first);
  return step;
}

RuleCompiler::Step RuleCompiler::Reasons(const Comparison& comparison) {
  Step step;
  step.test = Test::kAnyOf;
  const std::uint16_t slot = table_.AddSlot(comparison.fact(), SlotType::kWords);
  step.slot = slot;
  const auto add = [&](const std::string& word) {
    const std::int64_t number = table_.AddWord(slot, word);
    if (number < 64) step.low |= std::int64_t{1} << (number - 1);
    if (number >= 64) step.slot = table_.AddSlot("", SlotType::kFlag);  // never known: asked about
  };
  if (comparison.operator_() == common::v1::COMPARISON_OPERATOR_ONE_OF) {
    for (const std::string& word : comparison.codes()) add(word);
  } else {
    add(comparison.code());
  }
  return step;
}

}  // namespace kinward::eligibility
