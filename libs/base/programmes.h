// The programmes' published versions that a decision may know. Pure: fed from events, asked by
// deciders; a tenant sees what was published in it. Not the catalogue's files
// (services/eligibility).
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kinward/common/v1/programme.pb.h"

namespace kinward {

// The owner of a method lets a site deliver it.
struct SiteLicence {
  std::string site;
  std::string council;  // empty: the council in which it is published
  std::string holder;
  std::string from;   // ISO
  std::string until;  // the last day, ISO; empty: no end is stated
  bool operator==(const SiteLicence&) const = default;
};

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
  // A licence may be heard before the programme's first version, and twice.
  void License(std::string_view council, std::string_view programme_id, SiteLicence licence) {
    auto& licences = Find(council, programme_id).licences;
    if (std::ranges::find(licences, licence) == licences.end())
      licences.push_back(std::move(licence));
  }
  // From this day (ISO) on the site's licence that began on `licensed_from` is not in force.
  void Revoke(std::string_view council, std::string_view programme_id, std::string_view site,
              std::string_view licensed_from, std::string_view from) {
    Find(council, programme_id).revoked[{std::string(site), std::string(licensed_from)}] = from;
  }
  // A licence of the council itself, or of the one it names, that is in force on this day (ISO);
  // null when there is none.
  [[nodiscard]] const SiteLicence* LicenceOn(std::string_view council,
                                             std::string_view programme_id,
                                             std::string_view on) const {
    const auto at = programmes_.find(Key{council, programme_id});
    if (at == programmes_.end()) return nullptr;
    for (const SiteLicence& licence : at->second.licences) {
      const bool here = licence.council.empty() || licence.council == council;
      if (here && Holds(at->second, licence, on)) return &licence;
    }
    return nullptr;
  }

  // Per programme of this council the newest version that has begun on this day (ISO), in order of
  // id. What is returned stays valid as long as the catalogue lives.
  [[nodiscard]] std::vector<const common::v1::ProgrammeVersion*> InForce(
      std::string_view council, std::string_view on) const {
    std::vector<const common::v1::ProgrammeVersion*> found;
    for (auto at = programmes_.lower_bound(Key{council, ""});
         at != programmes_.end() && at->first.first == council; ++at) {
      const auto* newest = NewestBegun(at->second, on);
      if (newest != nullptr) found.push_back(newest);
    }
    return found;
  }
  // The same of one programme; null when none is in force.
  [[nodiscard]] const common::v1::ProgrammeVersion* InForce(std::string_view council,
                                                            std::string_view programme_id,
                                                            std::string_view on) const {
    const auto at = programmes_.find(Key{council, programme_id});
    return at == programmes_.end() ? nullptr : NewestBegun(at->second, on);
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
    std::vector<SiteLicence> licences;
    // By site and the licence's first day: the first day without it.
    std::map<std::pair<std::string, std::string>, std::string> revoked;
  };
  static bool Holds(const Published& programme, const SiteLicence& licence, std::string_view on) {
    if (on < licence.from || (!licence.until.empty() && licence.until < on)) return false;
    const auto revoked = programme.revoked.find({licence.site, licence.from});
    return revoked == programme.revoked.end() || on < revoked->second;
  }
  static const common::v1::ProgrammeVersion* NewestBegun(const Published& programme,
                                                         std::string_view on) {
    if (!programme.withdrawn_from.empty() && programme.withdrawn_from <= on) return nullptr;
    const common::v1::ProgrammeVersion* newest = nullptr;
    for (const auto& [number, version] : programme.versions) {
      if (version.effective_from() <= on) newest = &version;
    }
    return newest;
  }
  Published& Find(std::string_view council, std::string_view programme_id) {
    return programmes_[Key{council, programme_id}];
  }
  std::map<Key, Published> programmes_;
};

}  // namespace kinward
