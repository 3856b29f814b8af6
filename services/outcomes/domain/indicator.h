// A figure of the whole council over time: its base, what was counted, what was aimed at. Not here:
// what became of it since (indicator_reading.h), and figures of programmes, which views count.
#pragma once

#include <map>
#include <string>

#include "kinward/outcomes/v1/indicator.domain.h"
#include "kinward/outcomes/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::outcomes {

struct Indicator {
  using Messages = v1::IndicatorMessages;
  using Aims = std::map<std::string, v1::IndicatorAim>;  // by day; ISO dates sort as days do

  v1::IndicatorDefined defined;  // as stored; its id is empty when nothing was defined
  std::map<std::string, v1::IndicatorReading> readings;  // by day
  Aims targets;
  Aims forecasts;
};
using IndicatorAnswer = Decision<Indicator::Messages::Event, v1::Rejection>;

[[nodiscard]] IndicatorAnswer Decide(const Indicator& indicator, const v1::DefineIndicator& command,
                                     const Context& context);
[[nodiscard]] IndicatorAnswer Decide(const Indicator& indicator, const v1::SetTarget& command,
                                     const Context& context);
[[nodiscard]] IndicatorAnswer Decide(const Indicator& indicator, const v1::SetForecast& command,
                                     const Context& context);
[[nodiscard]] IndicatorAnswer Decide(const Indicator& indicator, const v1::RecordIndicator& command,
                                     const Context& context);

void Apply(Indicator& indicator, const v1::IndicatorDefined& event);
void Apply(Indicator& indicator, const v1::TargetSet& event);
void Apply(Indicator& indicator, const v1::ForecastSet& event);
void Apply(Indicator& indicator, const v1::IndicatorRecorded& event);
void Apply(Indicator& indicator, const v1::IndicatorCorrected& event);

}  // namespace kinward::outcomes
