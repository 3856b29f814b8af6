#include "services/outcomes/domain/worker.h"

#include <gtest/gtest.h>

#include "libs/testing/messages.h"
#include "services/outcomes/domain/programme_copy.h"

namespace kinward::outcomes {
namespace {

using Events = std::vector<Worker::Messages::Event>;

const Context kContext{Time{}, {"staff", "a.manager", {"team-manager"}}, "example"};

template <typename Command>
Command Of() {
  Command command;
  command.set_worker_id("ana");
  return command;
}
v1::RegisterWorker Register(v1::Employment employment = v1::EMPLOYMENT_PERMANENT) {
  auto command = Of<v1::RegisterWorker>();
  command.set_role("key-worker");
  command.set_employment(employment);
  return command;
}
v1::TakeCase Take(const std::string& case_id) {
  auto command = Of<v1::TakeCase>();
  command.set_case_id(case_id);
  return command;
}
v1::SetCaseloadLimit Limit(int cases) {
  auto command = Of<v1::SetCaseloadLimit>();
  command.set_cases(cases);
  return command;
}
template <typename Command>
Command AtSchool() {
  auto command = Of<Command>();
  command.set_school("example-school");
  return command;
}
v1::RecordAbsence Absent(const std::string& from, const std::string& until) {
  auto command = Of<v1::RecordAbsence>();
  command.set_from(from);
  command.set_until(until);
  return command;
}

class Story {
 public:
  Story& Then(const auto& command) {
    const WorkerAnswer answer = Decide(worker, command, kContext);
    EXPECT_TRUE(std::holds_alternative<Events>(answer));
    last = std::get<Events>(answer);
    for (const auto& event : last) {
      std::visit([&](const auto& one) { Apply(worker, one); }, event);
    }
    return *this;
  }
  [[nodiscard]] WorkerAnswer Answer(const auto& command) const {
    return Decide(worker, command, kContext);
  }
  Worker worker;
  Events last;
};
Story Registered() { return Story().Then(Register()); }
WorkerAnswer Refused(v1::Rejection rule) { return Refusal<v1::Rejection>{rule}; }
WorkerAnswer Nothing() { return Events{}; }

TEST(RegisterWorkerTest, IsFullTimeUnlessSaid) {
  EXPECT_EQ(Registered().worker.registered.full_time_percent(), 100);
  EXPECT_EQ(Registered().Answer(Register()), Nothing());
  EXPECT_EQ(Registered().Answer(Register(v1::EMPLOYMENT_AGENCY)),
            Refused(v1::REJECTION_WORKER_ID_MUST_NOT_BE_REUSED));
}
TEST(RecordVacancyTest, APostIsFilledAgainByRegistering) {
  Story story = Registered().Then(Of<v1::RecordVacancy>());
  EXPECT_EQ(story.Answer(Take("c1")), Refused(v1::REJECTION_POST_MUST_BE_FILLED));
  EXPECT_EQ(story.Then(Register(v1::EMPLOYMENT_AGENCY)).Then(Take("c1")).last.size(), 1U);
}
TEST(TakeCaseTest, WarnsPastTheLimitAndNeverRefuses) {
  Story story = Registered().Then(Limit(1)).Then(Take("c1")).Then(Take("c2"));
  ASSERT_EQ(story.last.size(), 2U);
  EXPECT_EQ(std::get<v1::CaseloadLimitPassed>(story.last[1]).open_cases(), 2);
  EXPECT_EQ(story.Answer(Take("c2")), Nothing());
  EXPECT_EQ(story.Answer(Limit(1)), Nothing());
}
TEST(TakeCaseTest, RefusesSomebodyNotRegistered) {
  EXPECT_EQ(Story().Answer(Take("c1")), Refused(v1::REJECTION_WORKER_MUST_BE_REGISTERED));
}
TEST(HandOverCaseTest, CountsDown) {
  auto hand = Of<v1::HandOverCase>();
  hand.set_case_id("c1");
  Story story = Registered().Then(Take("c1")).Then(hand);
  EXPECT_EQ(std::get<v1::CaseHandedOver>(story.last[0]).open_cases(), 0);
  EXPECT_EQ(story.Answer(hand), Nothing());
}
TEST(NameForSchoolTest, ClaimsTheSchoolUntilItIsLeft) {
  Story story = Registered().Then(AtSchool<v1::NameForSchool>());
  const Effects taken = Worker::EffectsOf(std::get<v1::NamedForSchool>(story.last[0]));
  ASSERT_EQ(taken.claims.size(), 1U);
  EXPECT_EQ(taken.claims[0].resource, "example-school");
  story.Then(AtSchool<v1::LeaveSchool>());
  const Effects freed = Worker::EffectsOf(std::get<v1::SchoolLeft>(story.last[0]));
  ASSERT_EQ(freed.releases.size(), 1U);
  EXPECT_EQ(freed.releases[0].holder, taken.claims[0].holder);
  EXPECT_EQ(story.Answer(AtSchool<v1::LeaveSchool>()),
            Refused(v1::REJECTION_WORKER_MUST_BE_NAMED_FOR_THE_SCHOOL));
}
TEST(RecordAbsenceTest, EndsAfterItBegins) {
  EXPECT_EQ(Registered().Then(Absent("2016-11-01", "2016-11-01")).last.size(), 1U);
  EXPECT_EQ(Registered().Answer(Absent("2016-11-02", "2016-11-01")),
            Refused(v1::REJECTION_ABSENCE_MUST_END_AFTER_IT_BEGINS));
}

TEST(ProgrammeCopyTest, AVersionNeverChanges) {
  v1::RecordProgrammeVersion record;
  record.mutable_version()->set_version(1);
  record.mutable_version()->set_digest("one");
  ProgrammeCopy copy;
  const ProgrammeCopyAnswer first = Decide(copy, record, kContext);
  Apply(copy, std::get<v1::ProgrammeVersionRecorded>(
                  std::get<std::vector<ProgrammeCopy::Messages::Event>>(first)[0]));
  EXPECT_TRUE(std::get<0>(Decide(copy, record, kContext)).empty());
  record.mutable_version()->set_digest("other");
  EXPECT_EQ(std::get<1>(Decide(copy, record, kContext)).rule,
            v1::REJECTION_PROGRAMME_VERSION_MUST_NOT_CHANGE);
}

}  // namespace
}  // namespace kinward::outcomes
