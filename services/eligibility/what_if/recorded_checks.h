// The decisions of a council's referrals as they stand: the last one of each, in portions, from one
// consistent look at the store. Blocks; for one thread that may wait
// (libs/eventstore/store_audit.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kinward/eligibility/v1/check.pb.h"
#include "libs/base/result.h"
#include "libs/eventstore/store_audit.h"

namespace kinward::eligibility {

struct AskedFor {
  std::string council;
  std::string programme_id;         // of a decision's programmes only this one's answer is read
  std::optional<std::string> from;  // days of the decisions, ISO; both included
  std::optional<std::string> until;
};

class RecordedChecks {
 public:
  // `decided_type`: what EligibilityDecided is called in the store.
  RecordedChecks(eventstore::StoreAudit& audit, std::string decided_type, AskedFor asked);

  // Some of the next, in the order of the referrals' ids; none: that was all. kCorrupt: a decision
  // that cannot be read.
  Result<std::vector<v1::EligibilityDecided>> Next();

 private:
  // False: it is behind the council's last.
  bool Hear(eventstore::AuditedEvent& event);
  Result<void> Settle(std::vector<v1::EligibilityDecided>& decided);

  eventstore::StoreAudit& audit_;
  const std::string decided_type_;
  const AskedFor asked_;
  std::string stream_;  // whose last decision is kept until the next stream begins
  std::string body_;
  std::vector<std::string> finished_;  // bodies of streams that are read to their end
  bool over_ = false;
};

}  // namespace kinward::eligibility
