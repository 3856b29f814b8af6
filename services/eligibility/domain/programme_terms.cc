#include "services/eligibility/domain/programme_terms.h"

#include <algorithm>

namespace kinward::eligibility {
namespace {

const SiteLicence* LicenceOf(const common::v1::ProgrammeVersion& version,
                             const ProgrammeCatalogue* programmes, const std::string& council,
                             const std::string& on) {
  return programmes == nullptr ? nullptr
                               : programmes->LicenceOn(council, version.programme_id(), on);
}

// Nothing else matters where it may not be delivered: nothing is asked of anybody.
void Refuse(v1::ProgrammeOutcome& outcome) {
  const bool only_this = outcome.outcome() == v1::OUTCOME_ELIGIBLE;
  outcome.set_near_miss(only_this ? kLicensedSite : "");
  outcome.set_outcome(v1::OUTCOME_NOT_ELIGIBLE);
  outcome.clear_questions();
}

}  // namespace

bool IsDrawn(const common::v1::ProgrammeVersion& version) {
  return version.trial().design() == "rct" && version.trial().status() == "running";
}

bool HasOngoing(const common::v1::ProgrammeVersion& version) {
  return std::ranges::any_of(version.clauses(), [](const auto& clause) {
    return clause.kind() == common::v1::CLAUSE_KIND_ONGOING;
  });
}

bool Licensed(const common::v1::ProgrammeVersion& version, const ProgrammeCatalogue* programmes,
              const std::string& council, const std::string& on) {
  return !version.has_licence() || LicenceOf(version, programmes, council, on) != nullptr;
}

void TakeTerms(const common::v1::ProgrammeVersion& version, const ProgrammeCatalogue* programmes,
               const std::string& council, const std::string& on, v1::ProgrammeOutcome& outcome) {
  outcome.set_in_trial(IsDrawn(version));
  outcome.set_ongoing(HasOngoing(version));
  if (!version.has_licence()) return;
  v1::ClauseOutcome& clause = *outcome.add_clauses();
  clause.set_clause_id(kLicensedSite);
  const SiteLicence* licence = LicenceOf(version, programmes, council, on);
  if (licence == nullptr) {
    clause.set_result(v1::CLAUSE_RESULT_FAILED);
    clause.set_because("no licence from " + version.licence().holder() + " is in force in " +
                       council + " on " + on);
    return Refuse(outcome);
  }
  clause.set_result(v1::CLAUSE_RESULT_PASSED);
  const std::string end = licence->until.empty() ? "" : " until " + licence->until;
  clause.set_because("licensed by " + licence->holder + " for " + licence->site + " from " +
                     licence->from + end);
}

}  // namespace kinward::eligibility
