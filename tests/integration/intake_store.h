// Intake on a database of its own, and what its tests send.
#pragma once

#include <string>

#include "kinward/intake/v1/consent.pb.h"
#include "kinward/intake/v1/referral.pb.h"
#include "services/referral-intake/aggregates.h"
#include "tests/integration/aggregate_store.h"

namespace kinward {

class IntakeStore : public AggregateStore {
 public:
  explicit IntakeStore(const std::string& database)
      : AggregateStore(database, "intake", intake::Aggregates()) {}
};

inline intake::v1::WithdrawReferral Withdraw(const std::string& id) {
  intake::v1::WithdrawReferral command;
  command.set_referral_id(id);
  return command;
}
inline intake::v1::GiveConsent Consent(const std::string& id, const std::string& until) {
  intake::v1::GiveConsent command;
  command.set_consent_id(id);
  command.set_family_id(NewUuid().ToString());
  command.set_person_id(NewUuid().ToString());
  command.set_purpose("share-with-school");
  command.set_until(until);
  return command;
}
inline intake::v1::WithdrawConsent WithdrawnConsent(const std::string& id) {
  intake::v1::WithdrawConsent command;
  command.set_consent_id(id);
  return command;
}

}  // namespace kinward
