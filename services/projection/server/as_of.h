// "As of": the time up to which every service's events are in the views. A service says what it has
// published and where the log then ended; once the views have read that far, its time counts.
// Frozen when a service cannot be reached or the views stand still.
#pragma once

#include <array>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "libs/base/result.h"
#include "libs/base/time.h"
#include "services/projection/store/positions.h"

namespace kinward::projection {

// What one service answered: every event recorded by `through` is published before these offsets.
struct Published {
  Time through;
  std::map<int, std::int64_t> next;  // by partition; the offset that comes next
};
// Asks a service how far it has published (OperationsService/Progress). Blocks, at most half a
// second.
class PublishedThrough {
 public:
  PublishedThrough() = default;
  PublishedThrough(const PublishedThrough&) = delete;
  PublishedThrough& operator=(const PublishedThrough&) = delete;
  virtual ~PublishedThrough() = default;
  virtual Result<Published> Ask(Source source) = 0;
};

class AsOf {
 public:
  void Observe(Source source, Published published);
  // The views' positions, per bucket: what has been observed and is now read counts.
  void Advance(const std::vector<Positions>& buckets);
  // The oldest over all services; nothing while one has never been heard of.
  [[nodiscard]] std::optional<Time> Value() const;

 private:
  static constexpr std::size_t kPendingMax = 600;  // ten minutes of a stopped projection
  mutable std::mutex mutex_;
  std::array<std::deque<Published>, kSources> pending_;
  std::array<std::optional<Time>, kSources> reached_;
};

}  // namespace kinward::projection
