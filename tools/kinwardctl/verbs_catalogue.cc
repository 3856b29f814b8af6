#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "kinward/common/v1/common.pb.h"
#include "kinward/eligibility/v1/programme.pb.h"
#include "services/eligibility/catalogue/catalogue.h"
#include "services/eligibility/describe/describe.h"
#include "services/eligibility/describe/render.h"
#include "tools/kinwardctl/catalogue_calendars.h"
#include "tools/kinwardctl/catalogue_files.h"
#include "tools/kinwardctl/catalogue_pages.h"
#include "tools/kinwardctl/catalogue_published.h"
#include "tools/kinwardctl/report.h"
#include "tools/kinwardctl/stack.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {
namespace {

using common::v1::ProgrammeVersion;

nlohmann::json AsJson(const catalogue::Fault& fault) {
  return {{"file", fault.file},
          {"line", fault.line},
          {"column", fault.column},
          {"key", fault.key},
          {"message", fault.message}};
}

int FaultsTold(const Options& options, const catalogue::Catalogue& found) {
  ToldFaults(found.faults);
  nlohmann::json wrong = nlohmann::json::array();
  for (const auto& fault : found.faults) wrong.push_back(AsJson(fault));
  const std::string count = std::to_string(found.faults.size());
  Tell(options, count + (found.faults.size() == 1 ? " fault" : " faults"),
       {{"ok", false}, {"faults", found.faults.size()}, {"wrong", wrong}});
  return kFailed;
}

// A version's command id follows from its digest: publishing the same catalogue twice does nothing
// twice.
Result<void> Publish(Stack& stack, const std::string& council, const ProgrammeVersion& version) {
  eligibility::v1::PublishVersion command;
  command.set_programme_id(version.programme_id());
  *command.mutable_version() = version;
  const auto id = UuidFrom(council + "/" + version.programme_id(),
                           std::to_string(version.version()) + "/" + version.digest());
  const auto reply = stack.Ask<common::v1::CommandReply>(
      "eligibility", "kinward.eligibility.v1.EligibilityService/PublishVersion", council, command,
      id);
  if (!reply) {
    return Failure{reply.error().kind, version.programme_id() + ": " + reply.error().message};
  }
  return {};
}

bool Holds(const std::vector<ProgrammeVersion>& published, const ProgrammeVersion& version) {
  return std::ranges::any_of(published, [&version](const ProgrammeVersion& one) {
    return one.programme_id() == version.programme_id() && one.digest() == version.digest();
  });
}

nlohmann::json AsJson(const describe::Section& section) {
  nlohmann::json lines = nlohmann::json::array();
  for (const auto& line : section.lines) {
    lines.push_back({{"text", line.name + line.text},
                     {"depth", line.depth},
                     {"source", line.source},
                     {"assumed", line.assumed}});
  }
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& row : section.table.rows) {
    rows.push_back({{"cells", row.cells}, {"source", row.source}, {"assumed", row.assumed}});
  }
  nlohmann::json told{{"title", section.title}, {"lines", lines}};
  if (!section.path.empty()) told["path"] = section.path;
  if (!rows.empty()) told["columns"] = section.table.columns;
  if (!rows.empty()) told["rows"] = rows;
  return told;
}

}  // namespace

int CatalogueCheck(const Options& options) {
  const auto found = catalogue::LoadCatalogue(options.catalogue_folder);
  if (!found.faults.empty()) return FaultsTold(options, found);
  std::size_t versions = 0;
  std::size_t examples = 0;
  for (const auto& programme : found.programmes) {
    versions += programme.versions.size();
    examples += programme.examples.size();
  }
  Tell(options,
       std::to_string(found.programmes.size()) + " programmes, " + std::to_string(versions) +
           " versions, " + std::to_string(examples) + " examples: all right\n" +
           std::to_string(found.sourced) + " values name their source, " +
           std::to_string(found.assumed) + " say why they are assumed",
       {{"programmes", found.programmes.size()},
        {"versions", versions},
        {"examples", examples},
        {"sourced", found.sourced},
        {"assumed", found.assumed},
        {"faults", 0}});
  return 0;
}

