// The catalogue's folder as the verbs use it: its faults told, one programme found, a draft read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "services/eligibility/catalogue/catalogue.h"
#include "services/eligibility/describe/describe.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {

// Faults go to standard error, one a line: file:line:column: key: what. True: there were any.
bool ToldFaults(const std::vector<catalogue::Fault>& faults);

// One programme's versions, as `council` publishes them (a site's own values in place); empty: as
// its file says them. Nothing when there is no such programme.
std::vector<common::v1::ProgrammeVersion> VersionsOf(const catalogue::Catalogue& catalogue,
                                                     const std::string& programme,
                                                     const std::string& council);

// This number, or the newest for 0; null: there is none.
const common::v1::ProgrammeVersion* Pick(const std::vector<common::v1::ProgrammeVersion>& versions,
                                         int number);

// What stands around `versions` of one programme: themselves, and the newest of every other.
describe::Around AroundOf(const catalogue::Catalogue& catalogue,
                          const std::vector<common::v1::ProgrammeVersion>& versions);

// A programme file that may stand outside the catalogue, read with the catalogue's words. Its
// faults are told; then, or when nothing can be read, it is a failure.
Result<std::vector<common::v1::ProgrammeVersion>> ReadDraft(const catalogue::Catalogue& catalogue,
                                                            const std::string& file);

}  // namespace kinward::ctl
