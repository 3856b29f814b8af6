// A person decides otherwise than the rules, for as long as it holds.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "libs/base/programmes.h"
#include "libs/base/time.h"
#include "libs/testing/make.h"
#include "libs/testing/story.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/domain/preview.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using Story = kinward::testing::Story<EligibilityCheck>;
using kinward::testing::Make;

const ProgrammeCatalogue& Programmes() {
  static const ProgrammeCatalogue programmes = [] {
    ProgrammeCatalogue published;
    published.Publish("southwark", testing::TestProgramme("T-01"));
    published.Publish("southwark", testing::TestProgramme("T-03"));
    return published;
  }();
  return programmes;
}
Story Unchecked() {
  Context context{*ParseTime("2016-07-12T10:00:00Z"), {"staff", "a.manager", {}}, "southwark"};
  context.programmes = &Programmes();
  return Story(context);
}
// Checked for T-01: without a risk the family is not eligible.
Story Checked(bool at_risk = false) {
  auto command = Make<v1::CheckEligibility>(
      "referral_id: 'r' family_id: 'f' programme: 'T-01' urgency: 'urgent' "
      "sensitive_facts { facts { name: 'consent' flag: true } }");
  *command.add_subjects() = testing::Person(
      "c", "child", {testing::Number("age_years", 13), testing::Flag("in_care", false)});
  *command.add_facts() = testing::Flag("edge_of_care", at_risk);
  return Unchecked().Then(command);
}
v1::OverrideDecision Overrule(v1::Outcome outcome, const std::string& expires_on = "") {
  auto command = Make<v1::OverrideDecision>(
      "referral_id: 'r' programme_id: 'T-01' authority: 'head of service'");
  command.set_outcome(outcome);
  if (!expires_on.empty()) command.set_expires_on(expires_on);
  return command;
}
v1::ExpireOverride Expire(const std::string& programme = "T-01") {
  auto command = Make<v1::ExpireOverride>("referral_id: 'r'");
  command.set_programme_id(programme);
  return command;
}
Story Overruled() { return Checked().Then(Overrule(v1::OUTCOME_ELIGIBLE, "2016-07-31")); }
const Time kOver = *ParseTime("2016-07-31T23:00:00Z");  // midnight in London

TEST(OverrideDecisionTest, SaysByWhoseAuthorityAndForWhom) {
  auto overrule = Overrule(v1::OUTCOME_ELIGIBLE, "2016-07-31");
  overrule.set_clause_id("risk");
  const auto event = Checked().Then(overrule).Only<v1::DecisionOverridden>();
  EXPECT_EQ(event.family_id(), "f");
  EXPECT_EQ(event.programme().programme_id(), "T-01");
  EXPECT_EQ(event.programme().outcome(), v1::OUTCOME_ELIGIBLE);
  EXPECT_TRUE(event.programme().overridden());
  EXPECT_EQ(event.programme().override_authority(), "head of service");
  EXPECT_EQ(event.programme().override_expires_on(), "2016-07-31");
  EXPECT_EQ(event.clause_id(), "risk");
  EXPECT_EQ(event.authority(), "head of service");
  EXPECT_EQ(event.urgency(), "urgent");
  EXPECT_EQ(event.subjects(0).person_id(), "c");
}
TEST(OverrideDecisionTest, StandsUntilItsLastDayIsOver) {
  const auto effects = EligibilityCheck::EffectsOf(Overruled().Only<v1::DecisionOverridden>());
  ASSERT_EQ(effects.timers.size(), 1U);
  EXPECT_EQ(effects.timers[0].name, "override-T-01");
  EXPECT_EQ(effects.timers[0].due, kOver);
  EXPECT_EQ(effects.timers[0].command.message(), Expire());
}
TEST(OverrideDecisionTest, StandsForGoodOnceItHasNoLastDay) {
  const auto story = Overruled().Then(Overrule(v1::OUTCOME_ELIGIBLE));
  const auto effects = EligibilityCheck::EffectsOf(story.Only<v1::DecisionOverridden>());
  EXPECT_TRUE(effects.timers.empty());
  EXPECT_EQ(effects.cancelled_timers, (std::vector<std::string>{"override-T-01"}));
}
TEST(OverrideDecisionTest, StaysQuietOnARetryEvenAfterItsLastDay) {
  auto story = Overruled();
  const auto repeat = Overrule(v1::OUTCOME_ELIGIBLE, "2016-07-31");
  EXPECT_TRUE(story.IsQuietOn(repeat));
  EXPECT_TRUE(story.At(kOver).IsQuietOn(repeat));
}
TEST(OverrideDecisionTest, MayBeTakenBackToWhatTheRulesSaid) {
  const auto story = Overruled().Then(Overrule(v1::OUTCOME_NOT_ELIGIBLE));
  EXPECT_EQ(story.Only<v1::DecisionOverridden>().programme().outcome(), v1::OUTCOME_NOT_ELIGIBLE);
}
TEST(OverrideDecisionTest, RefusesAReferralNotChecked) {
  EXPECT_EQ(Unchecked().RuleAgainst(Overrule(v1::OUTCOME_ELIGIBLE)),
            v1::REJECTION_REFERRAL_MUST_BE_CHECKED);
}
TEST(OverrideDecisionTest, RefusesAProgrammeThatWasNoPartOfTheCheck) {
  auto other = Overrule(v1::OUTCOME_ELIGIBLE);
  other.set_programme_id("T-03");
  EXPECT_EQ(Checked().RuleAgainst(other), v1::REJECTION_PROGRAMME_MUST_BE_CHECKED);
}
TEST(OverrideDecisionTest, RefusesToLeaveItOpen) {
  EXPECT_EQ(Checked().RuleAgainst(Overrule(v1::OUTCOME_NEEDS_INFORMATION)),
            v1::REJECTION_OVERRIDE_MUST_DECIDE);
}
TEST(OverrideDecisionTest, RefusesAClauseOfNoProgramme) {
  auto clause = Overrule(v1::OUTCOME_ELIGIBLE);
  clause.set_clause_id("weather");
  EXPECT_EQ(Checked().RuleAgainst(clause), v1::REJECTION_CLAUSE_MUST_BE_OF_THE_PROGRAMME);
}
TEST(OverrideDecisionTest, RefusesWhatIsSoAlready) {
  EXPECT_EQ(Checked(true).RuleAgainst(Overrule(v1::OUTCOME_ELIGIBLE)),
            v1::REJECTION_OVERRIDE_MUST_CHANGE_THE_OUTCOME);
}
TEST(OverrideDecisionTest, RefusesALastDayThatIsOverAndTakesToday) {
  EXPECT_EQ(Checked().RuleAgainst(Overrule(v1::OUTCOME_ELIGIBLE, "2016-07-11")),
            v1::REJECTION_EXPIRY_MUST_BE_IN_THE_FUTURE);
  EXPECT_EQ(Checked().Then(Overrule(v1::OUTCOME_ELIGIBLE, "2016-07-12")).last.size(), 1U);
}

