// What a check is told of by its programme's trial and by intake, and only keeps.
#include <gtest/gtest.h>

#include <string>

#include "libs/base/programmes.h"
#include "libs/testing/make.h"
#include "libs/testing/random_sequence.h"
#include "libs/testing/story.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using kinward::testing::Make;
using Story = kinward::testing::Story<EligibilityCheck>;

const ProgrammeCatalogue& Programmes() {
  static const ProgrammeCatalogue programmes = [] {
    ProgrammeCatalogue published;
    published.Publish("leeds", testing::TestProgramme("T-01"));
    return published;
  }();
  return programmes;
}
Context Here() {
  Context context{*ParseTime("2016-07-12T10:00:00Z"), {"staff", "a.manager", {}}, "leeds"};
  context.programmes = &Programmes();
  return context;
}
v1::CheckEligibility Ask(bool at_risk) {
  auto command = Make<v1::CheckEligibility>(
      "referral_id: 'r' family_id: 'f' programme: 'T-01' urgency: 'urgent' reasons: 'edge-of-care' "
      "sensitive_facts { facts { name: 'consent' flag: true } }");
  *command.add_subjects() = testing::Person(
      "c", "child", {testing::Number("age_years", 13), testing::Flag("in_care", false)});
  *command.add_facts() = testing::Flag("edge_of_care", at_risk);
  return command;
}
Story Unchecked() { return Story(Here()); }
Story Checked(bool at_risk = true) { return Unchecked().Then(Ask(at_risk)); }
v1::RecordArm Arm(const std::string& arm = "pod") {
  auto command = Make<v1::RecordArm>(
      "referral_id: 'r' family_id: 'f' programme_id: 'T-01' trial_id: 'trial-t-01' receives: true");
  command.set_arm(arm);
  return command;
}
const auto kCohort =
    Make<v1::RecordCohort>("referral_id: 'r' family_id: 'f' programme_id: 'T-01' cohort: 'pilot'");
const auto kEnded = Make<v1::RecordReferralEnded>("referral_id: 'r' family_id: 'f'");
const auto kReopened = Make<v1::RecordReferralReopened>("referral_id: 'r' family_id: 'f'");
const auto kEligible = Make<v1::OverrideDecision>(
    "referral_id: 'r' programme_id: 'T-01' authority: 'head' outcome: OUTCOME_ELIGIBLE");

TEST(RecordArmTest, CarriesWhatHelpNeeds) {
  const auto event = Checked().Then(Arm()).Only<v1::ArmRecorded>();
  EXPECT_EQ(event.arm(), "pod");
  EXPECT_TRUE(event.receives());
  EXPECT_EQ(event.programme().programme_id(), "T-01");
  EXPECT_EQ(event.programme().gateway().panel_id(), "panel");
  EXPECT_EQ(event.urgency(), "urgent");
  EXPECT_EQ(event.on(), "2016-07-12");
  EXPECT_EQ(event.reasons(0), "edge-of-care");
  EXPECT_EQ(event.subjects(0).person_id(), "c");
}
TEST(RecordArmTest, StaysQuietOnARetry) { EXPECT_TRUE(Checked().Then(Arm()).IsQuietOn(Arm())); }
TEST(RecordArmTest, TakesWhoIsEligibleByAPersonsDecision) {
  const auto event = Checked(false).Then(kEligible).Then(Arm()).Only<v1::ArmRecorded>();
  EXPECT_EQ(event.programme().outcome(), v1::OUTCOME_ELIGIBLE);
}
TEST(RecordArmTest, RefusesAReferralNotChecked) {
  EXPECT_EQ(Unchecked().RuleAgainst(Arm()), v1::REJECTION_REFERRAL_MUST_BE_CHECKED);
}
TEST(RecordArmTest, RefusesAnotherFamily) {
  auto other = Arm();
  other.set_family_id("g");
  EXPECT_EQ(Checked().RuleAgainst(other), v1::REJECTION_FAMILY_MUST_BE_THE_REFERRALS);
}
TEST(RecordArmTest, RefusesAProgrammeThatWasNoPartOfTheCheck) {
  auto other = Arm();
  other.set_programme_id("T-09");
  EXPECT_EQ(Checked().RuleAgainst(other), v1::REJECTION_PROGRAMME_MUST_BE_CHECKED);
}
TEST(RecordArmTest, RefusesWhoIsNotEligible) {
  EXPECT_EQ(Checked(false).RuleAgainst(Arm()), v1::REJECTION_PROGRAMME_MUST_BE_ELIGIBLE);
}

