#include "services/eligibility/domain/together.h"

#include <algorithm>
#include <deque>
#include <set>
#include <string>

#include "libs/base/programmes.h"
#include "services/eligibility/rules/ranking.h"

namespace kinward::eligibility {
namespace {

std::vector<v1::ProgrammeOutcome*> Pointers(auto& outcomes) {
  std::vector<v1::ProgrammeOutcome*> pointers;
  pointers.reserve(static_cast<std::size_t>(outcomes.size()));
  for (v1::ProgrammeOutcome& outcome : outcomes) pointers.push_back(&outcome);
  return pointers;
}

// The programmes that nobody asked for, as they would answer.
std::deque<v1::ProgrammeOutcome> Unasked(const EligibilityCheck& check, const Knowledge& knowledge,
                                         const Context& context,
                                         const v1::EligibilityDecided& event) {
  std::deque<v1::ProgrammeOutcome> outcomes;
  for (const ProgrammeVersion* version : ToCheck(context, event.on(), "", knowledge.reasons)) {
    if (version->programme_id() == event.asked_programme()) continue;
    outcomes.push_back(AssessOne(check, *version, knowledge, context));
  }
  return outcomes;
}

std::set<std::string> DeliveredHere(const Context& context, const std::string& on) {
  if (context.programmes == nullptr) return {};
  return DeliveredIn(context.council, context.programmes->InForce(context.council, on));
}

}  // namespace

void SeeTogether(const EligibilityCheck& check, const Knowledge& knowledge, const Context& context,
                 v1::EligibilityDecided& event) {
  std::vector<v1::ProgrammeOutcome*> outcomes = Pointers(*event.mutable_programmes());
  const std::set<std::string> here = DeliveredHere(context, event.on());
  Rank(outcomes, here);
  const bool missed = std::ranges::any_of(
      outcomes, [](const v1::ProgrammeOutcome* one) { return !one->near_miss().empty(); });
  if (!missed) return;
  std::deque<v1::ProgrammeOutcome> unasked;
  std::vector<v1::ProgrammeOutcome*> others = outcomes;
  if (!event.asked_programme().empty()) {
    unasked = Unasked(check, knowledge, context, event);
    others = Pointers(unasked);
    Rank(others, here);
  }
  for (v1::ProgrammeOutcome* outcome : outcomes) NameElsewhere(*outcome, others);
}

}  // namespace kinward::eligibility
