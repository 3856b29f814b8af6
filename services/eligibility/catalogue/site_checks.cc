#include "services/eligibility/catalogue/site_checks.h"

#include <algorithm>
#include <set>

namespace kinward::catalogue {
namespace {

const ProgrammeFile* Find(const Catalogue& catalogue, const std::string& id) {
  const auto at = std::ranges::find(catalogue.programmes, id, &ProgrammeFile::programme_id);
  return at == catalogue.programmes.end() ? nullptr : &*at;
}

// Whether the sites of `from` lead to `id`, over however many programmes.
bool LeadsTo(const Catalogue& catalogue, const std::string& from, const std::string& id,
             std::set<std::string>& seen) {
  if (from == id) return true;
  const ProgrammeFile* programme = Find(catalogue, from);
  if (programme == nullptr || !seen.insert(from).second) return false;
  for (const auto& version : programme->versions) {
    for (const auto& site : version.sites()) {
      if (site.served_by().empty()) continue;
      if (LeadsTo(catalogue, site.served_by(), id, seen)) return true;
    }
  }
  return false;
}

}  // namespace

void CheckSites(const Catalogue& catalogue, const ProgrammeFile& programme, Faults& faults) {
  for (std::size_t number = 0; number < programme.versions.size(); ++number) {
    const auto& sites = programme.versions[number].sites();
    for (int at = 0; at < sites.size(); ++at) {
      const std::string& other = sites[at].served_by();
      if (other.empty()) continue;
      const std::string path =
          "versions[" + std::to_string(number) + "].sites[" + std::to_string(at) + "].served_by";
      std::set<std::string> seen;
      if (Find(catalogue, other) == nullptr) {
        faults.Add(programme.places.Of(path), path,
                   "is served by " + other + ", which is no programme");
      } else if (LeadsTo(catalogue, other, programme.programme_id, seen)) {
        faults.Add(programme.places.Of(path), path, "leads in a circle");
      }
    }
  }
}

}  // namespace kinward::catalogue
