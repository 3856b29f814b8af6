// docs/reference/programmes: one page a programme and an index, drawn from the catalogue's files.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "services/eligibility/catalogue/catalogue.h"

namespace kinward::ctl {

// By file name: every page as it should be. Pure.
std::map<std::string, std::string> Pages(const catalogue::Catalogue& catalogue);

// What writing would do to the folder.
struct PageFaults {
  std::vector<std::string> stale;  // pages to be written, missing ones too
  std::vector<std::string> left;   // pages whose programme is gone
};
PageFaults Compared(const std::map<std::string, std::string>& pages,
                    const std::filesystem::path& folder);

// Writes what is stale and removes what is left; false when a file cannot be written.
bool Write(const std::map<std::string, std::string>& pages, const PageFaults& faults,
           const std::filesystem::path& folder);

}  // namespace kinward::ctl
