#include "services/eligibility/rules/rule_wording.h"

#include <algorithm>
#include <string_view>

namespace kinward::eligibility {
namespace {

using common::v1::ComparisonOperator;

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
  std::string words = LabelOf(version, other.fact());
  if (other.plus() == 0) return words;
  words += other.plus() > 0 ? " plus " : " less ";
  const std::int64_t by = other.plus() > 0 ? other.plus() : -other.plus();
  return words + std::to_string(by) + (other.dates() ? " days" : UnitOf(version, other.fact()));
}

}  // namespace

std::string LabelOf(const ProgrammeVersion& version, const std::string& fact) {
  const FactDefinition* definition = DefinitionOf(version, fact);
  if (definition != nullptr && !definition->label().empty()) return definition->label();
  std::string words = fact;
  std::ranges::replace(words, '_', ' ');
  return words;
}

std::string UnitOf(const ProgrammeVersion& version, const std::string& fact) {
  const FactDefinition* definition = DefinitionOf(version, fact);
  return definition == nullptr || definition->unit().empty() ? "" : " " + definition->unit();
}

std::string DemandOf(const ProgrammeVersion& version, const Comparison& comparison) {
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
      return words + (comparison.flag() ? "yes" : "no");
    case Comparison::kNumber:
      if (comparison.has_counted()) return words + std::to_string(comparison.number());
      return words + std::to_string(comparison.number()) + UnitOf(version, comparison.fact());
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

std::string PeriodOf(const Comparison& comparison) {
  const int months = comparison.counted().within_months();
  if (months == 0) return "";
  if (months % 12 != 0) return " in the last " + std::to_string(months) + " months";
  return " in the last " + std::to_string(months / 12) + (months == 12 ? " year" : " years");
}

}  // namespace kinward::eligibility
