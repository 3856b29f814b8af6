#include "services/scheduling/reactions/reactions.h"

#include <gtest/gtest.h>

#include "kinward/scheduling/v1/request.pb.h"

namespace kinward::scheduling {
namespace {

eligibility::v1::EligibilityDecided Decided() {
  eligibility::v1::EligibilityDecided event;
  event.set_referral_id("referral");
  event.set_family_id("family");
  event.set_urgency("urgent");
  event.set_on("2016-11-12");
  for (const char* programme : {"T-01", "T-02", "T-04"}) {
    auto& outcome = *event.add_programmes();
    outcome.set_programme_id(programme);
    outcome.set_outcome(eligibility::v1::OUTCOME_ELIGIBLE);
  }
  event.mutable_programmes(1)->set_outcome(eligibility::v1::OUTCOME_NOT_ELIGIBLE);
  return event;
}
template <typename Command>
Command First(const Commands& commands) {
  return static_cast<const Command&>(commands.at(0).message());
}

TEST(ReactionsTest, AsksHelpForEveryEligibleProgramme) {
  const Commands commands = OnEligibilityDecided(Decided(), {});
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(First<v1::RequestHelp>(commands).programme_id(), "T-01");
  EXPECT_EQ(First<v1::RequestHelp>(commands).urgency(), "urgent");
}

TEST(ReactionsTest, AsksHelpForTheAskedProgrammeAlone) {
  auto event = Decided();
  event.set_asked_programme("T-04");
  const Commands commands = OnEligibilityDecided(event, {});
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(First<v1::RequestHelp>(commands).programme_id(), "T-04");
}

TEST(ReactionsTest, AProgrammeAskedForInsteadEndsTheOthersFirst) {
  auto event = Decided();
  event.set_asked_programme("T-04");
  event.set_asked_instead(true);
  const Commands commands = OnEligibilityDecided(event, {});
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(First<v1::NarrowRequest>(commands).programme_id(), "T-04");
  EXPECT_EQ(First<v1::NarrowRequest>(commands).family_id(), "family");
}

TEST(ReactionsTest, AProgrammeInATrialIsAskedForWhereTheArmReceivesIt) {
  auto event = Decided();
  event.mutable_programmes(0)->set_in_trial(true);
  const Commands commands = OnEligibilityDecided(event, {});
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(First<v1::RequestHelp>(commands).programme_id(), "T-04");
  eligibility::v1::ArmRecorded arm;
  *arm.mutable_programme() = event.programmes(0);
  arm.add_reasons("edge-of-care");
  EXPECT_TRUE(OnArmRecorded(arm, {}).empty());
  arm.set_receives(true);
  const auto help = First<v1::RequestHelp>(OnArmRecorded(arm, {}));
  EXPECT_EQ(help.programme_id(), "T-01");
  EXPECT_EQ(help.reasons(0), "edge-of-care");
}

TEST(ReactionsTest, AnOverrideAsksHelpOnlyIfItMakesEligible) {
  eligibility::v1::DecisionOverridden event;
  event.mutable_programme()->set_programme_id("T-01");
  event.mutable_programme()->set_outcome(eligibility::v1::OUTCOME_NOT_ELIGIBLE);
  EXPECT_TRUE(OnDecisionOverridden(event, {}).empty());
  event.mutable_programme()->set_outcome(eligibility::v1::OUTCOME_ELIGIBLE);
  EXPECT_EQ(OnDecisionOverridden(event, {}).size(), 1U);
}

TEST(ReactionsTest, AWithdrawnOrSupersededReferralWithdrawsItsRequest) {
  intake::v1::ReferralWithdrawn withdrawn;
  withdrawn.set_family_id("family");
  EXPECT_EQ(First<v1::WithdrawRequest>(OnReferralWithdrawn(withdrawn, {})).family_id(), "family");
  EXPECT_EQ(First<v1::WithdrawRequest>(OnReferralSuperseded({}, {})).reason(), "superseded");
}

TEST(ReactionsTest, AClosedCaseEndsItsPart) {
  outcomes::v1::CaseClosed closed;
  closed.set_programme_id("T-01");
  EXPECT_EQ(First<v1::HearCaseClosed>(OnCaseClosed(closed, {})).programme_id(), "T-01");
}

TEST(ReactionsTest, ADecisionThatEndsTheReferralSetsItsRequestAside) {
  intake::v1::ReferralDecided decided;
  decided.set_decision(intake::v1::REFERRAL_DECISION_ACCEPT);
  EXPECT_TRUE(OnReferralDecided(decided, {}).empty());
  decided.set_decision(intake::v1::REFERRAL_DECISION_REDIRECT);
  EXPECT_EQ(First<v1::WithdrawRequest>(OnReferralDecided(decided, {})).reason(), "redirected");
  EXPECT_TRUE(First<v1::WithdrawRequest>(OnReferralDecided(decided, {})).may_return());
}

TEST(ReactionsTest, AReferralClosedByHandSetsItsRequestAside) {
  intake::v1::ReferralClosed closed;
  closed.set_reason("last-case-closed");
  EXPECT_TRUE(OnReferralClosed(closed, {}).empty());
  closed.set_reason("moved-away");
  EXPECT_EQ(OnReferralClosed(closed, {}).size(), 1U);
  EXPECT_EQ(OnReferralReopened({}, {}).size(), 1U);
}

}  // namespace
}  // namespace kinward::scheduling
