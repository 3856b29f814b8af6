#include "services/eligibility/rules/ranking.h"

#include <algorithm>
#include <string>

namespace kinward::eligibility {

std::set<std::string> DeliveredIn(
    std::string_view council, const std::vector<const common::v1::ProgrammeVersion*>& versions) {
  std::set<std::string> here;
  for (const auto* version : versions) {
    const bool site = std::ranges::any_of(version->sites(), [council](const auto& one) {
      return one.council() == council && one.served_by().empty();
    });
    if (site || version->host_council() == council) here.insert(version->programme_id());
  }
  return here;
}

void Rank(std::vector<v1::ProgrammeOutcome*> outcomes, const std::set<std::string>& here) {
  for (v1::ProgrammeOutcome* outcome : outcomes) outcome->set_rank(0);
  std::erase_if(outcomes, [](const auto* one) { return one->outcome() != v1::OUTCOME_ELIGIBLE; });
  std::ranges::sort(outcomes, [&here](const auto* left, const auto* right) {
    if (left->preferences_met() != right->preferences_met()) {
      return left->preferences_met() > right->preferences_met();
    }
    const bool near = here.contains(left->programme_id());
    if (near != here.contains(right->programme_id())) return near;
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
