// From a partner's words to intake's commands. Every id follows from the sender and its own ids, so
// a retry makes the same command, byte for byte.
#pragma once

#include <string>
#include <vector>

#include "kinward/eligibility/v1/service.pb.h"
#include "kinward/intake/v1/held_message.pb.h"
#include "kinward/intake/v1/referral.pb.h"
#include "kinward/partner/v1/referral.pb.h"
#include "libs/base/uuid.h"
#include "services/gateway/partner/fact_book.h"
#include "services/gateway/partner/referral_checks.h"

namespace kinward::gateway {

// The ids that belong to one event of one sender.
struct EventIds {
  Uuid command;         // of the command it becomes
  std::string receipt;  // what the sender is told; the same for ever
};
EventIds IdsOf(const std::string& source, const std::string& event_id);

// A sender's reference names its first referral of that reference; a later one with the same
// reference is named by its event.
std::string ReferralIdOf(const std::string& source, const std::string& reference);
std::string LaterReferralIdOf(const std::string& source, const std::string& event_id);

// The id of a person whom this referral names by the sender's `key`.
std::string PersonIdOf(const Uuid& referral, const std::string& key);
void CopyIdentity(const partner::v1::Person& from, common::v1::IdentityDetails& to);
// All but the id and the facts.
void CopyPerson(const partner::v1::Person& from, intake::v1::SubmittedPerson& to);

struct Submission {
  const partner::v1::ReferralSubmitted& message;
  const std::string& referral_id;
  const std::string& partner_slug;
  const std::string& receipt;
  const std::vector<Warning>& warnings;
  const std::string& facts_pointer;  // where `data` stands
};
intake::v1::SubmitReferral SubmitFrom(const Submission& submission, const FactBook& book,
                                      std::vector<rpc::FieldFault>& faults);
intake::v1::AmendReferral AmendFrom(const partner::v1::ReferralAmended& message,
                                    const std::string& referral_id, const std::string& pointer,
                                    const FactBook& book, std::vector<rpc::FieldFault>& faults);
intake::v1::WithdrawReferral WithdrawFrom(const partner::v1::ReferralWithdrawn& message,
                                          const std::string& referral_id);
// Only derived facts leave: age, sex, roles; nobody is identified.
eligibility::v1::PreviewRequest PreviewFrom(const partner::v1::PreviewAsked& message, Time now,
                                            const FactBook& book,
                                            std::vector<rpc::FieldFault>& faults);

}  // namespace kinward::gateway
