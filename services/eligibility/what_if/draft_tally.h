// A draft version over referrals that were decided: how many it takes, and for whom it changes the
// answer. Reads many at once and says of them what WhatIf (domain/preview.h) says; those of whom
// words are needed are read by it. Pure.
#pragma once

#include <string>
#include <vector>

#include "kinward/eligibility/v1/service.pb.h"
#include "libs/base/programmes.h"
#include "services/eligibility/rules/compiled_rule.h"

namespace kinward::eligibility {

class DraftTally {
 public:
  // Of the referrals whose answer changes: so many are named, and so many told why. All are
  // counted.
  static constexpr int kNamedMax = 10'000;
  static constexpr int kToldMax = 1'000;

  // `programmes` says where a draft that needs a licence has one.
  DraftTally(common::v1::ProgrammeVersion draft, std::string council,
             ProgrammeCatalogue programmes);
  DraftTally(const DraftTally&) = delete;
  DraftTally& operator=(const DraftTally&) = delete;

  // Each has a day; of its programmes' answers the draft's own programme's counts.
  void Take(const std::vector<v1::EligibilityDecided>& decided);
  [[nodiscard]] const v1::WhatIfResponse& response() const { return response_; }

 private:
  [[nodiscard]] v1::Outcome OutcomeOf(Truth truth, const v1::EligibilityDecided& event) const;
  void Count(const v1::EligibilityDecided& event, v1::Outcome outcome);
  void Add(const v1::WhatIfResponse& some);

  const common::v1::ProgrammeVersion draft_;
  const std::string council_;
  const ProgrammeCatalogue programmes_;
  FactTable table_;
  const CompiledRule deciding_;  // every clause but the preferences
  std::vector<FactRows> rows_;   // filled again for each batch
  v1::WhatIfResponse response_;
};

}  // namespace kinward::eligibility
