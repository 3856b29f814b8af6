#include "services/outcomes/domain/case.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "kinward/common/v1/programme.pb.h"
#include "kinward/outcomes/v1/follow_up.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"

namespace kinward::outcomes {
namespace {

using Events = std::vector<Case::Messages::Event>;

const Time kNow = At(DateFrom(2016, 11, 12), "10:00");
const std::string kCase = "01930000-0000-7000-8000-000000000001";
const std::string kReferral = "01930000-0000-7000-8000-000000000002";
const std::string kChild = "01930000-0000-7000-8000-00000000000c";

common::v1::ProgrammeVersion Programme() {
  common::v1::ProgrammeVersion programme;
  programme.set_programme_id("W-01");
  programme.set_version(3);
  programme.mutable_episode()->set_expected_days_max(84);
  programme.mutable_episode()->add_close_outcomes("goals-met");
  auto& rule = *programme.add_follow_ups();
  rule.set_check("looked-after");
  rule.add_after_months(3);
  rule.add_after_months(6);
  rule.set_while_open(true);
  return programme;
}
const common::v1::ProgrammeVersion kProgramme = Programme();

Context On(int day, const common::v1::ProgrammeVersion* programme = &kProgramme) {
  Context context{kNow + std::chrono::hours{24 * (day - 12)}, {"staff", "a.worker", {}}, "example"};
  context.programme = programme;
  return context;
}
template <typename Command>
Command Of() {
  Command command;
  command.set_case_id(kCase);
  return command;
}
v1::OpenCase Open() {
  auto command = Of<v1::OpenCase>();
  command.set_referral_id(kReferral);
  command.set_family_id("family");
  command.set_programme_id("W-01");
  auto& child = *command.add_subjects();
  child.set_person_id(kChild);
  child.add_roles("child");
  command.add_subjects()->add_roles("parent");
  return command;
}
v1::CloseCase Close(const std::string& outcome = "goals-met") {
  auto command = Of<v1::CloseCase>();
  command.set_outcome(outcome);
  return command;
}
v1::AssignWorker Assign(const std::string& worker, const std::string& role = "key-worker") {
  auto command = Of<v1::AssignWorker>();
  command.set_worker_id(worker);
  command.set_role(role);
  return command;
}
v1::RecordSession Session(const std::string& id, Time held = kNow) {
  auto command = Of<v1::RecordSession>();
  command.set_session_id(id);
  *command.mutable_held_time() = ToTimestamp(held);
  return command;
}
v1::PlanSession Plan(const std::string& id) {
  auto command = Of<v1::PlanSession>();
  command.set_session_id(id);
  return command;
}
v1::StateCounterfactual Otherwise(const std::string& setting) {
  auto command = Of<v1::StateCounterfactual>();
  command.set_setting(setting);
  return command;
}
v1::RecordEscalation Escalate(const std::string& on, const std::string& person = kChild) {
  auto command = Of<v1::RecordEscalation>();
  command.set_person_id(person);
  command.set_to("cpp");
  command.set_on(on);
  return command;
}

class Story {
 public:
  Story& Then(const auto& command, const Context& context = On(12)) {
    const CaseAnswer answer = Decide(help, command, context);
    EXPECT_TRUE(std::holds_alternative<Events>(answer));
    last = std::get<Events>(answer);
    for (const auto& event : last) {
      std::visit([&](const auto& one) { Apply(help, one); }, event);
    }
    return *this;
  }
  [[nodiscard]] CaseAnswer Answer(const auto& command, const Context& context = On(12)) const {
    return Decide(help, command, context);
  }
  Case help;
  Events last;
};
Story Opened() { return Story().Then(Open()); }
CaseAnswer Refused(v1::Rejection rule) { return Refusal<v1::Rejection>{rule}; }
CaseAnswer Nothing() { return Events{}; }
int CountOf(const Companions& companions, const std::string& name) {
  return static_cast<int>(
      std::count_if(companions.begin(), companions.end(), [&](const auto& companion) {
        return companion.message().GetTypeName() == "kinward.outcomes.v1." + name;
      }));
}

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

TEST(RecordSessionTest, IsTakenOnceAndEvenAfterTheClose) {
  Story story = Opened().Then(Close()).Then(Session("s1"));
  EXPECT_EQ(story.last.size(), 1U);
  EXPECT_EQ(story.Answer(Session("s1")), Nothing());
}
TEST(RecordSessionTest, RefusesTheFuture) {
  EXPECT_EQ(Opened().Answer(Session("s1", kNow + std::chrono::hours{1})),
            Refused(v1::REJECTION_SESSION_MUST_NOT_BE_IN_THE_FUTURE));
}
TEST(PlanSessionTest, RefusesASessionAlreadyHeldAndAClosedCase) {
  EXPECT_EQ(Opened().Then(Session("s1")).Answer(Plan("s1")),
            Refused(v1::REJECTION_SESSION_ID_MUST_NOT_BE_REUSED));
  EXPECT_EQ(Opened().Then(Close()).Answer(Plan("s1")), Refused(v1::REJECTION_CASE_MUST_BE_OPEN));
}

TEST(RecordEscalationTest, RecordsEachOnce) {
  Story story = Opened().Then(Escalate("2016-11-12"));
  EXPECT_EQ(story.Answer(Escalate("2016-11-12")), Nothing());
  EXPECT_EQ(story.Answer(Escalate("2016-11-13")),
            Refused(v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE));
  EXPECT_EQ(story.Answer(Escalate("2016-11-12", kReferral)),
            Refused(v1::REJECTION_PERSON_MUST_BE_IN_THE_CASE));
}

TEST(WarnOfLengthTest, WarnsWhileOpenAndIsQuietAfterTheClose) {
  EXPECT_EQ(Opened().Then(Of<v1::WarnOfLength>()).last.size(), 1U);
  EXPECT_EQ(Opened().Then(Close()).Answer(Of<v1::WarnOfLength>()), Nothing());
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
}  // namespace kinward::outcomes
