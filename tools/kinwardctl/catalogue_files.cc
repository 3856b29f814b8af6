#include "tools/kinwardctl/catalogue_files.h"

#include <algorithm>
#include <cstdio>

namespace kinward::ctl {

using common::v1::ProgrammeVersion;

bool ToldFaults(const std::vector<catalogue::Fault>& faults) {
  for (const auto& fault : faults) std::fprintf(stderr, "%s\n", catalogue::ToText(fault).c_str());
  return !faults.empty();
}

std::vector<ProgrammeVersion> VersionsOf(const catalogue::Catalogue& catalogue,
                                         const std::string& programme, const std::string& council) {
  if (council.empty()) {
    const auto found =
        std::ranges::find(catalogue.programmes, programme, &catalogue::ProgrammeFile::programme_id);
    return found == catalogue.programmes.end() ? std::vector<ProgrammeVersion>{} : found->versions;
  }
  std::vector<ProgrammeVersion> versions = catalogue::VersionsFor(catalogue, council);
  std::erase_if(versions, [&programme](const ProgrammeVersion& version) {
    return version.programme_id() != programme;
  });
  return versions;
}

const ProgrammeVersion* Pick(const std::vector<ProgrammeVersion>& versions, int number) {
  if (versions.empty()) return nullptr;
  if (number == 0) return &versions.back();
  const auto found = std::ranges::find(versions, number, &ProgrammeVersion::version);
  return found == versions.end() ? nullptr : &*found;
}

describe::Around AroundOf(const catalogue::Catalogue& catalogue,
                          const std::vector<ProgrammeVersion>& versions) {
  describe::Around around;
  for (const ProgrammeVersion& version : versions) around.history.push_back(&version);
  for (const auto& other : catalogue.programmes) {
    const bool same = !versions.empty() && other.programme_id == versions.front().programme_id();
    if (!same && !other.versions.empty()) around.others.push_back(&other.versions.back());
  }
  return around;
}

Result<std::vector<ProgrammeVersion>> ReadDraft(const catalogue::Catalogue& catalogue,
                                                const std::string& file) {
  catalogue::Faults faults;
  auto draft = catalogue::ReadProgramme({catalogue.dictionary, catalogue.library}, file, faults);
  if (ToldFaults(faults.all()) || draft.versions.empty()) {
    return Failure{FailureKind::kFatal, file + ": cannot be used as it is"};
  }
  return std::move(draft.versions);
}

}  // namespace kinward::ctl
