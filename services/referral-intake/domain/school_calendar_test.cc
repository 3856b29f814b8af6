#include "services/referral-intake/domain/school_calendar.h"

#include <gtest/gtest.h>

#include "kinward/intake/v1/obligation.pb.h"
#include "services/referral-intake/domain/notification_fixture.h"

namespace kinward::intake::notification_test {
namespace {

using testing::Make;
using Story = testing::Story<SchoolDays>;

v1::AskSchoolDay Ask(const std::string& after, int count) {
  auto command = Make<v1::AskSchoolDay>("calendar_id: 'school-calendar' " +
                                        Field("obligation_id", kFirst) + Field("after", after));
  command.set_count(count);
  return command;
}
v1::ForgetSchoolDay Forget() {
  return Make<v1::ForgetSchoolDay>("calendar_id: 'school-calendar' " +
                                   Field("obligation_id", kFirst));
}
v1::PublishSchoolCalendar With(const std::string& years) {
  return Make<v1::PublishSchoolCalendar>("calendar_id: 'school-calendar' name: 'example' " + years);
}
Story Published() { return Story().Then(Calendar()); }
v1::SchoolDayAnswered AnswerOf(const Story& story) {
  EXPECT_EQ(story.last.size(), 2U);
  return std::get<v1::SchoolDayAnswered>(story.last.at(1));
}

TEST(PublishSchoolCalendarTest, SaysWhenSchoolsAreOpen) {
  const auto published = Published().Only<v1::SchoolCalendarPublished>();
  EXPECT_EQ(published.name(), "example");
  EXPECT_EQ(published.years(0).closed_size(), 2);
}
TEST(PublishSchoolCalendarTest, AnswersWhoeverAskedBeforeIt) {
  const auto answer = AnswerOf(Story().Then(Ask("2016-11-07", 6)).Then(Calendar()));
  EXPECT_EQ(answer.day(), "2016-11-15");
  const auto companions = SchoolDays::CompanionsOf(answer);
  const auto& set = dynamic_cast<const v1::SetObligationDue&>(companions.at(0).message());
  EXPECT_EQ(set.due_on(), "2016-11-15");
  EXPECT_EQ(set.counted_from(), "2016-11-07");
}
TEST(PublishSchoolCalendarTest, AnswersAnewOnlyWhereAnotherCalendarSaysSomethingElse) {
  const auto training_day = With(
      "years { from: '2016-09-05' until: '2017-07-21' closed { from: '2016-11-14' until: "
      "'2016-11-14' } }");
  EXPECT_EQ(AnswerOf(Published().Then(Ask("2016-11-07", 6)).Then(training_day)).day(),
            "2016-11-16");
  EXPECT_EQ(Published().Then(Ask("2016-09-07", 6)).Then(training_day).last.size(), 1U);
}
TEST(PublishSchoolCalendarTest, StaysQuietOnARepeat) {
  EXPECT_TRUE(Published().IsQuietOn(Calendar()));
}
TEST(PublishSchoolCalendarTest, RefusesASecondCalendarOfTheCouncil) {
  auto other = Calendar();
  other.set_calendar_id("academies");
  EXPECT_EQ(Story().RuleAgainst(other), v1::REJECTION_SCHOOL_CALENDAR_MUST_BE_THE_COUNCILS_ONE);
}
TEST(PublishSchoolCalendarTest, RefusesYearsThatOverlapOrAreReversed) {
  for (const char* years :
       {"years { from: '2016-09-05' until: '2017-07-21' } years { from: '2017-07-21' until: "
        "'2018-07-20' }",
        "years { from: '2017-07-21' until: '2016-09-05' }"}) {
    EXPECT_EQ(Story().RuleAgainst(With(years)), v1::REJECTION_SCHOOL_YEARS_MUST_BE_IN_ORDER);
  }
}
TEST(PublishSchoolCalendarTest, RefusesAClosureOutsideItsYear) {
  EXPECT_EQ(Story().RuleAgainst(With("years { from: '2016-09-05' until: '2017-07-21' closed { "
                                     "from: '2017-07-20' until: '2017-07-24' } }")),
            v1::REJECTION_SCHOOL_CLOSURE_MUST_LIE_IN_ITS_YEAR);
}

TEST(AskSchoolDayTest, IsAnsweredAtOnceWhereTheCalendarSpeaksOfIt) {
  EXPECT_EQ(AnswerOf(Published().Then(Ask("2016-12-15", 6))).day(), "2017-01-09");
}
TEST(AskSchoolDayTest, SaysThatItIsNotKnownAndWhy) {
  const auto nothing = AnswerOf(Story().Then(Ask("2016-11-07", 6)));
  EXPECT_EQ(nothing.day(), "");
  EXPECT_EQ(nothing.unknown_because(), "school-calendar-unknown");
  for (const char* beyond : {"2017-07-19", "2016-08-31"}) {
    EXPECT_EQ(AnswerOf(Published().Then(Ask(beyond, 6))).unknown_because(), "school-calendar-ends");
  }
}
TEST(AskSchoolDayTest, TakesAnotherQuestionForTheSameObligation) {
  EXPECT_EQ(AnswerOf(Published().Then(Ask("2016-11-07", 6)).Then(Ask("2016-11-08", 6))).day(),
            "2016-11-16");
}
TEST(AskSchoolDayTest, StaysQuietOnARepeat) {
  EXPECT_TRUE(Published().Then(Ask("2016-11-07", 6)).IsQuietOn(Ask("2016-11-07", 6)));
}

TEST(ForgetSchoolDayTest, IsNotAnsweredAnyMore) {
  auto story = Story().Then(Ask("2016-11-07", 6)).Then(Forget());
  EXPECT_EQ(story.Only<v1::SchoolDayForgotten>().obligation_id(), kFirst);
  EXPECT_EQ(story.Then(Calendar()).last.size(), 1U);
}
TEST(ForgetSchoolDayTest, StaysQuietWhenItIsToldTwice) {
  EXPECT_TRUE(Published().Then(Ask("2016-11-07", 6)).Then(Forget()).IsQuietOn(Forget()));
}
TEST(ForgetSchoolDayTest, StaysQuietAboutWhatWasNeverAsked) {
  EXPECT_TRUE(Published().IsQuietOn(Forget()));
}

}  // namespace
}  // namespace kinward::intake::notification_test
