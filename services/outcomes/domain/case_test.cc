// How a case opens and closes.
#include "services/outcomes/domain/case.h"

#include <gtest/gtest.h>

#include <variant>

#include "services/outcomes/domain/case_fixture.h"

namespace kinward::outcomes::case_test {
namespace {

TEST(OpenCaseTest, CountsChildrenApartFromTheFamily) {
  EXPECT_EQ(std::get<v1::CaseOpened>(Opened().last[0]).children(), 1);
}
TEST(OpenCaseTest, PinsItsProgrammesVersion) {
  const Story story = Opened();
  const auto& opened = std::get<v1::CaseOpened>(story.last[0]);
  EXPECT_EQ(opened.programme_version(), 3);
  EXPECT_EQ(opened.expected_days(), 84);
  const Effects effects = Case::EffectsOf(opened);
  ASSERT_EQ(effects.timers.size(), 1U);
  EXPECT_EQ(effects.timers[0].due, StartOf(DateFrom(2017, 2, 5)));
}
TEST(OpenCaseTest, PinsTheRulesOfItsFollowUpsWithoutTheirSources) {
  auto programme = Programme();
  programme.mutable_follow_ups(0)->set_source("999 § 1");
  const Story story = Story().Then(Open(), On(12, &programme));
  const auto& opened = std::get<v1::CaseOpened>(story.last[0]);
  ASSERT_EQ(opened.follow_up_rules_size(), 1);
  EXPECT_EQ(opened.follow_up_rules(0).check(), "looked-after");
  EXPECT_EQ(opened.follow_up_rules(0).source(), "");
}
TEST(OpenCaseTest, WatchesTheChildAndChecksWhileItIsOpen) {
  const Story story = Opened();
  const auto companions = Case::CompanionsOf(std::get<v1::CaseOpened>(story.last[0]));
  EXPECT_EQ(CountOf(companions, "ScheduleFollowUp"), 1);
  EXPECT_EQ(CountOf(companions, "WatchCase"), 1);
}
TEST(OpenCaseTest, DoesNotWaitForAProgrammeNotHeardYet) {
  EXPECT_EQ(Story().Then(Open(), On(12, nullptr)).last.size(), 1U);
}
TEST(OpenCaseTest, StaysQuietOnARetryAndRefusesAnotherReferral) {
  EXPECT_EQ(Opened().Answer(Open()), Nothing());
  auto other = Open();
  other.set_referral_id(kChild);
  EXPECT_EQ(Opened().Answer(other), Refused(v1::REJECTION_CASE_ID_MUST_NOT_BE_REUSED));
}

TEST(CloseCaseTest, SchedulesEachCheckOfTheProgramme) {
  const Story story = Opened().Then(Assign("ana")).Then(Close());
  const auto& closed = std::get<v1::CaseClosed>(story.last[0]);
  ASSERT_EQ(closed.follow_ups_size(), 2);
  EXPECT_EQ(closed.follow_ups(0).due_on(), "2017-02-12");
  EXPECT_EQ(closed.follow_ups(1).due_on(), "2017-05-12");
  EXPECT_EQ(closed.children(), 1);
  const auto companions = Case::CompanionsOf(closed);
  EXPECT_EQ(CountOf(companions, "ScheduleFollowUp"), 2);
  EXPECT_EQ(CountOf(companions, "WatchClosedCase"), 1);
  EXPECT_EQ(CountOf(companions, "EndFollowUp"), 1);
  EXPECT_EQ(CountOf(companions, "HandOverCase"), 1);
  EXPECT_EQ(Case::EffectsOf(closed).cancelled_timers.size(), 1U);
}
TEST(OpenCaseTest, PlansAtOnceWhatIsCountedFromTheAssessment) {
  auto programme = Programme();
  programme.mutable_follow_ups(0)->set_counted_from("assessment");
  const Story open = Story().Then(Open(), On(12, &programme));
  const auto& opened = std::get<v1::CaseOpened>(open.last[0]);
  ASSERT_EQ(opened.follow_ups_size(), 3);
  EXPECT_EQ(opened.follow_ups(1).due_on(), "2017-02-12");
  EXPECT_EQ(opened.follow_ups(2).due_on(), "2017-05-12");
  const Story shut = Story(open).Then(Close(), On(20, &programme));
  const auto& closed = std::get<v1::CaseClosed>(shut.last[0]);
  EXPECT_EQ(closed.follow_ups_size(), 0);
  EXPECT_EQ(closed.ended_follow_ups_size(), 1);  // the dated ones go on
}
TEST(CloseCaseTest, KeepsTheRulesPinnedAtOpening) {
  const Story story = Opened().Then(Close(), On(12, nullptr));
  EXPECT_EQ(std::get<v1::CaseClosed>(story.last[0]).follow_ups_size(), 2);
}
TEST(CloseCaseTest, UsesTheProgrammeHeardSince) {
  const Story story = Story().Then(Open(), On(12, nullptr)).Then(Close());
  EXPECT_EQ(std::get<v1::CaseClosed>(story.last[0]).follow_ups_size(), 2);
}
TEST(CloseCaseTest, RefusesAnOutcomeNotListed) {
  EXPECT_EQ(Opened().Answer(Close("vanished")), Refused(v1::REJECTION_OUTCOME_MUST_BE_LISTED));
}
TEST(CloseCaseTest, RefusesADayBeforeItOpenedOrToCome) {
  auto close = Close();
  close.set_on("2016-11-11");
  EXPECT_EQ(Opened().Answer(close), Refused(v1::REJECTION_CASE_MUST_NOT_CLOSE_BEFORE_IT_OPENED));
  close.set_on("2016-11-13");
  EXPECT_EQ(Opened().Answer(close), Refused(v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE));
}
TEST(CloseCaseTest, StaysQuietOnARetryAndRefusesTheUnknown) {
  EXPECT_EQ(Opened().Then(Close()).Answer(Close()), Nothing());
  EXPECT_EQ(Story().Answer(Close()), Refused(v1::REJECTION_CASE_MUST_BE_KNOWN));
}

}  // namespace
}  // namespace kinward::outcomes::case_test
