#include "services/eligibility/catalogue/rule_checks.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "libs/calendar/calendar.h"

namespace kinward::catalogue {
namespace {

using common::v1::Comparison;
using common::v1::Rule;

// What a fact may still be: a number, a day or a flag within these, or one of these words.
struct Range {
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
  std::optional<std::set<std::string>> words;
  [[nodiscard]] bool IsEmpty() const { return low > high || (words && words->empty()); }
};

// Numbers, dates and flags; what is compared otherwise bounds no range.
std::optional<std::int64_t> ValueOf(const Comparison& comparison) {
  if (comparison.value_case() == Comparison::kNumber) {
    const bool of_date = comparison.operator_() == common::v1::COMPARISON_OPERATOR_WITHIN_YEARS;
    return of_date ? std::nullopt : std::optional(comparison.number());
  }
  if (comparison.value_case() == Comparison::kFlag) return comparison.flag() ? 1 : 0;
  if (comparison.value_case() != Comparison::kDate) return std::nullopt;
  const auto date = ParseDate(comparison.date());
  if (!date) return std::nullopt;
  return date->time_since_epoch().count();
}

// The words that a comparison leaves; nothing where it leaves all but one, or has to do with
// reasons, of which a referral may have several.
std::optional<std::set<std::string>> WordsOf(const Comparison& comparison) {
  if (comparison.fact() == "reasons") return std::nullopt;
  const auto& codes = comparison.codes();
  if (comparison.operator_() == common::v1::COMPARISON_OPERATOR_ONE_OF) {
    return std::set<std::string>(codes.begin(), codes.end());
  }
  const bool equal = comparison.operator_() == common::v1::COMPARISON_OPERATOR_EQUAL;
  if (!equal || comparison.value_case() != Comparison::kCode) return std::nullopt;
  return std::set<std::string>{comparison.code()};
}

class Conjunction {
 public:
  explicit Conjunction(std::set<std::string>& impossible) : impossible_(impossible) {}

  void Add(const Rule& rule) {
    switch (rule.form_case()) {
      case Rule::kCompare:
        return Narrow(rule.compare());
      case Rule::kAll:
        for (const Rule& part : rule.all().rules()) Add(part);
        return;
      case Rule::kSome:
        return Apart(rule.some().rule());  // another person may satisfy each `some`
      case Rule::kAny:
        for (const Rule& part : rule.any().rules()) Apart(part);
        return;
      case Rule::kAtLeast:
        for (const Rule& part : rule.at_least().rules()) Apart(part);
        return;
      case Rule::kNot:  // turned around: its bounds are not required
      case Rule::FORM_NOT_SET:
        return;
    }
  }

 private:
  void Apart(const Rule& rule) { Conjunction(impossible_).Add(rule); }

  void Narrow(const Comparison& comparison) {
    const int months = comparison.has_counted() ? comparison.counted().within_months() : -1;
    Range& range = ranges_[{comparison.fact(), months}];
    if (months >= 0) range.low = std::max<std::int64_t>(range.low, 0);  // a count
    if (const auto value = ValueOf(comparison)) Bound(comparison.operator_(), *value, range);
    if (auto words = WordsOf(comparison)) {
      if (range.words) {
        std::erase_if(*words, [&range](const auto& word) { return !range.words->contains(word); });
      }
      range.words = std::move(words);
    }
    if (range.IsEmpty()) impossible_.insert(comparison.fact());
  }

  static void Bound(common::v1::ComparisonOperator by, std::int64_t value, Range& range) {
    switch (by) {
      case common::v1::COMPARISON_OPERATOR_EQUAL:
        range.low = std::max(range.low, value);
        range.high = std::min(range.high, value);
        return;
      case common::v1::COMPARISON_OPERATOR_AT_LEAST:
        range.low = std::max(range.low, value);
        return;
      case common::v1::COMPARISON_OPERATOR_MORE_THAN:
        range.low = std::max(range.low, value + 1);
        return;
      case common::v1::COMPARISON_OPERATOR_AT_MOST:
        range.high = std::min(range.high, value);
        return;
      case common::v1::COMPARISON_OPERATOR_LESS_THAN:
        range.high = std::min(range.high, value - 1);
        return;
      default:
        return;
    }
  }

  // By fact and, where its dates are counted, the months; -1: the fact itself.
  std::map<std::pair<std::string, int>, Range> ranges_;
  std::set<std::string>& impossible_;
};

}  // namespace

std::vector<std::string> Impossible(const std::vector<const Rule*>& rules) {
  std::set<std::string> impossible;
  Conjunction together(impossible);
  for (const Rule* rule : rules) together.Add(*rule);
  return {impossible.begin(), impossible.end()};
}

}  // namespace kinward::catalogue
