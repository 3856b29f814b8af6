// The work within a case: who helps, sessions, escalations, and how long it takes.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <variant>

#include "kinward/outcomes/v1/worker.pb.h"
#include "libs/testing/make.h"
#include "services/outcomes/domain/case.h"
#include "services/outcomes/domain/case_fixture.h"

namespace kinward::outcomes::case_test {
namespace {

// A command or an event of this case.
template <typename Message>
Message Made(const std::string& fields) {
  return testing::Make<Message>("case_id: '" + kCase + "' " + fields);
}

TEST(StateCounterfactualTest, IsStatedOnceAtAcceptance) {
  Story story = Opened().Then(Otherwise("residential"));
  EXPECT_EQ(story.Answer(Otherwise("residential")), Nothing());
  EXPECT_EQ(story.Answer(Otherwise("foster")),
            Refused(v1::REJECTION_COUNTERFACTUAL_MUST_BE_STATED_ONCE));
}
TEST(StateCounterfactualTest, IsRefusedAfterwards) {
  const auto late = Refused(v1::REJECTION_COUNTERFACTUAL_MUST_BE_STATED_AT_ACCEPTANCE);
  EXPECT_EQ(Opened().Answer(Otherwise("residential"), On(20)), late);
  EXPECT_EQ(Opened().Then(Session("s1")).Answer(Otherwise("residential")), late);
  EXPECT_NE(Opened().Answer(Otherwise("residential"), On(19)), late);
}
TEST(StateCounterfactualTest, SaysWhereAndWhoSaysSo) {
  auto otherwise = Otherwise("residential");
  otherwise.set_by("a-worker");
  const Story story = Opened().Then(otherwise);
  ASSERT_EQ(story.last.size(), 1U);
  EXPECT_EQ(std::get<v1::CounterfactualStated>(story.last[0]),
            Made<v1::CounterfactualStated>("setting: 'residential' by: 'a-worker'"));
}
TEST(StateCounterfactualTest, RefusesAClosedCaseAndOneNeverOpened) {
  EXPECT_EQ(Opened().Then(Close()).Answer(Otherwise("residential")),
            Refused(v1::REJECTION_CASE_MUST_BE_OPEN));
  EXPECT_EQ(Story().Answer(Otherwise("residential")), Refused(v1::REJECTION_CASE_MUST_BE_KNOWN));
}

TEST(AssignWorkerTest, HandsOverFromTheOneBefore) {
  const Story story = Opened().Then(Assign("ana")).Then(Assign("ben"));
  const auto& event = std::get<v1::WorkerAssigned>(story.last[0]);
  EXPECT_EQ(event.replaces(), "ana");
  const auto companions = Case::CompanionsOf(event);
  EXPECT_EQ(CountOf(companions, "TakeCase"), 1);
  EXPECT_EQ(CountOf(companions, "HandOverCase"), 1);
}
TEST(AssignWorkerTest, KeepsTheCaseOfSomebodyWithAnotherPart) {
  const Story story =
      Opened().Then(Assign("ana")).Then(Assign("ana", "supervisor")).Then(Assign("ben"));
  EXPECT_FALSE(std::get<v1::WorkerAssigned>(story.last[0]).leaves());
}
TEST(AssignWorkerTest, RefusesAStrangerToTheCase) {
  auto assign = Assign("ana");
  assign.set_for_person_id(kReferral);
  EXPECT_EQ(Opened().Answer(assign), Refused(v1::REJECTION_PERSON_MUST_BE_IN_THE_CASE));
  EXPECT_EQ(Opened().Then(Assign("ana")).Answer(Assign("ana")), Nothing());
}
TEST(AssignWorkerTest, GivesTheWorkerTheCaseWithItsChildren) {
  const Story story = Opened().Then(Assign("ana"));
  ASSERT_EQ(story.last.size(), 1U);
  const auto companions = Case::CompanionsOf(std::get<v1::WorkerAssigned>(story.last[0]));
  ASSERT_EQ(companions.size(), 1U);
  EXPECT_EQ(companions[0].message(), Made<v1::TakeCase>("worker_id: 'ana' children: 1"));
}
TEST(AssignWorkerTest, RefusesAClosedCaseAndOneNeverOpened) {
  const Story closed = Opened().Then(Assign("ana")).Then(Close());
  EXPECT_EQ(closed.Answer(Assign("ana")), Nothing());
  EXPECT_EQ(closed.Answer(Assign("ben")), Refused(v1::REJECTION_CASE_MUST_BE_OPEN));
  EXPECT_EQ(Story().Answer(Assign("ana")), Refused(v1::REJECTION_CASE_MUST_BE_KNOWN));
}

TEST(RecordSessionTest, IsTakenOnceAndEvenAfterTheClose) {
  Story story = Opened().Then(Close()).Then(Session("s1"));
  EXPECT_EQ(story.last.size(), 1U);
  EXPECT_EQ(story.Answer(Session("s1")), Nothing());
}
TEST(RecordSessionTest, RefusesTheFuture) {
  EXPECT_EQ(Opened().Answer(Session("s1", kNow + std::chrono::hours{1})),
            Refused(v1::REJECTION_SESSION_MUST_NOT_BE_IN_THE_FUTURE));
}
TEST(RecordSessionTest, KeepsWhatWasDoneAndByWhom) {
  const std::string what =
      "session_id: 's1' minutes: 50 kind: 'visit' attended: true "
      "worker_id: 'ana' held_time { seconds: 1478944800 }";
  const Story story = Opened().Then(Made<v1::RecordSession>(what));
  ASSERT_EQ(story.last.size(), 1U);
  EXPECT_EQ(std::get<v1::SessionRecorded>(story.last[0]), Made<v1::SessionRecorded>(what));
}
TEST(RecordSessionTest, RefusesACaseNeverOpened) {
  EXPECT_EQ(Story().Answer(Session("s1")), Refused(v1::REJECTION_CASE_MUST_BE_KNOWN));
}
TEST(PlanSessionTest, RefusesASessionAlreadyHeldAndAClosedCase) {
  EXPECT_EQ(Opened().Then(Session("s1")).Answer(Plan("s1")),
            Refused(v1::REJECTION_SESSION_ID_MUST_NOT_BE_REUSED));
  EXPECT_EQ(Opened().Then(Close()).Answer(Plan("s1")), Refused(v1::REJECTION_CASE_MUST_BE_OPEN));
}
TEST(PlanSessionTest, MayBeInTheFuture) {
  const std::string what =
      "session_id: 's1' minutes: 50 kind: 'visit' "
      "planned_time { seconds: 1479549600 }";
  const Story story = Opened().Then(Made<v1::PlanSession>(what));
  ASSERT_EQ(story.last.size(), 1U);
  EXPECT_EQ(std::get<v1::SessionPlanned>(story.last[0]), Made<v1::SessionPlanned>(what));
}
TEST(PlanSessionTest, StaysQuietOnARetryEvenAfterTheClose) {
  Story story = Opened().Then(Plan("s1"));
  EXPECT_EQ(story.Answer(Plan("s1")), Nothing());
  EXPECT_EQ(story.Then(Close()).Answer(Plan("s1")), Nothing());
}
TEST(PlanSessionTest, RefusesACaseNeverOpened) {
  EXPECT_EQ(Story().Answer(Plan("s1")), Refused(v1::REJECTION_CASE_MUST_BE_KNOWN));
}

TEST(RecordEscalationTest, RecordsEachOnce) {
  Story story = Opened().Then(Escalate("2016-11-12"));
  EXPECT_EQ(story.Answer(Escalate("2016-11-12")), Nothing());
  EXPECT_EQ(story.Answer(Escalate("2016-11-13")),
            Refused(v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE));
  EXPECT_EQ(story.Answer(Escalate("2016-11-12", kReferral)),
            Refused(v1::REJECTION_PERSON_MUST_BE_IN_THE_CASE));
}
TEST(RecordEscalationTest, SaysOfWhomToWhatAndSinceWhen) {
  const Story story = Opened().Then(Escalate("2016-11-12"));
  EXPECT_EQ(std::get<v1::EscalationRecorded>(story.last[0]),
            Made<v1::EscalationRecorded>("to: 'cpp' on: '2016-11-12' person_id: '" + kChild + "'"));
}
TEST(RecordEscalationTest, RefusesACaseNeverOpened) {
  EXPECT_EQ(Story().Answer(Escalate("2016-11-12")), Refused(v1::REJECTION_CASE_MUST_BE_KNOWN));
}

TEST(WarnOfLengthTest, WarnsWhileOpenAndIsQuietAfterTheClose) {
  EXPECT_EQ(Opened().Then(Of<v1::WarnOfLength>()).last.size(), 1U);
  EXPECT_EQ(Opened().Then(Close()).Answer(Of<v1::WarnOfLength>()), Nothing());
}
TEST(WarnOfLengthTest, SaysWhatWasExpected) {
  const Story story = Opened().Then(Made<v1::WarnOfLength>("expected_days: 84"));
  ASSERT_EQ(story.last.size(), 1U);
  EXPECT_EQ(std::get<v1::ExpectedLengthPassed>(story.last[0]),
            Made<v1::ExpectedLengthPassed>("expected_days: 84"));
}
TEST(WarnOfLengthTest, StaysQuietAboutACaseNeverOpened) {
  EXPECT_EQ(Story().Answer(Of<v1::WarnOfLength>()), Nothing());
}

}  // namespace
}  // namespace kinward::outcomes::case_test
