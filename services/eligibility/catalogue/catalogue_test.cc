#include "services/eligibility/catalogue/catalogue.h"

#include <gtest/gtest.h>

#include <fstream>

#ifndef KINWARD_CATALOGUE
#define KINWARD_CATALOGUE "services/eligibility/catalogue"
#endif

namespace kinward::catalogue {
namespace {

// A catalogue in a folder of its own, the shipped dictionary beside one programme file.
class CatalogueTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_ / "programmes");
    for (const char* name : {"facts.yaml", "vocabularies.yaml"}) {
      std::filesystem::copy_file(std::filesystem::path(KINWARD_CATALOGUE) / name, folder_ / name,
                                 std::filesystem::copy_options::overwrite_existing);
    }
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Catalogue Load(const std::string& clauses, const std::string& more = "") {
    std::ofstream(folder_ / "programmes" / "T-01.yaml")
        << "programme: T-01\nname: Test\nhost_council: wolverhampton\nsource: test\n"
           "evaluation: {says: none, source: test}\n"
           "versions:\n  - version: 1\n    effective_from: 2016-01-01\n    source: test\n"
           "    counts: family\n    gateway: {kind: direct, source: test}\n"
           "    episode: {begins_with: acceptance, source: test}\n    clauses:\n"
        << clauses << more;
    return LoadCatalogue(folder_);
  }

  std::filesystem::path folder_;
};

std::string All(const std::vector<Fault>& faults) {
  std::string text;
  for (const Fault& fault : faults) text += ToText(fault) + "\n";
  return text;
}

constexpr const char* kRisk =
    "      - {id: risk, kind: required, says: A risk, source: test, rule: {fact: edge_of_care, is: "
    "true}}\n";

TEST(Catalogue, TheShippedFilesHaveNoFaultAndTheirExamplesHold) {
  const Catalogue catalogue = LoadCatalogue(KINWARD_CATALOGUE);
  EXPECT_EQ(All(catalogue.faults), "");
  EXPECT_GE(catalogue.programmes.size(), 6U);
  for (const auto& programme : catalogue.programmes) {
    for (const auto& version : programme.versions) {
      EXPECT_EQ(version.digest(), DigestOf(version));
      EXPECT_EQ(version.takes_referrals(), !programme.examples.empty()) << programme.file;
    }
  }
}

TEST(Catalogue, ReadingTwiceGivesTheSameDigests) {
  const auto once = VersionsFor(LoadCatalogue(KINWARD_CATALOGUE), "southwark");
  const auto twice = VersionsFor(LoadCatalogue(KINWARD_CATALOGUE), "southwark");
  ASSERT_EQ(once.size(), twice.size());
  ASSERT_EQ(once.size(), 3U);  // one of S-KFT, two of S-PAUSE
  for (std::size_t at = 0; at < once.size(); ++at) EXPECT_EQ(once[at].digest(), twice[at].digest());
}

TEST_F(CatalogueTest, TakesAFileThatIsRight) {
  const Catalogue catalogue = Load(kRisk);
  EXPECT_EQ(All(catalogue.faults), "");
  const auto& version = catalogue.programmes.at(0).versions.at(0);
  EXPECT_EQ(version.facts_size(), 1);
  EXPECT_EQ(version.facts(0).label(), "a real risk of becoming looked after");
}

TEST_F(CatalogueTest, NamesEveryFaultWithItsLineAndKey) {
  const Catalogue catalogue = Load(
      "      - {id: risk, kind: always, says: A risk, source: test, rule: {fact: edge_of_care, is: "
      "maybe}}\n"
      "      - {id: age, kind: required, says: Age, rule: {fact: age_years, at_least: 3}, colour: "
      "red}\n"
      "      - {id: Bad Id, kind: required, says: x, source: test, rule: {fact: nobody_knows, is: "
      "true}}\n",
      "    surprise: true\n");
  const std::string text = All(catalogue.faults);
  EXPECT_NE(text.find("T-01.yaml:14: versions[0].clauses[0].kind: must be required"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("T-01.yaml:14: versions[0].clauses[0].rule.is: must be true or false"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("T-01.yaml:15: versions[0].clauses[1].source: name the seed passage"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("T-01.yaml:15: versions[0].clauses[1].colour: is not a known key"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("clauses[1].rule.fact: is a person's"), std::string::npos) << text;
  EXPECT_NE(text.find("T-01.yaml:16: versions[0].clauses[2].id: must be lower-case"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("T-01.yaml:16: versions[0].clauses[2].rule.fact: is not a fact"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("T-01.yaml:17: versions[0].surprise: is not a known key"), std::string::npos)
      << text;
}

TEST_F(CatalogueTest, AnExampleThatDoesNotHoldIsAFault) {
  const Catalogue catalogue =
      Load(kRisk,
           "examples:\n  - {name: wrong, on: 2016-05-01, facts: {edge_of_care: false}, expect: "
           "eligible}\n");
  ASSERT_EQ(catalogue.faults.size(), 1U);
  EXPECT_EQ(ToText(catalogue.faults[0]),
            "T-01.yaml:16: examples: wrong: gives OUTCOME_NOT_ELIGIBLE (failed: risk)");
}

TEST_F(CatalogueTest, OneSlugNamesOneThing) {
  const Catalogue catalogue = Load(kRisk,
                                   "    panels: []\n    pools: [{pool: a, unit: family, capacity: "
                                   "1, source: x}]\n    settings: [{setting: a, kind: hub, beds: "
                                   "[b], source: x}]\n");
  ASSERT_EQ(catalogue.faults.size(), 1U) << All(catalogue.faults);
  EXPECT_EQ(catalogue.faults[0].message, "names a setting here and a pool elsewhere");
}

TEST_F(CatalogueTest, BrokenYamlIsOneFaultWithItsLine) {
  const Catalogue catalogue = Load("      - {id: risk\n");
  ASSERT_FALSE(catalogue.faults.empty());
  EXPECT_GE(catalogue.faults[0].line, 13);
}

}  // namespace
}  // namespace kinward::catalogue
