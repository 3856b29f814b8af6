// Who is asked to join those who help, by the programme's rule and by hand.
#include "services/eligibility/domain/specialists.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "libs/base/programmes.h"
#include "libs/testing/make.h"
#include "libs/testing/story.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using kinward::testing::Make;
using Story = kinward::testing::Story<EligibilityCheck>;

// A therapist joins T-01 where a child is at very high risk, a peer mentor where consent is given
// (which is sensitive); nobody joins T-02; T-08 takes no referrals and its therapist joins any
// help.
const ProgrammeCatalogue& Programmes() {
  static const ProgrammeCatalogue programmes = [] {
    ProgrammeCatalogue published;
    auto with_both = testing::WithTherapist(testing::TestProgramme("T-01"));
    *with_both.add_joiners() = Make<common::v1::Joiner>(
        "role: 'peer-mentor' says: 'Joins who agrees.' rule { compare { fact: 'consent' "
        "operator: COMPARISON_OPERATOR_EQUAL flag: true } }");
    published.Publish("leeds", with_both);
    published.Publish("leeds", testing::TestProgramme("T-02"));
    auto for_all = testing::WithTherapist(testing::TestProgramme("T-08"));
    for_all.set_takes_referrals(false);
    published.Publish("islington", for_all);
    published.Publish("islington", testing::TestProgramme("T-02"));
    return published;
  }();
  return programmes;
}
Story Unchecked(const std::string& council = "leeds") {
  Context context{*ParseTime("2016-07-12T10:00:00Z"), {"staff", "a.manager", {}}, council};
  context.programmes = &Programmes();
  return Story(context);
}
v1::CheckEligibility Ask(const std::string& programme = "T-01", bool at_risk = true) {
  auto command = Make<v1::CheckEligibility>("referral_id: 'r' family_id: 'f' urgency: 'routine'");
  command.set_programme(programme);
  *command.add_subjects() = testing::Person(
      "c", "child", {testing::Number("age_years", 13), testing::Flag("in_care", false)});
  *command.add_facts() = testing::Flag("edge_of_care", at_risk);
  return command;
}
v1::ProvideInformation VeryHigh(bool is = true, const std::string& person = "c") {
  auto command = Make<v1::ProvideInformation>("referral_id: 'r' family_id: 'f'");
  auto& subject = *command.add_subjects();
  subject.set_person_id(person);
  *subject.add_facts() = testing::Flag("very_high_risk", is);
  return command;
}
const auto kAgreed = Make<v1::ProvideInformation>(
    "referral_id: 'r' family_id: 'f' sensitive_facts { facts { name: 'consent' flag: true } }");
const auto kEligible = Make<v1::OverrideDecision>(
    "referral_id: 'r' programme_id: 'T-01' authority: 'head' outcome: OUTCOME_ELIGIBLE");
const auto kOver = Make<v1::RecordReferralEnded>("referral_id: 'r' family_id: 'f'");
const auto kReopened = Make<v1::RecordReferralReopened>("referral_id: 'r' family_id: 'f'");
v1::ProposeSpecialist Propose(const std::string& role = "family-therapist",
                              const std::string& programme = "T-01") {
  auto command = Make<v1::ProposeSpecialist>("referral_id: 'r'");
  command.set_programme_id(programme);
  command.set_role(role);
  return command;
}
// Undecided for want of consent.
Story Checked() { return Unchecked().Then(Ask()); }
Story Eligible() { return Checked().Then(kAgreed); }

std::vector<v1::SpecialistProposed> ProposedIn(const Story& story) {
  std::vector<v1::SpecialistProposed> proposed;
  for (const auto& event : story.last) {
    if (const auto* one = std::get_if<v1::SpecialistProposed>(&event)) proposed.push_back(*one);
  }
  return proposed;
}
std::vector<std::string> RolesIn(const Story& story) {
  std::vector<std::string> roles;
  for (const auto& one : ProposedIn(story)) roles.push_back(one.role());
  return roles;
}
using Roles = std::vector<std::string>;

