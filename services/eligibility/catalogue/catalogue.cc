#include "services/eligibility/catalogue/catalogue.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

#include "libs/calendar/calendar.h"
#include "services/eligibility/catalogue/catalogue_checks.h"
#include "services/eligibility/rules/assessment.h"

namespace kinward::catalogue {
namespace {

using common::v1::ProgrammeVersion;
using eligibility::v1::ProgrammeOutcome;

}  // namespace

namespace {

// Reading YAML is most of the work, and files do not depend on each other.
void ReadProgrammes(const Words& words, const std::vector<std::filesystem::path>& files,
                    std::vector<ProgrammeFile>& programmes, Faults& faults) {
  programmes.resize(files.size());
  std::vector<Faults> told(files.size());
  std::atomic<std::size_t> next{0};
  const auto read = [&] {
    for (std::size_t at = next++; at < files.size(); at = next++) {
      programmes[at] = ReadProgramme(words, files[at], told[at]);
    }
  };
  {
    std::vector<std::jthread> readers;
    const unsigned cores = std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
    for (unsigned more = 1; more < cores; ++more) readers.emplace_back(read);
    read();
  }
  for (const Faults& one : told) faults.Take(one);
}

}  // namespace

Catalogue LoadCatalogue(const std::filesystem::path& folder) {
  Catalogue catalogue;
  Faults faults;
  Faults shared;  // while the facts are read, so is what programmes share
  auto library = std::async(std::launch::async, [&folder, &shared, &catalogue] {
    catalogue.library = LoadLibrary(folder, shared);
    catalogue.calendars = LoadSchoolCalendars(folder, catalogue.library.councils, shared);
  });
  catalogue.dictionary = LoadDictionary(folder, faults);
  library.get();
  faults.Take(shared);
  const Words words{catalogue.dictionary, catalogue.library};
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "programmes", error)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  if (files.empty()) faults.Add(0, "programmes", "no programme file was found");
  ReadProgrammes(words, files, catalogue.programmes, faults);
  // Rules that could not be read must not be run.
  if (faults.all().empty()) CheckTogether(catalogue, faults);
  catalogue.faults = faults.all();
  catalogue.sourced = faults.count().sourced;
  catalogue.assumed = faults.count().assumed;
  return catalogue;
}

namespace {

bool Shares(const ProgrammeVersion& version, const std::string& council) {
  const auto& members = version.member_councils();
  return version.host_council() == council || std::ranges::find(members, council) != members.end();
}

}  // namespace

std::vector<ProgrammeVersion> VersionsFor(const Catalogue& catalogue, const std::string& council) {
  std::vector<ProgrammeVersion> versions;
  for (const ProgrammeFile& programme : catalogue.programmes) {
    const auto site = std::ranges::find_if(programme.sites, [&council](const auto& one) {
      return one.second.front().host_council() == council;
    });
    if (site != programme.sites.end()) {
      versions.insert(versions.end(), site->second.begin(), site->second.end());
      continue;
    }
    for (const ProgrammeVersion& version : programme.versions) {
      if (Shares(version, council)) versions.push_back(version);
    }
  }
  return versions;
}

std::optional<ProgrammeOutcome> RunExample(const ProgrammeFile& programme, const Example& example) {
  const ProgrammeVersion* in_force = nullptr;
  const auto site = programme.sites.find(example.site);
  if (!example.site.empty() && site == programme.sites.end()) return std::nullopt;
  const auto& versions = example.site.empty() ? programme.versions : site->second;
  for (const ProgrammeVersion& version : versions) {
    if (version.effective_from() <= example.on) in_force = &version;
  }
  const auto on = ParseDate(example.on);
  if (in_force == nullptr || !on) return std::nullopt;
  eligibility::Known known;
  for (const auto& person : example.people) known.people.push_back(&person);
  for (const auto& fact : example.facts) known.facts.push_back(&fact);
  known.reasons = example.reasons;
  known.urgency = example.urgency;
  known.council = in_force->host_council();
  known.on = *on;
  return eligibility::Assess(*in_force, known);
}

}  // namespace kinward::catalogue
