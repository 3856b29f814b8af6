// Facts that were told too long ago to be relied on (facts.yaml: valid_days): they are asked anew.
#pragma once

#include <deque>

#include "services/eligibility/rules/evaluator.h"

namespace kinward::eligibility {

// What is known, without what has gone stale by the version's own definitions. A fact that does not
// say when it was told does not go stale.
class FreshFacts {
 public:
  FreshFacts(const ProgrammeVersion& version, const Known& known);
  // Points into this object and into what it was made of.
  [[nodiscard]] const Known& known() const { return known_; }

 private:
  Known known_;
  std::deque<SubjectFacts> people_;  // copies of those who lost a fact
};

}  // namespace kinward::eligibility
