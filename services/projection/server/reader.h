// Reads documents, lists and indexes of one view version over all buckets. One connection, one
// thread at a time; Pin at the start of every request, so that a request sees one version.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/redis/connection.h"
#include "services/projection/store/bucket.h"
#include "services/projection/store/positions.h"
#include "services/projection/views/case_view.h"

namespace kinward::projection {

inline constexpr int kAnyBucket = -1;

struct Place {
  std::string id;
  int bucket = kAnyBucket;  // where it is known to lie
};
struct IndexEntry {
  std::string id;
  std::int64_t score = 0;
  int bucket = 0;
};
// A stored document: its parts by context. Empty when there is none.
using Document = std::map<std::string, std::string, std::less<>>;

class ViewReader {
 public:
  ViewReader(redis::Endpoint endpoint, std::string prefix, int buckets);

  // Reads the pointer, reconnecting if need be. kRetry: Redis is gone, or the views are being
  // rebuilt.
  Result<int> Pin();
  [[nodiscard]] int version() const { return version_; }
  [[nodiscard]] int buckets() const { return buckets_; }
  [[nodiscard]] const std::string& prefix() const { return prefix_; }

  // In the order asked for.
  Result<std::vector<Document>> Documents(std::string_view council, std::string_view collection,
                                          const std::vector<Place>& places);
  // Merged over buckets, by score, then id. Scores within [min, max].
  Result<std::vector<IndexEntry>> Index(std::string_view council, std::string_view index,
                                        std::int64_t min = INT64_MIN, std::int64_t max = INT64_MAX);
  // Entries of every context's list of this name, in no order between contexts.
  Result<std::vector<std::string>> List(std::string_view council, std::string_view name);
  Result<std::vector<Positions>> Offsets();
  // What waits because it could not be applied: ParkedName or RecordName, why, and in which bucket.
  struct Waiting {
    int bucket = 0;
    std::string name;
    ParkedStream parked;
  };
  Result<std::vector<Waiting>> Parked();
  Result<std::int64_t> StreamVersion(int bucket, Source source, std::string_view council,
                                     std::string_view stream);
  // Names ("<council> <collection>:<id>") changed after `last` in one bucket; nothing if that is
  // too long ago.
  Result<std::optional<std::vector<std::string>>> ChangedSince(int bucket, const std::string& last);

  // Case parts with the cases they led to. Referrals that intake has not been heard of are left out
  // unless `all`.
  Result<std::vector<CaseParts>> Cases(std::string_view council, const std::vector<Place>& places,
                                       bool all);

 private:
  Result<std::vector<redis::Reply>> Replies(std::size_t count);

  redis::Connection connection_;
  std::string prefix_;
  int buckets_;
  int version_ = 0;
};

// Parses a document's part of one context, if it has one.
template <typename Part>
Part PartOf(const Document& document, Source source) {
  Part part;
  const auto found = document.find(NameOf(source));
  if (found != document.end()) (void)part.ParseFromString(found->second);
  return part;
}

}  // namespace kinward::projection
