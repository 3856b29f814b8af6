// How a referral is decided and ends: redirected, withdrawn, superseded, closed, and reopened.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kinward/intake/v1/family.pb.h"
#include "libs/testing/make.h"
#include "services/referral-intake/domain/referral.h"
#include "services/referral-intake/domain/referral_fixture.h"

namespace kinward::intake::referral_test {
namespace {

// What the family is told when the referral of this story ends.
v1::NoteReferralEnded EndsToday() {
  return testing::Make<v1::NoteReferralEnded>("family_id: '" + kFamily + "' referral_id: '" +
                                              kReferral + "' ended_on: '2016-11-12'");
}
v1::SupersedeReferral Supersede(const std::string& by = kOther) {
  auto command = For<v1::SupersedeReferral>();
  command.set_superseded_by(by);
  return command;
}
Story Closed() { return Received().Then(For<v1::CloseReferral>()); }

TEST(DecideReferralTest, AnnouncesTheStage) {
  EXPECT_EQ(Accepted().Last<v1::ReferralStatusChanged>()->to(), v1::REFERRAL_STAGE_ACCEPTED);
}
TEST(DecideReferralTest, StaysQuietOnARetry) {
  EXPECT_EQ(Accepted().Answer(DecideAs(v1::REFERRAL_DECISION_ACCEPT)), Nothing());
}
TEST(DecideReferralTest, FreesTheFamilysPlaceWhenNothingFollows) {
  const Story ended = Received().Then(DecideAs(v1::REFERRAL_DECISION_NO_FURTHER_ACTION));
  EXPECT_EQ(Referral::EffectsOf(*ended.Last<v1::ReferralDecided>()).releases.size(), 1U);
  EXPECT_TRUE(Referral::EffectsOf(*Accepted().Last<v1::ReferralDecided>()).releases.empty());
}
TEST(DecideReferralTest, RefusesARedirectionToNowhere) {
  EXPECT_EQ(Received().Answer(DecideAs(v1::REFERRAL_DECISION_REDIRECT)),
            Refused(v1::REJECTION_REDIRECTION_MUST_NAME_ITS_TARGET));
}
TEST(DecideReferralTest, RefusesToEndARunningCase) {
  const Story helped = Accepted().Then(WithCase<v1::RecordCaseOpened>(CaseOf("T-01")));
  EXPECT_EQ(helped.Answer(DecideAs(v1::REFERRAL_DECISION_NO_FURTHER_ACTION)),
            Refused(v1::REJECTION_REFERRAL_MUST_HAVE_NO_OPEN_CASE));
}
TEST(DecideReferralTest, TellsTheFamilyWhenNothingFollows) {
  const Story ended = Received().Then(DecideAs(v1::REFERRAL_DECISION_NO_FURTHER_ACTION));
  const auto companions = Referral::CompanionsOf(*ended.Last<v1::ReferralDecided>());
  ASSERT_EQ(companions.size(), 1U);
  EXPECT_EQ(companions[0].message(), EndsToday());
  EXPECT_TRUE(Referral::CompanionsOf(*Accepted().Last<v1::ReferralDecided>()).empty());
}
TEST(DecideReferralTest, RefusesWhatHasEnded) {
  EXPECT_EQ(Closed().Answer(DecideAs(v1::REFERRAL_DECISION_ACCEPT)),
            Refused(v1::REJECTION_REFERRAL_MUST_BE_OPEN));
}
TEST(DecideReferralTest, RefusesAReferralNeverReceived) {
  EXPECT_EQ(Story().Answer(DecideAs(v1::REFERRAL_DECISION_ACCEPT)),
            Refused(v1::REJECTION_REFERRAL_MUST_BE_KNOWN));
}

TEST(WithdrawReferralTest, APartnersWishAsksForADecision) {
  Story story = Accepted().Then(For<v1::WithdrawReferral>(), kPartner);
  EXPECT_EQ(story.Last<v1::WithdrawalRequested>()->requested_by(), kPolice);
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_ACCEPTED);
  EXPECT_EQ(story.Answer(For<v1::WithdrawReferral>(), kPartner), Nothing());
}
TEST(WithdrawReferralTest, TheCouncilMayKeepItsDuty) {
  const Story kept = Accepted()
                         .Then(For<v1::WithdrawReferral>(), kPartner)
                         .Then(DecideAs(v1::REFERRAL_DECISION_ACCEPT));
  EXPECT_EQ(kept.last.size(), 1U);
  EXPECT_FALSE(kept.referral.withdrawal_requested);
}
TEST(WithdrawReferralTest, TheCouncilsOwnEndsIt) {
  Story story = Accepted().Then(For<v1::WithdrawReferral>());
  EXPECT_EQ(story.Last<v1::ReferralWithdrawn>()->family_id(), kFamily);
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_WITHDRAWN);
  EXPECT_EQ(story.Answer(For<v1::WithdrawReferral>()), Nothing());
}
TEST(WithdrawReferralTest, RefusesAStrangersReferralAsUnknown) {
  EXPECT_EQ(Received().Answer(For<v1::WithdrawReferral>(), kStranger),
            Refused(v1::REJECTION_REFERRAL_MUST_BE_KNOWN));
}
TEST(WithdrawReferralTest, FreesTheFamilysPlaceAndTellsTheFamily) {
  const Story story = Accepted().Then(For<v1::WithdrawReferral>());
  const auto& withdrawn = *story.Last<v1::ReferralWithdrawn>();
  const std::vector<Release> freed{{"open-referral", kReferral}};
  EXPECT_EQ(Referral::EffectsOf(withdrawn).releases, freed);
  const auto companions = Referral::CompanionsOf(withdrawn);
  ASSERT_EQ(companions.size(), 1U);
  EXPECT_EQ(companions[0].message(), EndsToday());
}
TEST(WithdrawReferralTest, RefusesWhatHasEndedOtherwise) {
  EXPECT_EQ(Closed().Answer(For<v1::WithdrawReferral>()),
            Refused(v1::REJECTION_REFERRAL_MUST_BE_OPEN));
}

