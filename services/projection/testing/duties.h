// For tests of what happened to people outside any referral: readers, an instant, and parts of
// views.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "libs/testing/make.h"
#include "services/projection/views/duties_view.h"

namespace kinward::projection {

using testing::Make;
using views::v1::EpisodePart;
using views::v1::IntelligencePart;
using views::v1::ObligationPart;
using views::v1::PersonPart;
using Said = std::vector<std::string>;

inline const Time kNow = At(DateFrom(2016, 11, 14), "12:00");
inline const Window kYear{DateFrom(2016, 4, 1), DateFrom(2017, 3, 31)};
inline const Asker kOfficer{{"missing-returns-officer"}, false, true};
inline const Asker kManager{{"team-manager"}, true, true};
inline const Asker kPerformance{{"performance-officer"}, false, false};
inline const People kNobody{{}};

inline google::protobuf::Timestamp Before(std::chrono::seconds ago) {
  return ToTimestamp(kNow - ago);
}
inline People With(const std::string& part) { return People({Make<PersonPart>(part)}); }

inline ObligationPart Open(const std::string& id, const std::string& more = "") {
  auto part = Make<ObligationPart>(
      "family_id: 'f' person_id: 'p' programme: 'X-01' obliges: 'return-interview' state: 'open' "
      "within: 72 unit: 'hours' " +
      more);
  part.set_obligation_id(id);
  return part;
}
inline ObligationPart Due(const std::string& id, std::chrono::seconds ago,
                          const std::string& more = "") {
  auto part = Open(id, more);
  *part.mutable_due_time() = Before(ago);
  return part;
}

}  // namespace kinward::projection
