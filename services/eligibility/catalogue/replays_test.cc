// The seeds' own numbers, put through the catalogue's files alone: testdata/replays.yaml says what
// is given and what must come of it.
#include <gtest/gtest.h>

#include <set>

#include "services/eligibility/catalogue/catalogue_path.h"

namespace kinward::catalogue {
namespace {

constexpr const char* kReplays = "testdata/replays.yaml";

// Those of the list that belong to the replay; none is a failure of the test.
std::vector<YAML::Node> Of(const std::string& list, const std::string& replay) {
  std::vector<YAML::Node> items;
  for (const YAML::Node& item : Opened(kReplays)[list]) {
    if (item["replay"].Scalar() == replay) items.push_back(item);
  }
  EXPECT_FALSE(items.empty()) << replay;
  return items;
}

std::string Text(const YAML::Node& item, const std::string& key) {
  const YAML::Node found = item[key];
  return found.IsDefined() && found.IsScalar() ? found.Scalar() : "";
}

const common::v1::Clause* ClauseOf(const ProgrammeFile& programme, int version,
                                   const std::string& id) {
  const auto& clauses = programme.versions.at(static_cast<std::size_t>(version - 1)).clauses();
  const auto at = std::ranges::find(clauses, id, &common::v1::Clause::id);
  return at == clauses.end() ? nullptr : &*at;
}

// The programme answers as expected, and by this clause: it passes, or it alone fails.
void Decides(const YAML::Node& item) {
  const ProgrammeFile* programme = ShippedProgramme(Text(item, "programme"));
  ASSERT_NE(programme, nullptr);
  Faults faults;
  YamlMap map(item["example"], "example", faults);
  const Example example = ReadExample(map, Shipped().dictionary, faults);
  ASSERT_EQ(All(faults.all()), "");
  const auto outcome = RunExample(*programme, example);
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->outcome(), example.expect);
  const bool passes = example.expect == eligibility::v1::OUTCOME_ELIGIBLE;
  const std::string id = Text(item, "clause");
  EXPECT_EQ(outcome->near_miss(), passes ? "" : id);
  for (const auto& clause : outcome->clauses()) {
    if (clause.clause_id() != id) continue;
    EXPECT_EQ(clause.result(), passes ? eligibility::v1::CLAUSE_RESULT_PASSED
                                      : eligibility::v1::CLAUSE_RESULT_FAILED);
  }
  const common::v1::Clause* clause = ClauseOf(*programme, outcome->version(), id);
  ASSERT_NE(clause, nullptr);
  if (Text(item, "kind") == "ongoing") {
    EXPECT_EQ(clause->kind(), common::v1::CLAUSE_KIND_ONGOING);
  }
}

void DecidesAll(const std::string& replay) {
  for (const YAML::Node& item : Of("decisions", replay)) {
    SCOPED_TRACE(Text(item["example"], "name"));
    Decides(item);
  }
}

// "<system> <path>", "<system> size of <path>", "<system> <key> in <path>", or a number.
std::int64_t NumberAt(const std::string& term) {
  const PathParts words = Split(term, ' ');
  if (words.size() == 1) return std::stoll(words[0]);
  const ProgrammeFile* programme = ShippedProgramme(words[0]);
  const auto node = programme == nullptr ? std::nullopt : NodeAt(*programme, words.back());
  if (!node) {
    ADD_FAILURE() << term << " is not there";
    return -1;
  }
  if (words.size() == 2) return std::stoll(node->Scalar());
  if (words[1] == "size") return static_cast<std::int64_t>(node->size());
  std::int64_t count = 0;
  for (const YAML::Node& item : *node) count += item[words[1]].IsDefined() ? 1 : 0;
  return count;
}

std::vector<std::int64_t> NumbersAt(const YAML::Node& terms) {
  std::vector<std::int64_t> numbers;
  for (const YAML::Node& term : terms) numbers.push_back(NumberAt(term.Scalar()));
  return numbers;
}

std::int64_t TotalOf(const YAML::Node& item) {
  std::int64_t total = item["multiply"].IsDefined() ? 1 : 0;
  for (const std::int64_t number : NumbersAt(item["add"])) total += number;
  for (const std::int64_t number : NumbersAt(item["multiply"])) total *= number;
  if (item["divide"].IsDefined()) {
    const auto parts = NumbersAt(item["divide"]);
    EXPECT_EQ(parts.at(0) % parts.at(1), 0);
    total = parts.at(0) / parts.at(1);
  }
  return total;
}

void TotalsAll(const std::string& replay) {
  for (const YAML::Node& item : Of("totals", replay)) {
    SCOPED_TRACE(Text(item, "says"));
    if (item["differ"].IsDefined()) {
      const auto numbers = NumbersAt(item["differ"]);
      const std::set<std::int64_t> apart(numbers.begin(), numbers.end());
      EXPECT_EQ(apart.size(), numbers.size());
    } else {
      EXPECT_EQ(TotalOf(item), std::stoll(Text(item, "equals")));
    }
  }
}

bool IsCounted(const ProgrammeFile& programme, const YAML::Node& item) {
  if (!programme.programme_id.starts_with(Text(item, "begins"))) return false;
  if (!item["where"].IsDefined()) return true;
  const Values values = ValuesAt(programme, Text(item, "where"));
  for (const YAML::Node& word : item["one_of"]) {
    if (std::ranges::count(values, word.Scalar()) > 0) return true;
  }
  return false;
}

// R15.
TEST(Replays, PauseTakesAndRefusesAWomanAtEachOfItsBoundaries) { DecidesAll("R15"); }

// R30.
TEST(Replays, TheVoiceOfSevenIsRefusedAndThatOfEightIsHeard) { DecidesAll("R30"); }

// R23.
TEST(Replays, AFamilyCourtsTeamsAreNotItsCourts) { TotalsAll("R23"); }

// R20.
TEST(Replays, ThreeTargetsAreAHundredAndTwentyPeople) { TotalsAll("R20"); }

// R21.
TEST(Replays, TwentyOneHubsHaveFortyTwoBedsAndTenYoungPeopleEach) { TotalsAll("R21"); }

// R27.
TEST(Replays, ASegmentOfFamiliesHasItsOwnShareOfEntriesToCare) { TotalsAll("R27"); }

// R42.
TEST(Replays, TwoYearsOfAContractAreTwiceOne) { TotalsAll("R42"); }

TEST(Replays, TheRegistersTotalsAreThoseOfTheSeeds) { TotalsAll("registry"); }

TEST(Replays, EverySystemIsThereAndCountedWhereItBelongs) {
  for (const YAML::Node& item : Of("systems", "registry")) {
    SCOPED_TRACE(Text(item, "says"));
    const auto count = std::ranges::count_if(
        Shipped().programmes, [&](const ProgrammeFile& one) { return IsCounted(one, item); });
    EXPECT_EQ(count, std::stoll(Text(item, "equals")));
  }
}

}  // namespace
}  // namespace kinward::catalogue
