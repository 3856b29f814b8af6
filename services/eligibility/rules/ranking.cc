#include "services/eligibility/rules/ranking.h"

#include <algorithm>
#include <string>

namespace kinward::eligibility {

void Rank(std::vector<v1::ProgrammeOutcome*> outcomes, const std::vector<std::string>& first) {
  for (v1::ProgrammeOutcome* outcome : outcomes) outcome->set_rank(0);
  std::erase_if(outcomes, [](const auto* one) { return one->outcome() != v1::OUTCOME_ELIGIBLE; });
  const auto waits = [&first](const v1::ProgrammeOutcome& one) {
    return std::ranges::find(first, one.programme_id()) == first.end();
  };
  std::ranges::sort(outcomes, [&waits](const auto* left, const auto* right) {
    if (waits(*left) != waits(*right)) return !waits(*left);
    if (left->preferences_met() != right->preferences_met()) {
      return left->preferences_met() > right->preferences_met();
    }
    return left->programme_id() < right->programme_id();
  });
  int rank = 0;
  for (v1::ProgrammeOutcome* outcome : outcomes) outcome->set_rank(++rank);
}

void NameElsewhere(v1::ProgrammeOutcome& outcome,
                   const std::vector<v1::ProgrammeOutcome*>& others) {
  outcome.clear_elsewhere();
  if (outcome.near_miss().empty()) return;
  std::vector<const v1::ProgrammeOutcome*> accepting;
  for (const v1::ProgrammeOutcome* other : others) {
    const bool accepts = other->outcome() == v1::OUTCOME_ELIGIBLE;
    if (accepts && other->programme_id() != outcome.programme_id()) accepting.push_back(other);
  }
  std::ranges::sort(accepting, {}, [](const auto* one) { return one->rank(); });
  for (const v1::ProgrammeOutcome* one : accepting) outcome.add_elsewhere(one->programme_id());
}

}  // namespace kinward::eligibility
