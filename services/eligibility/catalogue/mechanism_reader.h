// Reads the mechanisms of a programme version: gateway, pools, settings, panels, rotas, episode
// rules, follow-ups and measures. Each block names its source.
#pragma once

#include "kinward/common/v1/programme.pb.h"
#include "services/eligibility/catalogue/facts.h"
#include "services/eligibility/catalogue/library.h"

namespace kinward::catalogue {

// Into `version`; what is wrong becomes a fault.
void ReadMechanisms(YamlMap& map, const Dictionary& dictionary, const Library& library,
                    common::v1::ProgrammeVersion& version);

// "family" → CAPACITY_UNIT_FAMILY; a fault for any other word.
common::v1::CapacityUnit ReadUnit(YamlMap& map, const std::string& key);

}  // namespace kinward::catalogue