TEST(OverrideDecisionTest, ExplainSaysByWhoseAuthorityAndUntilWhen) {
  const auto told = Explain({}, Overruled().state, false).programmes(0);
  EXPECT_EQ(told.outcome(), v1::OUTCOME_ELIGIBLE);
  EXPECT_TRUE(told.overridden());
  EXPECT_EQ(told.override_authority(), "head of service");
  EXPECT_EQ(told.override_expires_on(), "2016-07-31");
}
TEST(OverrideDecisionTest, IsTakenAnewByAnotherAuthority) {
  auto other = Overrule(v1::OUTCOME_ELIGIBLE, "2016-07-31");
  other.set_authority("director");
  EXPECT_EQ(Overruled().Then(other).Only<v1::DecisionOverridden>().authority(), "director");
}
// Something is learned while it stands.
Story LearnedMeanwhile() {
  auto provide = Make<v1::ProvideInformation>("referral_id: 'r' family_id: 'f'");
  *provide.add_facts() = testing::Flag("edge_of_care", false);
  *provide.add_subjects() = testing::Person("c", "child", {testing::Flag("in_care", true)});
  return Overruled().Then(provide);
}
TEST(ExpireOverrideTest, WhatWasDecidedAnewWhileItStoodIsDecidedByTheRules) {
  auto story = LearnedMeanwhile();
  ASSERT_TRUE(story.state.programmes[0].overridden());
  story.At(kOver).Then(Expire());
  ASSERT_EQ(story.last.size(), 2U);
  const auto& decided = std::get<v1::EligibilityDecided>(story.last[1]).programmes(0);
  EXPECT_FALSE(decided.overridden());
  EXPECT_EQ(decided.outcome(), v1::OUTCOME_NEEDS_INFORMATION);
  EXPECT_TRUE(story.IsQuietOn(Expire()));
}
TEST(ExpireOverrideTest, EndsItAndItsTimer) {
  auto story = Overruled().At(kOver);
  const auto expired = story.Then(Expire()).Only<v1::OverrideExpired>();
  EXPECT_EQ(expired, Make<v1::OverrideExpired>("referral_id: 'r' programme_id: 'T-01'"));
  EXPECT_EQ(EligibilityCheck::EffectsOf(expired).cancelled_timers,
            (std::vector<std::string>{"override-T-01"}));
  EXPECT_TRUE(story.state.overrides.empty());
}
TEST(ExpireOverrideTest, StaysQuietUntilItsLastDayIsOver) {
  EXPECT_TRUE(Overruled().IsQuietOn(Expire()));
  EXPECT_TRUE(Overruled().At(kOver - std::chrono::seconds{1}).IsQuietOn(Expire()));
}
TEST(ExpireOverrideTest, StaysQuietWhenItIsToldTwice) {
  EXPECT_TRUE(Overruled().At(kOver).Then(Expire()).IsQuietOn(Expire()));
}
TEST(ExpireOverrideTest, StaysQuietWhenItWasProlongedOrIsOfAnother) {
  auto story = Overruled().Then(Overrule(v1::OUTCOME_ELIGIBLE, "2016-08-31")).At(kOver);
  EXPECT_TRUE(story.IsQuietOn(Expire()));
  EXPECT_TRUE(Overruled().At(kOver).IsQuietOn(Expire("T-03")));
}

}  // namespace
}  // namespace kinward::eligibility
