// The programmes' published versions that a decision may know. Pure: fed from events, asked by
// deciders; a tenant sees what was published in it. Not the catalogue's files
// (services/eligibility).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kinward/common/v1/programme.pb.h"

namespace kinward {

class ProgrammeCatalogue {
 public:
  // Versions are immutable: hearing one twice changes nothing.
  void Publish(std::string_view council, const common::v1::ProgrammeVersion& version) {
    Find(council, version.programme_id()).versions.try_emplace(version.version(), version);
  }
  // From this day (ISO) on nobody is checked against it.
  void Withdraw(std::string_view council, std::string_view programme_id, std::string_view from) {
    Find(council, programme_id).withdrawn_from = from;
  }

  // Per programme of this council the newest version that has begun on this day (ISO), in order of
  // id. What is returned stays valid as long as the catalogue lives.
  [[nodiscard]] std::vector<const common::v1::ProgrammeVersion*> InForce(
      std::string_view council, std::string_view on) const {
    std::vector<const common::v1::ProgrammeVersion*> found;
    for (auto at = programmes_.lower_bound(Key{council, ""});
         at != programmes_.end() && at->first.first == council; ++at) {
      if (!at->second.withdrawn_from.empty() && at->second.withdrawn_from <= on) continue;
      const common::v1::ProgrammeVersion* newest = nullptr;
      for (const auto& [number, version] : at->second.versions) {
        if (version.effective_from() <= on) newest = &version;
      }
      if (newest != nullptr) found.push_back(newest);
    }
    return found;
  }

  // This very version, whether or not it is still in force; null when it was never published.
  [[nodiscard]] const common::v1::ProgrammeVersion* Version(std::string_view council,
                                                            std::string_view programme_id,
                                                            int number) const {
    const auto at = programmes_.find(Key{council, programme_id});
    if (at == programmes_.end()) return nullptr;
    const auto version = at->second.versions.find(number);
    return version == at->second.versions.end() ? nullptr : &version->second;
  }

  // The highest version published; null when there is none.
  [[nodiscard]] const common::v1::ProgrammeVersion* Newest(std::string_view council,
                                                           std::string_view programme_id) const {
    const auto at = programmes_.find(Key{council, programme_id});
    if (at == programmes_.end() || at->second.versions.empty()) return nullptr;
    return &at->second.versions.rbegin()->second;
  }

 private:
  using Key = std::pair<std::string, std::string>;  // council, programme
  struct Published {
    std::map<int, common::v1::ProgrammeVersion> versions;  // nodes stay where they are
    std::string withdrawn_from;
  };
  Published& Find(std::string_view council, std::string_view programme_id) {
    return programmes_[Key{council, programme_id}];
  }
  std::map<Key, Published> programmes_;
};

}  // namespace kinward
