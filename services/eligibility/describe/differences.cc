#include "services/eligibility/describe/differences.h"

#include <map>
#include <set>
#include <utility>

#include "services/eligibility/describe/changes.h"

namespace kinward::describe {
namespace {

using Key = std::pair<std::string, int>;  // programme, version
using ByKey = std::map<Key, const ProgrammeVersion*>;

ByKey Keyed(const std::vector<ProgrammeVersion>& versions) {
  ByKey keyed;
  for (const auto& version : versions) {
    keyed.emplace(Key{version.programme_id(), version.version()}, &version);
  }
  return keyed;
}

// The newest of this programme with a lower number; null: none is.
const ProgrammeVersion* Before(const ByKey& versions, const Key& key) {
  auto at = versions.lower_bound(key);
  if (at == versions.begin()) return nullptr;
  --at;
  return at->first.first == key.first ? at->second : nullptr;
}

Difference New(const Key& key, const ProgrammeVersion& version, const ByKey& others,
               const std::string& named, Against against) {
  const std::string lacking =
      against == Against::kPublished ? " is not published" : " is not in the other folder";
  Difference difference{key.first, key.second, named + lacking, {}};
  const ProgrammeVersion* before = Before(others, key);
  if (before == nullptr) {
    difference.says += ": " + version.name() + ", new from " + Day(version.effective_from());
    return difference;
  }
  difference.says += "; from " + Day(version.effective_from()) +
                     " it says otherwise than version " + std::to_string(before->version());
  difference.changes = Changes(*before, version);
  return difference;
}

}  // namespace

std::vector<Difference> Differences(const std::vector<ProgrammeVersion>& files,
                                    const std::vector<ProgrammeVersion>& others, Against against) {
  const ByKey mine = Keyed(files);
  const ByKey theirs = Keyed(others);
  std::set<Key> keys;
  for (const auto& [key, version] : mine) keys.insert(key);
  for (const auto& [key, version] : theirs) keys.insert(key);

  std::vector<Difference> differences;
  for (const Key& key : keys) {
    const std::string named = key.first + " version " + std::to_string(key.second);
    const auto here = mine.find(key);
    const auto there = theirs.find(key);
    if (here == mine.end()) {
      differences.push_back(
          {key.first,
           key.second,
           named + (against == Against::kPublished ? " is published and in no file"
                                                   : " is only in the other folder"),
           {}});
    } else if (there == theirs.end()) {
      differences.push_back(New(key, *here->second, theirs, named, against));
    } else if (here->second->digest() != there->second->digest()) {
      const std::string says = against == Against::kPublished
                                   ? " is published with other contents: a version never changes, "
                                     "give it the next number"
                                   : " says otherwise";
      differences.push_back(
          {key.first, key.second, named + says, Changes(*there->second, *here->second)});
    }
  }
  return differences;
}

}  // namespace kinward::describe
