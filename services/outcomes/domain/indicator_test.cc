#include "services/outcomes/domain/indicator.h"

#include <gtest/gtest.h>

#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"

namespace kinward::outcomes {
namespace {

using Events = std::vector<Indicator::Messages::Event>;

const Context kToday{At(DateFrom(2017, 1, 31), "09:00"), {"staff", "a.officer", {}}, "example"};
const std::string kBase = "2015-01-01";
const std::string kNow = "2017-01-01";
const std::string kToday31 = "2017-01-31";
const std::string kTomorrow = "2017-02-01";

v1::DefineIndicator Define(v1::IndicatorDirection direction = v1::INDICATOR_DIRECTION_FEWER) {
  v1::DefineIndicator command;
  command.set_indicator_id("looked-after-children");
  command.set_title("Looked-after children");
  command.set_unit(v1::INDICATOR_UNIT_CHILD);
  command.set_direction(direction);
  command.set_base_on(kBase);
  command.add_leaves_out("short-breaks");
  command.set_source("the monthly return");
  return command;
}
template <typename Command>
Command Of(int value, const std::string& on, const std::string& reason = "") {
  Command command;
  command.set_indicator_id("looked-after-children");
  command.set_value(value);
  command.set_on(on);
  command.set_source("the monthly return");
  if (!reason.empty()) command.set_reason(reason);
  return command;
}
v1::RecordIndicator Record(int value, const std::string& on, const std::string& reason = "") {
  return Of<v1::RecordIndicator>(value, on, reason);
}
v1::RecordIndicator JustOver(int value, const std::string& on) {
  auto command = Record(value, on);
  command.set_bound(v1::BOUND_AT_LEAST);
  command.set_as_said("just over " + std::to_string(value));
  return command;
}
v1::SetTarget Target(int value, const std::string& on, const std::string& reason = "") {
  return Of<v1::SetTarget>(value, on, reason);
}
v1::SetForecast Forecast(int value, const std::string& on, const std::string& reason = "") {
  return Of<v1::SetForecast>(value, on, reason);
}

class Story {
 public:
  Story& Then(const auto& command) {
    const IndicatorAnswer answer = Decide(indicator, command, kToday);
    EXPECT_TRUE(std::holds_alternative<Events>(answer));
    last = std::get<Events>(answer);
    for (const auto& event : last) {
      std::visit([&](const auto& one) { Apply(indicator, one); }, event);
    }
    return *this;
  }
  [[nodiscard]] IndicatorAnswer Answer(const auto& command) const {
    return Decide(indicator, command, kToday);
  }
  Indicator indicator;
  Events last;
};
Story Defined() { return Story().Then(Define()); }
IndicatorAnswer Refused(v1::Rejection rule) { return Refusal<v1::Rejection>{rule}; }
IndicatorAnswer Nothing() { return Events{}; }

TEST(DefineIndicatorTest, NamesItsBaseDirectionAndWhomItLeavesOut) {
  const Story story = Defined();
  const auto& defined = std::get<v1::IndicatorDefined>(story.last[0]);
  EXPECT_EQ(defined.base_on(), kBase);
  EXPECT_EQ(defined.direction(), v1::INDICATOR_DIRECTION_FEWER);
  EXPECT_EQ(defined.leaves_out(0), "short-breaks");
}
TEST(DefineIndicatorTest, StaysQuietWhenItIsDefinedAlikeAgain) {
  EXPECT_EQ(Defined().Answer(Define()), Nothing());
}
TEST(DefineIndicatorTest, RefusesToMoveTheBaseOrTheDirection) {
  auto moved = Define();
  moved.set_base_on("2014-04-01");
  EXPECT_EQ(Defined().Answer(moved), Refused(v1::REJECTION_INDICATOR_MUST_NOT_BE_REDEFINED));
  EXPECT_EQ(Defined().Answer(Define(v1::INDICATOR_DIRECTION_MORE)),
            Refused(v1::REJECTION_INDICATOR_MUST_NOT_BE_REDEFINED));
}
TEST(DefineIndicatorTest, RefusesToCountSomethingElse) {
  auto wider = Define();
  wider.add_leaves_out("unaccompanied-children");
  auto renamed = Define();
  renamed.set_title("Children in need");
  auto by_family = Define();
  by_family.set_unit(v1::INDICATOR_UNIT_FAMILY);
  auto elsewhere = Define();
  elsewhere.set_source("a yearly return");
  for (const auto& other : {wider, renamed, by_family, elsewhere}) {
    EXPECT_EQ(Defined().Answer(other), Refused(v1::REJECTION_INDICATOR_MUST_NOT_BE_REDEFINED));
  }
}

TEST(RecordIndicatorTest, KeepsTheBoundAndTheWordsOfItsSource) {
  const Story story = Defined().Then(JustOver(800, kBase));
  const auto& reading = std::get<v1::IndicatorRecorded>(story.last[0]).reading();
  EXPECT_EQ(reading.value(), 800);
  EXPECT_EQ(reading.bound(), v1::BOUND_AT_LEAST);
  EXPECT_EQ(reading.as_said(), "just over 800");
}
TEST(RecordIndicatorTest, IsExactUnlessSaidOtherwise) {
  const Story story = Defined().Then(Record(0, kToday31));
  EXPECT_EQ(std::get<v1::IndicatorRecorded>(story.last[0]).reading().bound(), v1::BOUND_EXACT);
}
TEST(RecordIndicatorTest, StaysQuietOnARepeat) {
  const Story story = Defined().Then(JustOver(800, kBase));
  EXPECT_EQ(story.Answer(JustOver(800, kBase)), Nothing());
}
TEST(RecordIndicatorTest, CorrectsADaysValueForAReason) {
  const Story story = Defined().Then(Record(640, kNow)).Then(Record(641, kNow, "late-returns"));
  const auto& corrected = std::get<v1::IndicatorCorrected>(story.last[0]);
  EXPECT_EQ(corrected.was(), 640);
  EXPECT_EQ(corrected.reading().corrected_because(), "late-returns");
  EXPECT_EQ(story.indicator.readings.at(kNow).value(), 641);
  EXPECT_EQ(story.Answer(Record(641, kNow)), Nothing());
}
TEST(RecordIndicatorTest, RefusesASecondValueOfADayWithoutAReason) {
  const Story story = Defined().Then(JustOver(800, kBase));
  EXPECT_EQ(story.Answer(Record(800, kBase)),  // "just over" is not the value itself
            Refused(v1::REJECTION_CORRECTION_MUST_HAVE_A_REASON));
}
TEST(RecordIndicatorTest, RefusesAnotherBoundOtherWordsAndAnotherSourceWithoutAReason) {
  auto exact = JustOver(800, kBase);
  exact.set_bound(v1::BOUND_EXACT);
  auto reworded = JustOver(800, kBase);
  reworded.set_as_said("more than 800");
  auto elsewhere = JustOver(800, kBase);
  elsewhere.set_source("a yearly return");
  for (const auto& other : {exact, reworded, elsewhere}) {
    EXPECT_EQ(Defined().Then(JustOver(800, kBase)).Answer(other),
              Refused(v1::REJECTION_CORRECTION_MUST_HAVE_A_REASON));
  }
}
TEST(RecordIndicatorTest, RefusesWhatWasNotDefined) {
  EXPECT_EQ(Story().Answer(Record(641, kNow)), Refused(v1::REJECTION_INDICATOR_MUST_BE_DEFINED));
}
TEST(RecordIndicatorTest, RefusesFewerThanNone) {
  EXPECT_EQ(Defined().Answer(Record(-1, kNow)), Refused(v1::REJECTION_VALUE_MUST_NOT_BE_NEGATIVE));
}
TEST(RecordIndicatorTest, RefusesADayThatHasNotCome) {
  EXPECT_EQ(Defined().Answer(Record(641, kTomorrow)),
            Refused(v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE));
}

TEST(SetTargetTest, IsForADayToCome) {
  const Story story = Defined().Then(Target(600, kTomorrow));
  const auto& set = std::get<v1::TargetSet>(story.last[0]);
  EXPECT_EQ(set.target().value(), 600);
  EXPECT_FALSE(set.has_was());
}
TEST(SetTargetTest, StaysQuietOnARepeat) {
  EXPECT_EQ(Defined().Then(Target(600, kTomorrow)).Answer(Target(600, kTomorrow)), Nothing());
}
TEST(SetTargetTest, IsRevisedForAReason) {
  Story story = Defined().Then(Target(600, kTomorrow));
  EXPECT_EQ(story.Answer(Target(650, kTomorrow)),
            Refused(v1::REJECTION_CORRECTION_MUST_HAVE_A_REASON));
  auto elsewhere = Target(600, kTomorrow);
  elsewhere.set_source("a yearly plan");
  EXPECT_EQ(story.Answer(elsewhere), Refused(v1::REJECTION_CORRECTION_MUST_HAVE_A_REASON));
  story.Then(Target(650, kTomorrow, "new-duty"));
  const auto& set = std::get<v1::TargetSet>(story.last[0]);
  EXPECT_EQ(set.was(), 600);
  EXPECT_EQ(set.target().revised_because(), "new-duty");
}
TEST(SetTargetTest, RefusesToBeSetOnItsDayOrAfterwards) {
  for (const auto& on : {kNow, kToday31}) {
    EXPECT_EQ(Defined().Answer(Target(641, on)),
              Refused(v1::REJECTION_AIM_MUST_BE_SET_BEFORE_ITS_DAY));
  }
}
TEST(SetTargetTest, RefusesWhatWasNotDefinedAndFewerThanNone) {
  EXPECT_EQ(Story().Answer(Target(600, kTomorrow)),
            Refused(v1::REJECTION_INDICATOR_MUST_BE_DEFINED));
  EXPECT_EQ(Defined().Answer(Target(-1, kTomorrow)),
            Refused(v1::REJECTION_VALUE_MUST_NOT_BE_NEGATIVE));
}

TEST(SetForecastTest, StandsBesideTheTargetOfItsDay) {
  const Story story = Defined().Then(Target(600, kTomorrow)).Then(Forecast(630, kTomorrow));
  EXPECT_EQ(std::get<v1::ForecastSet>(story.last[0]).forecast().value(), 630);
  EXPECT_EQ(story.indicator.targets.at(kTomorrow).value(), 600);
}
TEST(SetForecastTest, StaysQuietOnARepeat) {
  EXPECT_EQ(Defined().Then(Forecast(630, kTomorrow)).Answer(Forecast(630, kTomorrow)), Nothing());
}
TEST(SetForecastTest, IsRevisedForAReason) {
  Story story = Defined().Then(Forecast(630, kTomorrow));
  EXPECT_EQ(story.Answer(Forecast(640, kTomorrow)),
            Refused(v1::REJECTION_CORRECTION_MUST_HAVE_A_REASON));
  story.Then(Forecast(640, kTomorrow, "new-trend"));
  EXPECT_EQ(std::get<v1::ForecastSet>(story.last[0]).was(), 630);
}
TEST(SetForecastTest, RefusesToForetellThePast) {
  EXPECT_EQ(Defined().Answer(Forecast(641, kNow)),
            Refused(v1::REJECTION_AIM_MUST_BE_SET_BEFORE_ITS_DAY));
}
TEST(SetForecastTest, RefusesWhatWasNotDefinedAndFewerThanNone) {
  EXPECT_EQ(Story().Answer(Forecast(630, kTomorrow)),
            Refused(v1::REJECTION_INDICATOR_MUST_BE_DEFINED));
  EXPECT_EQ(Defined().Answer(Forecast(-1, kTomorrow)),
            Refused(v1::REJECTION_VALUE_MUST_NOT_BE_NEGATIVE));
}

}  // namespace
}  // namespace kinward::outcomes