int CataloguePublish(const Options& options) {
  const auto found = catalogue::LoadCatalogue(options.catalogue_folder);
  if (ToldFaults(found.faults)) return kFailed;
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  const auto versions = catalogue::VersionsFor(found, options.council);
  std::set<std::string> programmes;
  for (const auto& version : versions) programmes.insert(version.programme_id());
  const auto published = ReadPublished(**stack, options.council, programmes);
  if (!published) return Failed(published.error());

  Rows rows(options, "published");
  for (const auto& version : versions) {
    const bool already = Holds(*published, version);
    if (!already) {
      const auto done = Publish(**stack, options.council, version);
      if (!done) return rows.End(Failed(done.error()));
    }
    rows.Add(version.programme_id() + " version " + std::to_string(version.version()) +
                 (already ? " was published before" : " published") + " for " + options.council,
             {{"programme", version.programme_id()},
              {"version", version.version()},
              {"council", options.council},
              {"new", !already}});
  }
  const auto calendar = found.calendars.find(options.council);
  if (calendar != found.calendars.end()) {
    const auto done = PublishCalendar(**stack, calendar->second);
    if (!done) return rows.End(Failed(done.error()));
    rows.Add("school calendar " + calendar->second.name + " published for " + options.council,
             {{"calendar", calendar->second.name}, {"council", options.council}});
  }
  return rows.End(0);
}

int CatalogueExplain(const Options& options, const std::string& programme, int version) {
  const auto found = catalogue::LoadCatalogue(options.catalogue_folder);
  if (ToldFaults(found.faults)) return kFailed;
  const auto versions = VersionsOf(found, programme, options.council);
  const auto* wanted = Pick(versions, version);
  if (wanted == nullptr) {
    std::fprintf(stderr, "kinwardctl: the catalogue has no such programme or version: %s\n",
                 programme.c_str());
    return kFailed;
  }
  const auto description = describe::Describe(*wanted, AroundOf(found, versions));
  const std::string text = describe::PlainText(description);
  nlohmann::json sections = nlohmann::json::array();
  for (const auto& section : description.sections) sections.push_back(AsJson(section));
  nlohmann::json clauses = nlohmann::json::array();
  for (const auto& clause : wanted->clauses()) {
    clauses.push_back({{"id", clause.id()}, {"says", clause.says()}, {"source", clause.source()}});
  }
  Tell(options, text.substr(0, text.find_last_not_of('\n') + 1),
       {{"programme", programme},
        {"version", wanted->version()},
        {"name", wanted->name()},
        {"summary", wanted->summary()},
        {"clauses", clauses},
        {"sections", sections},
        {"text", describe::Markdown(description)}});
  return 0;
}

int CataloguePages(const Options& options, const std::string& folder, bool check) {
  const auto found = catalogue::LoadCatalogue(options.catalogue_folder);
  if (ToldFaults(found.faults)) return kFailed;
  const auto pages = Pages(found);
  const PageFaults faults = Compared(pages, folder);
  Rows rows(options, "pages");
  const auto tell = [&](const std::vector<std::string>& names, const std::string& what) {
    for (const std::string& name : names) {
      rows.Add(folder + "/" + name + ": " + what, {{"page", name}, {"is", what}});
    }
  };
  tell(faults.stale, check ? "not what its programme's file says" : "written");
  tell(faults.left, check ? "its programme is gone" : "removed, its programme is gone");
  const bool current = faults.stale.empty() && faults.left.empty();
  if (current) rows.Add(std::to_string(pages.size()) + " pages are current", {{"is", "current"}});
  if (check) {
    if (!current) std::fprintf(stderr, "kinwardctl: run `kinwardctl catalogue pages`\n");
    return rows.End(current ? 0 : kFailed);
  }
  if (!Write(pages, faults, folder)) {
    return rows.End(Failed({FailureKind::kFatal, folder + ": cannot be written"}));
  }
  return rows.End(0);
}

}  // namespace kinward::ctl
