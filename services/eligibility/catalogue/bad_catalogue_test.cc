// Wrong catalogues: each is refused with file, line and reason, so that nothing may be published
// and what is in force stays.
#include <gmock/gmock.h>

#include "services/eligibility/catalogue/catalogue_fixture.h"

namespace kinward::catalogue {
namespace {

using ::testing::HasSubstr;

class BadCatalogueTest : public CatalogueTest {
 protected:
  // The catalogue of one programme with this clause's rule, and no other fault.
  void RefusesRule(const std::string& rule, const std::string& fault) const {
    const std::string clause =
        "      - {id: risk, kind: required, says: x, source: test, rule: " + rule + "}\n";
    Refuses(Load(clause), "T-01.yaml:14:" + fault);
  }
  void RefusesPart(const std::string& part, const std::string& fault) const {
    Refuses(Load(kRisk, "    " + part + "\n"), "T-01.yaml:15:" + fault);
  }
  static void Refuses(const Catalogue& catalogue, const std::string& fault) {
    EXPECT_FALSE(catalogue.faults.empty());
    EXPECT_THAT(All(catalogue.faults), HasSubstr(fault));
  }
  void WriteFile(const std::string& name, const std::string& text) const {
    Write("programmes/" + name, text);
  }
};

TEST_F(BadCatalogueTest, AFactThatIsDerivedFromItself) {
  Append("facts.yaml",
         "round: {type: flag, label: a, question: \"A?\", sensitivity: plain, scope: referral, "
         "derived_from: about, source: test}\n"
         "about: {type: flag, label: b, question: \"B?\", sensitivity: plain, scope: referral, "
         "derived_from: round, source: test}\n");
  const Catalogue catalogue = Load(kRisk);
  Refuses(catalogue, "round.derived_from: is derived from itself");
  Refuses(catalogue, "about.derived_from: is derived from itself");
  EXPECT_THAT(All(catalogue.faults), HasSubstr("facts.yaml:"));
  EXPECT_GT(catalogue.faults[0].line, 100);
}

TEST_F(BadCatalogueTest, AFactThatIsThereTwice) {
  Append("facts.yaml",
         "sex: {type: code, label: sex, question: \"?\", sensitivity: plain, scope: person, words: "
         "sex, source: test}\n");
  Refuses(Load(kRisk), ":1: sex: is there twice");
}

TEST_F(BadCatalogueTest, AWordThatIsThereTwiceInItsList) {
  Append("vocabularies.yaml", "colours:\n  words: [red, green, red]\n  source: test\n");
  Refuses(Load(kRisk), "colours.words: red is there twice");
}

TEST_F(BadCatalogueTest, AFactOrAParameterThatNobodyKnows) {
  RefusesRule("{fact: edge_of_car, is: true}",
              "72: versions[0].clauses[0].rule.fact: is not a fact of facts.yaml; did you mean "
              "edge_of_care?");
  RefusesRule("{some: child, where: {fact: age_years, at_least: {parameter: age-min}}}",
              "126: versions[0].clauses[0].rule.where.at_least.parameter: is not a parameter of "
              "this version");
  RefusesRule("{count_of: removals, at_least: 1}",
              "76: versions[0].clauses[0].rule.count_of: is a person's: compare it inside `some`");
  RefusesRule("{some: child, where: {count_of: age_years, at_least: 2}}",
              "97: versions[0].clauses[0].rule.where.count_of: must be a fact of type dates");
}

TEST_F(BadCatalogueTest, RangesThatNoValueSatisfies) {
  const std::string at = "65: versions[0].clauses[0].rule: asks of ";
  const std::string no = " what no value satisfies";
  RefusesRule(
      "{some: child, where: {all: [{fact: age_years, at_least: 18}, {fact: age_years, "
      "at_most: 10}]}}",
      at + "age_years" + no);
  RefusesRule(
      "{some: child, where: {all: [{fact: age_years, more_than: 10}, {fact: age_years, "
      "less_than: 11}]}}",
      at + "age_years" + no);
  RefusesRule("{some: subject, where: {all: [{fact: sex, is: female}, {fact: sex, is: male}]}}",
              at + "sex" + no);
  RefusesRule("{all: [{fact: edge_of_care, is: true}, {fact: edge_of_care, is: false}]}",
              at + "edge_of_care" + no);
  RefusesRule(
      "{some: subject, where: {all: [{fact: last_removal_on, at_least: 2016-01-02}, {fact: "
      "last_removal_on, at_most: 2016-01-01}]}}",
      at + "last_removal_on" + no);
  RefusesRule("{at_least: 3, of: [{fact: edge_of_care, is: true}, {fact: crisis, is: true}]}",
              "76: versions[0].clauses[0].rule.at_least: must be one at least, and not more than "
              "there are rules");
}

TEST_F(BadCatalogueTest, TwoClausesThatCannotBothHold) {
  std::string clauses = kRisk;
  clauses +=
      "      - {id: calm, kind: ongoing, says: x, source: test, rule: {fact: "
      "edge_of_care, is: false}}\n";
  Refuses(Load(clauses),
          "T-01.yaml:15:64: versions[0].clauses[1].rule: asks of edge_of_care what no value "
          "satisfies");
}

TEST_F(BadCatalogueTest, APartWhoseEndLiesBeforeItsBeginning) {
  RefusesPart("settings: [{setting: a, kind: hub, beds: [b], age_min: 18, age_max: 10, source: x}]",
              "73: versions[0].settings[0].age_max: must not be below age_min");
  RefusesPart(
      "meetings: [{meeting: a, kind: hearing, set_up_days_min: 9, set_up_days_max: 8, "
      "source: x}]",
      "81: versions[0].meetings[0].set_up_days_max: must not be below set_up_days_min");
  RefusesPart(
      "purchases: [{purchase: a, kind: spot, from: 2016-02-01, until: 2016-01-31, source: "
      "x}]",
      "68: versions[0].purchases[0].until: must not be before from");
  RefusesPart("cohorts: [{cohort: a, size: 9, size_max: 8, source: x}]",
              "46: versions[0].cohorts[0].size_max: must not be below the size");
}

TEST_F(BadCatalogueTest, AnAgeWhereTheProgrammeIsForAnyAge) {
  Refuses(Load("      - {id: age, kind: required, says: x, source: test, rule: {some: child, "
               "where: {fact: age_years, at_least: 3}}}\n",
               "    any_age: true\n"),
          "T-01.yaml:15:14: versions[0].any_age: the programme is for any age");
}

TEST_F(BadCatalogueTest, VersionsThatOverlap) {
  Refuses(Load(kRisk, "  - version: 2\n" + std::string(kVersion) + "    clauses:\n" + kRisk),
          "T-01.yaml:16:21: versions[1].effective_from: must be after the version before: versions "
          "do not overlap");
}

TEST_F(BadCatalogueTest, AnIdThatIsThereTwice) {
  Refuses(Load(std::string(kRisk) + kRisk),
          "T-01.yaml:15:14: versions[0].clauses[1].id: is there "
          "twice");
  const std::string parameter = "{id: a, kind: soft, value: 1, source: x}";
  RefusesPart("parameters: [" + parameter + ", " + parameter + "]",
              "65: versions[0].parameters[1].id: is there twice");
  RefusesPart("sites: [{site: a, status: live, source: x}, {site: a, status: live, source: x}]",
              "56: versions[0].sites[1].site: is there twice");
  RefusesPart(
      "pools: [{pool: a, unit: family, capacity: 1, source: x}, {pool: a, unit: child, "
      "capacity: 1, source: x}]",
      "69: versions[0].pools[1].pool: is there twice");
  RefusesPart("counts: child", "5: versions[0].counts: is there twice");
}

TEST_F(BadCatalogueTest, AProgrammeThatIsThereTwice) {
  WriteFile("T-01-again.yaml", Programme(kRisk));
  Refuses(Load(kRisk), "T-01.yaml:1:12: programme: another file has the same id");
}

TEST_F(BadCatalogueTest, WhatAnotherPlaceShouldDefineAndDoesNot) {
  WriteFile("T-02.yaml", Programme(kRisk, "", kExamples, "T-02"));
  Refuses(Load(kRisk, "    member_councils: []\n"), "member_councils: is not a known key");
  RefusesPart("sites: [{site: a, council: atlantis, status: live, source: x}]",
              "32: versions[0].sites[0].council: is not a council of councils.yaml");
  RefusesPart("sites: [{site: a, status: live, served_by: X-99, source: x}]",
              "48: versions[0].sites[0].served_by: is served by X-99, which is no programme");
  RefusesPart("sites: [{site: a, status: live, parameters: {age-min: 1}, source: x}]",
              "49: versions[0].sites[0].parameters: age-min is not a parameter of this version");
  std::string other = Programme(kRisk);
  other.replace(other.find("wolverhampton"), 13, "wolverhamton ");
  WriteFile("T-01.yaml", other);
  Refuses(LoadCatalogue(folder_),
          "T-01.yaml:3:15: host_council: wolverhamton is not a council of councils.yaml");
  other = Programme(kRisk);
  other.replace(other.find("{kind: direct"), 13, "{kind: panel, panel: nobodys");
  WriteFile("T-01.yaml", other);
  Refuses(LoadCatalogue(folder_),
          "T-01.yaml:11:35: versions[0].gateway.panel: no programme of this council defines the "
          "panel nobodys");
}

TEST_F(BadCatalogueTest, SitesThatLeadInACircle) {
  const auto served_by = [](const std::string& id, const std::string& other) {
    return Programme(kRisk,
                     "    sites: [{site: a, status: live, served_by: " + other + ", source: x}]\n",
                     kExamples, id);
  };
  WriteFile("T-01.yaml", served_by("T-01", "T-02"));
  WriteFile("T-02.yaml", served_by("T-02", "T-03"));
  WriteFile("T-03.yaml", served_by("T-03", "T-01"));
  const Catalogue catalogue = LoadCatalogue(folder_);
  for (const char* file : {"T-01", "T-02", "T-03"}) {
    Refuses(catalogue,
            std::string(file) + ".yaml:15:48: versions[0].sites[0].served_by: leads in a circle");
  }
}

TEST_F(BadCatalogueTest, ClausesWithoutTheExamplesThatProveThem) {
  const Catalogue none = Load(kRisk, "", "");
  Refuses(none, "T-01.yaml:1: examples: none is eligible");
  Refuses(none, "T-01.yaml:1: examples: none is not-eligible");
  Refuses(none, "T-01.yaml:1: examples: none is needs-information");
  Refuses(Load(kRisk, "",
               "examples:\n  - {name: a, on: 2016-05-01, facts: {edge_of_care: true}, expect: "
               "eligible}\n"),
          "T-01.yaml:16:3: examples: none is not-eligible");
}

}  // namespace
}  // namespace kinward::catalogue
