#include <algorithm>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "kinward/common/v1/common.pb.h"
#include "kinward/eligibility/v1/programme.pb.h"
#include "services/eligibility/catalogue/catalogue.h"
#include "tools/kinwardctl/catalogue_words.h"
#include "tools/kinwardctl/report.h"
#include "tools/kinwardctl/stack.h"
#include "tools/kinwardctl/verbs.h"

namespace kinward::ctl {
namespace {

// Faults go to standard error, one a line: file:line: key: what.
bool Told(const catalogue::Catalogue& found) {
  for (const auto& fault : found.faults)
    std::fprintf(stderr, "%s\n", catalogue::ToText(fault).c_str());
  return !found.faults.empty();
}

// From the programme's own stream: every version that was ever published.
Result<void> ReadPublished(Stack& stack, const std::string& council, const std::string& programme,
                           std::map<VersionKey, std::string>& published) {
  common::v1::ReadStreamRequest request;
  request.set_council(council);
  request.set_stream(programme);
  const auto read = stack.Ask<common::v1::ReadStreamResponse>(
      "eligibility", "kinward.eligibility.v1.EligibilityService/ReadStream", council, request);
  if (!read) return read.error();
  for (const auto& event : read->events()) {
    eligibility::v1::ProgrammeVersionPublished version;
    if (!event.type().ends_with(".programme-version-published.v1")) continue;
    if (!version.ParseFromString(event.body())) {
      return Failure{FailureKind::kCorrupt, programme + ": a version that cannot be read"};
    }
    published[{programme, version.version().version()}] = version.version().digest();
  }
  return {};
}

}  // namespace

int CatalogueCheck(const Options& options) {
  const auto found = catalogue::LoadCatalogue(options.catalogue_folder);
  if (Told(found)) return 1;
  std::size_t versions = 0;
  std::size_t examples = 0;
  for (const auto& programme : found.programmes) {
    versions += programme.versions.size();
    examples += programme.examples.size();
  }
  Tell(options,
       std::to_string(found.programmes.size()) + " programmes, " + std::to_string(versions) +
           " versions, " + std::to_string(examples) + " examples: all right",
       {{"programmes", found.programmes.size()},
        {"versions", versions},
        {"examples", examples},
        {"faults", 0}});
  return 0;
}

// A version's command id follows from its digest: publishing the same catalogue twice does nothing
// twice.
int CataloguePublish(const Options& options) {
  const auto found = catalogue::LoadCatalogue(options.catalogue_folder);
  if (Told(found)) return 1;
  auto stack = Stack::Open(options.run_folder);
  if (!stack) {
    std::fprintf(stderr, "kinwardctl: %s\n", stack.error().message.c_str());
    return 1;
  }
  Rows rows(options, "published");
  for (const auto& version : catalogue::VersionsFor(found, options.council)) {
    eligibility::v1::PublishVersion command;
    command.set_programme_id(version.programme_id());
    *command.mutable_version() = version;
    const auto id = UuidFrom(options.council + "/" + version.programme_id(),
                             std::to_string(version.version()) + "/" + version.digest());
    auto reply = (*stack)->Ask<common::v1::CommandReply>(
        "eligibility", "kinward.eligibility.v1.EligibilityService/PublishVersion", options.council,
        command, id);
    if (!reply) {
      std::fprintf(stderr, "kinwardctl: %s: %s\n", version.programme_id().c_str(),
                   reply.error().message.c_str());
      return 1;
    }
    rows.Add(version.programme_id() + " version " + std::to_string(version.version()) +
                 " published for " + options.council,
             {{"programme", version.programme_id()},
              {"version", version.version()},
              {"council", options.council}});
  }
  return rows.End(0);
}

int CatalogueExplain(const Options& options, const std::string& programme, int version) {
  const auto found = catalogue::LoadCatalogue(options.catalogue_folder);
  if (Told(found)) return 1;
  for (const auto& file : found.programmes) {
    if (file.programme_id != programme || file.versions.empty()) continue;
    const auto wanted =
        std::find_if(file.versions.begin(), file.versions.end(), [&](const auto& one) {
          return version == 0 ? &one == &file.versions.back() : one.version() == version;
        });
    if (wanted == file.versions.end()) break;
    const std::string text = Explained(*wanted);
    nlohmann::json clauses = nlohmann::json::array();
    for (const auto& clause : wanted->clauses()) {
      clauses.push_back(
          {{"id", clause.id()}, {"says", clause.says()}, {"source", clause.source()}});
    }
    Tell(options, text.substr(0, text.find_last_not_of('\n') + 1),
         {{"programme", programme}, {"version", wanted->version()}, {"clauses", clauses}});
    return 0;
  }
  std::fprintf(stderr, "kinwardctl: the catalogue has no such programme or version: %s\n",
               programme.c_str());
  return 1;
}

int CatalogueDiff(const Options& options) {
  const auto found = catalogue::LoadCatalogue(options.catalogue_folder);
  if (Told(found)) return 1;
  auto stack = Stack::Open(options.run_folder);
  if (!stack) return Failed(stack.error());
  std::map<VersionKey, std::string> published;  // digest
  std::set<std::string> programmes;
  for (const auto& version : catalogue::VersionsFor(found, options.council)) {
    programmes.insert(version.programme_id());
  }
  for (const auto& programme : programmes) {
    if (const auto read = ReadPublished(**stack, options.council, programme, published); !read) {
      return Failed(read.error());
    }
  }
  const auto lines = Differences(catalogue::VersionsFor(found, options.council), published);
  Rows rows(options, "differences");
  for (const std::string& line : lines) rows.Add(line, line);
  return rows.End(lines.empty() ? 0 : 1);
}

}  // namespace kinward::ctl
