// What several programmes share and each file of its own says: panels, rotas, courses, instruments,
// price tables, and the councils. Programmes name them by their slug.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "kinward/common/v1/programme.pb.h"
#include "services/eligibility/catalogue/facts.h"

namespace kinward::catalogue {

struct Council {
  std::string name;
  std::string ons;  // GSS code of the local authority
  std::string dfe;  // its three digits in the Department for Education's lists
  std::string region;
};

// A region, hub or consortium: several councils under one name.
struct CouncilGroup {
  std::string name;
  std::vector<std::string> members;
};

struct Price {
  std::string item;
  std::int64_t pence = 0;
  std::int64_t pence_max = 0;  // of a range; 0: one price
  std::string per;
};

struct Library {
  std::map<std::string, Council> councils;
  std::map<std::string, CouncilGroup> groups;
  std::map<std::string, common::v1::PanelDefinition> panels;
  std::map<std::string, common::v1::RotaDefinition> rotas;
  std::map<std::string, common::v1::CourseDefinition> courses;
  std::map<std::string, common::v1::InstrumentDefinition> instruments;
  std::map<std::string, std::vector<Price>> price_tables;
};

Library LoadLibrary(const std::filesystem::path& folder, Faults& faults);

}  // namespace kinward::catalogue
