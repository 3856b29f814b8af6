// The published versions of one programme, as this service heard them: what triggers are in force,
// deciders read from it.
#pragma once

#include <string>

#include "kinward/intake/v1/programme_copy.domain.h"
#include "kinward/intake/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"
#include "libs/base/programme_copy.h"
#include "libs/base/programmes.h"

namespace kinward::intake {

struct ProgrammeCopy {
  using Messages = v1::ProgrammeCopyMessages;

  ProgrammeDigests digests;
  std::string withdrawn_from;
};
using ProgrammeCopyAnswer = Decision<ProgrammeCopy::Messages::Event, v1::Rejection>;

[[nodiscard]] ProgrammeCopyAnswer Decide(const ProgrammeCopy& copy,
                                         const v1::RecordProgrammeVersion& command,
                                         const Context& context);
[[nodiscard]] ProgrammeCopyAnswer Decide(const ProgrammeCopy& copy,
                                         const v1::RecordProgrammeWithdrawal& command,
                                         const Context& context);

void Apply(ProgrammeCopy& copy, const v1::ProgrammeVersionRecorded& event);
void Apply(ProgrammeCopy& copy, const v1::ProgrammeWithdrawalRecorded& event);

// What these events change in what deciders know of programmes.
void Hear(ProgrammeCatalogue& programmes, const std::string& council,
          const google::protobuf::Message& event);

}  // namespace kinward::intake
