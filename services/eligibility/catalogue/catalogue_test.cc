#include "services/eligibility/catalogue/catalogue.h"

#include <gmock/gmock.h>

#include "services/eligibility/catalogue/catalogue_fixture.h"

namespace kinward::catalogue {
namespace {

using ::testing::HasSubstr;

TEST(Catalogue, TheShippedFilesHaveNoFaultAndTheirExamplesHold) {
  EXPECT_EQ(All(Shipped().faults), "");
  EXPECT_EQ(Shipped().programmes.size(), 69U);
  for (const auto& programme : Shipped().programmes) {
    for (const auto& version : programme.versions) {
      EXPECT_EQ(version.digest(), DigestOf(version));
      EXPECT_EQ(version.clauses_size() > 0, !programme.examples.empty()) << programme.file;
    }
  }
}

TEST(Catalogue, ReadingTwiceGivesTheSameDigests) {
  const auto once = VersionsFor(Shipped(), "southwark");
  const auto twice = VersionsFor(LoadCatalogue(KINWARD_CATALOGUE), "southwark");
  ASSERT_EQ(once.size(), twice.size());
  ASSERT_FALSE(once.empty());
  for (std::size_t at = 0; at < once.size(); ++at) EXPECT_EQ(once[at].digest(), twice[at].digest());
}

TEST_F(CatalogueTest, TakesAFileThatIsRight) {
  const Catalogue catalogue = Load(kRisk);
  EXPECT_EQ(All(catalogue.faults), "");
  const auto& version = catalogue.programmes.at(0).versions.at(0);
  EXPECT_EQ(version.facts_size(), 1);
  EXPECT_EQ(version.facts(0).label(), "a real risk of becoming looked after");
}

TEST_F(CatalogueTest, NamesEveryFaultWithItsPlaceAndKey) {
  const Catalogue catalogue = Load(
      "      - {id: risk, kind: always, says: A risk, source: test, rule: {fact: edge_of_care, is: "
      "maybe}}\n"
      "      - {id: age, kind: required, says: Age, rule: {fact: age_years, at_least: 3}, colour: "
      "red}\n"
      "      - {id: Bad Id, kind: required, says: x, source: test, rule: {fact: nobody_knows, is: "
      "true}}\n",
      "    surprise: true\n");
  const std::string text = All(catalogue.faults);
  for (const char* fault :
       {"T-01.yaml:14:26: versions[0].clauses[0].kind: must be required",
        "T-01.yaml:14:93: versions[0].clauses[0].rule.is: must be true or false",
        "T-01.yaml:15:9: versions[0].clauses[1].source: name the seed passage",
        "T-01.yaml:15:84: versions[0].clauses[1].colour: is not a known key",
        "T-01.yaml:15:59: versions[0].clauses[1].rule.fact: is a person's",
        "T-01.yaml:16:14: versions[0].clauses[2].id: must be lower-case",
        "T-01.yaml:16:74: versions[0].clauses[2].rule.fact: is not a fact",
        "T-01.yaml:17:5: versions[0].surprise: is not a known key"}) {
    EXPECT_THAT(text, HasSubstr(fault));
  }
}

TEST_F(CatalogueTest, AnExampleThatDoesNotHoldIsAFault) {
  std::string examples = kExamples;
  examples += "  - {name: wrong, on: 2016-05-01, facts: {edge_of_care: false}, expect: eligible}\n";
  const Catalogue catalogue = Load(kRisk, "", examples);
  ASSERT_EQ(catalogue.faults.size(), 1U);
  EXPECT_EQ(ToText(catalogue.faults[0]),
            "T-01.yaml:19: examples: wrong: gives OUTCOME_NOT_ELIGIBLE (failed: risk)");
}

TEST_F(CatalogueTest, OneSlugNamesOneThing) {
  const Catalogue catalogue = Load(kRisk,
                                   "    panels: []\n    pools: [{pool: a, unit: family, capacity: "
                                   "1, source: x}]\n    settings: [{setting: a, kind: hub, beds: "
                                   "[b], source: x}]\n");
  ASSERT_EQ(catalogue.faults.size(), 1U) << All(catalogue.faults);
  EXPECT_EQ(ToText(catalogue.faults[0]),
            "T-01.yaml:17:15: a: names a setting here and a pool elsewhere");
}

TEST_F(CatalogueTest, BrokenYamlIsOneFaultWithItsLine) {
  const Catalogue catalogue = Load("      - {id: risk\n");
  ASSERT_FALSE(catalogue.faults.empty());
  EXPECT_GE(catalogue.faults[0].line, 13);
}

}  // namespace
}  // namespace kinward::catalogue
