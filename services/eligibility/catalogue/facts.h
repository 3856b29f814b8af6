// facts.yaml and vocabularies.yaml: which facts there are, how they are asked, and every closed
// list of words. Not the rules over them (rule_reader.h).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kinward/common/v1/common.pb.h"
#include "kinward/common/v1/programme.pb.h"
#include "services/eligibility/catalogue/yaml_file.h"

namespace kinward::catalogue {

enum class FactType { kFlag, kNumber, kCode, kDate, kDates };

struct FactEntry {
  common::v1::FactDefinition definition;
  FactType type = FactType::kFlag;
  std::string vocabulary;             // of a code; empty: any word
  std::vector<std::string> given_by;  // staff, partner
  std::string derived_from;           // empty: it is given
};

// By name, each an ordered list of words (kebab-case).
using Vocabularies = std::map<std::string, std::vector<std::string>>;

struct Dictionary {
  std::map<std::string, FactEntry> facts;
  Vocabularies vocabularies;
};

// In order: to suggest one of them.
std::vector<std::string> NamesOf(const Dictionary& dictionary);

Dictionary LoadDictionary(const std::filesystem::path& folder, Faults& faults);

// Reads `scalar` as a value of the named fact: its type and, for a code, its words are checked.
// Nothing, and a fault, when it does not fit.
std::optional<common::v1::Fact> ReadFact(const Dictionary& dictionary, const std::string& name,
                                         const YAML::Node& scalar, const std::string& key,
                                         Faults& faults);

}  // namespace kinward::catalogue
