#include "services/outcomes/domain/worker.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "libs/calendar/calendar.h"
#include "libs/testing/make.h"
#include "libs/testing/story.h"

namespace kinward::outcomes {
namespace {

const Time kNow = At(DateFrom(2016, 11, 12), "10:00");

using Story = testing::Story<Worker>;

Story Unknown() {
  return Story(Context{kNow, {"staff", "a.manager", {"team-manager"}}, "example"});
}
// A command or an event of this worker.
template <typename Message>
Message Of(const std::string& fields = "") {
  return testing::Make<Message>("worker_id: 'ana' " + fields);
}
v1::RegisterWorker Register(const std::string& employment = "PERMANENT") {
  return Of<v1::RegisterWorker>(
      "role: 'key-worker' languages: 'pl' languages: 'ur' employment: EMPLOYMENT_" + employment);
}
v1::JoinTeam Join(const std::string& area = "north") {
  auto command = Of<v1::JoinTeam>("team: 'edge-of-care' segment: 'teenagers'");
  command.set_area(area);
  return command;
}
v1::SetCaseloadLimit Limit(int cases) {
  return Of<v1::SetCaseloadLimit>("cases: " + std::to_string(cases));
}
v1::TakeCase Take(const std::string& case_id) {
  return Of<v1::TakeCase>("children: 2 case_id: '" + case_id + "'");
}
v1::HandOverCase HandOver(const std::string& case_id) {
  return Of<v1::HandOverCase>("case_id: '" + case_id + "'");
}
v1::NameForSchool NameFor(const std::string& school = "example-school") {
  return Of<v1::NameForSchool>("school: '" + school + "'");
}
v1::LeaveSchool Leave() { return Of<v1::LeaveSchool>("school: 'example-school'"); }
v1::RecordAbsence Absent(const std::string& from, const std::string& until) {
  auto command = Of<v1::RecordAbsence>("reason: 'training'");
  command.set_from(from);
  command.set_until(until);
  return command;
}
v1::RecordVacancy Vacant() { return Of<v1::RecordVacancy>("from: '2016-12-01'"); }
Story Registered() { return Unknown().Then(Register()); }

TEST(RegisterWorkerTest, IsFullTimeUnlessSaid) {
  EXPECT_EQ(Unknown().Then(Register()).Only<v1::WorkerRegistered>(),
            Of<v1::WorkerRegistered>("role: 'key-worker' languages: 'pl' languages: 'ur' "
                                     "employment: EMPLOYMENT_PERMANENT full_time_percent: 100"));
  auto part_time = Register();
  part_time.set_full_time_percent(60);
  EXPECT_EQ(Unknown().Then(part_time).Only<v1::WorkerRegistered>().full_time_percent(), 60);
}
TEST(RegisterWorkerTest, StaysQuietOnARetryThatSaysTheFullTime) {
  auto said = Register();
  said.set_full_time_percent(100);
  EXPECT_TRUE(Registered().IsQuietOn(said));
}
TEST(RegisterWorkerTest, RefusesAnotherWorkerUnderTheSameId) {
  auto part_time = Register();
  part_time.set_full_time_percent(60);
  auto fewer_languages = Register();
  fewer_languages.mutable_languages()->RemoveLast();
  auto of_another_role = Register();
  of_another_role.set_role("supervisor");
  for (const auto& other : {Register("AGENCY"), part_time, fewer_languages, of_another_role}) {
    EXPECT_EQ(Registered().RuleAgainst(other), v1::REJECTION_WORKER_ID_MUST_NOT_BE_REUSED);
  }
}

TEST(JoinTeamTest, NamesTeamAreaAndSegment) {
  EXPECT_EQ(Registered().Then(Join()).Only<v1::TeamJoined>(),
            Of<v1::TeamJoined>("team: 'edge-of-care' area: 'north' segment: 'teenagers'"));
}
TEST(JoinTeamTest, StaysQuietOnARetryAndTakesAnotherArea) {
  auto story = Registered().Then(Join());
  EXPECT_TRUE(story.IsQuietOn(Join()));
  EXPECT_EQ(story.Then(Join("south")).Only<v1::TeamJoined>().area(), "south");
}
TEST(JoinTeamTest, RefusesSomebodyNotRegistered) {
  EXPECT_EQ(Unknown().RuleAgainst(Join()), v1::REJECTION_WORKER_MUST_BE_REGISTERED);
}

TEST(SetCaseloadLimitTest, SaysHowManyCases) {
  EXPECT_EQ(Registered().Then(Limit(12)).Only<v1::CaseloadLimitSet>(),
            Of<v1::CaseloadLimitSet>("cases: 12"));
}
TEST(SetCaseloadLimitTest, StaysQuietOnARetryAndMayBeLoweredBelowWhatIsOpen) {
  auto story = Registered().Then(Limit(2)).Then(Take("c1")).Then(Take("c2"));
  EXPECT_TRUE(story.IsQuietOn(Limit(2)));
  EXPECT_EQ(story.Then(Limit(1)).state.limit, 1);
}
TEST(SetCaseloadLimitTest, RefusesSomebodyNotRegistered) {
  EXPECT_EQ(Unknown().RuleAgainst(Limit(12)), v1::REJECTION_WORKER_MUST_BE_REGISTERED);
}

TEST(NameForSchoolTest, ClaimsTheSchoolFromNowOn) {
  const auto named = Registered().Then(NameFor()).Only<v1::NamedForSchool>();
  auto expected = Of<v1::NamedForSchool>("school: 'example-school'");
  *expected.mutable_from_time() = ToTimestamp(kNow);
  EXPECT_EQ(named, expected);
  const std::vector<Claim> claims{
      {"school-worker", "example-school", kNow, Time::max(), "ana/example-school"}};
  EXPECT_EQ(Worker::EffectsOf(named).claims, claims);
}
TEST(NameForSchoolTest, StaysQuietOnARetryAndTakesASecondSchool) {
  auto story = Registered().Then(NameFor());
  EXPECT_TRUE(story.IsQuietOn(NameFor()));
  EXPECT_EQ(story.Then(NameFor("second-school")).state.schools.size(), 2U);
}
TEST(NameForSchoolTest, RefusesSomebodyNotRegistered) {
  EXPECT_EQ(Unknown().RuleAgainst(NameFor()), v1::REJECTION_WORKER_MUST_BE_REGISTERED);
}

TEST(LeaveSchoolTest, FreesThisSchoolAlone) {
  const auto story = Registered().Then(NameFor()).Then(NameFor("second-school")).Then(Leave());
  const auto left = story.Only<v1::SchoolLeft>();
  EXPECT_EQ(left, Of<v1::SchoolLeft>("school: 'example-school'"));
  const std::vector<Release> releases{{"school-worker", "ana/example-school"}};
  EXPECT_EQ(Worker::EffectsOf(left).releases, releases);
  EXPECT_EQ(story.state.schools, (std::set<std::string>{"second-school"}));
}
TEST(LeaveSchoolTest, RefusesASchoolThatTheWorkerIsNotNamedFor) {
  EXPECT_EQ(Registered().Then(NameFor("second-school")).RuleAgainst(Leave()),
            v1::REJECTION_WORKER_MUST_BE_NAMED_FOR_THE_SCHOOL);
  EXPECT_EQ(Registered().Then(NameFor()).Then(Leave()).RuleAgainst(Leave()),
            v1::REJECTION_WORKER_MUST_BE_NAMED_FOR_THE_SCHOOL);
}
TEST(LeaveSchoolTest, RefusesSomebodyNotRegistered) {
  EXPECT_EQ(Unknown().RuleAgainst(Leave()), v1::REJECTION_WORKER_MUST_BE_REGISTERED);
}

TEST(RecordAbsenceTest, MayBeOfOneDay) {
  EXPECT_EQ(Registered().Then(Absent("2016-11-01", "2016-11-01")).Only<v1::AbsenceRecorded>(),
            Of<v1::AbsenceRecorded>("from: '2016-11-01' until: '2016-11-01' reason: 'training'"));
}
TEST(RecordAbsenceTest, StaysQuietOnARetryAndTakesALongerOne) {
  auto story = Registered().Then(Absent("2016-11-01", "2016-11-02"));
  EXPECT_TRUE(story.IsQuietOn(Absent("2016-11-01", "2016-11-02")));
  EXPECT_EQ(story.Then(Absent("2016-11-01", "2016-11-03")).last.size(), 1U);
}
TEST(RecordAbsenceTest, RefusesAnEndBeforeItsBeginning) {
  EXPECT_EQ(Registered().RuleAgainst(Absent("2016-11-02", "2016-11-01")),
            v1::REJECTION_ABSENCE_MUST_END_AFTER_IT_BEGINS);
}
TEST(RecordAbsenceTest, RefusesSomebodyNotRegistered) {
  EXPECT_EQ(Unknown().RuleAgainst(Absent("2016-11-01", "2016-11-01")),
            v1::REJECTION_WORKER_MUST_BE_REGISTERED);
}

TEST(RecordVacancyTest, SaysSinceWhenAndKeepsTheCasesOfThePost) {
  const auto story = Registered().Then(Take("c1")).Then(Vacant());
  EXPECT_EQ(story.Only<v1::VacancyRecorded>(), Of<v1::VacancyRecorded>("from: '2016-12-01'"));
  EXPECT_EQ(story.state.cases.size(), 1U);
}
TEST(RecordVacancyTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Registered().Then(Vacant()).IsQuietOn(Vacant()));
}
TEST(RecordVacancyTest, APostIsFilledAgainByRegistering) {
  auto story = Registered().Then(Vacant());
  EXPECT_EQ(story.RuleAgainst(Take("c1")), v1::REJECTION_POST_MUST_BE_FILLED);
  EXPECT_EQ(story.Then(Register("AGENCY")).Then(Take("c1")).last.size(), 1U);
}
TEST(RecordVacancyTest, RefusesAPostNotRegistered) {
  EXPECT_EQ(Unknown().RuleAgainst(Vacant()), v1::REJECTION_WORKER_MUST_BE_REGISTERED);
}

TEST(TakeCaseTest, CountsTheOpenCasesUpToTheLimit) {
  const auto story = Registered().Then(Limit(2)).Then(Take("c1")).Then(Take("c2"));
  EXPECT_EQ(story.Only<v1::CaseTaken>(),
            Of<v1::CaseTaken>("case_id: 'c2' children: 2 open_cases: 2"));
}
TEST(TakeCaseTest, WarnsPastTheLimitAndNeverRefuses) {
  const auto story = Registered().Then(Limit(1)).Then(Take("c1")).Then(Take("c2"));
  ASSERT_EQ(story.last.size(), 2U);
  EXPECT_EQ(std::get<v1::CaseloadLimitPassed>(story.last[1]),
            Of<v1::CaseloadLimitPassed>("open_cases: 2 limit: 1"));
}
TEST(TakeCaseTest, StaysQuietOnARetryEvenOnceThePostIsVacant) {
  EXPECT_TRUE(Registered().Then(Take("c1")).IsQuietOn(Take("c1")));
  EXPECT_TRUE(Registered().Then(Take("c1")).Then(Vacant()).IsQuietOn(Take("c1")));
}
TEST(TakeCaseTest, RefusesSomebodyNotRegistered) {
  EXPECT_EQ(Unknown().RuleAgainst(Take("c1")), v1::REJECTION_WORKER_MUST_BE_REGISTERED);
}

TEST(HandOverCaseTest, CountsDown) {
  const auto story = Registered().Then(Take("c1")).Then(Take("c2")).Then(HandOver("c1"));
  EXPECT_EQ(story.Only<v1::CaseHandedOver>(),
            Of<v1::CaseHandedOver>("case_id: 'c1' open_cases: 1"));
}
TEST(HandOverCaseTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Registered().Then(Take("c1")).Then(HandOver("c1")).IsQuietOn(HandOver("c1")));
}
TEST(HandOverCaseTest, StaysQuietAboutACaseOfSomebodyElse) {
  EXPECT_TRUE(Registered().Then(Take("c1")).IsQuietOn(HandOver("c2")));
}
TEST(HandOverCaseTest, MakesRoomWithinTheLimit) {
  const auto story =
      Registered().Then(Limit(1)).Then(Take("c1")).Then(HandOver("c1")).Then(Take("c2"));
  EXPECT_EQ(story.Only<v1::CaseTaken>().open_cases(), 1);
}

}  // namespace
}  // namespace kinward::outcomes
