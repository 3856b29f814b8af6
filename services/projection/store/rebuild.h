// Builds the next version of the views beside the live one, paced so that the live one stays fresh;
// compares, flips the pointer, removes the old version slowly. Every projection rebuilds the
// buckets it has; whoever sees the last one ready flips. The live projectors then take the new
// version over, which fences this writer.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "libs/kafka/consumer.h"
#include "services/projection/store/round.h"
#include "services/projection/store/versions.h"
#include "services/projection/store/writer.h"

namespace kinward::projection {

struct RebuildSettings {
  kafka::Connection kafka;
  std::string topic_prefix;
  WriterSettings writer;     // version: the one to build
  int from_version = 0;      // the live one
  int partitions = 12;       // of the whole deployment
  std::vector<int> buckets;  // of them, ours
  int events_per_second = kRebuildEventsPerSecond;
  std::size_t round_events = kRebuildRoundEvents;
  std::function<bool()> go_on = [] { return true; };  // asked every round; false ends it
};
struct RebuildReport {
  std::int64_t events = 0;
  std::chrono::milliseconds took{0};
  std::int64_t documents = 0;
  std::int64_t different = 0;  // from the live version, at the moment of comparing
  std::vector<std::string> examples;
  bool flipped = false;  // by us, or by another replica while we followed
};

class Rebuild {
 public:
  Rebuild(RebuildSettings settings, const Catalogue& catalogue, StreamReader* gaps);

  // Until the pointer has moved to the new version, or Stop. Call it on a thread of its own.
  Result<RebuildReport> Run();
  void Stop() { stopping_ = true; }
  [[nodiscard]] std::int64_t events() const { return events_; }

 private:
  Result<void> Begin();
  Result<bool> Step();  // true: everything that is there has been read
  [[nodiscard]] bool CaughtUp() const;
  Result<void> Ready(RebuildReport& report);
  void Pace(std::size_t events);

  RebuildSettings settings_;
  std::vector<std::string> topics_;
  Writer writer_;
  std::unique_ptr<kafka::Consumer> consumer_;
  redis::Connection control_;
  Round round_;
  std::vector<std::vector<std::int64_t>>
      ends_;  // by topic, then by ours: what must be read at least
  std::chrono::steady_clock::time_point next_round_;
  std::atomic<bool> stopping_{false};
  std::atomic<std::int64_t> events_{0};
  bool offset_lost_ = false;
};

}  // namespace kinward::projection
