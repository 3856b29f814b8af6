// The published versions of one programme, as this service heard them.
#pragma once

#include "kinward/outcomes/v1/programme_copy.domain.h"
#include "kinward/outcomes/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"
#include "libs/base/programme_copy.h"

namespace kinward::outcomes {

struct ProgrammeCopy {
  using Messages = v1::ProgrammeCopyMessages;

  ProgrammeDigests digests;
};
using ProgrammeCopyAnswer = Decision<ProgrammeCopy::Messages::Event, v1::Rejection>;

[[nodiscard]] ProgrammeCopyAnswer Decide(const ProgrammeCopy& copy,
                                         const v1::RecordProgrammeVersion& command,
                                         const Context& context);

void Apply(ProgrammeCopy& copy, const v1::ProgrammeVersionRecorded& event);

}  // namespace kinward::outcomes
