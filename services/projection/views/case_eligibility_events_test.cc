// What eligibility's events make of a case: overrides with their authority and end, ranks, arms,
// specialists.
#include <gtest/gtest.h>

#include "kinward/eligibility/v1/check.pb.h"
#include "services/projection/testing/told.h"
#include "services/projection/views/case_view.h"

namespace kinward::projection {
namespace {

namespace v1 = eligibility::v1;

constexpr const char* kReferral = "referral-1";
constexpr const char* kProgramme = "programme-1";

struct Told : ToldPart<views::v1::CaseEligibilityPart> {
  Told() : ToldPart(kCaseCollection, Source::kEligibility) {}
  Told& After(const google::protobuf::Message& event) {
    ToldPart::After(event);
    return *this;
  }
  [[nodiscard]] const views::v1::CaseEligibility& only() const { return part.programmes(0); }
};

v1::ProgrammeOutcome Outcome(v1::Outcome outcome) {
  v1::ProgrammeOutcome made;
  made.set_programme_id(kProgramme);
  made.set_outcome(outcome);
  return made;
}
v1::EligibilityDecided Decided(const v1::ProgrammeOutcome& outcome) {
  v1::EligibilityDecided event;
  event.set_referral_id(kReferral);
  event.set_family_id("family-1");
  *event.add_programmes() = outcome;
  return event;
}
v1::DecisionOverridden Overridden(v1::Outcome outcome) {
  v1::DecisionOverridden event;
  event.set_referral_id(kReferral);
  *event.mutable_programme() = Outcome(outcome);
  event.set_authority("head of service");
  event.set_expires_on("2016-12-31");
  return event;
}
v1::OverrideExpired Expired() {
  v1::OverrideExpired event;
  event.set_referral_id(kReferral);
  event.set_programme_id(kProgramme);
  return event;
}
v1::ArmRecorded Drawn(const char* arm) {
  v1::ArmRecorded event;
  event.set_referral_id(kReferral);
  *event.mutable_programme() = Outcome(v1::OUTCOME_ELIGIBLE);
  event.set_arm(arm);
  return event;
}

v1::SpecialistProposed Proposed(const char* role, const char* programme = kProgramme) {
  v1::SpecialistProposed event;
  event.set_referral_id(kReferral);
  event.set_programme_id(programme);
  event.set_version(2);
  event.set_role(role);
  return event;
}

TEST(CaseEligibilityTest, AnOverrideIsShownWithItsAuthorityItsEndAndWhatTheRulesSaid) {
  Told told;
  told.After(Decided(Outcome(v1::OUTCOME_NOT_ELIGIBLE)));
  told.After(Overridden(v1::OUTCOME_ELIGIBLE));
  EXPECT_TRUE(told.only().overridden());
  EXPECT_EQ(told.only().eligibility(), "eligible");
  EXPECT_EQ(told.only().by_rules(), "not-eligible");
  EXPECT_EQ(told.only().override_authority(), "head of service");
  EXPECT_EQ(told.only().override_expires_on(), "2016-12-31");
}

TEST(CaseEligibilityTest, OnceItHasExpiredTheRulesAreShownAgain) {
  Told told;
  told.After(Decided(Outcome(v1::OUTCOME_NOT_ELIGIBLE)));
  told.After(Overridden(v1::OUTCOME_ELIGIBLE)).After(Expired());
  EXPECT_FALSE(told.only().overridden());
  EXPECT_EQ(told.only().eligibility(), "not-eligible");
  EXPECT_EQ(told.only().override_authority(), "");
  EXPECT_EQ(told.only().by_rules(), "");
}

TEST(CaseEligibilityTest, ASecondOverrideStillTellsWhatTheRulesSaid) {
  Told told;
  told.After(Decided(Outcome(v1::OUTCOME_NOT_ELIGIBLE)));
  told.After(Overridden(v1::OUTCOME_ELIGIBLE)).After(Overridden(v1::OUTCOME_ELIGIBLE));
  EXPECT_EQ(told.only().by_rules(), "not-eligible");
}

TEST(CaseEligibilityTest, WhatIsDecidedAnewUnderAnOverrideStaysMarked) {
  auto outcome = Outcome(v1::OUTCOME_ELIGIBLE);
  outcome.set_overridden(true);
  outcome.set_override_authority("head of service");
  Told told;
  told.After(Decided(outcome));
  EXPECT_TRUE(told.only().overridden());
  EXPECT_EQ(told.only().override_authority(), "head of service");
}

TEST(CaseEligibilityTest, AFamilyKeepsItsArmWhateverIsDecidedAgain) {
  Told told;
  told.After(Decided(Outcome(v1::OUTCOME_ELIGIBLE)));
  told.After(Drawn("usual-service")).After(Decided(Outcome(v1::OUTCOME_ELIGIBLE)));
  EXPECT_EQ(told.only().arm(), "usual-service");
}

TEST(CaseEligibilityTest, EachRoleThatIsProposedIsShownOnce) {
  Told told;
  told.After(Decided(Outcome(v1::OUTCOME_ELIGIBLE)));
  told.After(Proposed("family-therapist")).After(Proposed("family-therapist"));
  told.After(Proposed("peer-mentor"));
  ASSERT_EQ(told.only().specialists_size(), 2);
  EXPECT_EQ(told.only().specialists(0), "family-therapist");
  EXPECT_EQ(told.only().specialists(1), "peer-mentor");
}

TEST(CaseEligibilityTest, WhoWasProposedStaysWhateverIsDecidedAgain) {
  Told told;
  told.After(Decided(Outcome(v1::OUTCOME_ELIGIBLE))).After(Proposed("family-therapist"));
  told.After(Decided(Outcome(v1::OUTCOME_ELIGIBLE))).After(Overridden(v1::OUTCOME_NOT_ELIGIBLE));
  ASSERT_EQ(told.only().specialists_size(), 1);
  EXPECT_EQ(told.only().specialists(0), "family-therapist");
}

TEST(CaseEligibilityTest, ASpecialistOfAProgrammeWithoutReferralsIsNoProgrammeOfTheCase) {
  Told told;
  told.After(Proposed("family-therapist", "programme-2"));
  told.After(Decided(Outcome(v1::OUTCOME_NOT_ELIGIBLE)));
  ASSERT_EQ(told.part.programmes_size(), 2);
  EXPECT_EQ(told.part.programmes(1).programme(), "programme-2");
  EXPECT_EQ(told.part.programmes(1).version(), 2);
  EXPECT_EQ(told.part.programmes(1).specialists(0), "family-therapist");
  CaseParts parts;
  parts.eligibility = told.part;
  EXPECT_EQ(ProgrammesOf(parts), std::vector<std::string>{kProgramme});
}

TEST(CaseEligibilityTest, ShowsRankOptionSegmentAndWhoElseWouldAccept) {
  auto outcome = Outcome(v1::OUTCOME_NOT_ELIGIBLE);
  outcome.add_elsewhere("programme-2");
  outcome.set_option_id("option-1");
  outcome.set_segment_id("segment-1");
  outcome.set_rank(2);
  Told told;
  told.After(Decided(outcome));
  EXPECT_EQ(told.only().elsewhere(0), "programme-2");
  EXPECT_EQ(told.only().option(), "option-1");
  EXPECT_EQ(told.only().segment(), "segment-1");
  EXPECT_EQ(told.only().rank(), 2);
}

}  // namespace
}  // namespace kinward::projection
