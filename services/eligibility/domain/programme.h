// A programme's published versions: dated, immutable, one after the other; where it is licensed,
// and who sees the totals of those who share it. What a version says is the catalogue's matter
// (services/eligibility/catalogue); who may have it is eligibility_check.h's.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kinward/eligibility/v1/programme.domain.h"
#include "kinward/eligibility/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"
#include "libs/base/programmes.h"

namespace kinward::eligibility {

// Of totals over councils: smaller numbers can tell of single families (assumed: what official
// statistics on children leave out).
inline constexpr int kSuppressBelowMin = 5;

struct Programme {
  using Messages = v1::ProgrammeMessages;

  std::map<int, std::string> digests;  // by version
  std::string last_effective_from;
  std::string withdrawn_from;       // empty: not withdrawn
  int begun = 0;                    // the newest version whose first day has come and that was told
  std::set<std::string> shared_by;  // by the newest version: its host and its members
  struct Licence {
    SiteLicence terms;
    std::string revoked_from;  // the first day without it; empty: not revoked
  };
  std::vector<Licence> licences;
  std::map<std::string, v1::RollUpGranted> roll_ups;  // by the council that may see them

  // A version that has ongoing conditions and replaces another is told when its first day comes.
  static Effects EffectsOf(const v1::ProgrammeVersionPublished& event);
};

using ProgrammeDecision = Decision<Programme::Messages::Event, v1::Rejection>;

[[nodiscard]] ProgrammeDecision Decide(const Programme& programme,
                                       const v1::PublishVersion& command, const Context& context);
[[nodiscard]] ProgrammeDecision Decide(const Programme& programme,
                                       const v1::WithdrawProgramme& command,
                                       const Context& context);
[[nodiscard]] ProgrammeDecision Decide(const Programme& programme, const v1::BeginVersion& command,
                                       const Context& context);
[[nodiscard]] ProgrammeDecision Decide(const Programme& programme, const v1::LicenseSite& command,
                                       const Context& context);
[[nodiscard]] ProgrammeDecision Decide(const Programme& programme, const v1::RevokeLicence& command,
                                       const Context& context);
[[nodiscard]] ProgrammeDecision Decide(const Programme& programme, const v1::GrantRollUp& command,
                                       const Context& context);

void Apply(Programme& programme, const v1::ProgrammeVersionPublished& event);
void Apply(Programme& programme, const v1::ProgrammeWithdrawn& event);
void Apply(Programme& programme, const v1::VersionBegan& event);
void Apply(Programme& programme, const v1::SiteLicensed& event);
void Apply(Programme& programme, const v1::LicenceRevoked& event);
void Apply(Programme& programme, const v1::RollUpGranted& event);

// What the events of every Programme stream make together: the deciders' `Context::programmes`.
void Apply(ProgrammeCatalogue& catalogue, const std::string& council,
           const v1::ProgrammeVersionPublished& event);
void Apply(ProgrammeCatalogue& catalogue, const std::string& council,
           const v1::ProgrammeWithdrawn& event);
void Apply(ProgrammeCatalogue& catalogue, const std::string& council,
           const v1::SiteLicensed& event);
void Apply(ProgrammeCatalogue& catalogue, const std::string& council,
           const v1::LicenceRevoked& event);
// Any event: one that a decision need not know of changes nothing.
void Hear(ProgrammeCatalogue& catalogue, const std::string& council,
          const google::protobuf::Message& event);

}  // namespace kinward::eligibility
