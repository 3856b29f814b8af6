// A version's rules, compiled once. Reading them afterwards is reading integers; see
// compiled_rule.h and told_rule.h.
#pragma once

#include <vector>

#include "services/eligibility/rules/told_rule.h"

namespace kinward::eligibility {

struct CompiledVersion {
  explicit CompiledVersion(const ProgrammeVersion& version);

  FactTable table;
  std::vector<ToldRule> clauses;  // in the version's order, as are the others
  std::vector<ToldRule> options;
  std::vector<ToldRule> segments;
  std::vector<ToldRule> joiners;
};

// This thread's compiled form of what the version says; made at the first call. Two versions that
// say the same share it. The reference holds until the thread's next call.
const CompiledVersion& Compiled(const ProgrammeVersion& version);

}  // namespace kinward::eligibility
