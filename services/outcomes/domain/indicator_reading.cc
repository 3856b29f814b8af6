#include "services/outcomes/domain/indicator_reading.h"

#include <map>
#include <string>

#include "libs/base/percent.h"

namespace kinward::outcomes {
namespace {

using Readings = std::map<std::string, v1::IndicatorReading>;

v1::IndicatorRatio RatioOf(int numerator, int denominator) {
  v1::IndicatorRatio ratio;
  ratio.set_numerator(numerator);
  ratio.set_denominator(denominator);
  ratio.set_percent(PercentOf(numerator, denominator));
  return ratio;
}

v1::Bound Opposite(v1::Bound bound) {
  if (bound == v1::BOUND_AT_LEAST) return v1::BOUND_AT_MOST;
  return bound == v1::BOUND_AT_MOST ? v1::BOUND_AT_LEAST : bound;
}
// How far `now - base` holds: the base may only be higher than stated, so the change only lower.
// The percentage of the base moves with it.
v1::Bound BoundOfChange(v1::Bound base, v1::Bound now) {
  const v1::Bound turned = Opposite(base);
  if (turned == now || turned == v1::BOUND_EXACT) return now;
  return now == v1::BOUND_EXACT ? turned : v1::BOUND_UNSPECIFIED;
}
v1::IndicatorChange ChangeOf(const v1::IndicatorReading& base, const v1::IndicatorReading& now) {
  const int change = now.value() - base.value();
  const v1::Bound bound = BoundOfChange(base.bound(), now.bound());
  v1::IndicatorChange result;
  *result.mutable_of_base() = RatioOf(change, base.value());
  // A fall that may only be lower is a greater one. No change is read with its bound's direction.
  const bool fell = change < 0 || (change == 0 && bound == v1::BOUND_AT_MOST);
  result.set_bound(fell ? Opposite(bound) : bound);
  return result;
}

v1::AimState StateOf(const v1::IndicatorAim& aim, const v1::IndicatorReading& counted,
                     v1::IndicatorDirection direction) {
  const bool fewer = direction == v1::INDICATOR_DIRECTION_FEWER;
  const bool met = fewer ? counted.value() <= aim.value() : counted.value() >= aim.value();
  // In which direction the real count may lie: away from what is stated, it may turn the answer.
  const v1::Bound spoils = met == fewer ? v1::BOUND_AT_LEAST : v1::BOUND_AT_MOST;
  if (counted.bound() == spoils) return v1::AIM_STATE_UNCERTAIN;
  return met ? v1::AIM_STATE_MET : v1::AIM_STATE_NOT_MET;
}
v1::JudgedAim Judged(const v1::IndicatorAim& aim, const Readings& readings,
                     v1::IndicatorDirection direction) {
  v1::JudgedAim judged;
  *judged.mutable_aim() = aim;
  judged.set_state(v1::AIM_STATE_PENDING);
  const auto counted = readings.lower_bound(aim.on());
  if (counted == readings.end()) return judged;
  judged.set_state(StateOf(aim, counted->second, direction));
  *judged.mutable_judged_by() = counted->second;
  *judged.mutable_of_aim() = RatioOf(counted->second.value(), aim.value());
  return judged;
}

Readings ReadingsUntil(const Indicator& indicator, const std::string& on) {
  if (on.empty()) return indicator.readings;
  return {indicator.readings.begin(), indicator.readings.upper_bound(on)};
}

}  // namespace

v1::ReadIndicatorResponse ReadIndicator(const Indicator& indicator,
                                        const v1::ReadIndicatorRequest& request) {
  const Readings readings = ReadingsUntil(indicator, request.on());
  const auto& defined = indicator.defined;
  v1::ReadIndicatorResponse response;
  *response.mutable_definition() = defined;
  const auto base = readings.find(defined.base_on());
  if (base != readings.end()) *response.mutable_base() = base->second;
  if (!readings.empty() && readings.rbegin()->first > defined.base_on()) {
    *response.mutable_now() = readings.rbegin()->second;
  }
  if (response.has_base() && response.has_now()) {
    *response.mutable_change() = ChangeOf(response.base(), response.now());
  }
  for (const auto& [on, target] : indicator.targets) {
    *response.add_targets() = Judged(target, readings, defined.direction());
  }
  for (const auto& [on, forecast] : indicator.forecasts) {
    *response.add_forecasts() = Judged(forecast, readings, defined.direction());
  }
  return response;
}

}  // namespace kinward::outcomes
