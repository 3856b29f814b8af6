// An agency that may send: its agreements, whether it is suspended, the hash of its secret.
// Not here: what a message may hold (the gateway asks the agreements).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kinward/intake/v1/partner.domain.h"
#include "kinward/intake/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::intake {

struct Agreement {
  std::vector<std::string> types;
  std::vector<std::string> fields;
  std::string until;
  bool operator==(const Agreement&) const = default;
};
struct Partner {
  using Messages = v1::PartnerMessages;

  std::string name;  // empty: not registered
  std::string source;
  std::string agency;
  bool suspended = false;
  std::map<std::string, Agreement> agreements;
  std::string client_id;
  std::string secret_hash;
};
using PartnerAnswer = Decision<Partner::Messages::Event, v1::Rejection>;

[[nodiscard]] PartnerAnswer Decide(const Partner& partner, const v1::RegisterPartner& command,
                                   const Context& context);
[[nodiscard]] PartnerAnswer Decide(const Partner& partner, const v1::GrantAgreement& command,
                                   const Context& context);
[[nodiscard]] PartnerAnswer Decide(const Partner& partner, const v1::SuspendPartner& command,
                                   const Context& context);
[[nodiscard]] PartnerAnswer Decide(const Partner& partner, const v1::ReinstatePartner& command,
                                   const Context& context);
[[nodiscard]] PartnerAnswer Decide(const Partner& partner, const v1::RotateCredential& command,
                                   const Context& context);

void Apply(Partner& partner, const v1::PartnerRegistered& event);
void Apply(Partner& partner, const v1::AgreementGranted& event);
void Apply(Partner& partner, const v1::PartnerSuspended& event);
void Apply(Partner& partner, const v1::PartnerReinstated& event);
void Apply(Partner& partner, const v1::CredentialRotated& event);

}  // namespace kinward::intake
