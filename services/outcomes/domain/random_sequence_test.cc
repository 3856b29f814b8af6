// Random commands in random order: the rules of the aggregate hold at every step.
#include <gtest/gtest.h>

#include "kinward/common/v1/programme.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/random_sequence.h"
#include "services/outcomes/domain/case.h"
#include "services/outcomes/domain/follow_up.h"
#include "services/outcomes/domain/status_watch.h"

namespace kinward::outcomes {
namespace {

const std::string kId = "01930000-0000-7000-8000-000000000001";
const Time kNow = At(DateFrom(2016, 11, 30), "10:00");
constexpr unsigned kSeeds = 60;
constexpr int kSteps = 150;

template <typename State>
class Sequence : public testing::RandomSequence<State> {
 public:
  explicit Sequence(unsigned seed)
      : testing::RandomSequence<State>(seed, [](auto&) {
          return Context{kNow, {"staff", "a.worker", {}}, "example"};
        }) {}
  std::string Day() { return FormatDate(DateFrom(2016, 11, 1 + this->Pick(30))); }
};

std::string Person(unsigned number) { return "child-" + std::to_string(number); }

template <typename Command>
Command OfCase() {
  Command command;
  command.set_case_id(kId);
  return command;
}

void SendOne(Sequence<Case>& sequence) {
  const unsigned number = sequence.Pick(3);
  switch (sequence.Pick(8)) {
    case 0: {
      auto open = OfCase<v1::OpenCase>();
      open.set_referral_id(kId);
      open.set_programme_id("T-01");
      for (unsigned child = 0; child < 2; ++child) {
        auto& subject = *open.add_subjects();
        subject.set_person_id(Person(child));
        subject.add_roles("child");
      }
      sequence.Send(open);
      return;
    }
    case 1: {
      auto state = OfCase<v1::StateCounterfactual>();
      state.set_setting("foster-care-" + std::to_string(number));
      sequence.Send(state);
      return;
    }
    case 2: {
      auto assign = OfCase<v1::AssignWorker>();
      assign.set_worker_id("worker-" + std::to_string(number));
      assign.set_role("key-worker");
      if (sequence.Pick(2) == 0) assign.set_for_person_id(Person(number));
      sequence.Send(assign);
      return;
    }
    case 3: {
      auto plan = OfCase<v1::PlanSession>();
      plan.set_session_id("session-" + std::to_string(number));
      sequence.Send(plan);
      return;
    }
    case 4: {
      auto record = OfCase<v1::RecordSession>();
      record.set_session_id("session-" + std::to_string(number));
      *record.mutable_held_time() =
          ToTimestamp(kNow + std::chrono::hours{24 * (static_cast<int>(sequence.Pick(3)) - 1)});
      sequence.Send(record);
      return;
    }
    case 5: {
      auto escalate = OfCase<v1::RecordEscalation>();
      escalate.set_person_id(Person(number));
      escalate.set_to("cpp");
      escalate.set_on(sequence.Day());
      sequence.Send(escalate);
      return;
    }
    case 6:
      sequence.Send(OfCase<v1::WarnOfLength>(), false);  // a timer fires once
      return;
    default: {
      if (sequence.Pick(10) != 0) return;
      auto close = OfCase<v1::CloseCase>();
      close.set_outcome("goals-met");
      sequence.Send(close);
    }
  }
}

TEST(CaseProperty, AnyCommandSequenceKeepsTheRules) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    Sequence<Case> sequence(seed);
    for (int step = 0; step < kSteps; ++step) {
      const Case before = sequence.state;
      SendOne(sequence);
      const Case& help = sequence.state;
      if (help.opened.case_id().empty()) {
        EXPECT_TRUE(help.held.empty() && help.workers.empty());
      }
      if (!before.counterfactual.empty()) {
        EXPECT_EQ(help.counterfactual, before.counterfactual);
      }
      if (before.closed) {
        EXPECT_EQ(help.workers, before.workers);
      }
      if (before.closed) {
        EXPECT_EQ(help.planned, before.planned);
      }
      EXPECT_TRUE(help.closed || !before.closed);
      for (const auto& [person, to] : help.escalations) EXPECT_NE(person, Person(2));
    }
  }
}

