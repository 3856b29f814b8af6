#include "tools/kinwardctl/catalogue_words.h"

namespace kinward::ctl {
namespace {

const char* WordOf(common::v1::ClauseKind kind) {
  switch (kind) {
    case common::v1::CLAUSE_KIND_PREFERENCE:
      return "prefers";
    case common::v1::CLAUSE_KIND_ONGOING:
      return "must stay";
    default:
      return "must be";
  }
}

std::string Named(const VersionKey& key) {
  return key.first + " version " + std::to_string(key.second);
}

}  // namespace

std::string Explained(const common::v1::ProgrammeVersion& version) {
  std::string text = version.programme_id() + " version " + std::to_string(version.version()) +
                     ": " + version.name() + "\nfrom " + version.effective_from() + ", hosted by " +
                     version.host_council() + "\n";
  for (const auto& clause : version.clauses()) {
    text += "\n" + clause.id() + " (" + WordOf(clause.kind()) + "): " + clause.says() +
            "\n    source: " + clause.source() + "\n";
  }
  return text;
}

std::vector<std::string> Differences(const std::vector<common::v1::ProgrammeVersion>& files,
                                     std::map<VersionKey, std::string> published) {
  std::vector<std::string> lines;
  for (const auto& version : files) {
    const VersionKey key{version.programme_id(), version.version()};
    const auto found = published.find(key);
    if (found == published.end()) {
      lines.push_back(Named(key) + " is not published");
      continue;
    }
    if (found->second != version.digest()) {
      lines.push_back(Named(key) +
                      " is published with other contents: a version never changes, "
                      "give it the next number");
    }
    published.erase(found);
  }
  for (const auto& [key, digest] : published) lines.push_back(Named(key) + " is in no file");
  return lines;
}

}  // namespace kinward::ctl
