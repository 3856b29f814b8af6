// A version that needs a licence is given only where one is in force on the day of the check.
#include "services/eligibility/domain/programme_terms.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/testing/make.h"
#include "libs/testing/story.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/domain/preview.h"
#include "services/eligibility/domain/programme.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using kinward::testing::Make;
using Story = kinward::testing::Story<EligibilityCheck>;

common::v1::ProgrammeVersion LicensedProgramme() {
  auto version = testing::TestProgramme();
  version.mutable_licence()->set_holder("Example Network");
  version.mutable_licence()->set_says("A licensed model");
  return version;
}
SiteLicence Licence(const std::string& from, const std::string& until = "") {
  return {"hub", "", "Example Network", from, until};
}
ProgrammeCatalogue With(const std::vector<SiteLicence>& licences) {
  ProgrammeCatalogue programmes;
  for (const auto& licence : licences) programmes.License("leeds", "T-01", licence);
  programmes.Publish("leeds", LicensedProgramme());
  return programmes;
}
// Everything else holds, or the child is too young.
v1::CheckEligibility Ask(int age = 13, bool consent = true) {
  auto command = Make<v1::CheckEligibility>("referral_id: 'r' family_id: 'f' programme: 'T-01'");
  *command.add_subjects() = testing::Person("c", "child", {testing::Number("age_years", age)});
  *command.add_facts() = testing::Flag("edge_of_care", true);
  if (consent) *command.mutable_sensitive_facts()->add_facts() = testing::Flag("consent", true);
  return command;
}
Story CheckedWith(const ProgrammeCatalogue& programmes, const v1::CheckEligibility& ask = Ask()) {
  Context context{*ParseTime("2016-07-12T10:00:00Z"), {"staff", "a.worker", {}}, "leeds"};
  context.programmes = &programmes;
  return Story(context).Then(ask);
}
v1::ProgrammeOutcome OutcomeOf(const Story& story) {
  return story.Only<v1::EligibilityDecided>().programmes(0);
}

