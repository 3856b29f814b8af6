// What the catalogue's verbs do without a stack: pages, drafts, words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tools/kinwardctl/catalogue_files.h"
#include "tools/kinwardctl/catalogue_pages.h"
#include "tools/kinwardctl/whatif_words.h"

namespace kinward::ctl {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

common::v1::ProgrammeVersion Version(int number) {
  common::v1::ProgrammeVersion version;
  version.set_programme_id("T-01");
  version.set_name("Test Farm");
  version.set_version(number);
  auto& clause = *version.add_clauses();
  clause.set_id("age");
  clause.mutable_rule()->mutable_compare()->set_number(number);
  return version;
}

catalogue::Catalogue OneProgramme() {
  catalogue::Catalogue catalogue;
  catalogue.programmes.emplace_back();
  catalogue.programmes[0].file = "T-01-test-farm.yaml";
  catalogue.programmes[0].programme_id = "T-01";
  catalogue.programmes[0].versions = {Version(1), Version(2)};
  return catalogue;
}

class PagesTest : public ::testing::Test {
 protected:
  PagesTest()
      : folder_(std::filesystem::path(::testing::TempDir()) /
                ("pages-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(folder_);
  }
  ~PagesTest() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

TEST_F(PagesTest, HaveTheNamesOfTheirFilesAndAnIndex) {
  const auto pages = Pages(OneProgramme());
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_THAT(pages.at("T-01-test-farm.md"), HasSubstr("# Test Farm (T-01)"));
  EXPECT_THAT(pages.at("README.md"), HasSubstr("(T-01-test-farm.md)"));
}

TEST_F(PagesTest, AreStaleUntilTheyAreWritten) {
  const auto pages = Pages(OneProgramme());
  const auto faults = Compared(pages, folder_);
  EXPECT_THAT(faults.stale, ElementsAre("README.md", "T-01-test-farm.md"));
  ASSERT_TRUE(Write(pages, faults, folder_));
  EXPECT_THAT(Compared(pages, folder_).stale, IsEmpty());
}

TEST_F(PagesTest, AreRemovedWithTheirProgrammeAndNobodyElsesAre) {
  const auto pages = Pages(OneProgramme());
  ASSERT_TRUE(Write(pages, Compared(pages, folder_), folder_));
  std::ofstream(folder_ / "notes.md") << "mine";
  const auto none = Pages(catalogue::Catalogue{});
  const auto faults = Compared(none, folder_);
  EXPECT_THAT(faults.left, ElementsAre("T-01-test-farm.md"));
  ASSERT_TRUE(Write(none, faults, folder_));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "T-01-test-farm.md"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "notes.md"));
}

TEST(CatalogueFilesTest, FindAVersionByItsNumberOrTheNewest) {
  const auto versions = VersionsOf(OneProgramme(), "T-01", "");
  EXPECT_EQ(Pick(versions, 0)->version(), 2);
  EXPECT_EQ(Pick(versions, 1)->version(), 1);
  EXPECT_EQ(Pick(versions, 3), nullptr);
  EXPECT_EQ(Pick(VersionsOf(OneProgramme(), "T-02", ""), 0), nullptr);
}

TEST(WhatIfWordsTest, CountWhatWouldBe) {
  eligibility::v1::WhatIfResponse answer;
  answer.set_checked(5);
  answer.set_eligible(3);
  answer.set_cannot_say(1);
  answer.set_newly_eligible(2);
  EXPECT_THAT(Counts(answer), AllOf(HasSubstr("5 referrals checked: 3 would be eligible"),
                                    HasSubstr("of 1 it cannot be said"),
                                    HasSubstr("2 newly eligible, 0 no longer eligible")));
}

eligibility::v1::WhatIfChange Change(eligibility::v1::Outcome was,
                                     eligibility::v1::Outcome would_be) {
  eligibility::v1::WhatIfChange change;
  change.set_referral_id("r1");
  change.set_was(was);
  change.set_would_be(would_be);
  auto& age = *change.add_because();
  age.set_clause_id("age");
  age.set_because("child: age is 10 years");
  change.add_because()->set_clause_id("risk");
  return change;
}

TEST(WhatIfWordsTest, TellWhyOneBecomesEligibleByWhatTheDraftChanged) {
  EXPECT_EQ(
      Changed(Change(eligibility::v1::OUTCOME_NOT_ELIGIBLE, eligibility::v1::OUTCOME_ELIGIBLE),
              {"age"}),
      "r1: newly eligible, was not eligible: age (child: age is 10 years)");
  EXPECT_EQ(
      Changed(Change(eligibility::v1::OUTCOME_UNSPECIFIED, eligibility::v1::OUTCOME_ELIGIBLE), {}),
      "r1: newly eligible, was not checked for it");
}

TEST(WhatIfWordsTest, TellWhyOneIsNoLongerEligible) {
  EXPECT_EQ(
      Changed(Change(eligibility::v1::OUTCOME_ELIGIBLE, eligibility::v1::OUTCOME_NOT_ELIGIBLE), {}),
      "r1: no longer eligible, would be not eligible: age (child: age is 10 years) and risk");
}

TEST(WhatIfWordsTest, NameTheClausesThatAskOtherwiseAreNewOrGone) {
  auto draft = Version(2);
  draft.add_clauses()->set_id("residence");
  auto was = Version(1);
  was.add_clauses()->set_id("income");
  EXPECT_THAT(ClausesChanged(was, draft), ElementsAre("age", "residence", "income"));
  EXPECT_THAT(ClausesChanged(was, was), IsEmpty());
}

}  // namespace
}  // namespace kinward::ctl
