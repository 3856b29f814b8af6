// Case finding: which families a programme might be for, by what was told of them when they were
// referred for something else. Stores nothing, refers nobody and names nobody: a person goes
// through the list and decides whether to ask the family (mechanisms: always reviewed by a person).
#pragma once

#include <map>
#include <set>
#include <string>

#include "kinward/eligibility/v1/service.pb.h"
#include "libs/base/programmes.h"
#include "services/eligibility/domain/eligibility_check.h"

namespace kinward::eligibility {

class CandidateSearch {
 public:
  // What is given must outlive the search. `on`: the day that the rules are read for, ISO.
  CandidateSearch(const v1::FindCandidatesRequest& request,
                  const common::v1::ProgrammeVersion& version, const ProgrammeCatalogue& programmes,
                  std::string on);

  // Every check of the council, in any order.
  void LookAt(const std::string& referral_id, const EligibilityCheck& check);
  [[nodiscard]] v1::FindCandidatesResponse Found() const;

 private:
  [[nodiscard]] bool Before(const v1::Candidate& left, const v1::Candidate& right) const;

  const v1::FindCandidatesRequest* request_;
  const common::v1::ProgrammeVersion* version_;
  const ProgrammeCatalogue* programmes_;
  std::string on_;
  std::set<std::string> looked_at_before_;          // families
  std::map<std::string, v1::Candidate> by_family_;  // the best known of each
  int looked_at_ = 0;
  int cannot_say_ = 0;
};

}  // namespace kinward::eligibility