TEST(ReopenReferralTest, GoesBackToScreening) {
  const Story story = Received().Then(For<v1::CloseReferral>()).Then(For<v1::ReopenReferral>());
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_SCREENING);
}
TEST(ReopenReferralTest, RefusesWhatWasWithdrawn) {
  EXPECT_EQ(Received().Then(For<v1::WithdrawReferral>()).Answer(For<v1::ReopenReferral>()),
            Refused(v1::REJECTION_REFERRAL_MUST_NOT_BE_WITHDRAWN));
}
TEST(ReopenReferralTest, RefusesWhatIsOpen) {
  EXPECT_EQ(Received().Answer(For<v1::ReopenReferral>()),
            Refused(v1::REJECTION_REFERRAL_MUST_HAVE_ENDED));
}
TEST(ReopenReferralTest, TakesTheFamilysPlaceAgain) {
  const Story story =
      Story().Then(Receive(true)).Then(For<v1::CloseReferral>()).Then(For<v1::ReopenReferral>());
  const std::vector<Claim> taken{
      {"open-referral", kFamily + "/T-01", kNow, Time::max(), kReferral}};
  EXPECT_EQ(Referral::EffectsOf(*story.Last<v1::ReferralReopened>()).claims, taken);
}
TEST(ReopenReferralTest, RefusesAReferralNeverReceived) {
  EXPECT_EQ(Story().Answer(For<v1::ReopenReferral>()),
            Refused(v1::REJECTION_REFERRAL_MUST_BE_KNOWN));
}

TEST(SupersedeReferralTest, NamesTheOther) {
  EXPECT_EQ(Received().Then(Supersede()).Last<v1::ReferralSuperseded>()->superseded_by(), kOther);
}
TEST(SupersedeReferralTest, RefusesItself) {
  EXPECT_EQ(Received().Answer(Supersede(kReferral)),
            Refused(v1::REJECTION_REFERRAL_MUST_NOT_SUPERSEDE_ITSELF));
}
TEST(SupersedeReferralTest, FreesTheFamilysPlaceAndTellsTheFamily) {
  const Story story = Received().Then(Supersede());
  const auto& superseded = *story.Last<v1::ReferralSuperseded>();
  const std::vector<Release> freed{{"open-referral", kReferral}};
  EXPECT_EQ(Referral::EffectsOf(superseded).releases, freed);
  const auto companions = Referral::CompanionsOf(superseded);
  ASSERT_EQ(companions.size(), 1U);
  EXPECT_EQ(companions[0].message(), EndsToday());
}
TEST(SupersedeReferralTest, StaysQuietOnARetry) {
  EXPECT_EQ(Received().Then(Supersede()).Answer(Supersede()), Nothing());
}
TEST(SupersedeReferralTest, RefusesWhatHasEndedOtherwise) {
  EXPECT_EQ(Closed().Answer(Supersede()), Refused(v1::REJECTION_REFERRAL_MUST_BE_OPEN));
}
TEST(SupersedeReferralTest, RefusesAReferralNeverReceived) {
  EXPECT_EQ(Story().Answer(Supersede()), Refused(v1::REJECTION_REFERRAL_MUST_BE_KNOWN));
}

TEST(CloseReferralTest, RefusesWhileACaseIsOpen) {
  const Story helped = Accepted().Then(WithCase<v1::RecordCaseOpened>(CaseOf("T-01")));
  EXPECT_EQ(helped.Answer(For<v1::CloseReferral>()),
            Refused(v1::REJECTION_REFERRAL_MUST_HAVE_NO_OPEN_CASE));
}
TEST(CloseReferralTest, FreesTheFamilysPlaceAndTellsTheFamily) {
  const Story story = Closed();
  EXPECT_EQ(story.Last<v1::ReferralStatusChanged>()->to(), v1::REFERRAL_STAGE_CLOSED);
  const auto& closed = *story.Last<v1::ReferralClosed>();
  const std::vector<Release> freed{{"open-referral", kReferral}};
  EXPECT_EQ(Referral::EffectsOf(closed).releases, freed);
  const auto companions = Referral::CompanionsOf(closed);
  ASSERT_EQ(companions.size(), 1U);
  EXPECT_EQ(companions[0].message(), EndsToday());
}
TEST(CloseReferralTest, StaysQuietOnARetry) {
  EXPECT_EQ(Closed().Answer(For<v1::CloseReferral>()), Nothing());
}
TEST(CloseReferralTest, RefusesWhatHasEndedOtherwise) {
  EXPECT_EQ(Received().Then(For<v1::WithdrawReferral>()).Answer(For<v1::CloseReferral>()),
            Refused(v1::REJECTION_REFERRAL_MUST_BE_OPEN));
}
TEST(CloseReferralTest, RefusesAReferralNeverReceived) {
  EXPECT_EQ(Story().Answer(For<v1::CloseReferral>()),
            Refused(v1::REJECTION_REFERRAL_MUST_BE_KNOWN));
}

}  // namespace
}  // namespace kinward::intake::referral_test
