#include "services/outcomes/domain/indicator.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "libs/base/check.h"
#include "libs/calendar/calendar.h"
#include "services/outcomes/domain/answer.h"

namespace kinward::outcomes {
namespace {

bool IsDefined(const Indicator& indicator) { return !indicator.defined.indicator_id().empty(); }

v1::IndicatorDefined DefinedFrom(const v1::DefineIndicator& command) {
  v1::IndicatorDefined event;
  event.set_indicator_id(command.indicator_id());
  event.set_title(command.title());
  event.set_unit(command.unit());
  event.set_direction(command.direction());
  event.set_base_on(command.base_on());
  *event.mutable_leaves_out() = command.leaves_out();
  event.set_source(command.source());
  return event;
}
bool IsTheSame(const v1::IndicatorDefined& one, const v1::IndicatorDefined& other) {
  return one.title() == other.title() && one.unit() == other.unit() &&
         one.direction() == other.direction() && one.base_on() == other.base_on() &&
         one.source() == other.source() &&
         std::equal(one.leaves_out().begin(), one.leaves_out().end(), other.leaves_out().begin(),
                    other.leaves_out().end());
}

// A target or a forecast, less why it was revised.
v1::IndicatorAim AimFrom(const auto& command) {
  v1::IndicatorAim aim;
  aim.set_value(command.value());
  aim.set_on(command.on());
  aim.set_source(command.source());
  return aim;
}
v1::IndicatorReading ReadingFrom(const v1::RecordIndicator& command) {
  v1::IndicatorReading reading;
  reading.set_value(command.value());
  reading.set_bound(command.bound() == v1::BOUND_UNSPECIFIED ? v1::BOUND_EXACT : command.bound());
  reading.set_on(command.on());
  reading.set_as_said(command.as_said());
  reading.set_source(command.source());
  return reading;
}
bool IsTheSame(const v1::IndicatorAim& one, const v1::IndicatorAim& other) {
  return one.value() == other.value() && one.source() == other.source();
}
bool IsTheSame(const v1::IndicatorReading& one, const v1::IndicatorReading& other) {
  return one.value() == other.value() && one.bound() == other.bound() &&
         one.as_said() == other.as_said() && one.source() == other.source();
}
// What stands for that day already; null: nothing.
const auto* StandingFor(const auto& by_day, const std::string& on) {
  const auto found = by_day.find(on);
  return found == by_day.end() ? nullptr : &found->second;
}
bool IsAfterToday(const std::string& on, const Context& context) {
  return ParseDate(on) > DateOf(context.now);
}
// Why an aim other than the one that stands may not be set.
std::optional<v1::Rejection> RefusalOf(const auto& command, const v1::IndicatorAim* standing,
                                       const Context& context) {
  if (command.value() < 0) return v1::REJECTION_VALUE_MUST_NOT_BE_NEGATIVE;
  if (!IsAfterToday(command.on(), context)) return v1::REJECTION_AIM_MUST_BE_SET_BEFORE_ITS_DAY;
  if (standing != nullptr && command.reason().empty()) {
    return v1::REJECTION_CORRECTION_MUST_HAVE_A_REASON;
  }
  return std::nullopt;
}

}  // namespace

IndicatorAnswer Decide(const Indicator& indicator, const v1::DefineIndicator& command,
                       const Context& /*context*/) {
  v1::IndicatorDefined event = DefinedFrom(command);
  if (!IsDefined(indicator)) return Accept<IndicatorAnswer>(std::move(event));
  if (IsTheSame(indicator.defined, event)) return NothingToDo<IndicatorAnswer>();
  return v1::REJECTION_INDICATOR_MUST_NOT_BE_REDEFINED;
}

IndicatorAnswer Decide(const Indicator& indicator, const v1::SetTarget& command,
                       const Context& context) {
  if (!IsDefined(indicator)) return v1::REJECTION_INDICATOR_MUST_BE_DEFINED;
  const v1::IndicatorAim* standing = StandingFor(indicator.targets, command.on());
  v1::TargetSet event;
  event.set_indicator_id(command.indicator_id());
  *event.mutable_target() = AimFrom(command);
  if (standing != nullptr && IsTheSame(*standing, event.target())) {
    return NothingToDo<IndicatorAnswer>();
  }
  if (const auto refusal = RefusalOf(command, standing, context)) return *refusal;
  if (standing != nullptr) {
    event.set_was(standing->value());
    event.mutable_target()->set_revised_because(command.reason());
  }
  return Accept<IndicatorAnswer>(std::move(event));
}

IndicatorAnswer Decide(const Indicator& indicator, const v1::SetForecast& command,
                       const Context& context) {
  if (!IsDefined(indicator)) return v1::REJECTION_INDICATOR_MUST_BE_DEFINED;
  const v1::IndicatorAim* standing = StandingFor(indicator.forecasts, command.on());
  v1::ForecastSet event;
  event.set_indicator_id(command.indicator_id());
  *event.mutable_forecast() = AimFrom(command);
  if (standing != nullptr && IsTheSame(*standing, event.forecast())) {
    return NothingToDo<IndicatorAnswer>();
  }
  if (const auto refusal = RefusalOf(command, standing, context)) return *refusal;
  if (standing != nullptr) {
    event.set_was(standing->value());
    event.mutable_forecast()->set_revised_because(command.reason());
  }
  return Accept<IndicatorAnswer>(std::move(event));
}

IndicatorAnswer Decide(const Indicator& indicator, const v1::RecordIndicator& command,
                       const Context& context) {
  if (!IsDefined(indicator)) return v1::REJECTION_INDICATOR_MUST_BE_DEFINED;
  const v1::IndicatorReading* standing = StandingFor(indicator.readings, command.on());
  v1::IndicatorReading reading = ReadingFrom(command);
  if (standing != nullptr && IsTheSame(*standing, reading)) return NothingToDo<IndicatorAnswer>();
  if (command.value() < 0) return v1::REJECTION_VALUE_MUST_NOT_BE_NEGATIVE;
  if (IsAfterToday(command.on(), context)) return v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE;
  if (standing == nullptr) {
    v1::IndicatorRecorded event;
    event.set_indicator_id(command.indicator_id());
    *event.mutable_reading() = std::move(reading);
    return Accept<IndicatorAnswer>(std::move(event));
  }
  if (command.reason().empty()) return v1::REJECTION_CORRECTION_MUST_HAVE_A_REASON;
  reading.set_corrected_because(command.reason());
  v1::IndicatorCorrected event;
  event.set_indicator_id(command.indicator_id());
  *event.mutable_reading() = std::move(reading);
  event.set_was(standing->value());
  return Accept<IndicatorAnswer>(std::move(event));
}

void Apply(Indicator& indicator, const v1::IndicatorDefined& event) {
  CHECK(!IsDefined(indicator));
  indicator.defined = event;
}
void Apply(Indicator& indicator, const v1::TargetSet& event) {
  CHECK(IsDefined(indicator));
  CHECK(event.has_was() == indicator.targets.contains(event.target().on()));
  indicator.targets[event.target().on()] = event.target();
}
void Apply(Indicator& indicator, const v1::ForecastSet& event) {
  CHECK(IsDefined(indicator));
  CHECK(event.has_was() == indicator.forecasts.contains(event.forecast().on()));
  indicator.forecasts[event.forecast().on()] = event.forecast();
}
void Apply(Indicator& indicator, const v1::IndicatorRecorded& event) {
  CHECK(IsDefined(indicator));
  CHECK(!indicator.readings.contains(event.reading().on()));
  indicator.readings[event.reading().on()] = event.reading();
}
void Apply(Indicator& indicator, const v1::IndicatorCorrected& event) {
  CHECK(indicator.readings.contains(event.reading().on()));
  indicator.readings[event.reading().on()] = event.reading();
}

}  // namespace kinward::outcomes