TEST(RecordCohortTest, KeepsTheTag) {
  EXPECT_EQ(Checked(false).Then(kCohort).Only<v1::CohortRecorded>().cohort(), "pilot");
}
TEST(RecordCohortTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Checked().Then(kCohort).IsQuietOn(kCohort));
}
TEST(RecordCohortTest, TakesASecondCohort) {
  auto second = kCohort;
  second.set_cohort("second");
  EXPECT_EQ(Checked().Then(kCohort).Then(second).last.size(), 1U);
}
TEST(RecordCohortTest, RefusesAReferralNotCheckedAndAnotherFamily) {
  EXPECT_EQ(Unchecked().RuleAgainst(kCohort), v1::REJECTION_REFERRAL_MUST_BE_CHECKED);
  auto other = kCohort;
  other.set_family_id("g");
  EXPECT_EQ(Checked().RuleAgainst(other), v1::REJECTION_FAMILY_MUST_BE_THE_REFERRALS);
}

const auto kWithdrawn = Make<v1::ReviewOngoingConditions>(
    "referral_id: 'r' family_id: 'f' "
    "sensitive_facts { facts { name: 'consent' flag: false } }");
TEST(RecordReferralEndedTest, NothingIsReviewedOnceItIsOver) {
  EXPECT_TRUE(Checked().Then(kEnded).IsQuietOn(kWithdrawn));
  EXPECT_EQ(Checked().Then(kWithdrawn).last.size(), 1U);
}
TEST(RecordReferralEndedTest, StaysQuietWhenItIsToldTwice) {
  EXPECT_TRUE(Checked().Then(kEnded).IsQuietOn(kEnded));
}
TEST(RecordReferralEndedTest, MayBeToldBeforeTheReferralIsChecked) {
  auto story = Unchecked().Then(kEnded);
  EXPECT_EQ(story.Only<v1::ReferralEnded>().family_id(), "f");
  EXPECT_TRUE(story.Then(Ask(true)).IsQuietOn(kWithdrawn));
}
TEST(RecordReferralReopenedTest, IsReviewedAgain) {
  auto story = Checked().Then(kEnded).Then(kReopened);
  EXPECT_EQ(story.Then(kWithdrawn).last.size(), 1U);
}
TEST(RecordReferralReopenedTest, StaysQuietWhereNothingHadEnded) {
  EXPECT_TRUE(Checked().IsQuietOn(kReopened));
  EXPECT_TRUE(Unchecked().IsQuietOn(kReopened));
}
TEST(RecordReferralReopenedTest, StaysQuietWhenItIsToldTwice) {
  EXPECT_TRUE(Checked().Then(kEnded).Then(kReopened).IsQuietOn(kReopened));
}

TEST(CheckToldProperty, AnyCommandSequenceIsTakenByApply) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    kinward::testing::RandomSequence<EligibilityCheck> random(seed, [](auto&) { return Here(); });
    for (int step = 0; step < 60; ++step) {
      switch (random.Pick(8)) {
        case 0:
          random.Send(Ask(random.Pick(2) == 0));
          break;
        case 1:
          random.Send(Arm());
          break;
        case 2:
          random.Send(kCohort);
          break;
        case 3:
          random.Send(kEnded);
          break;
        case 4:
          random.Send(kReopened);
          break;
        case 5:
          random.Send(kEligible);
          break;
        default:
          random.Send(kWithdrawn);
      }
    }
  }
}

}  // namespace
}  // namespace kinward::eligibility
