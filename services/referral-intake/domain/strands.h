// Joins what is notified of one person, in whatever order it is told. It decides nothing about
// anybody: it tells a notification that another ended it, an obligation that it was met, and all of
// them that nobody is asked about this person any more.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "kinward/intake/v1/rejection.pb.h"
#include "kinward/intake/v1/strands.domain.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::intake {

struct StrandEnd {
  std::string by;  // the notification
  std::string reason;
  Time time{};
  bool operator==(const StrandEnd&) const = default;
};
struct Strand {
  std::string kind;
  Time occurred{};
  std::optional<StrandEnd> end;  // as its notification was told
};
struct Duty {
  std::string notification_id;
  std::string obliges;
  std::string on;
  std::optional<Time> met;  // as the obligation was told
  bool over = false;
};
struct Strands {
  using Messages = v1::StrandsMessages;

  std::map<std::string, Strand> strands;  // by notification
  std::map<std::string, Duty> duties;     // by obligation
  std::set<std::string> provided_on;      // education, ISO dates
  std::string quiet;                      // why; empty: alive
  std::set<std::string> quieted;          // notifications and obligations that were told so
  std::set<std::string> dropped;          // told by mistake

  static Companions CompanionsOf(const v1::StrandEnded& event);
  static Companions CompanionsOf(const v1::StrandReopened& event);
  static Companions CompanionsOf(const v1::StrandDropped& event);
  static Companions CompanionsOf(const v1::ObligationMet& event);
  static Companions CompanionsOf(const v1::StrandsQuieted& event);
};
using StrandsAnswer = Decision<Strands::Messages::Event, v1::Rejection>;

// The stream that joins what is notified of this person.
std::string StrandsIdOf(const std::string& person_id);

[[nodiscard]] StrandsAnswer Decide(const Strands& strands, const v1::NoteStrand& command,
                                   const Context& context);
[[nodiscard]] StrandsAnswer Decide(const Strands& strands, const v1::DropStrand& command,
                                   const Context& context);
[[nodiscard]] StrandsAnswer Decide(const Strands& strands, const v1::NoteObligation& command,
                                   const Context& context);
[[nodiscard]] StrandsAnswer Decide(const Strands& strands, const v1::NoteObligationOver& command,
                                   const Context& context);
[[nodiscard]] StrandsAnswer Decide(const Strands& strands, const v1::NoteProvision& command,
                                   const Context& context);
[[nodiscard]] StrandsAnswer Decide(const Strands& strands, const v1::QuietStrands& command,
                                   const Context& context);

void Apply(Strands& strands, const v1::StrandNoted& event);
void Apply(Strands& strands, const v1::StrandEnded& event);
void Apply(Strands& strands, const v1::StrandReopened& event);
void Apply(Strands& strands, const v1::StrandDropped& event);
void Apply(Strands& strands, const v1::ObligationNoted& event);
void Apply(Strands& strands, const v1::ObligationOver& event);
void Apply(Strands& strands, const v1::ProvisionNoted& event);
void Apply(Strands& strands, const v1::ObligationMet& event);
void Apply(Strands& strands, const v1::StrandsQuieted& event);

}  // namespace kinward::intake
