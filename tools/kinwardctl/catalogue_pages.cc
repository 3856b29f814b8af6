#include "tools/kinwardctl/catalogue_pages.h"

#include <fstream>
#include <iterator>
#include <system_error>

#include "services/eligibility/describe/describe.h"
#include "services/eligibility/describe/index.h"
#include "services/eligibility/describe/render.h"
#include "tools/kinwardctl/catalogue_files.h"

namespace kinward::ctl {
namespace {

constexpr const char* kHead =
    "<!-- Written by `kinwardctl catalogue pages` from services/eligibility/catalogue; do not "
    "edit. "
    "-->\n";
constexpr const char* kIndex = "README.md";

std::string Content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The programme's file by its name: its page has the same.
std::string NameOf(const catalogue::ProgrammeFile& programme) {
  return std::filesystem::path(programme.file).stem().string() + ".md";
}

}  // namespace

std::map<std::string, std::string> Pages(const catalogue::Catalogue& catalogue) {
  std::map<std::string, std::string> pages;
  std::vector<describe::Entry> entries;
  for (const auto& programme : catalogue.programmes) {
    if (programme.versions.empty()) continue;
    const auto& version = programme.versions.back();
    const std::string name = NameOf(programme);
    pages[name] = kHead + describe::Markdown(
                              describe::Describe(version, AroundOf(catalogue, programme.versions)));
    entries.push_back({&version, name, static_cast<int>(programme.versions.size())});
  }
  pages[kIndex] = kHead + describe::IndexPage(entries);
  return pages;
}

PageFaults Compared(const std::map<std::string, std::string>& pages,
                    const std::filesystem::path& folder) {
  PageFaults faults;
  for (const auto& [name, text] : pages) {
    if (Content(folder / name) != text) faults.stale.push_back(name);
  }
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    // What somebody else wrote there stays.
    const bool ours = entry.path().extension() == ".md" && Content(entry.path()).starts_with(kHead);
    if (ours && !pages.contains(name)) faults.left.push_back(name);
  }
  return faults;
}

bool Write(const std::map<std::string, std::string>& pages, const PageFaults& faults,
           const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  for (const std::string& name : faults.stale) {
    std::ofstream stream(folder / name, std::ios::binary | std::ios::trunc);
    stream << pages.at(name);
    stream.close();
    if (!stream) return false;
  }
  for (const std::string& name : faults.left) {
    if (!std::filesystem::remove(folder / name, error)) return false;
  }
  return true;
}

}  // namespace kinward::ctl
