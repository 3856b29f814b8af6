// Reads a rule as a programme file writes it:
//   {fact: age_years, at_least: 11}            also at_most, more_than, less_than, is, is_not,
//                                              one_of: […], within_years: 5 (of a date)
//   {all: […]} {any: […]} {not: …} {at_least: 2, of: […]} {some: child, count: 1, where: …}
#pragma once

#include "kinward/common/v1/programme.pb.h"
#include "services/eligibility/catalogue/facts.h"

namespace kinward::catalogue {

// What is wrong becomes a fault; then the rule is not to be used. `of_person`: inside `some`, where
// facts of a person may be compared.
common::v1::Rule ReadRule(const Dictionary& dictionary, const YAML::Node& node,
                          const std::string& path, Faults& faults, bool of_person = false);

}  // namespace kinward::catalogue
