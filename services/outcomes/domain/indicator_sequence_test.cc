// Random commands to an indicator, in random order: the rules hold at every step.
#include <gtest/gtest.h>

#include "libs/calendar/calendar.h"
#include "libs/testing/random_sequence.h"
#include "services/outcomes/domain/indicator_reading.h"

namespace kinward::outcomes {
namespace {

using Sequence = testing::RandomSequence<Indicator>;
constexpr unsigned kSeeds = 60;
constexpr int kSteps = 150;
const LocalDate kToday = DateFrom(2017, 1, 31);

// Values just below zero and above it, on days on both sides of today.
template <typename Command>
void SendValue(Sequence& sequence, Command command = {}) {
  command.set_indicator_id("example");
  command.set_value(static_cast<int>(sequence.Pick(5)) - 1);
  command.set_on(FormatDate(AddDays(kToday, static_cast<int>(sequence.Pick(7)) - 3)));
  command.set_source("the monthly return");
  if (sequence.Pick(2) == 0) command.set_reason("late-returns");
  sequence.Send(command);
}
void SendOne(Sequence& sequence) {
  switch (sequence.Pick(6)) {
    case 0: {
      v1::DefineIndicator define;
      define.set_indicator_id("example");
      define.set_direction(sequence.Pick(2) == 0 ? v1::INDICATOR_DIRECTION_FEWER
                                                 : v1::INDICATOR_DIRECTION_MORE);
      define.set_base_on(FormatDate(AddDays(kToday, -3)));
      sequence.Send(define);
      return;
    }
    case 1:
      return SendValue<v1::SetTarget>(sequence);
    case 2:
      return SendValue<v1::SetForecast>(sequence);
    default: {
      v1::RecordIndicator record;
      record.set_bound(static_cast<v1::Bound>(sequence.Pick(4)));
      SendValue(sequence, record);
    }
  }
}

TEST(IndicatorProperty, AnyCommandSequenceKeepsTheRules) {
  const std::string today = FormatDate(kToday);
  for (unsigned seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    Sequence sequence(seed, [](auto&) {
      return Context{At(kToday, "09:00"), {"staff", "a.officer", {}}, "example"};
    });
    for (int step = 0; step < kSteps; ++step) {
      const Indicator before = sequence.state;
      SendOne(sequence);
      const Indicator& indicator = sequence.state;
      if (indicator.defined.indicator_id().empty()) {
        EXPECT_TRUE(indicator.readings.empty() && indicator.targets.empty());
      }
      if (!before.defined.indicator_id().empty()) {
        EXPECT_EQ(indicator.defined.direction(), before.defined.direction());
      }
      for (const auto& [on, reading] : indicator.readings) {
        EXPECT_TRUE(on <= today && reading.value() >= 0 && reading.on() == on);
        EXPECT_NE(reading.bound(), v1::BOUND_UNSPECIFIED);
      }
      for (const auto& [on, target] : indicator.targets) EXPECT_GT(on, today);
      const auto answer = ReadIndicator(indicator, {});
      EXPECT_EQ(answer.has_change(), answer.has_base() && answer.has_now());
      EXPECT_EQ(answer.targets_size(), static_cast<int>(indicator.targets.size()));
    }
  }
}

}  // namespace
}  // namespace kinward::outcomes
