// Who is on duty and when a team is open. Not here: routing by it (views and the gateway ask
// IsOpen).
#pragma once

#include <map>
#include <string>

#include "kinward/scheduling/v1/rota.domain.h"
#include "libs/base/context.h"
#include "services/scheduling/domain/answers.h"

namespace kinward::scheduling {

struct Rota {
  using Messages = v1::RotaMessages;
  struct Shift {
    std::string worker_id;
    Time start;
    Time end;
    std::string accepted_by;
  };
  bool defined = false;
  common::v1::RotaDefinition definition;
  std::map<std::string, Shift> shifts;

  static Effects EffectsOf(const v1::ShiftScheduled& event);
};
using RotaDecision = DecisionOf<Rota>;

// Whether the team is open at this instant, by its regular hours (R39: from the first minute to
// before the last).
bool IsOpen(const common::v1::RotaDefinition& definition, Time time);
// Regular minutes of a week.
int MinutesAWeek(const common::v1::RotaDefinition& definition);

[[nodiscard]] RotaDecision Decide(const Rota& rota, const v1::DefineRota& command,
                                  const Context& context);
[[nodiscard]] RotaDecision Decide(const Rota& rota, const v1::ScheduleShift& command,
                                  const Context& context);
[[nodiscard]] RotaDecision Decide(const Rota& rota, const v1::AcceptHandover& command,
                                  const Context& context);

void Apply(Rota& rota, const v1::RotaDefined& event);
void Apply(Rota& rota, const v1::ShiftScheduled& event);
void Apply(Rota& rota, const v1::HandoverAccepted& event);

}  // namespace kinward::scheduling