TEST(LicensedSiteTest, ALicenceInForceIsAClauseThatPassedInWords) {
  const auto programmes = With({Licence("2016-07-12", "2016-07-12")});
  const auto outcome = OutcomeOf(CheckedWith(programmes));
  EXPECT_EQ(outcome.outcome(), v1::OUTCOME_ELIGIBLE);
  const auto& clause = outcome.clauses(outcome.clauses_size() - 1);
  EXPECT_EQ(clause.clause_id(), "licensed-site");
  EXPECT_EQ(clause.result(), v1::CLAUSE_RESULT_PASSED);
  EXPECT_EQ(clause.because(),
            "licensed by Example Network for hub from 2016-07-12 until 2016-07-12");
}
TEST(LicensedSiteTest, WithoutOneItIsTheOneClauseInTheWay) {
  const auto programmes = With({Licence("2016-07-13"), Licence("2016-01-01", "2016-07-11")});
  const auto outcome = OutcomeOf(CheckedWith(programmes));
  EXPECT_EQ(outcome.outcome(), v1::OUTCOME_NOT_ELIGIBLE);
  EXPECT_EQ(outcome.near_miss(), "licensed-site");
  EXPECT_EQ(outcome.clauses(outcome.clauses_size() - 1).because(),
            "no licence from Example Network is in force in leeds on 2016-07-12");
}
TEST(LicensedSiteTest, WithoutOneNothingIsAskedAndNoOtherClauseIsANearMiss) {
  const auto programmes = With({});
  const auto open = OutcomeOf(CheckedWith(programmes, Ask(13, false)));
  EXPECT_EQ(open.outcome(), v1::OUTCOME_NOT_ELIGIBLE);
  EXPECT_TRUE(open.questions().empty());
  EXPECT_EQ(OutcomeOf(CheckedWith(programmes, Ask(9))).near_miss(), "");
}
TEST(LicensedSiteTest, AnotherCouncilsLicenceIsNone) {
  auto elsewhere = Licence("2016-01-01");
  elsewhere.council = "hull";
  const auto programmes = With({elsewhere});
  EXPECT_EQ(OutcomeOf(CheckedWith(programmes)).outcome(), v1::OUTCOME_NOT_ELIGIBLE);
}
TEST(LicensedSiteTest, IsTheSameWhicheverIsHeardFirst) {
  v1::SiteLicensed licensed = Make<v1::SiteLicensed>(
      "programme_id: 'T-01' site: 'hub' holder: 'Example Network' from: '2016-01-01'");
  v1::LicenceRevoked revoked = Make<v1::LicenceRevoked>(
      "programme_id: 'T-01' site: 'hub' from: '2016-07-12' licensed_from: '2016-01-01'");
  v1::ProgrammeVersionPublished published;
  published.set_programme_id("T-01");
  *published.mutable_version() = LicensedProgramme();
  std::vector<const google::protobuf::Message*> told = {&licensed, &revoked, &published};
  std::ranges::sort(told);
  do {
    ProgrammeCatalogue programmes;
    for (const auto* event : told) Hear(programmes, "leeds", *event);
    EXPECT_NE(programmes.LicenceOn("leeds", "T-01", "2016-07-11"), nullptr);
    EXPECT_EQ(OutcomeOf(CheckedWith(programmes)).near_miss(), "licensed-site");
  } while (std::ranges::next_permutation(told).found);
}
TEST(LicensedSiteTest, PreviewSaysItToo) {
  const auto programmes = With({});
  auto request = Make<v1::PreviewRequest>("council: 'leeds'");
  *request.mutable_subjects() = Ask().subjects();
  const auto response = Preview(request, programmes, DateFrom(2016, 7, 12));
  const auto& programme = response.programmes(0);
  EXPECT_EQ(programme.eligibility(), v1::OUTCOME_NOT_ELIGIBLE);
  const auto& clause = programme.clauses(programme.clauses_size() - 1);
  EXPECT_EQ(clause.id(), "licensed-site");
  EXPECT_EQ(clause.says(), "A licensed model");
}

v1::OverrideDecision Overrule(v1::Outcome outcome) {
  auto command =
      Make<v1::OverrideDecision>("referral_id: 'r' programme_id: 'T-01' authority: 'head'");
  command.set_outcome(outcome);
  return command;
}
TEST(LicensedSiteTest, NobodyOverridesALicenceThatThereIsNot) {
  const auto programmes = With({});
  EXPECT_EQ(CheckedWith(programmes).RuleAgainst(Overrule(v1::OUTCOME_ELIGIBLE)),
            v1::REJECTION_LICENCE_MUST_BE_IN_FORCE);
}
TEST(LicensedSiteTest, ALicencesOtherClausesMayBeOverridden) {
  const auto programmes = With({Licence("2016-01-01")});
  EXPECT_EQ(CheckedWith(programmes, Ask(9)).Then(Overrule(v1::OUTCOME_ELIGIBLE)).last.size(), 1U);
}

TEST(MarksTest, AnOutcomeSaysWhetherATrialRunsAndWhetherConditionsGoOn) {
  auto version = testing::TestProgramme();
  v1::ProgrammeOutcome outcome;
  TakeTerms(version, nullptr, "leeds", "2016-07-12", outcome);
  EXPECT_TRUE(outcome.ongoing());
  EXPECT_FALSE(outcome.in_trial());
  version.mutable_trial()->set_design("rct");
  version.mutable_trial()->set_status("planned");
  version.clear_clauses();
  TakeTerms(version, nullptr, "leeds", "2016-07-12", outcome);
  EXPECT_FALSE(outcome.ongoing());
  EXPECT_FALSE(outcome.in_trial());
  version.mutable_trial()->set_status("running");
  TakeTerms(version, nullptr, "leeds", "2016-07-12", outcome);
  EXPECT_TRUE(outcome.in_trial());
}

}  // namespace
}  // namespace kinward::eligibility