TEST(SpecialistTest, IsProposedAsSoonAsTheProgrammesRuleHolds) {
  auto story = Eligible().Then(VeryHigh());
  const auto proposed = ProposedIn(story);
  ASSERT_EQ(proposed.size(), 1U);
  EXPECT_EQ(proposed[0], Make<v1::SpecialistProposed>(
                             "referral_id: 'r' family_id: 'f' programme_id: 'T-01' version: 1 "
                             "role: 'family-therapist' by_rule: true "
                             "because: 'Joins at very high risk.'"));
  EXPECT_TRUE(std::holds_alternative<v1::SpecialistProposed>(story.last.back()));
}
TEST(SpecialistTest, IsProposedByTheCheckItself) {
  auto ask = Ask();
  *ask.mutable_sensitive_facts()->add_facts() = testing::Flag("consent", true);
  *ask.mutable_subjects(0)->add_facts() = testing::Flag("very_high_risk", true);
  auto story = Unchecked().Then(ask);
  EXPECT_EQ(RolesIn(story), (Roles{"family-therapist", "peer-mentor"}));
  EXPECT_TRUE(story.IsQuietOn(ask));
}
TEST(SpecialistTest, ASensitiveFactOfTheCommandCountsAndIsNeverRepeated) {
  const auto proposed = ProposedIn(Eligible());
  ASSERT_EQ(proposed.size(), 1U);
  EXPECT_EQ(proposed[0].role(), "peer-mentor");
  EXPECT_EQ(proposed[0].because(), "Joins who agrees.");
}
TEST(SpecialistTest, IsNotProposedTwice) {
  auto story = Eligible().Then(VeryHigh());
  EXPECT_EQ(RolesIn(story.Then(VeryHigh(false))), Roles{});
  EXPECT_EQ(RolesIn(story.Then(VeryHigh(true))), Roles{});
  EXPECT_EQ(RolesIn(story.Then(kAgreed)), Roles{});
}
TEST(SpecialistTest, AnUndecidedRuleProposesNobody) {
  auto story = Checked().Then(kEligible);
  EXPECT_EQ(RolesIn(story), Roles{});
  EXPECT_EQ(RolesIn(story.Then(VeryHigh(true, "a parent, whose role is not known"))), Roles{});
}
TEST(SpecialistTest, NobodyJoinsWhatIsNotGiven) {
  EXPECT_EQ(RolesIn(Checked().Then(VeryHigh())), Roles{});
}
TEST(SpecialistTest, IsProposedOnceTheProgrammeIsGivenByTheRulesOrByAPerson) {
  EXPECT_EQ(RolesIn(Checked().Then(VeryHigh()).Then(kAgreed)),
            (Roles{"family-therapist", "peer-mentor"}));
  EXPECT_EQ(RolesIn(Checked().Then(VeryHigh()).Then(kEligible)), Roles{"family-therapist"});
}
TEST(SpecialistTest, WhatWasToldBeforeTheCheckCounts) {
  EXPECT_EQ(RolesIn(Unchecked().Then(VeryHigh()).Then(Ask()).Then(kEligible)),
            Roles{"family-therapist"});
}
TEST(SpecialistTest, AReviewThatBringsTheFactProposesToo) {
  auto review = Make<v1::ReviewOngoingConditions>("referral_id: 'r' family_id: 'f'");
  *review.add_subjects() = VeryHigh().subjects(0);
  auto story = Eligible().Then(review);
  EXPECT_EQ(RolesIn(story), Roles{"family-therapist"});
}
TEST(SpecialistTest, NobodyIsProposedWhileTheReferralIsOver) {
  auto story = Eligible().Then(kOver);
  EXPECT_EQ(RolesIn(story.Then(VeryHigh())), Roles{});
  EXPECT_EQ(RolesIn(story.Then(kReopened)), Roles{"family-therapist"});
}
TEST(SpecialistTest, NobodyIsProposedOnceSomebodyWasErased) {
  const auto erase =
      Make<v1::RecordErasure>("referral_id: 'r' family_id: 'f' person_id: 'somebody'");
  EXPECT_EQ(RolesIn(Eligible().Then(erase).Then(VeryHigh())), Roles{});
}
TEST(SpecialistTest, AProgrammeWithoutReferralsSendsItsSpecialistToWhoeverIsHelped) {
  auto story = Unchecked("islington").Then(Ask("T-02", false)).Then(VeryHigh());
  ASSERT_EQ(ProposedIn(story).size(), 1U);
  EXPECT_EQ(ProposedIn(story)[0].programme_id(), "T-08");
  EXPECT_TRUE(story.IsQuietOn(Propose("family-therapist", "T-08")));
}

TEST(ProposeSpecialistTest, SaysThatAPersonProposed) {
  EXPECT_EQ(Eligible().Then(Propose()).Only<v1::SpecialistProposed>(),
            Make<v1::SpecialistProposed>("referral_id: 'r' family_id: 'f' programme_id: 'T-01' "
                                         "version: 1 role: 'family-therapist' "
                                         "because: 'Joins at very high risk.'"));
}
TEST(ProposeSpecialistTest, StaysQuietOnARetryAndWhereTheRuleProposedBefore) {
  EXPECT_TRUE(Eligible().Then(Propose()).IsQuietOn(Propose()));
  EXPECT_TRUE(Eligible().Then(VeryHigh()).IsQuietOn(Propose()));
  EXPECT_EQ(RolesIn(Eligible().Then(Propose()).Then(VeryHigh())), Roles{});
}
TEST(ProposeSpecialistTest, TakesWhatAPersonGaveAndWhatIsForEverybody) {
  EXPECT_EQ(RolesIn(Checked().Then(kEligible).Then(Propose())), Roles{"family-therapist"});
  auto elsewhere = Unchecked("islington").Then(Ask("T-02"));
  EXPECT_EQ(RolesIn(elsewhere.Then(Propose("family-therapist", "T-08"))),
            Roles{"family-therapist"});
}
TEST(ProposeSpecialistTest, RefusesAReferralNotChecked) {
  EXPECT_EQ(Unchecked().RuleAgainst(Propose()), v1::REJECTION_REFERRAL_MUST_BE_CHECKED);
}
TEST(ProposeSpecialistTest, RefusesAProgrammeThatWasNoPartOfTheCheck) {
  EXPECT_EQ(Eligible().RuleAgainst(Propose("family-therapist", "T-02")),
            v1::REJECTION_PROGRAMME_MUST_BE_CHECKED);
}
TEST(ProposeSpecialistTest, RefusesToJoinWhatIsNotGivenAndWhatIsOver) {
  EXPECT_EQ(Checked().RuleAgainst(Propose()), v1::REJECTION_SPECIALIST_MUST_JOIN_HELP);
  EXPECT_EQ(Eligible().Then(kOver).RuleAgainst(Propose()), v1::REJECTION_SPECIALIST_MUST_JOIN_HELP);
}
TEST(ProposeSpecialistTest, RefusesARoleThatTheProgrammeDoesNotNameAndTellsThoseItDoes) {
  const auto refusal = Eligible().RuleAgainst(Propose("trainer"));
  EXPECT_EQ(refusal.rule, v1::REJECTION_SPECIALIST_MUST_BE_OF_THE_PROGRAMME);
  EXPECT_EQ(refusal.instead, (Roles{"family-therapist", "peer-mentor"}));
}

}  // namespace
}  // namespace kinward::eligibility
