#include "services/referral-intake/domain/education.h"

#include <gtest/gtest.h>

#include <string>

#include "kinward/intake/v1/strands.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/make.h"
#include "libs/testing/random_sequence.h"
#include "libs/testing/story.h"

namespace kinward::intake {
namespace {

using Story = testing::Story<Education>;

const std::string kOne =
    "education_id: '" + EducationIdOf("child") + "' family_id: 'family' person_id: 'child' ";
const Time kNow = At(DateFrom(2016, 11, 14), "09:00");

Story Unknown() { return Story(Context{kNow, {"staff", "returns.officer", {}}, "example"}); }
v1::RecordSchoolAttendance Attendance(const std::string& from, const std::string& until,
                                      int possible, int attended) {
  auto command = testing::Make<v1::RecordSchoolAttendance>(kOne + "source: 'school-example'");
  command.set_from(from);
  command.set_until(until);
  command.set_sessions_possible(possible);
  command.set_sessions_attended(attended);
  return command;
}
v1::RecordSchoolAttendance OfOctober() { return Attendance("2016-10-03", "2016-10-21", 30, 24); }
v1::RecordProvision Provision(const std::string& kind, int hours) {
  auto command = testing::Make<v1::RecordProvision>(kOne + "on: '2016-11-10'");
  command.set_kind(kind);
  command.set_hours(hours);
  return command;
}
v1::RecordEnforcement Enforcement(const std::string& outcome = "") {
  auto command =
      testing::Make<v1::RecordEnforcement>(kOne + "kind: 'penalty-notice' on: '2016-10-10'");
  if (!outcome.empty()) command.set_outcome(outcome);
  return command;
}
v1::LinkEhcPlan Plan(const std::string& from = "2016-09-01") {
  auto command = testing::Make<v1::LinkEhcPlan>(
      kOne + "plan_id: 'plan' review_on: '2017-09-01' plan { sealed: 'sealed' }");
  command.set_from(from);
  return command;
}
template <typename Command>
Command OfAnother(Command command) {
  command.set_person_id("brother");
  return command;
}

TEST(RecordSchoolAttendanceTest, CountsHalfDaysOfOnePeriod) {
  EXPECT_EQ(Unknown().Then(OfOctober()).Only<v1::SchoolAttendanceRecorded>(),
            testing::Make<v1::SchoolAttendanceRecorded>(
                kOne + "from: '2016-10-03' until: '2016-10-21' sessions_possible: 30 "
                       "sessions_attended: 24 source: 'school-example'"));
}
TEST(RecordSchoolAttendanceTest, APeriodToldAgainReplacesWhatWasTold) {
  auto story = Unknown().Then(OfOctober());
  EXPECT_TRUE(story.IsQuietOn(OfOctober()));
  const auto corrected = story.Then(Attendance("2016-10-03", "2016-10-21", 30, 26));
  EXPECT_TRUE(corrected.Only<v1::SchoolAttendanceRecorded>().replaced());
  EXPECT_EQ(corrected.state.attendance.size(), 1U);
}
TEST(RecordSchoolAttendanceTest, NamesTheLastSanctionBeforeIt) {
  auto story = Unknown().Then(Enforcement()).Then(OfOctober());
  EXPECT_EQ(story.Only<v1::SchoolAttendanceRecorded>().last_enforcement_on(), "");
  story.Then(Attendance("2016-10-31", "2016-11-11", 20, 19));
  EXPECT_EQ(story.Only<v1::SchoolAttendanceRecorded>().last_enforcement_on(), "2016-10-10");
}
TEST(RecordSchoolAttendanceTest, RefusesAnotherPersonsStreamAndASecondStreamOfOne) {
  EXPECT_EQ(Unknown().Then(OfOctober()).RuleAgainst(OfAnother(OfOctober())),
            v1::REJECTION_EDUCATION_MUST_BE_OF_ONE_PERSON);
  auto elsewhere = OfOctober();
  elsewhere.set_education_id("another");
  EXPECT_EQ(Unknown().RuleAgainst(elsewhere), v1::REJECTION_EDUCATION_MUST_BE_OF_ONE_PERSON);
}
TEST(RecordSchoolAttendanceTest, RefusesAPartnerThatSpeaksForAnother) {
  auto story = Unknown();
  story.context.actor = {"partner", "school-other", {}};
  EXPECT_EQ(story.RuleAgainst(OfOctober()), v1::REJECTION_ATTENDANCE_MUST_NOT_BE_SENT_FOR_ANOTHER);
  story.context.actor.id = "school-example";
  EXPECT_EQ(story.Then(OfOctober()).last.size(), 1U);
}
TEST(RecordSchoolAttendanceTest, RefusesAPeriodThatEndsBeforeItBegins) {
  EXPECT_EQ(Unknown().RuleAgainst(Attendance("2016-10-21", "2016-10-03", 30, 24)),
            v1::REJECTION_PERIOD_MUST_NOT_END_BEFORE_IT_BEGINS);
}
TEST(RecordSchoolAttendanceTest, RefusesDaysThatAreNotOver) {
  EXPECT_EQ(Unknown().RuleAgainst(Attendance("2016-11-07", "2016-11-15", 10, 9)),
            v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
  EXPECT_EQ(Unknown().Then(Attendance("2016-11-07", "2016-11-14", 10, 9)).last.size(), 1U);
}
TEST(RecordSchoolAttendanceTest, RefusesMoreThanWasPossible) {
  EXPECT_EQ(Unknown().RuleAgainst(Attendance("2016-10-03", "2016-10-21", 30, 31)),
            v1::REJECTION_ATTENDANCE_MUST_NOT_EXCEED_WHAT_WAS_POSSIBLE);
  auto unauthorised = OfOctober();
  unauthorised.set_sessions_unauthorised(7);  // 24 and 7 are 31
  EXPECT_EQ(Unknown().RuleAgainst(unauthorised),
            v1::REJECTION_ATTENDANCE_MUST_NOT_EXCEED_WHAT_WAS_POSSIBLE);
}
TEST(RecordSchoolAttendanceTest, RefusesHalfDaysToldInAnotherPeriod) {
  const auto story = Unknown().Then(OfOctober());
  EXPECT_EQ(story.RuleAgainst(Attendance("2016-10-21", "2016-10-28", 12, 12)),
            v1::REJECTION_PERIOD_MUST_NOT_OVERLAP_ANOTHER);
  auto at_another_school = Attendance("2016-10-21", "2016-10-28", 12, 12);
  at_another_school.set_school("provider-school");
  EXPECT_EQ(story.RuleAgainst(at_another_school), v1::REJECTION_UNSPECIFIED);
}

TEST(RecordProvisionTest, TellsWhoeverFollowsAnExclusion) {
  const auto recorded =
      Unknown().Then(Provision("alternative-provision", 12)).Only<v1::ProvisionRecorded>();
  EXPECT_EQ(recorded, testing::Make<v1::ProvisionRecorded>(
                          kOne + "kind: 'alternative-provision' on: '2016-11-10' hours: 12"));
  const auto companions = Education::CompanionsOf(recorded);
  ASSERT_EQ(companions.size(), 1U);
  const auto& noted = dynamic_cast<const v1::NoteProvision&>(companions[0].message());
  EXPECT_EQ(noted.person_id(), "child");
  EXPECT_EQ(noted.on(), "2016-11-10");
}
TEST(RecordProvisionTest, NoHoursAreNoProvision) {
  const auto recorded = Unknown().Then(Provision("school", 0)).Only<v1::ProvisionRecorded>();
  EXPECT_TRUE(Education::CompanionsOf(recorded).empty());
}
TEST(RecordProvisionTest, OtherHoursOfTheSameProvisionReplaceThem) {
  auto story = Unknown().Then(Provision("residence", 15));
  EXPECT_TRUE(story.IsQuietOn(Provision("residence", 15)));
  EXPECT_TRUE(story.Then(Provision("residence", 25)).Only<v1::ProvisionRecorded>().replaced());
}
TEST(RecordProvisionTest, RefusesAKindThatIsNotListedAndNamesThoseThatAre) {
  const auto refused = Unknown().RuleAgainst(Provision("at-home", 5));
  EXPECT_EQ(refused, v1::REJECTION_PROVISION_KIND_MUST_BE_LISTED);
  EXPECT_EQ(refused.instead.size(), 6U);
}
TEST(RecordProvisionTest, RefusesProvisionOfAnotherPersonOfTheFutureAndBackwards) {
  EXPECT_EQ(Unknown().RuleAgainst(OfAnother(Provision("school", 25))),
            v1::REJECTION_EDUCATION_MUST_BE_OF_ONE_PERSON);
  auto tomorrow = Provision("school", 25);
  tomorrow.set_on("2016-11-15");
  EXPECT_EQ(Unknown().RuleAgainst(tomorrow), v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
  auto backwards = Provision("school", 25);
  backwards.set_until("2016-11-09");
  EXPECT_EQ(Unknown().RuleAgainst(backwards), v1::REJECTION_PERIOD_MUST_NOT_END_BEFORE_IT_BEGINS);
}

TEST(RecordEnforcementTest, IsRecordedBeforeAnybodyKnowsWhatCameOfIt) {
  EXPECT_EQ(
      Unknown().Then(Enforcement()).Only<v1::EnforcementRecorded>(),
      testing::Make<v1::EnforcementRecorded>(kOne + "kind: 'penalty-notice' on: '2016-10-10'"));
}
TEST(RecordEnforcementTest, ItsOutcomeFollows) {
  auto story = Unknown().Then(Enforcement()).Then(Enforcement("paid"));
  EXPECT_EQ(story.Only<v1::EnforcementRecorded>().outcome(), "paid");
  EXPECT_TRUE(story.Only<v1::EnforcementRecorded>().replaced());
}
TEST(RecordEnforcementTest, StaysQuietOnARetryOfEither) {
  const auto story = Unknown().Then(Enforcement()).Then(Enforcement("paid"));
  EXPECT_TRUE(story.IsQuietOn(Enforcement()));
  EXPECT_TRUE(story.IsQuietOn(Enforcement("paid")));
}
TEST(RecordEnforcementTest, RefusesAKindThatIsNotListed) {
  auto unlisted = Enforcement();
  unlisted.set_kind("detention");
  EXPECT_EQ(Unknown().RuleAgainst(unlisted), v1::REJECTION_ENFORCEMENT_KIND_MUST_BE_LISTED);
}
TEST(RecordEnforcementTest, RefusesAnotherPersonsAndTheFuture) {
  EXPECT_EQ(Unknown().RuleAgainst(OfAnother(Enforcement())),
            v1::REJECTION_EDUCATION_MUST_BE_OF_ONE_PERSON);
  auto tomorrow = Enforcement();
  tomorrow.set_on("2016-11-15");
  EXPECT_EQ(Unknown().RuleAgainst(tomorrow), v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
}

TEST(LinkEhcPlanTest, KeepsThePlanWithItsReview) {
  EXPECT_EQ(Unknown().Then(Plan()).Only<v1::EhcPlanLinked>(),
            testing::Make<v1::EhcPlanLinked>(
                kOne + "plan_id: 'plan' from: '2016-09-01' review_on: '2017-09-01' "
                       "plan { sealed: 'sealed' }"));
}
TEST(LinkEhcPlanTest, KeepsTheFamilyThatThePersonWasFirstMetIn) {
  auto elsewhere = Plan();
  elsewhere.set_family_id("another-family");
  const auto story = Unknown().Then(OfOctober()).Then(elsewhere);
  EXPECT_EQ(story.Only<v1::EhcPlanLinked>().family_id(), "family");
}
TEST(LinkEhcPlanTest, StaysQuietOnARetryAndRefusesAnotherPlanUnderItsId) {
  const auto story = Unknown().Then(Plan());
  EXPECT_TRUE(story.IsQuietOn(Plan()));
  EXPECT_EQ(story.RuleAgainst(Plan("2016-10-01")), v1::REJECTION_EHC_PLAN_ID_MUST_NOT_BE_REUSED);
}
TEST(LinkEhcPlanTest, RefusesAReviewBeforeItBeginsAndAnotherPersons) {
  EXPECT_EQ(Unknown().RuleAgainst(Plan("2017-10-01")),
            v1::REJECTION_PERIOD_MUST_NOT_END_BEFORE_IT_BEGINS);
  EXPECT_EQ(Unknown().RuleAgainst(OfAnother(Plan())),
            v1::REJECTION_EDUCATION_MUST_BE_OF_ONE_PERSON);
}

// Whatever is told in whatever order, no half-day is counted twice and a repeat adds nothing.
TEST(EducationProperty, NoHalfDayIsCountedTwice) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    SCOPED_TRACE(seed);
    testing::RandomSequence<Education> sequence(
        seed, [](auto& /*sequence*/) { return Unknown().context; });
    for (int step = 0; step < 60; ++step) {
      const unsigned from = 1 + sequence.Pick(20);
      const auto day = [](unsigned number) { return FormatDate(DateFrom(2016, 10, number)); };
      sequence.Send(Attendance(day(from), day(from + sequence.Pick(8)), 10,
                               static_cast<int>(sequence.Pick(12))));
      sequence.Send(sequence.Pick(2) == 0 ? Enforcement() : Enforcement("paid"));
    }
    std::string last;
    for (const auto& [period, sessions] : sequence.state.attendance) {
      EXPECT_LT(last, std::get<1>(period));
      EXPECT_LE(sessions.attended, sessions.possible);
      last = std::get<2>(period);
    }
  }
}

}  // namespace
}  // namespace kinward::intake
