// Files that are no catalogue files at all, or were made to hurt: refused at once, with their name.
#include <gmock/gmock.h>

#include "services/eligibility/catalogue/catalogue_fixture.h"

namespace kinward::catalogue {
namespace {

using ::testing::HasSubstr;

class BadFileTest : public CatalogueTest {
 protected:
  void Refuses(const std::string& text, const std::string& fault) const {
    Write("programmes/T-01.yaml", text);
    EXPECT_THAT(All(LoadCatalogue(folder_).faults), HasSubstr(fault));
  }
};

TEST_F(BadFileTest, ListsOfAliasesOfListsOfAliases) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int level = 1; level < 10; ++level) {
    const std::string below = "*a" + std::to_string(level - 1);
    const std::string name = "a" + std::to_string(level);
    bomb += name + ": &" + name + " [" + below;
    for (int more = 1; more < 10; ++more) bomb += ", " + below;
    bomb += "]\n";
  }
  Refuses(bomb, "T-01.yaml:1: : has too many parts, or parts within themselves (aliases)");
}

TEST_F(BadFileTest, AnAliasWithinItself) {
  Refuses("programme: &a\n  name: *a\n", "T-01.yaml:1: : has too many parts, or parts within");
  Refuses("programme: &a [*a, *a]\n", "T-01.yaml:1: : has too many parts, or parts within");
  Refuses("? &a [*a]\n: x\n", "T-01.yaml:");
}

TEST_F(BadFileTest, AnAliasOfNothing) { Refuses("programme: *nobody\n", "T-01.yaml:1"); }

TEST_F(BadFileTest, TenMegabytes) {
  Refuses(Programme(kRisk) + "# " + std::string(10 * 1024 * 1024, 'x') + "\n",
          "T-01.yaml:1: : is larger than 256 KB");
}

TEST_F(BadFileTest, AHundredThousandBrackets) {
  Refuses("programme: " + std::string(100'000, '['), "T-01.yaml:1");
  Refuses("programme: " + std::string(100'000, '{'), "T-01.yaml:1");
}

TEST_F(BadFileTest, WhatIsNoYaml) {
  Refuses("programme: \"T-01\n", "T-01.yaml:1:1: versions: is missing");
  Refuses("programme: [T-01\nname: Test\n", "T-01.yaml:");
  Refuses(std::string("PK\x03\x04\x00\x00\xff\xfe", 8), "T-01.yaml:1: : ");
  Refuses("%PDF-1.4\n", "T-01.yaml:");
  Refuses("", "T-01.yaml:1: : must be a mapping");
  Refuses("- a\n- b\n", "T-01.yaml:1: : must be a mapping");
  Refuses("just words\n", "T-01.yaml:1: : must be a mapping");
}

TEST_F(BadFileTest, AMappingThatIsNoProgramme) {
  Refuses("colour: red\n", "T-01.yaml:1:1: colour: is not a known key");
  Refuses("colour: red\n", "T-01.yaml:1:1: evaluation.says: is missing");
  Refuses("programme: {a: b}\n", "T-01.yaml:1:12: programme: must be a single value");
}

TEST_F(BadFileTest, AFolderWhereAFileShouldBe) {
  std::filesystem::create_directories(folder_ / "programmes" / "T-01.yaml");
  EXPECT_THAT(All(LoadCatalogue(folder_).faults), HasSubstr("T-01.yaml:1: : cannot be read"));
}

TEST_F(BadFileTest, NoFileAtAll) {
  EXPECT_THAT(All(LoadCatalogue(folder_).faults), HasSubstr("no programme file was found"));
  EXPECT_FALSE(LoadCatalogue(folder_ / "nowhere").faults.empty());
}

TEST_F(BadFileTest, ABrokenDictionaryStopsEverything) {
  Write("facts.yaml", "sex: [\n");
  const Catalogue catalogue = Load(kRisk);
  ASSERT_FALSE(catalogue.faults.empty());
  EXPECT_EQ(catalogue.faults[0].file, "facts.yaml");
}

}  // namespace
}  // namespace kinward::catalogue
