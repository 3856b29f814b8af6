// A version that begins has the conditions of those read anew who were given an earlier one; what
// they were given stays pinned.
#include <gtest/gtest.h>

#include <string>

#include "libs/base/programmes.h"
#include "libs/testing/make.h"
#include "libs/testing/story.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using kinward::testing::Make;
using Story = kinward::testing::Story<EligibilityCheck>;

// The second version begins on the 1st of August.
common::v1::ProgrammeVersion Second() {
  auto version = testing::TestProgramme();
  version.set_version(2);
  version.set_digest("d2");
  version.set_effective_from("2016-08-01");
  return version;
}
ProgrammeCatalogue Known(const common::v1::ProgrammeVersion& second) {
  ProgrammeCatalogue programmes;
  programmes.Publish("southwark", testing::TestProgramme());
  programmes.Publish("southwark", second);
  return programmes;
}
const Time kBegun = *ParseTime("2016-07-31T23:00:00Z");
Story Given(const ProgrammeCatalogue& programmes, bool consent = true) {
  Context context{*ParseTime("2016-07-12T10:00:00Z"), {"system", "a", {}}, "southwark"};
  context.programmes = &programmes;
  auto command = Make<v1::CheckEligibility>("referral_id: 'r' family_id: 'f' programme: 'T-01'");
  *command.add_subjects() = testing::Person("c", "child", {testing::Number("age_years", 13)});
  *command.add_facts() = testing::Flag("edge_of_care", true);
  *command.mutable_sensitive_facts()->add_facts() = testing::Flag("consent", consent);
  return Story(context).Then(command);
}
const auto kReview = Make<v1::ReviewOngoingConditions>("referral_id: 'r'");

// The third clause is the consent, the second the risk.
TEST(VersionReviewTest, AConditionThatOnlyTheNewVersionHasIsLookedAtOnceItBegins) {
  auto second = Second();
  second.mutable_clauses(0)->set_kind(common::v1::CLAUSE_KIND_ONGOING);
  second.mutable_clauses(0)
      ->mutable_rule()
      ->mutable_some()
      ->mutable_rule()
      ->mutable_all()
      ->mutable_rules(0)
      ->mutable_compare()
      ->set_number(14);
  const auto programmes = Known(second);
  auto story = Given(programmes);
  EXPECT_EQ(story.Then(kReview).last.size(), 1U);  // confirmed by the first
  const auto event = story.At(kBegun).Then(kReview).Only<v1::OngoingConditionBroken>();
  EXPECT_EQ(event.clause_id(), "age");
  EXPECT_EQ(event.version(), 2);
  EXPECT_EQ(story.state.programmes[0].version(), 1);
  EXPECT_EQ(story.state.programmes[0].outcome(), v1::OUTCOME_ELIGIBLE);
}
TEST(VersionReviewTest, AClauseThatDidNotChangeStandsAlthoughItsFactsAreSealed) {
  const auto programmes = Known(Second());
  const auto story = Given(programmes).At(kBegun).Then(kReview);
  EXPECT_EQ(story.Only<v1::OngoingConditionsConfirmed>().programme_ids(0), "T-01");
}
TEST(VersionReviewTest, AClauseThatChangedAndStandsOnSealedFactsIsNeitherBrokenNorConfirmed) {
  auto second = Second();
  second.mutable_clauses(2)->mutable_rule()->mutable_compare()->set_operator_(
      common::v1::COMPARISON_OPERATOR_NOT_EQUAL);
  const auto programmes = Known(second);
  EXPECT_TRUE(Given(programmes).At(kBegun).IsQuietOn(kReview));
}
TEST(VersionReviewTest, AConsentThatEndsBreaksTheConditionOfTheVersionInForce) {
  const auto programmes = Known(Second());
  auto withdrawn = kReview;
  *withdrawn.mutable_sensitive_facts()->add_facts() = testing::Flag("consent", false);
  const auto event =
      Given(programmes).At(kBegun).Then(withdrawn).Only<v1::OngoingConditionBroken>();
  EXPECT_EQ(event.clause_id(), "consent");
  EXPECT_EQ(event.version(), 2);
}
TEST(VersionReviewTest, AWithdrawnProgrammesConditionsGoOnByTheVersionGiven) {
  auto programmes = Known(Second());
  programmes.Withdraw("southwark", "T-01", "2016-07-31");
  auto withdrawn = kReview;
  *withdrawn.mutable_sensitive_facts()->add_facts() = testing::Flag("consent", false);
  const auto event =
      Given(programmes).At(kBegun).Then(withdrawn).Only<v1::OngoingConditionBroken>();
  EXPECT_EQ(event.version(), 1);
}

}  // namespace
}  // namespace kinward::eligibility
