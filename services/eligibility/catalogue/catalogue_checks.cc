#include "services/eligibility/catalogue/catalogue_checks.h"

#include <map>
#include <set>
#include <utility>

#include "services/eligibility/catalogue/example_checks.h"
#include "services/eligibility/catalogue/rule_checks.h"
#include "services/eligibility/catalogue/site_checks.h"
#include "services/eligibility/rules/evaluator.h"

namespace kinward::catalogue {
namespace {

using common::v1::ProgrammeVersion;

// "versions[0].gateway": places are kept by the path in the file.
std::string PathOf(const ProgrammeVersion& version, const std::string& part) {
  return "versions[" + std::to_string(version.version() - 1) + "]." + part;
}

// The last of the clauses that look at the fact: the one too many.
std::string ClauseWith(const ProgrammeVersion& version, const std::string& fact) {
  std::string path = PathOf(version, "clauses");
  for (int at = 0; at < version.clauses_size(); ++at) {
    eligibility::ForEachFact(version.clauses(at).rule(), [&](const std::string& name) {
      if (name == fact) path = PathOf(version, "clauses[" + std::to_string(at) + "].rule");
    });
  }
  return path;
}

void TellImpossible(const ProgrammeFile& programme, const std::string& path,
                    const std::string& fact, Faults& faults) {
  faults.Add(programme.places.Of(path), path, "asks of " + fact + " what no value satisfies");
}

// Clauses that must all hold, and can never hold together; preferences and choices that never hold.
void CheckPossible(const ProgrammeFile& programme, const ProgrammeVersion& version,
                   Faults& faults) {
  std::vector<const common::v1::Rule*> required;
  const auto alone = [&](const common::v1::Rule& rule, const std::string& list, int at) {
    const std::string path = PathOf(version, list + "[" + std::to_string(at) + "].rule");
    for (const std::string& fact : Impossible({&rule})) {
      TellImpossible(programme, path, fact, faults);
    }
  };
  for (int at = 0; at < version.clauses_size(); ++at) {
    if (version.clauses(at).kind() == common::v1::CLAUSE_KIND_PREFERENCE) {
      alone(version.clauses(at).rule(), "clauses", at);
    } else {
      required.push_back(&version.clauses(at).rule());
    }
  }
  for (int at = 0; at < version.options_size(); ++at) {
    alone(version.options(at).rule(), "options", at);
  }
  for (int at = 0; at < version.segments_size(); ++at) {
    alone(version.segments(at).rule(), "segments", at);
  }
  for (int at = 0; at < version.joiners_size(); ++at) {
    alone(version.joiners(at).rule(), "joiners", at);
  }
  for (const std::string& fact : Impossible(required)) {
    TellImpossible(programme, ClauseWith(version, fact), fact, faults);
  }
}

void CheckCouncils(const Catalogue& catalogue, const ProgrammeFile& programme,
                   const ProgrammeVersion& version, Faults& faults) {
  const auto check = [&](const std::string& key, const std::string& council) {
    if (council.empty() || catalogue.library.councils.contains(council)) return;
    faults.Add(programme.places.Of(key), key, council + " is not a council of councils.yaml");
  };
  check("host_council", version.host_council());
  for (const std::string& member : version.member_councils()) check("member_councils", member);
}

// Slugs are stream ids: within a council one slug names one thing of one kind.
class Slugs {
 public:
  // The kind of thing that has this name already; empty where it may have it.
  std::string Take(const std::string& council, const std::string& slug, const std::string& kind) {
    const auto& taken = taken_.try_emplace({council, slug}, kind).first->second;
    return taken == kind ? "" : taken;
  }
  [[nodiscard]] bool Has(const std::string& council, const std::string& slug,
                         const std::string& kind) const {
    const auto at = taken_.find({council, slug});
    return at != taken_.end() && at->second == kind;
  }

 private:
  std::map<std::pair<std::string, std::string>, std::string> taken_;
};

void TakeSlugs(const ProgrammeFile& programme, const ProgrammeVersion& version, Slugs& slugs,
               Faults& faults) {
  const auto take = [&](const std::string& slug, const std::string& kind) {
    const std::string other = slugs.Take(version.host_council(), slug, kind);
    if (other.empty()) return;
    const Place place = programme.places.Of(PathOf(version, kind + "s"));
    faults.Add(place, slug, "names a " + kind + " here and a " + other + " elsewhere");
  };
  for (const auto& pool : version.pools()) take(pool.pool_id(), "pool");
  for (const auto& setting : version.settings()) take(setting.setting_id(), "setting");
  for (const auto& panel : version.panels()) take(panel.panel_id(), "panel");
  for (const auto& rota : version.rotas()) take(rota.rota_id(), "rota");
}

void CheckNames(const Catalogue& catalogue, Slugs& slugs, Faults& faults) {
  std::set<std::string> ids;
  for (const ProgrammeFile& programme : catalogue.programmes) {
    faults.In(programme.file);
    const auto wrong = [&](const char* fault) {
      faults.Add(programme.places.Of("programme"), "programme", fault);
    };
    if (!ids.insert(programme.programme_id).second) {
      wrong("another file has the same id");
    }
    const std::string& id = programme.programme_id;
    if (programme.file != id + ".yaml" && !programme.file.starts_with(id + "-")) {
      wrong("the file's name must begin with the programme's id");
    }
    for (const ProgrammeVersion& version : programme.versions) {
      TakeSlugs(programme, version, slugs, faults);
    }
  }
}

// What only a site's own values make impossible.
void CheckSiteValues(const ProgrammeFile& programme, Faults& faults) {
  if (!faults.all().empty()) return;
  for (const auto& [site, versions] : programme.sites) {
    for (const ProgrammeVersion& version : versions) CheckPossible(programme, version, faults);
  }
}

void CheckPanel(const ProgrammeFile& programme, const ProgrammeVersion& version, const Slugs& slugs,
                Faults& faults) {
  const std::string& panel = version.gateway().panel_id();
  if (panel.empty() || slugs.Has(version.host_council(), panel, "panel")) return;
  const std::string path = PathOf(version, "gateway.panel");
  faults.Add(programme.places.Of(path), path,
             "no programme of this council defines the panel " + panel);
}

}  // namespace

void CheckTogether(const Catalogue& catalogue, Faults& faults) {
  Slugs slugs;
  CheckNames(catalogue, slugs, faults);
  for (const ProgrammeFile& programme : catalogue.programmes) {
    faults.In(programme.file);
    for (const ProgrammeVersion& version : programme.versions) {
      CheckCouncils(catalogue, programme, version, faults);
      CheckPossible(programme, version, faults);
      CheckPanel(programme, version, slugs, faults);
    }
    CheckSiteValues(programme, faults);
    CheckSites(catalogue, programme, faults);
    CheckExamples(programme, faults);
  }
}

}  // namespace kinward::catalogue
