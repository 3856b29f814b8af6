// How an obligation ends.
#include <gtest/gtest.h>

#include "kinward/intake/v1/school_calendar.pb.h"
#include "kinward/intake/v1/strands.pb.h"
#include "services/referral-intake/domain/obligation_fixture.h"

namespace kinward::intake::obligation_test {
namespace {

v1::RecordRefusal Refuse(const std::string& reason = "declined") {
  return Of<v1::RecordRefusal>(Field("reason", reason));
}
v1::DischargeObligation Discharge(const std::string& reason = "not-in-best-interests") {
  return Of<v1::DischargeObligation>(Field("reason", reason));
}
v1::ReleaseObligation Release() { return Of<v1::ReleaseObligation>("reason: 'died'"); }
v1::MeetObligation Meet(const std::string& date) {
  auto command = Of<v1::MeetObligation>("outcome: 'readmitted'");
  *command.mutable_met_time() = Stamp(date, "09:00");
  return command;
}

TEST(CompleteObligationTest, IsInTargetUntilTheLastInstantOfItsHours) {
  for (const auto& [time, target] : {std::pair{"18:00", v1::TARGET_RESULT_IN_TARGET},
                                     std::pair{"18:01", v1::TARGET_RESULT_MISSED}}) {
    auto story = Interview();
    story.At(ToTime(Stamp("2016-11-20", "10:00")));
    const auto done = story.Then(CompleteAt("2016-11-14", time)).Only<v1::ObligationCompleted>();
    EXPECT_EQ(done.target(), target);
    EXPECT_EQ(done.completed_on(), "2016-11-14");
    EXPECT_EQ(done.due_time(), Stamp("2016-11-14", "18:00"));
  }
}
TEST(CompleteObligationTest, AnOfferMadeInTimeIsInTargetWheneverItIsHeld) {
  auto story = Offer().Then(OfferTo(kMother));
  story.At(ToTime(Stamp("2016-12-20", "10:00"))).Then(Complete());
  EXPECT_EQ(story.Only<v1::ObligationCompleted>().target(), v1::TARGET_RESULT_IN_TARGET);
}
TEST(CompleteObligationTest, ReplacesAConferenceOnlyByARecordedDecision) {
  const auto without = Offer().Then(Complete()).Only<v1::ObligationCompleted>();
  EXPECT_EQ(without.replaces(), "");
  const auto with =
      Offer()
          .Then(Complete("replaces: 'initial-conference' replacement_decided_on: '2016-11-14' "
                         "replacement_decided_by: 'team.manager'"))
          .Only<v1::ObligationCompleted>();
  EXPECT_EQ(with.replaces(), "initial-conference");
  EXPECT_EQ(with.replacement_decided_by(), "team.manager");
}
TEST(CompleteObligationTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Interview().Then(Complete()).IsQuietOn(Complete()));
}
TEST(CompleteObligationTest, RefusesWhatIsNotKnown) {
  EXPECT_EQ(Unknown().RuleAgainst(Complete()), v1::REJECTION_OBLIGATION_MUST_BE_KNOWN);
}
TEST(CompleteObligationTest, RefusesWhatEndedOtherwise) {
  EXPECT_EQ(Interview().Then(Refuse()).RuleAgainst(Complete()),
            v1::REJECTION_OBLIGATION_MUST_BE_OPEN);
}
TEST(CompleteObligationTest, RefusesAReplacementThatNobodyDecided) {
  for (const char* decision :
       {"", "replacement_decided_on: '2016-11-14'", "replacement_decided_by: 'team.manager'"}) {
    EXPECT_EQ(
        Offer().RuleAgainst(Complete(std::string("replaces: 'initial-conference' ") + decision)),
        v1::REJECTION_REPLACEMENT_MUST_BE_A_RECORDED_DECISION);
  }
}
TEST(CompleteObligationTest, RefusesADecisionOfTomorrow) {
  EXPECT_EQ(Offer().RuleAgainst(Complete("replaces: 'initial-conference' replacement_decided_on: "
                                         "'2016-11-15' replacement_decided_by: 'team.manager'")),
            v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
}
TEST(CompleteObligationTest, RefusesWhatWasDoneBeforeTheDutyAroseOrTomorrow) {
  EXPECT_EQ(Interview().RuleAgainst(CompleteAt("2016-11-10", "23:59")),
            v1::REJECTION_OBLIGATION_MUST_NOT_BE_MET_BEFORE_IT_AROSE);
  EXPECT_EQ(Interview().RuleAgainst(CompleteAt("2016-11-14", "10:01")),
            v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
}

TEST(RecordRefusalTest, SaysWhetherItWasTriedInTime) {
  const auto refused = Interview().Then(Refuse()).Only<v1::ObligationRefused>();
  EXPECT_EQ(refused.reason(), "declined");
  EXPECT_EQ(refused.target(), v1::TARGET_RESULT_IN_TARGET);
}
TEST(RecordRefusalTest, EndsTheReminders) {
  auto story = Interview().Then(Refuse());
  EXPECT_TRUE(
      story.At(ToTime(Stamp("2016-11-14", "18:00"))).IsQuietOn(Of<v1::NoteObligationOverdue>()));
}
TEST(RecordRefusalTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Interview().Then(Refuse()).IsQuietOn(Refuse()));
}
TEST(RecordRefusalTest, RefusesWhatIsNotKnownOrEndedOtherwise) {
  EXPECT_EQ(Unknown().RuleAgainst(Refuse()), v1::REJECTION_OBLIGATION_MUST_BE_KNOWN);
  EXPECT_EQ(Interview().Then(Refuse()).RuleAgainst(Refuse("not-found")),
            v1::REJECTION_OBLIGATION_MUST_BE_OPEN);
}

TEST(DischargeObligationTest, SaysWhyTheDutyNoLongerStands) {
  EXPECT_EQ(Offer().Then(Discharge()).Only<v1::ObligationDischarged>().reason(),
            "not-in-best-interests");
}
TEST(DischargeObligationTest, ForgetsWhatWasAskedOfTheSchoolCalendar) {
  const auto discharged = Provision().Then(Discharge()).Only<v1::ObligationDischarged>();
  const auto companions = Obligation::CompanionsOf(discharged);
  ASSERT_EQ(companions.size(), 2U);
  EXPECT_EQ(dynamic_cast<const v1::NoteObligationOver&>(companions[0].message()).obligation_id(),
            kInterview);
  EXPECT_EQ(dynamic_cast<const v1::ForgetSchoolDay&>(companions[1].message()).obligation_id(),
            kInterview);
}
TEST(DischargeObligationTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Offer().Then(Discharge()).IsQuietOn(Discharge()));
}
TEST(DischargeObligationTest, RefusesWhatIsNotKnownOrIsDone) {
  EXPECT_EQ(Unknown().RuleAgainst(Discharge()), v1::REJECTION_OBLIGATION_MUST_BE_KNOWN);
  EXPECT_EQ(Offer().Then(Complete()).RuleAgainst(Discharge()),
            v1::REJECTION_OBLIGATION_MUST_BE_OPEN);
}

TEST(MeetObligationTest, CompletesItByWhatHappened) {
  auto story = Provision().Then(Due("2016-11-21"));
  story.At(ToTime(Stamp("2016-11-25", "10:00"))).Then(Meet("2016-11-21"));
  const auto done = story.Only<v1::ObligationCompleted>();
  EXPECT_EQ(done.target(), v1::TARGET_RESULT_IN_TARGET);
  EXPECT_TRUE(done.met_by_event());
  const auto moved = story.Then(Meet("2016-11-22")).Only<v1::ObligationCompleted>();
  EXPECT_EQ(moved.target(), v1::TARGET_RESULT_MISSED);
  EXPECT_TRUE(moved.corrected());
}
TEST(MeetObligationTest, IsToldAgainOnceItsTermIsKnown) {
  auto story = Provision().Then(NoDue());
  story.At(ToTime(Stamp("2016-11-25", "10:00"))).Then(Meet("2016-11-21"));
  const auto done = story.Only<v1::ObligationCompleted>();
  EXPECT_EQ(done.target(), v1::TARGET_RESULT_UNKNOWN);
  EXPECT_EQ(Obligation::CompanionsOf(done).size(), 1U);  // the calendar still owes the answer
  story.Then(Due("2016-11-21"));
  ASSERT_EQ(story.last.size(), 2U);
  EXPECT_EQ(std::get<v1::ObligationCompleted>(story.last[1]).target(), v1::TARGET_RESULT_IN_TARGET);
}
TEST(MeetObligationTest, StaysQuietOnARetryAndWhereAPersonRecordedTheEnd) {
  EXPECT_TRUE(Provision().Then(Meet("2016-11-14")).IsQuietOn(Meet("2016-11-14")));
  EXPECT_TRUE(Provision().Then(Complete()).IsQuietOn(Meet("2016-11-14")));
}
TEST(MeetObligationTest, RefusesWhatIsNotKnown) {
  EXPECT_EQ(Unknown().RuleAgainst(Meet("2016-11-14")), v1::REJECTION_OBLIGATION_MUST_BE_KNOWN);
}

TEST(ReleaseObligationTest, DischargesWhatIsOpen) {
  EXPECT_EQ(Interview().Then(Release()).Only<v1::ObligationDischarged>().reason(), "died");
}
TEST(ReleaseObligationTest, StaysQuietWhenItIsToldTwice) {
  EXPECT_TRUE(Interview().Then(Release()).IsQuietOn(Release()));
}
TEST(ReleaseObligationTest, StaysQuietAboutWhatWasDone) {
  EXPECT_TRUE(Interview().Then(Complete()).IsQuietOn(Release()));
}
TEST(ReleaseObligationTest, RefusesWhatIsNotKnown) {
  EXPECT_EQ(Unknown().RuleAgainst(Release()), v1::REJECTION_OBLIGATION_MUST_BE_KNOWN);
}

TEST(NoteObligationOverdueTest, IsNotedOnceAndNamesWhoWasToDoIt) {
  auto story = Interview().Then(
      Of<v1::AssignObligation>("worker_id: 'interviewer' no_worker_on_case: true"));
  story.At(ToTime(Stamp("2016-11-14", "18:00"))).Then(Of<v1::NoteObligationOverdue>());
  EXPECT_EQ(story.Only<v1::ObligationOverdue>().worker_id(), "interviewer");
  EXPECT_TRUE(story.IsQuietOn(Of<v1::NoteObligationOverdue>()));
}
TEST(NoteObligationOverdueTest, StaysQuietBeforeItsTimeAndWithoutATerm) {
  EXPECT_TRUE(Interview().IsQuietOn(Of<v1::NoteObligationOverdue>()));
  EXPECT_TRUE(Provision().Then(NoDue()).IsQuietOn(Of<v1::NoteObligationOverdue>()));
}
TEST(NoteObligationOverdueTest, StaysQuietOnceItIsOffered) {
  auto story = Offer().Then(OfferTo(kMother));
  EXPECT_TRUE(
      story.At(ToTime(Stamp("2016-11-19", "00:00"))).IsQuietOn(Of<v1::NoteObligationOverdue>()));
}
TEST(NoteObligationOverdueTest, RefusesWhatIsNotKnown) {
  EXPECT_EQ(Unknown().RuleAgainst(Of<v1::NoteObligationOverdue>()),
            v1::REJECTION_OBLIGATION_MUST_BE_KNOWN);
}

}  // namespace
}  // namespace kinward::intake::obligation_test
