// The fixed words of a rule: what a comparison is about and what it asks for. Used when a ToldRule
// is made; what was found is put in between by Telling (told_rule.cc).
#pragma once

#include <string>

#include "services/eligibility/rules/evaluator.h"

namespace kinward::eligibility {

// "age"; the fact's own name in words where the version has no label for it.
std::string LabelOf(const ProgrammeVersion& version, const std::string& fact);

// " years"; empty where it has no unit.
std::string UnitOf(const ProgrammeVersion& version, const std::string& fact);

// "must be at least 11 years"
std::string DemandOf(const ProgrammeVersion& version, const Comparison& comparison);

// " in the last 2 years", of what is counted; else empty.
std::string PeriodOf(const Comparison& comparison);

// "a, b or c"
template <typename Words>
std::string Listed(const Words& words) {
  std::string text;
  for (std::size_t at = 0; at < static_cast<std::size_t>(words.size()); ++at) {
    if (at > 0) text += at + 1 == static_cast<std::size_t>(words.size()) ? " or " : ", ";
    text += words[static_cast<int>(at)];
  }
  return text;
}

}  // namespace kinward::eligibility
