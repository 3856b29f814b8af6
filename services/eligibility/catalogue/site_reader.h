// Reads a version's parameters, and its sites: where it runs, and with which values of its own.
#pragma once

#include <map>
#include <string>

#include "kinward/common/v1/programme.pb.h"
#include "services/eligibility/catalogue/library.h"

namespace kinward::catalogue {

// By id; what rules may stand on.
using ParameterValues = std::map<std::string, std::string>;

// The version's own parameters; where a site is given, with its values in their place.
ParameterValues ReadParameters(YamlMap& map, const common::v1::Site* site,
                               common::v1::ProgrammeVersion& version);

// The places of a version; those that are one council's are that council's own version.
void ReadSites(YamlMap& map, const Library& library, common::v1::ProgrammeVersion& version);

}  // namespace kinward::catalogue
