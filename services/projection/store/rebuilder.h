// Notices that the views must be built anew, and sees it through: asked for by operations, or
// because one of our buckets is broken. Then removes what nobody reads any more.
//
//   idle ─ building > active, or a bucket of ours is broken ─▶ rebuilding ─ flipped ─▶ idle
//                                        ▲                         │ our buckets changed, or Redis
//                                        └── again from its offsets ┘ or Kafka went away
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "libs/redis/connection.h"
#include "services/projection/store/rebuild.h"

namespace kinward::projection {

struct RebuilderCounters {
  std::atomic<std::int64_t> rebuilds{0};   // seen through since the start
  std::atomic<std::int64_t> different{0};  // documents of the last one that differed from the old
};

class Rebuilder {
 public:
  // `settings` without version, from_version and buckets, which are found out; `buckets` answers
  // which are ours now, from any thread.
  Rebuilder(RebuildSettings settings, const Catalogue& catalogue, StreamReader* gaps,
            std::function<std::vector<int>()> buckets);

  // Runs until Stop; call it on a thread of its own.
  void Run();
  void Stop() { stopping_ = true; }
  [[nodiscard]] const RebuilderCounters& counters() const { return counters_; }

 private:
  Result<void> Look();
  Result<bool> AnyBroken(int version, const std::vector<int>& ours);
  Result<void> Build(int active, int building, const std::vector<int>& ours);
  Result<void> RemoveBefore(int active, const std::vector<int>& ours);

  RebuildSettings settings_;
  const Catalogue& catalogue_;
  StreamReader* gaps_;
  std::function<std::vector<int>()> buckets_;
  redis::Connection control_;
  int cleaned_before_ = 0;  // versions older than this are gone, as far as they were ours
  std::atomic<bool> stopping_{false};
  RebuilderCounters counters_;
};

}  // namespace kinward::projection
