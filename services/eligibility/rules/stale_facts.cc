#include "services/eligibility/rules/stale_facts.h"

#include <algorithm>

namespace kinward::eligibility {
namespace {

class Staleness {
 public:
  Staleness(const ProgrammeVersion& version, LocalDate on) : version_(version), on_(on) {}

  bool operator()(const Fact& fact) const {
    if (!fact.has_told_on()) return false;
    const FactDefinition* definition = DefinitionOf(version_, fact.name());
    if (definition == nullptr || definition->valid_days() == 0) return false;
    const auto told = ParseDate(fact.told_on());
    return told && AddDays(*told, definition->valid_days()) < on_;
  }
  bool operator()(const Fact* fact) const { return (*this)(*fact); }

 private:
  const ProgrammeVersion& version_;
  LocalDate on_;
};

}  // namespace

FreshFacts::FreshFacts(const ProgrammeVersion& version, const Known& known) : known_(known) {
  const Staleness stale(version, known.on);
  std::erase_if(known_.facts, stale);
  std::erase_if(known_.sensitive, stale);
  for (const SubjectFacts*& person : known_.people) {
    if (std::none_of(person->facts().begin(), person->facts().end(), stale)) continue;
    SubjectFacts& copy = people_.emplace_back(*person);
    auto& facts = *copy.mutable_facts();
    facts.erase(std::remove_if(facts.begin(), facts.end(), stale), facts.end());
    person = &copy;
  }
}

}  // namespace kinward::eligibility
