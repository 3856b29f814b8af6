#include "services/outcomes/domain/follow_up.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "libs/calendar/calendar.h"
#include "libs/testing/make.h"
#include "libs/testing/messages.h"

namespace kinward::outcomes {
namespace {

using Events = std::vector<FollowUp::Messages::Event>;

const Context kContext{At(DateFrom(2017, 2, 12), "10:00"), {"staff", "a.worker", {}}, "example"};

// A command of this check, or one of its events with the case it is of.
template <typename Message>
Message Of(const std::string& fields) {
  Message message = testing::Make<Message>("follow_up_id: 'follow-up' " + fields);
  if constexpr (requires { message.set_case_id("case"); }) message.set_case_id("case");
  return message;
}
v1::ScheduleFollowUp Schedule(int months = 3) {
  v1::ScheduleFollowUp command;
  command.set_follow_up_id("follow-up");
  command.set_case_id("case");
  command.set_check("looked-after");
  command.set_months(months);
  if (months > 0) {
    command.set_due_on("2017-02-12");
    *command.mutable_due_time() = ToTimestamp(StartOf(DateFrom(2017, 2, 12)));
  }
  command.set_starts_on("2016-11-12");
  command.add_person_ids("c1");
  command.add_person_ids("c2");
  return command;
}
v1::RecordStatusCheck Check(const std::string& person, const std::string& status = "home",
                            const std::string& on = "2017-02-12", const std::string& basis = "") {
  v1::RecordStatusCheck command;
  command.set_follow_up_id("follow-up");
  command.set_person_id(person);
  command.set_status(status);
  command.set_on(on);
  if (!basis.empty()) command.set_basis(basis);
  return command;
}
v1::LoseFollowUp Lose(const std::string& person = "") {
  v1::LoseFollowUp command;
  command.set_reason("moved");
  if (!person.empty()) command.set_person_id(person);
  return command;
}

class Story {
 public:
  Story& Then(const auto& command) {
    const FollowUpAnswer answer = Decide(follow_up, command, kContext);
    EXPECT_TRUE(std::holds_alternative<Events>(answer));
    last = std::get<Events>(answer);
    for (const auto& event : last) {
      std::visit([&](const auto& one) { Apply(follow_up, one); }, event);
    }
    return *this;
  }
  [[nodiscard]] FollowUpAnswer Answer(const auto& command) const {
    return Decide(follow_up, command, kContext);
  }
  FollowUp follow_up;
  Events last;
};
Story Scheduled(int months = 3) { return Story().Then(Schedule(months)); }
FollowUpAnswer Refused(v1::Rejection rule) { return Refusal<v1::Rejection>{rule}; }
FollowUpAnswer Nothing() { return Events{}; }

TEST(ScheduleFollowUpTest, FallsDueByATimer) {
  const Story story = Scheduled();
  const Effects effects = FollowUp::EffectsOf(std::get<v1::FollowUpScheduled>(story.last[0]));
  ASSERT_EQ(effects.timers.size(), 1U);
  EXPECT_EQ(effects.timers[0].due, StartOf(DateFrom(2017, 2, 12)));
  EXPECT_EQ(story.Answer(Schedule()), Nothing());
}
TEST(ScheduleFollowUpTest, HasNoTimerWhileTheCaseIsOpen) {
  const Story story = Scheduled(0);
  EXPECT_TRUE(FollowUp::EffectsOf(std::get<v1::FollowUpScheduled>(story.last[0])).timers.empty());
}
TEST(ScheduleFollowUpTest, NamesThePeopleAndTheWindow) {
  const Story story = Story().Then(Schedule(0));
  ASSERT_EQ(story.last.size(), 1U);
  EXPECT_EQ(std::get<v1::FollowUpScheduled>(story.last[0]),
            Of<v1::FollowUpScheduled>("check: 'looked-after' starts_on: '2016-11-12' "
                                      "person_ids: 'c1' person_ids: 'c2'"));
}
TEST(ScheduleFollowUpTest, StaysQuietOnARetryOnceItHasEnded) {
  EXPECT_EQ(Scheduled().Then(Lose()).Then(v1::FallDue{}).Answer(Schedule()), Nothing());
}

TEST(FallDueTest, NamesThoseNotAnsweredFor) {
  const Story story = Scheduled().Then(Check("c1")).Then(v1::FallDue{});
  const auto& due = std::get<v1::FollowUpDue>(story.last[0]);
  ASSERT_EQ(due.person_ids_size(), 1);
  EXPECT_EQ(due.person_ids(0), "c2");
}
TEST(FallDueTest, EndsAtOnceWhenEverybodyIsAnsweredFor) {
  const Story story = Scheduled().Then(Check("c1")).Then(Check("c2")).Then(v1::FallDue{});
  EXPECT_TRUE(std::holds_alternative<v1::FollowUpEnded>(story.last.back()));
  EXPECT_EQ(story.Answer(v1::FallDue{}), Nothing());
}
TEST(FallDueTest, StaysQuietWhenItIsToldTwice) {
  EXPECT_EQ(Scheduled().Then(v1::FallDue{}).Answer(v1::FallDue{}), Nothing());
}
TEST(FallDueTest, RefusesACheckNeverScheduled) {
  EXPECT_EQ(Story().Answer(v1::FallDue{}), Refused(v1::REJECTION_FOLLOW_UP_MUST_BE_KNOWN));
}

v1::QuietFollowUp Quiet(const std::string& person) {
  v1::QuietFollowUp command;
  command.set_person_id(person);
  return command;
}
TEST(QuietFollowUpTest, RemindsOfTheOthersAlone) {
  const Story story = Scheduled().Then(Quiet("c1")).Then(v1::FallDue{});
  const auto& due = std::get<v1::FollowUpDue>(story.last[0]);
  ASSERT_EQ(due.person_ids_size(), 1);
  EXPECT_EQ(due.person_ids(0), "c2");
  EXPECT_EQ(story.Answer(Quiet("c1")), Nothing());
}
TEST(QuietFollowUpTest, SaysNothingAtAllOnceNobodyIsLeft) {
  const Story story = Scheduled().Then(Quiet("c1")).Then(Quiet("c2")).Then(v1::FallDue{});
  ASSERT_EQ(story.last.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<v1::FollowUpEnded>(story.last[0]));
}
TEST(QuietFollowUpTest, EndsACheckThatIsDueAndIgnoresStrangers) {
  const Story due = Scheduled().Then(Check("c2")).Then(v1::FallDue{});
  EXPECT_TRUE(std::holds_alternative<v1::FollowUpEnded>(Story(due).Then(Quiet("c1")).last.back()));
  EXPECT_EQ(due.Answer(Quiet("somebody-else")), Nothing());
  EXPECT_EQ(Story().Answer(Quiet("c1")), Nothing());
}
TEST(QuietFollowUpTest, SaysOfWhomAndOfWhichCheck) {
  const Story story = Scheduled().Then(Quiet("c1"));
  ASSERT_EQ(story.last.size(), 1U);
  EXPECT_EQ(std::get<v1::FollowUpQuieted>(story.last[0]),
            Of<v1::FollowUpQuieted>("check: 'looked-after' months: 3 person_id: 'c1'"));
}

TEST(RecordStatusCheckTest, FindsWhoBecameLookedAfter) {
  const Story story = Scheduled().Then(Check("c1", "looked-after", "2016-12-24", "c2"));
  EXPECT_TRUE(std::get<v1::StatusChecked>(story.last[0]).became_looked_after());
}
TEST(RecordStatusCheckTest, LeavesOutShortBreaksAndNightsUnderPace) {
  for (const char* basis : {"v3", "v4", "j2", "pace"}) {
    EXPECT_FALSE(BecameLookedAfter("looked-after", basis)) << basis;
  }
  EXPECT_TRUE(BecameLookedAfter("looked-after", ""));
  EXPECT_FALSE(BecameLookedAfter("home", ""));
}
TEST(RecordStatusCheckTest, StaysQuietOnARetry) {
  EXPECT_EQ(Scheduled().Then(Check("c1")).Answer(Check("c1")), Nothing());
}
TEST(RecordStatusCheckTest, RefusesSomebodyElseTheFutureAndTheTimeBefore) {
  EXPECT_EQ(Scheduled().Answer(Check("c3")), Refused(v1::REJECTION_PERSON_MUST_BE_FOLLOWED_UP));
  EXPECT_EQ(Scheduled().Answer(Check("c1", "home", "2017-02-13")),
            Refused(v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE));
  EXPECT_EQ(Scheduled().Answer(Check("c1", "home", "2016-11-11")),
            Refused(v1::REJECTION_CHECK_MUST_BE_WITHIN_ITS_WINDOW));
  EXPECT_EQ(Story().Answer(Check("c1")), Refused(v1::REJECTION_FOLLOW_UP_MUST_BE_KNOWN));
}

TEST(LoseFollowUpTest, CountsEverybodyNotAnsweredFor) {
  const Story story = Scheduled().Then(Check("c1")).Then(v1::FallDue{}).Then(Lose());
  EXPECT_EQ(std::get<v1::FollowUpLost>(story.last[0]).person_ids(0), "c2");
  EXPECT_TRUE(std::holds_alternative<v1::FollowUpEnded>(story.last[1]));
  EXPECT_EQ(story.Answer(Lose()), Nothing());
}
TEST(LoseFollowUpTest, RefusesSomebodyAnsweredFor) {
  EXPECT_EQ(Scheduled().Then(Check("c1")).Answer(Lose("c1")),
            Refused(v1::REJECTION_PERSON_MUST_NOT_BE_ANSWERED_FOR));
}
TEST(LoseFollowUpTest, LosesOnePersonAndStillAsksOfTheOthers) {
  const Story story = Scheduled().Then(Lose("c1"));
  ASSERT_EQ(story.last.size(), 1U);
  EXPECT_EQ(
      std::get<v1::FollowUpLost>(story.last[0]),
      Of<v1::FollowUpLost>("check: 'looked-after' months: 3 person_ids: 'c1' reason: 'moved'"));
  EXPECT_EQ(story.Answer(Lose("c1")), Nothing());
  EXPECT_EQ(std::get<v1::FollowUpDue>(Story(story).Then(v1::FallDue{}).last[0]).person_ids(0),
            "c2");
}
TEST(LoseFollowUpTest, RefusesAStrangerAndACheckNeverScheduled) {
  EXPECT_EQ(Scheduled().Answer(Lose("c3")), Refused(v1::REJECTION_PERSON_MUST_BE_FOLLOWED_UP));
  EXPECT_EQ(Story().Answer(Lose()), Refused(v1::REJECTION_FOLLOW_UP_MUST_BE_KNOWN));
}

TEST(EndFollowUpTest, StillTakesWhatBeganBeforeTheEnd) {
  v1::EndFollowUp end;
  end.set_on("2017-01-31");
  const Story story = Scheduled(0).Then(end);
  EXPECT_NE(story.Answer(Check("c1", "looked-after", "2017-01-31")), Nothing());
  EXPECT_EQ(story.Answer(Check("c1", "looked-after", "2017-02-01")),
            Refused(v1::REJECTION_CHECK_MUST_BE_WITHIN_ITS_WINDOW));
  EXPECT_EQ(story.Answer(end), Nothing());
}
TEST(EndFollowUpTest, SaysWhenAndCancelsItsTimer) {
  const Story story = Scheduled().Then(Of<v1::EndFollowUp>("on: '2017-01-31'"));
  ASSERT_EQ(story.last.size(), 1U);
  const auto& ended = std::get<v1::FollowUpEnded>(story.last[0]);
  EXPECT_EQ(ended, Of<v1::FollowUpEnded>("on: '2017-01-31'"));
  EXPECT_EQ(FollowUp::EffectsOf(ended).cancelled_timers, (std::vector<std::string>{"due"}));
  EXPECT_EQ(story.Answer(v1::FallDue{}), Nothing());
}
TEST(EndFollowUpTest, RefusesACheckNeverScheduled) {
  EXPECT_EQ(Story().Answer(v1::EndFollowUp{}), Refused(v1::REJECTION_FOLLOW_UP_MUST_BE_KNOWN));
}

}  // namespace
}  // namespace kinward::outcomes
