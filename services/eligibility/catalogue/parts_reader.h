// Reads what a version says beside its clauses, its sites and its help: people, duties, meetings,
// courses, purchases, cohorts, trials. Each part is optional.
#pragma once

#include "kinward/common/v1/programme.pb.h"
#include "services/eligibility/catalogue/facts.h"
#include "services/eligibility/catalogue/library.h"

namespace kinward::catalogue {

void ReadParts(YamlMap& map, const Dictionary& dictionary, const Library& library,
               common::v1::ProgrammeVersion& version);

}  // namespace kinward::catalogue
