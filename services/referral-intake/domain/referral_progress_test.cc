// What is heard of a referral's cases and programmes, in whatever order, and its end by the last.
#include "services/referral-intake/domain/referral_progress.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "services/referral-intake/domain/referral_fixture.h"

namespace kinward::intake::referral_test {
namespace {

TEST(RecordCaseOpenedTest, MeansThatSomebodyAccepted) {
  EXPECT_EQ(Received().Then(WithCase<v1::RecordCaseOpened>(CaseOf("T-01"))).referral.stage,
            v1::REFERRAL_STAGE_ACCEPTED);
}
TEST(RecordCaseOpenedTest, NamesTheCase) {
  const Story story = Accepted().Then(WithCase<v1::RecordCaseOpened>(CaseOf("T-01")));
  ASSERT_EQ(story.last.size(), 1U);
  EXPECT_EQ(story.Last<v1::ReferralCaseOpened>()->case_id(), CaseOf("T-01"));
}
TEST(RecordCaseOpenedTest, StaysQuietWhenItIsHeardAgainOrAfterItsClose) {
  const auto opened = WithCase<v1::RecordCaseOpened>(CaseOf("T-01"));
  Story story = Accepted().Then(opened);
  EXPECT_EQ(story.Answer(opened), Nothing());
  EXPECT_EQ(story.Then(WithCase<v1::RecordCaseClosed>(CaseOf("T-01"))).Answer(opened), Nothing());
}
TEST(RecordCaseOpenedTest, RefusesAReferralNeverReceived) {
  EXPECT_EQ(Story().Answer(WithCase<v1::RecordCaseOpened>(CaseOf("T-01"))),
            Refused(v1::REJECTION_REFERRAL_MUST_BE_KNOWN));
}

TEST(RecordCaseClosedTest, ClosesTheReferralWithItsLastCaseOnly) {
  Story story = Accepted()
                    .Then(Await({"T-01", "T-02"}))
                    .Then(WithCase<v1::RecordCaseOpened>(CaseOf("T-01")))
                    .Then(WithCase<v1::RecordCaseOpened>(CaseOf("T-02")))
                    .Then(WithCase<v1::RecordCaseClosed>(CaseOf("T-01")));
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_ACCEPTED);
  story.Then(WithCase<v1::RecordCaseClosed>(CaseOf("T-02")));
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_CLOSED);
  EXPECT_EQ(Referral::EffectsOf(*story.Last<v1::ReferralClosed>()).releases.size(), 1U);
}
TEST(RecordCaseClosedTest, WaitsForAProgrammeThatHasNotBegun) {
  Story story = Accepted()
                    .Then(Await({"T-01", "T-02"}))
                    .Then(WithCase<v1::RecordCaseOpened>(CaseOf("T-01")))
                    .Then(WithCase<v1::RecordCaseClosed>(CaseOf("T-01")));
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_ACCEPTED);
  EXPECT_EQ(story.Then(HelpEnded("T-02")).referral.stage, v1::REFERRAL_STAGE_CLOSED);
}
TEST(RecordCaseClosedTest, StaysQuietWhenItIsHeardAgain) {
  const auto closed = WithCase<v1::RecordCaseClosed>(CaseOf("T-01"));
  EXPECT_EQ(Accepted().Then(Await({"T-01", "T-02"})).Then(closed).Answer(closed), Nothing());
}
TEST(RecordCaseClosedTest, RefusesAReferralNeverReceived) {
  EXPECT_EQ(Story().Answer(WithCase<v1::RecordCaseClosed>(CaseOf("T-01"))),
            Refused(v1::REJECTION_REFERRAL_MUST_BE_KNOWN));
}

TEST(RecordHelpEndedTest, LeavesAReferralWithoutACaseToAPerson) {
  EXPECT_EQ(Accepted().Then(Await({"T-01"})).Then(HelpEnded("T-01")).referral.stage,
            v1::REFERRAL_STAGE_ACCEPTED);
}
TEST(RecordHelpEndedTest, SaysWhichProgrammeAndWhy) {
  auto ended = HelpEnded("T-01");
  ended.set_reason("declined");
  const Story story = Accepted().Then(Await({"T-01"})).Then(ended);
  ASSERT_EQ(story.last.size(), 1U);
  EXPECT_EQ(story.Last<v1::ReferralHelpEnded>()->programme_id(), "T-01");
  EXPECT_EQ(story.Last<v1::ReferralHelpEnded>()->reason(), "declined");
}
TEST(RecordHelpEndedTest, StaysQuietWhenItIsHeardAgain) {
  EXPECT_EQ(Accepted().Then(HelpEnded("T-01")).Answer(HelpEnded("T-01")), Nothing());
}
TEST(RecordHelpEndedTest, RefusesAReferralNeverReceived) {
  EXPECT_EQ(Story().Answer(HelpEnded("T-01")), Refused(v1::REJECTION_REFERRAL_MUST_BE_KNOWN));
}

// Topics have no order among each other: however its parts are heard of, it ends the same.
TEST(ReferralProperty, EveryOrderOfHearingEndsClosed) {
  const auto await = Await({"T-01", "T-02"});
  const auto opened = WithCase<v1::RecordCaseOpened>(CaseOf("T-01"));
  const auto closed = WithCase<v1::RecordCaseClosed>(CaseOf("T-01"));
  const auto ended = HelpEnded("T-02");
  std::vector<int> order{0, 1, 2, 3};
  do {
    Story story = Received();
    for (const int step : order) {
      if (step == 0) story.Then(await);
      if (step == 1) story.Then(opened);
      if (step == 2) story.Then(closed);
      if (step == 3) story.Then(ended);
    }
    EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_CLOSED) << ::testing::PrintToString(order);
  } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace
}  // namespace kinward::intake::referral_test
