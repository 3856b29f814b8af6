// What indicators say, on the published series and on bounds that limit what may be said.
#include "services/outcomes/domain/indicator_reading.h"

#include <gtest/gtest.h>

#include <vector>

namespace kinward::outcomes {
namespace {

const std::string kBase = "2015-01-01";
const std::string kNow = "2017-01-01";
const std::string kLater = "2018-01-01";

v1::IndicatorReading Count(int value, const std::string& on, v1::Bound bound = v1::BOUND_EXACT) {
  v1::IndicatorReading reading;
  reading.set_value(value);
  reading.set_on(on);
  reading.set_bound(bound);
  return reading;
}
Indicator Of(const std::vector<v1::IndicatorReading>& readings,
             v1::IndicatorDirection direction = v1::INDICATOR_DIRECTION_FEWER) {
  Indicator indicator;
  v1::IndicatorDefined defined;
  defined.set_indicator_id("example");
  defined.set_base_on(kBase);
  defined.set_direction(direction);
  Apply(indicator, defined);
  for (const auto& reading : readings) {
    v1::IndicatorRecorded recorded;
    *recorded.mutable_reading() = reading;
    Apply(indicator, recorded);
  }
  return indicator;
}
void Aim(Indicator& indicator, int target, const std::string& on) {
  v1::TargetSet set;
  set.mutable_target()->set_value(target);
  set.mutable_target()->set_on(on);
  Apply(indicator, set);
}
v1::ReadIndicatorResponse Read(const Indicator& indicator, const std::string& on = "") {
  v1::ReadIndicatorRequest request;
  if (!on.empty()) request.set_on(on);
  return ReadIndicator(indicator, request);
}
v1::JudgedAim Judge(v1::IndicatorDirection direction, const v1::IndicatorReading& now, int target) {
  Indicator indicator = Of({Count(400, kBase), now}, direction);
  Aim(indicator, target, kNow);
  return Read(indicator).targets(0);
}

// Published or derived figures (reference table 4A).
struct Series {
  const char* replay;
  int base;
  v1::Bound bound;
  int now;
  int change;
  const char* percent;
  v1::Bound holds;
};
TEST(ReadIndicatorTest, GivesThePublishedChanges) {
  const std::vector<Series> published = {
      {"R18", 328, v1::BOUND_EXACT, 300, -28, "-8.5", v1::BOUND_EXACT},
      {"R25 child protection plans", 100, v1::BOUND_EXACT, 53, -47, "-47.0", v1::BOUND_EXACT},
      {"R25 looked after", 100, v1::BOUND_EXACT, 90, -10, "-10.0", v1::BOUND_EXACT},
      {"R25 less unaccompanied", 100, v1::BOUND_EXACT, 85, -15, "-15.0", v1::BOUND_EXACT},
      {"R28", 100, v1::BOUND_EXACT, 80, -20, "-20.0", v1::BOUND_EXACT},
      {"R32", 800, v1::BOUND_AT_LEAST, 641, -159, "-19.9", v1::BOUND_AT_LEAST},
      {"R40", 32, v1::BOUND_EXACT, 27, -5, "-15.6", v1::BOUND_EXACT},
      {"R40", 45, v1::BOUND_EXACT, 38, -7, "-15.6", v1::BOUND_EXACT},
  };
  for (const Series& one : published) {
    SCOPED_TRACE(one.replay);
    const auto answer = Read(Of({Count(one.base, kBase, one.bound), Count(one.now, kNow)}));
    EXPECT_EQ(answer.change().of_base().numerator(), one.change);
    EXPECT_EQ(answer.change().of_base().denominator(), one.base);
    EXPECT_EQ(answer.change().of_base().percent(), one.percent);
    EXPECT_EQ(answer.change().bound(), one.holds);
  }
}

TEST(ReadIndicatorTest, SaysNoMoreThanTheBoundsOfBothValues) {
  const auto bound = [](v1::Bound base, int now, v1::Bound of_now) {
    return Read(Of({Count(100, kBase, base), Count(now, kNow, of_now)})).change().bound();
  };
  using enum v1::Bound;
  EXPECT_EQ(bound(BOUND_AT_LEAST, 90, BOUND_AT_MOST), BOUND_AT_LEAST);  // fell by at least 10
  EXPECT_EQ(bound(BOUND_AT_MOST, 90, BOUND_EXACT), BOUND_AT_MOST);
  EXPECT_EQ(bound(BOUND_EXACT, 90, BOUND_AT_LEAST), BOUND_AT_MOST);
  EXPECT_EQ(bound(BOUND_AT_LEAST, 110, BOUND_EXACT), BOUND_AT_MOST);  // rose by at most 10
  EXPECT_EQ(bound(BOUND_EXACT, 110, BOUND_AT_LEAST), BOUND_AT_LEAST);
  EXPECT_EQ(bound(BOUND_AT_LEAST, 100, BOUND_EXACT), BOUND_AT_LEAST);  // fell, if anything
  EXPECT_EQ(bound(BOUND_AT_LEAST, 90, BOUND_AT_LEAST), BOUND_UNSPECIFIED);
  EXPECT_EQ(bound(BOUND_AT_MOST, 90, BOUND_AT_MOST), BOUND_UNSPECIFIED);
}

TEST(ReadIndicatorTest, SaysNoChangeWithoutBothEnds) {
  EXPECT_FALSE(Read(Of({})).has_base());
  EXPECT_FALSE(Read(Of({Count(800, kBase)})).has_change());
  EXPECT_FALSE(Read(Of({Count(641, kNow)})).has_change());
  EXPECT_EQ(Read(Of({Count(641, kNow)})).now().value(), 641);
}
TEST(ReadIndicatorTest, DividesByNothingInNoCase) {
  const auto answer = Read(Of({Count(0, kBase), Count(3, kNow)}));
  EXPECT_EQ(answer.change().of_base().numerator(), 3);
  EXPECT_EQ(answer.change().of_base().percent(), "");
}
TEST(ReadIndicatorTest, ReadsAsItWasOnADay) {
  const Indicator indicator = Of({Count(800, kBase), Count(700, "2016-01-01"), Count(641, kNow)});
  EXPECT_EQ(Read(indicator).now().value(), 641);
  EXPECT_EQ(Read(indicator, kNow).now().value(), 641);
  EXPECT_EQ(Read(indicator, "2016-12-31").now().value(), 700);
  EXPECT_FALSE(Read(indicator, "2015-06-30").has_now());
  EXPECT_FALSE(Read(indicator, "2014-12-31").has_base());
}
TEST(ReadIndicatorTest, LeavesWhatCameBeforeTheBaseOutOfNow) {
  EXPECT_FALSE(Read(Of({Count(812, "2014-06-01"), Count(800, kBase)})).has_now());
}

TEST(ReadIndicatorTest, JudgesATargetByTheFirstCountFromItsDayOn) {
  Indicator indicator = Of({Count(800, kBase), Count(700, "2016-01-01"), Count(641, kNow)});
  Aim(indicator, 650, "2016-06-01");
  Aim(indicator, 600, kLater);
  const auto answer = Read(indicator);
  ASSERT_EQ(answer.targets_size(), 2);
  EXPECT_EQ(answer.targets(0).state(), v1::AIM_STATE_MET);
  EXPECT_EQ(answer.targets(0).judged_by().value(), 641);
  EXPECT_EQ(answer.targets(1).state(), v1::AIM_STATE_PENDING);
  EXPECT_FALSE(answer.targets(1).has_of_aim());
  EXPECT_EQ(Read(indicator, "2016-12-31").targets(0).state(), v1::AIM_STATE_PENDING);
}
TEST(ReadIndicatorTest, MoreIsBetterWhereMoreIsWished) {
  const auto more = v1::INDICATOR_DIRECTION_MORE;
  const auto engaged = Judge(more, Count(321, kNow), 300);  // R06
  EXPECT_EQ(engaged.state(), v1::AIM_STATE_MET);
  EXPECT_EQ(engaged.of_aim().percent(), "107.0");
  EXPECT_EQ(Judge(more, Count(299, kNow), 300).state(), v1::AIM_STATE_NOT_MET);
  const auto fewer = v1::INDICATOR_DIRECTION_FEWER;
  EXPECT_EQ(Judge(fewer, Count(300, kNow), 300).state(), v1::AIM_STATE_MET);
  EXPECT_EQ(Judge(fewer, Count(301, kNow), 300).state(), v1::AIM_STATE_NOT_MET);
}
TEST(ReadIndicatorTest, AForecastOfAFallByATenthIsMet) {
  Indicator indicator = Of({Count(100, kBase), Count(90, kNow)});  // R29
  v1::ForecastSet set;
  set.mutable_forecast()->set_value(90);
  set.mutable_forecast()->set_on(kNow);
  Apply(indicator, set);
  EXPECT_EQ(Read(indicator).forecasts(0).state(), v1::AIM_STATE_MET);
}
TEST(ReadIndicatorTest, ABoundDecidesOnlyWhatItCan) {
  using enum v1::Bound;
  const auto more = v1::INDICATOR_DIRECTION_MORE;
  const auto fewer = v1::INDICATOR_DIRECTION_FEWER;
  const auto judge = [](v1::IndicatorDirection direction, int value, v1::Bound bound) {
    return Judge(direction, Count(value, kNow, bound), 30).state();
  };
  EXPECT_EQ(judge(more, 30, BOUND_AT_LEAST), v1::AIM_STATE_MET);
  EXPECT_EQ(judge(more, 29, BOUND_AT_LEAST), v1::AIM_STATE_UNCERTAIN);
  EXPECT_EQ(judge(more, 31, BOUND_AT_MOST), v1::AIM_STATE_UNCERTAIN);
  EXPECT_EQ(judge(more, 29, BOUND_AT_MOST), v1::AIM_STATE_NOT_MET);
  EXPECT_EQ(judge(fewer, 30, BOUND_AT_MOST), v1::AIM_STATE_MET);
  EXPECT_EQ(judge(fewer, 29, BOUND_AT_LEAST), v1::AIM_STATE_UNCERTAIN);
  EXPECT_EQ(judge(fewer, 31, BOUND_AT_MOST), v1::AIM_STATE_UNCERTAIN);
  EXPECT_EQ(judge(fewer, 31, BOUND_AT_LEAST), v1::AIM_STATE_NOT_MET);
}

}  // namespace
}  // namespace kinward::outcomes