void SendOne(Sequence<FollowUp>& sequence) {
  const std::string person = Person(sequence.Pick(3));
  switch (sequence.Pick(6)) {
    case 0: {
      v1::ScheduleFollowUp schedule;
      schedule.set_follow_up_id(kId);
      schedule.set_check("looked-after");
      schedule.set_months(3);
      schedule.set_starts_on("2016-11-10");
      schedule.add_person_ids(Person(0));
      schedule.add_person_ids(Person(1));
      sequence.Send(schedule);
      return;
    }
    case 1: {
      v1::RecordStatusCheck check;
      check.set_person_id(person);
      check.set_status("home");
      check.set_on(sequence.Day());
      sequence.Send(check);
      return;
    }
    case 2: {
      v1::LoseFollowUp lose;
      lose.set_reason("moved");
      if (sequence.Pick(2) == 0) lose.set_person_id(person);
      sequence.Send(lose);
      return;
    }
    case 3:
      sequence.Send(v1::FallDue{});
      return;
    case 4: {
      v1::QuietFollowUp quiet;
      quiet.set_person_id(person);
      sequence.Send(quiet);
      return;
    }
    default: {
      if (sequence.Pick(10) != 0) return;
      v1::EndFollowUp end;
      end.set_on("2016-11-30");
      sequence.Send(end);
    }
  }
}

TEST(FollowUpProperty, AnyCommandSequenceKeepsTheRules) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    Sequence<FollowUp> sequence(seed);
    for (int step = 0; step < kSteps; ++step) {
      const FollowUp before = sequence.state;
      SendOne(sequence);
      const FollowUp& check = sequence.state;
      EXPECT_FALSE(check.answers.contains(Person(2)));  // whom nobody asked about
      EXPECT_FALSE(check.lost.contains(Person(2)));
      EXPECT_FALSE(check.quiet.contains(Person(2)));
      if (!before.ended_on.empty()) {
        EXPECT_EQ(check.ended_on, before.ended_on);
      }
      // Nobody falls due who is settled already: nothing is asked after the end.
      if (!before.ended_on.empty()) {
        EXPECT_EQ(check.due, before.due);
      }
    }
  }
}

void SendOne(Sequence<StatusWatch>& sequence) {
  switch (sequence.Pick(5)) {
    case 0:
    case 1: {
      v1::HearStatus hear;
      hear.set_watch_id("watch");
      hear.set_person_id(Person(0));
      hear.set_status(sequence.Pick(2) == 0 ? "looked-after" : "cpp");
      hear.set_from(sequence.Day());
      sequence.Send(hear);
      return;
    }
    case 2: {
      v1::WatchCase watch;
      watch.set_case_id("case-" + std::to_string(sequence.Pick(2)));
      watch.set_opened_on("2016-11-10");
      auto& check = *watch.add_follow_ups();
      check.set_follow_up_id(watch.case_id() + "/open");
      check.set_check("looked-after");
      sequence.Send(watch);
      return;
    }
    case 3: {
      v1::WatchClosedCase closed;
      closed.set_case_id("case-" + std::to_string(sequence.Pick(2)));
      closed.set_closed_on("2016-11-20");
      auto& check = *closed.add_follow_ups();
      check.set_follow_up_id(closed.case_id() + "/3");
      check.set_check("looked-after");
      check.set_due_on("2017-02-20");
      sequence.Send(closed);
      return;
    }
    default: {
      if (sequence.Pick(10) != 0) return;
      v1::QuietPerson quiet;
      quiet.set_reason("died");
      sequence.Send(quiet);
    }
  }
}

TEST(StatusWatchProperty, AnyCommandSequenceTellsEachOnce) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    Sequence<StatusWatch> sequence(seed);
    for (int step = 0; step < kSteps; ++step) {
      SendOne(sequence);
      const StatusWatch& watch = sequence.state;
      // Once quiet, every check that is known has been told so.
      if (!watch.quiet.empty()) {
        EXPECT_EQ(watch.quieted, watch.follow_ups);
      }
      if (watch.quiet.empty()) {
        EXPECT_TRUE(watch.quieted.empty());
      }
    }
  }
}

}  // namespace
}  // namespace kinward::outcomes
