// Generated from the catalogue: every comparison with a number or a date in a clause that decides,
// under every version of every programme and of each site, is tried just below, at and just above
// its value, and with the fact not told. The examples of the file say who else fits.
#include <gtest/gtest.h>

#include <cstdio>

#include "services/eligibility/catalogue/boundaries.h"
#include "services/eligibility/catalogue/catalogue_fixture.h"

namespace kinward::catalogue {
namespace {

using eligibility::v1::ClauseResult;

struct Tried {
  int boundaries = 0;              // below, at, above, and not told: four readings each
  int turning = 0;                 // of these, where the whole clause changes its mind
  std::vector<std::string> never;  // comparisons that no example lets decide
};

Reading ReadingOf(ClauseResult result) {
  if (result == eligibility::v1::CLAUSE_RESULT_UNDECIDED) return std::nullopt;
  return result == eligibility::v1::CLAUSE_RESULT_PASSED;
}

std::string Word(const Reading& reading) {
  if (!reading) return "undecided";
  return *reading ? "passed" : "failed";
}

// One clause of one version, tried over the examples that fit under it.
class Trial {
 public:
  Trial(const ProgrammeFile& programme, const ProgrammeVersion& version, int clause)
      : programme_(programme), version_(version), clause_(clause) {}

  // What the service would say of the clause.
  Reading Decided(const Example& example) const {
    const auto outcome = RunExample(programme_, example);
    return ReadingOf(outcome->clauses(clause_).result());
  }

  // Whether the clause changes its mind at the boundary.
  bool Try(const Example& example, const Spot& spot, const Boundary& boundary) const {
    std::array<Reading, 3> readings;
    for (std::size_t at = 0; at < 3; ++at) {
      const Example changed = With(example, spot, boundary.facts.at(at));
      readings.at(at) = Decided(changed);
      const Case one{version_, changed};
      EXPECT_EQ(Word(readings.at(at)), Word(Read(one, rule()))) << boundary.says << " " << at;
      EXPECT_EQ(Compared(one, spot), boundary.holds.at(at)) << boundary.says << " " << at;
    }
    const bool turns = readings[0] != readings[1] || readings[1] != readings[2];
    const Example silent = Without(example, spot);
    const Reading told_nothing = Decided(silent);
    EXPECT_EQ(Word(told_nothing), Word(Read({version_, silent}, rule())));
    // Silence is no answer, unless the clause holds or fails whatever that fact is.
    if (told_nothing) {
      for (const Reading& reading : readings) {
        EXPECT_EQ(Word(reading), Word(told_nothing)) << boundary.says << ", not told";
      }
    }
    return turns;
  }

  const common::v1::Rule& rule() const { return version_.clauses(clause_).rule(); }

 private:
  // The comparison alone, of the first whom it is about.
  static Reading Compared(const Case& one, const Spot& spot) {
    if (spot.role.empty()) return ReadComparison(one, *spot.compare, nullptr);
    for (const SubjectFacts& person : one.example.people) {
      if (std::ranges::count(person.roles(), spot.role) == 0) continue;
      return ReadComparison(one, *spot.compare, &person);
    }
    return std::nullopt;
  }

  const ProgrammeFile& programme_;
  const ProgrammeVersion& version_;
  int clause_;
};

bool IsThere(const Spot& spot, const Example& example) {
  return spot.role.empty() || std::ranges::any_of(example.people, [&](const SubjectFacts& person) {
           return std::ranges::count(person.roles(), spot.role) > 0;
         });
}

// The file's examples that fit under this version, each as if it came to this site.
std::vector<Example> Fitting(const ProgrammeFile& programme, const std::string& site,
                             const ProgrammeVersion& version) {
  std::vector<Example> fitting;
  for (Example example : programme.examples) {
    example.site = site;
    const auto outcome = RunExample(programme, example);
    if (!outcome || outcome->version() != version.version()) continue;
    if (outcome->outcome() == eligibility::v1::OUTCOME_ELIGIBLE) fitting.push_back(example);
  }
  return fitting;
}

void TryClause(const ProgrammeFile& programme, const std::string& site,
               const ProgrammeVersion& version, int clause, Tried& tried) {
  const Trial trial(programme, version, clause);
  std::vector<Spot> spots;
  AddSpots(trial.rule(), "", spots);
  if (spots.empty()) return;
  const std::vector<Example> examples = Fitting(programme, site, version);
  for (const Spot& spot : spots) {
    bool decides = false;
    for (const Example& example : examples) {
      if (!IsThere(spot, example)) continue;
      for (const Boundary& boundary : BoundariesOf(spot, {version, example})) {
        const bool turns = trial.Try(example, spot, boundary);
        decides = decides || turns;
        ++tried.boundaries;
        tried.turning += turns ? 1 : 0;
      }
    }
    if (decides) continue;
    tried.never.push_back(programme.file + " version " + std::to_string(version.version()) + " " +
                          site + ": " + version.clauses(clause).id() + ", " +
                          spot.compare->ShortDebugString());
  }
}

void TryVersions(const ProgrammeFile& programme, const std::string& site,
                 const std::vector<ProgrammeVersion>& versions, Tried& tried) {
  for (const ProgrammeVersion& version : versions) {
    SCOPED_TRACE(programme.file + " version " + std::to_string(version.version()) + " " + site);
    for (int clause = 0; clause < version.clauses_size(); ++clause) {
      if (version.clauses(clause).kind() == common::v1::CLAUSE_KIND_PREFERENCE) continue;
      SCOPED_TRACE(version.clauses(clause).id());
      TryClause(programme, site, version, clause, tried);
    }
  }
}

TEST(Boundaries, EveryNumberAndDateOfEveryClauseDecidesJustThere) {
  ASSERT_EQ(All(Shipped().faults), "");
  Tried tried;
  for (const ProgrammeFile& programme : Shipped().programmes) {
    TryVersions(programme, "", programme.versions, tried);
    for (const auto& [site, versions] : programme.sites) {
      TryVersions(programme, site, versions, tried);
    }
  }
  std::printf("%d boundaries tried, %d where the clause changes its mind\n", tried.boundaries,
              tried.turning);
  RecordProperty("boundaries", tried.boundaries);
  for (const std::string& never : tried.never) {
    ADD_FAILURE() << "no eligible example lets it decide: " << never;
  }
  EXPECT_GE(tried.boundaries, 250);
}

}  // namespace
}  // namespace kinward::catalogue
