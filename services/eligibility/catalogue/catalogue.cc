#include "services/eligibility/catalogue/catalogue.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "libs/calendar/calendar.h"
#include "services/eligibility/rules/assessment.h"

namespace kinward::catalogue {
namespace {

using common::v1::ProgrammeVersion;
using eligibility::v1::ProgrammeOutcome;

std::vector<std::string> Failed(const ProgrammeOutcome& outcome) {
  std::vector<std::string> failed;
  for (const auto& clause : outcome.clauses()) {
    if (clause.result() == eligibility::v1::CLAUSE_RESULT_FAILED)
      failed.push_back(clause.clause_id());
  }
  return failed;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

void CheckExample(const ProgrammeFile& programme, const Example& example, Faults& faults) {
  const std::string key = "examples: " + example.name;
  const auto outcome = RunExample(programme, example);
  if (!outcome) return faults.Add(example.line, key, "no version is in force on its day");
  if (outcome->outcome() != example.expect) {
    return faults.Add(example.line, key,
                      "gives " + eligibility::v1::Outcome_Name(outcome->outcome()) +
                          " (failed: " + Joined(Failed(*outcome)) + ")");
  }
  const std::vector<std::string> failed = Failed(*outcome);
  if (!example.failed.empty() && failed != example.failed) {
    faults.Add(example.line, key, "fails by " + Joined(failed));
  }
  std::vector<std::string> questions;
  for (const auto& question : outcome->questions()) questions.push_back(question.fact());
  if (!example.questions.empty() && questions != example.questions) {
    faults.Add(example.line, key, "asks " + Joined(questions));
  }
}

// Slugs are stream ids: within a council one slug names one thing of one kind.
class Slugs {
 public:
  explicit Slugs(Faults& faults) : faults_(faults) {}
  void Take(const std::string& council, const std::string& slug, const std::string& kind) {
    const auto [at, is_new] = taken_.try_emplace({council, slug}, kind);
    if (!is_new && at->second != kind) {
      faults_.Add(1, slug, "names a " + kind + " here and a " + at->second + " elsewhere");
    }
  }
  [[nodiscard]] bool Has(const std::string& council, const std::string& slug,
                         const std::string& kind) const {
    const auto at = taken_.find({council, slug});
    return at != taken_.end() && at->second == kind;
  }

 private:
  Faults& faults_;
  std::map<std::pair<std::string, std::string>, std::string> taken_;
};

void TakeSlugs(const ProgrammeVersion& version, Slugs& slugs) {
  const std::string& council = version.host_council();
  for (const auto& pool : version.pools()) slugs.Take(council, pool.pool_id(), "pool");
  for (const auto& setting : version.settings())
    slugs.Take(council, setting.setting_id(), "setting");
  for (const auto& panel : version.panels()) slugs.Take(council, panel.panel_id(), "panel");
  for (const auto& rota : version.rotas()) slugs.Take(council, rota.rota_id(), "rota");
}

void CheckTogether(const std::vector<ProgrammeFile>& programmes, Faults& faults) {
  Slugs slugs(faults);
  std::set<std::string> ids;
  for (const ProgrammeFile& programme : programmes) {
    faults.In(programme.file);
    if (!ids.insert(programme.programme_id).second) {
      faults.Add(1, "programme", "another file has the same id");
    }
    if (programme.file != programme.programme_id + ".yaml") {
      faults.Add(1, "programme", "the file must be named after the programme's id");
    }
    for (const ProgrammeVersion& version : programme.versions) TakeSlugs(version, slugs);
  }
  for (const ProgrammeFile& programme : programmes) {
    faults.In(programme.file);
    for (const ProgrammeVersion& version : programme.versions) {
      const std::string& panel = version.gateway().panel_id();
      if (!panel.empty() && !slugs.Has(version.host_council(), panel, "panel")) {
        faults.Add(1, "gateway.panel", "no programme of this council defines the panel " + panel);
      }
    }
    for (const Example& example : programme.examples) CheckExample(programme, example, faults);
  }
}

}  // namespace

Catalogue LoadCatalogue(const std::filesystem::path& folder) {
  Catalogue catalogue;
  Faults faults;
  catalogue.dictionary = LoadDictionary(folder, faults);
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "programmes", error)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  if (files.empty()) faults.Add(0, "programmes", "no programme file was found");
  for (const auto& file : files) {
    catalogue.programmes.push_back(ReadProgramme(catalogue.dictionary, file, faults));
  }
  // Rules that could not be read must not be run.
  if (faults.all().empty()) CheckTogether(catalogue.programmes, faults);
  catalogue.faults = faults.all();
  return catalogue;
}

std::vector<ProgrammeVersion> VersionsFor(const Catalogue& catalogue, const std::string& council) {
  std::vector<ProgrammeVersion> versions;
  for (const ProgrammeFile& programme : catalogue.programmes) {
    for (const ProgrammeVersion& version : programme.versions) {
      const auto& members = version.member_councils();
      if (version.host_council() == council ||
          std::ranges::find(members, council) != members.end()) {
        versions.push_back(version);
      }
    }
  }
  return versions;
}

std::optional<ProgrammeOutcome> RunExample(const ProgrammeFile& programme, const Example& example) {
  const ProgrammeVersion* in_force = nullptr;
  for (const ProgrammeVersion& version : programme.versions) {
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
