// This service's copy of a programme's published versions: when one comes into effect, its pools,
// settings, panels and rotas are defined. Older versions that arrive late change nothing.
#pragma once

#include <map>

#include "kinward/scheduling/v1/programme_copy.domain.h"
#include "libs/base/context.h"
#include "services/scheduling/domain/answers.h"

namespace kinward::scheduling {

struct ProgrammeCopy {
  using Messages = v1::ProgrammeCopyMessages;
  std::map<int, common::v1::ProgrammeVersion> versions;
  int in_effect = 0;  // the version whose definitions stand

  static Effects EffectsOf(const v1::ProgrammeVersionRecorded& event);
  static Companions CompanionsOf(const v1::ProgrammeVersionCameIntoEffect& event);
};
using ProgrammeCopyDecision = DecisionOf<ProgrammeCopy>;

[[nodiscard]] ProgrammeCopyDecision Decide(const ProgrammeCopy& copy,
                                           const v1::RecordProgrammeVersion& command,
                                           const Context& context);
[[nodiscard]] ProgrammeCopyDecision Decide(const ProgrammeCopy& copy,
                                           const v1::BringProgrammeVersionIntoEffect& command,
                                           const Context& context);

void Apply(ProgrammeCopy& copy, const v1::ProgrammeVersionRecorded& event);
void Apply(ProgrammeCopy& copy, const v1::ProgrammeVersionCameIntoEffect& event);

}  // namespace kinward::scheduling
