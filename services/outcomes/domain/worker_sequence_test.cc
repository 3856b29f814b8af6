// Random commands to a worker, in random order: the rules hold at every step.
#include <gtest/gtest.h>

#include "libs/testing/random_sequence.h"
#include "services/outcomes/domain/worker.h"

namespace kinward::outcomes {
namespace {

using Sequence = testing::RandomSequence<Worker>;
constexpr unsigned kSeeds = 60;
constexpr int kSteps = 150;

template <typename Command>
Command OfWorker() {
  Command command;
  command.set_worker_id("ana");
  return command;
}

void SendOne(Sequence& sequence) {
  const std::string number = std::to_string(sequence.Pick(4));
  switch (sequence.Pick(7)) {
    case 0: {
      auto take = OfWorker<v1::TakeCase>();
      take.set_case_id(number);
      sequence.Send(take);
      return;
    }
    case 1: {
      auto hand_over = OfWorker<v1::HandOverCase>();
      hand_over.set_case_id(number);
      sequence.Send(hand_over);
      return;
    }
    case 2: {
      auto name = OfWorker<v1::NameForSchool>();
      name.set_school(number);
      sequence.Send(name);
      return;
    }
    case 3: {
      auto leave = OfWorker<v1::LeaveSchool>();
      leave.set_school(number);
      sequence.Send(leave, false);  // who has left cannot leave again
      return;
    }
    case 4: {
      auto limit = OfWorker<v1::SetCaseloadLimit>();
      limit.set_cases(static_cast<int>(1 + sequence.Pick(3)));
      sequence.Send(limit);
      return;
    }
    case 5:
      if (sequence.Pick(4) == 0) sequence.Send(OfWorker<v1::RecordVacancy>());
      return;
    default: {
      auto registered = OfWorker<v1::RegisterWorker>();
      registered.set_role("key-worker-" + std::to_string(sequence.Pick(2)));
      sequence.Send(registered);
    }
  }
}

TEST(WorkerProperty, AnyCommandSequenceKeepsTheRules) {
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    Sequence sequence(seed, [](auto&) {
      return Context{Time{}, {"staff", "a.manager", {}}, "example"};
    });
    for (int step = 0; step < kSteps; ++step) {
      const Worker before = sequence.state;
      SendOne(sequence);
      const Worker& worker = sequence.state;
      if (worker.registered.worker_id().empty()) {
        EXPECT_TRUE(worker.cases.empty() && worker.schools.empty() && worker.limit == 0);
      }
      if (before.vacant && worker.vacant) {
        EXPECT_LE(worker.cases.size(), before.cases.size());  // an empty post takes nobody on
      }
      if (!before.vacant && !before.registered.role().empty()) {
        EXPECT_EQ(worker.registered.role(), before.registered.role());
      }
    }
  }
}

}  // namespace
}  // namespace kinward::outcomes
