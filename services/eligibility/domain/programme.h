// A programme's published versions: dated, immutable, one after the other. What a version says is
// the catalogue's matter (services/eligibility/catalogue); who may have it is
// eligibility_check.h's.
#pragma once

#include <map>
#include <string>

#include "kinward/eligibility/v1/programme.domain.h"
#include "kinward/eligibility/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"
#include "libs/base/programmes.h"

namespace kinward::eligibility {

struct Programme {
  using Messages = v1::ProgrammeMessages;

  std::map<int, std::string> digests;  // by version
  std::string last_effective_from;
  std::string withdrawn_from;  // empty: not withdrawn
};

using ProgrammeDecision = Decision<Programme::Messages::Event, v1::Rejection>;

[[nodiscard]] ProgrammeDecision Decide(const Programme& programme,
                                       const v1::PublishVersion& command, const Context& context);
[[nodiscard]] ProgrammeDecision Decide(const Programme& programme,
                                       const v1::WithdrawProgramme& command,
                                       const Context& context);

void Apply(Programme& programme, const v1::ProgrammeVersionPublished& event);
void Apply(Programme& programme, const v1::ProgrammeWithdrawn& event);

// What the events of every Programme stream make together: the deciders' `Context::programmes`.
void Apply(ProgrammeCatalogue& catalogue, const std::string& council,
           const v1::ProgrammeVersionPublished& event);
void Apply(ProgrammeCatalogue& catalogue, const std::string& council,
           const v1::ProgrammeWithdrawn& event);

}  // namespace kinward::eligibility
