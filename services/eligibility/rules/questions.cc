#include "services/eligibility/rules/questions.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace kinward::eligibility {
namespace {

// A set of questions, sorted by key and without doubles: (sensitive, fact, person).
enum class Care : std::uint8_t { kNone, kSensitive };  // sensitive ones are asked last
struct Asked {
  Care care = Care::kNone;
  std::string fact;
  std::string person;
  auto operator<=>(const Asked&) const = default;
};
using Set = std::vector<Asked>;
// Alternatives, cheapest first: any one would do. None: it cannot be done. {{}}: it is done
// already.
using Ways = std::vector<Set>;

// A rule that an author would write has a handful of alternatives; the bound stops absurd ones.
constexpr std::size_t kWaysMax = 32;

bool Cheaper(const Set& left, const Set& right) {
  const auto cost = [](const Set& set) {
    return std::pair{set.size(), std::ranges::count(set, Care::kSensitive, &Asked::care)};
  };
  return cost(left) != cost(right) ? cost(left) < cost(right) : left < right;
}

void Keep(Ways& ways) {
  std::ranges::sort(ways, Cheaper);
  ways.erase(std::unique(ways.begin(), ways.end()), ways.end());
  if (ways.size() > kWaysMax) ways.resize(kWaysMax);
}

Ways Both(const Ways& left, const Ways& right) {
  Ways ways;
  for (const Set& one : left) {
    for (const Set& other : right) {
      Set both;
      std::ranges::set_union(one, other, std::back_inserter(both));
      ways.push_back(std::move(both));
    }
  }
  Keep(ways);
  return ways;
}

// `need` of the parts, whichever are cheapest together: reached[n] holds the ways to have n of
// them.
Ways AtLeastWays(const std::vector<Ways>& parts, int need) {
  if (need <= 0) return {Set{}};
  std::vector<Ways> reached(static_cast<std::size_t>(need) + 1);
  reached[0] = {Set{}};
  for (const Ways& part : parts) {
    for (std::size_t have = reached.size() - 1; have > 0; --have) {
      Ways more = Both(reached[have - 1], part);
      reached[have].insert(reached[have].end(), more.begin(), more.end());
      Keep(reached[have]);
    }
  }
  return reached.back();
}

class Search {
 public:
  Search(const ProgrammeVersion& version, const Known& known) : version_(version), known_(known) {}

  // The ways to make `rule` come out as wanted.
  Ways To(bool wanted, const Rule& rule, const SubjectFacts* person) {
    switch (rule.form_case()) {
      case Rule::kCompare:
        return ToCompare(wanted, rule.compare(), person);
      case Rule::kNot:
        return To(!wanted, rule.not_(), person);
      case Rule::kAll:
        return ToThose(wanted, rule.all().rules(), rule.all().rules_size(), person);
      case Rule::kAny:
        return ToThose(wanted, rule.any().rules(), 1, person);
      case Rule::kAtLeast:
        return ToThose(wanted, rule.at_least().rules(), rule.at_least().count(), person);
      case Rule::kSome:
        return ToPeople(wanted, rule.some());
      case Rule::FORM_NOT_SET:
        break;
    }
    return {};
  }

 private:
  Ways ToCompare(bool wanted, const Comparison& comparison, const SubjectFacts* person) {
    const Truth truth = Compare(version_, comparison, known_, person);
    if (truth != Truth::kUnknown) return (truth == Truth::kYes) == wanted ? Ways{Set{}} : Ways{};
    Set asked{AskFor(comparison.fact(), person)};
    if (comparison.has_than()) {
      if (Find(known_, person, comparison.fact()) != nullptr) asked.clear();
      if (Find(known_, person, comparison.than().fact()) == nullptr) {
        asked.push_back(AskFor(comparison.than().fact(), person));
      }
      std::ranges::sort(asked);
    }
    return {asked};
  }

  Asked AskFor(const std::string& fact, const SubjectFacts* person) const {
    const FactDefinition* definition = DefinitionOf(version_, fact);
    const bool of_person = person != nullptr && (definition == nullptr || definition->of_person());
    const bool sensitive = definition != nullptr && definition->sensitive();
    return {sensitive ? Care::kSensitive : Care::kNone, fact, of_person ? person->person_id() : ""};
  }

  Ways ToThose(bool wanted, const google::protobuf::RepeatedPtrField<Rule>& rules, int need,
               const SubjectFacts* person) {
    std::vector<Ways> parts;
    for (const Rule& rule : rules) parts.push_back(To(wanted, rule, person));
    return AtLeastWays(parts, wanted ? need : rules.size() - need + 1);
  }

  // Where nobody is named yet, the questions are asked of a person to come.
  Ways ToPeople(bool wanted, const common::v1::SomePerson& some) {
    const int need = std::max(some.count(), 1);
    if (known_.people.empty()) {
      const SubjectFacts nobody;
      return To(wanted, some.rule(), &nobody);
    }
    std::vector<Ways> parts;
    for (const SubjectFacts* person : known_.people) {
      if (HasRole(*person, some.role())) parts.push_back(To(wanted, some.rule(), person));
    }
    return AtLeastWays(parts, wanted ? need : static_cast<int>(parts.size()) - need + 1);
  }

  const ProgrammeVersion& version_;
  const Known& known_;
};

}  // namespace

std::vector<v1::Question> ShortestQuestions(const ProgrammeVersion& version,
                                            const std::vector<const Rule*>& undecided,
                                            const Known& known) {
  Search search(version, known);
  Ways ways{Set{}};
  for (const Rule* rule : undecided) ways = Both(ways, search.To(true, *rule, nullptr));
  std::vector<v1::Question> questions;
  if (ways.empty()) return questions;
  for (const Asked& asked : ways.front()) {
    const FactDefinition* definition = DefinitionOf(version, asked.fact);
    v1::Question& question = questions.emplace_back();
    question.set_fact(asked.fact);
    question.set_question(definition == nullptr ? asked.fact : definition->question());
    question.set_person_id(asked.person);
  }
  return questions;
}

}  // namespace kinward::eligibility
