// Reads a rule as a programme file writes it:
//   {fact: age_years, at_least: 11}            also at_most, more_than, less_than, is, is_not,
//                                              one_of: […], within_years: 5 (of a date)
//   {count_of: removal_dates, within_months: 24, at_least: 2}
//   {all: […]} {any: […]} {not: …} {at_least: 2, of: […]} {some: child, count: 1, where: …}
#pragma once

#include "kinward/common/v1/programme.pb.h"
#include "services/eligibility/catalogue/facts.h"
#include "services/eligibility/catalogue/site_reader.h"

namespace kinward::catalogue {

// What a rule's words mean: the facts, and the version's parameters that may stand for a value.
struct RuleWords {
  const Dictionary& dictionary;
  const ParameterValues& parameters;
};

// What is wrong becomes a fault; then the rule is not to be used. `of_person`: inside `some`, where
// facts of a person may be compared.
common::v1::Rule ReadRule(const RuleWords& words, const YAML::Node& node, const std::string& path,
                          Faults& faults, bool of_person = false);

}  // namespace kinward::catalogue
