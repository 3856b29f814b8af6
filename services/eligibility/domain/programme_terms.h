// What a programme's version asks besides its clauses: a licence where it is delivered, an arm of
// its trial, conditions that must go on. Read by every decision; never the clauses themselves
// (rules/).
#pragma once

#include <string>

#include "kinward/eligibility/v1/check.pb.h"
#include "libs/base/programmes.h"

namespace kinward::eligibility {

inline constexpr const char* kLicensedSite = "licensed-site";  // the clause that says it

// Families are drawn into its arms now.
bool IsDrawn(const common::v1::ProgrammeVersion& version);
bool HasOngoing(const common::v1::ProgrammeVersion& version);

// Whether the council may give it on this day (ISO): it is licensed, or needs no licence.
bool Licensed(const common::v1::ProgrammeVersion& version, const ProgrammeCatalogue* programmes,
              const std::string& council, const std::string& on);

// What the version's clauses made, with what the version asks besides: a clause of its own for the
// licence, last and failed where none is in force, and the marks that others go by.
void TakeTerms(const common::v1::ProgrammeVersion& version, const ProgrammeCatalogue* programmes,
               const std::string& council, const std::string& on, v1::ProgrammeOutcome& outcome);

}  // namespace kinward::eligibility
