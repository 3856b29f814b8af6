// Follows the topics and keeps the active views: one thread, one Kafka consumer, one Writer.
//
//   starting ─▶ following ◀──────────── Redis back: reopen all, reassign
//                  │  ├─ Redis gone ──▶ waiting (stays in the group, fetches nothing)
//                  │  ├─ REREAD, offset lost, newer generation ─▶ reopen, reassign the full list
//                  │  ├─ FENCED ─▶ bucket dropped; still assigned after a session timeout ─▶ rejoin
//                  │  └─ BROKEN ─▶ bucket dropped; alert and rebuild
//                  └─ fatal client error ─▶ everything dropped, a new client
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "libs/kafka/consumer.h"
#include "services/projection/store/round.h"
#include "services/projection/store/writer.h"

namespace kinward::projection {

struct ProjectorSettings {
  kafka::Connection kafka;
  std::string topic_prefix;
  std::string group = "kinward-projection";
  std::string instance;  // the pod's ordinal
  std::chrono::milliseconds session_timeout{6'000};
  std::chrono::milliseconds parked_retry_every = kParkedRetryEvery;
  WriterSettings
      writer;  // its version is read from Redis: the active one, or this if there is none
};

struct ProjectorCounters {
  std::atomic<std::int64_t> unreadable{0};  // records whose headers cannot be read: parked
  std::atomic<std::int64_t> parked{0};      // streams and records that wait now
  std::atomic<std::int64_t> fenced{0}, reread{0}, broken{0}, restarts{0}, reconnects{0};
  std::atomic<std::int64_t> newest_event_delay_us{
      0};                       // from the event's time to its being sent to Redis
  std::atomic<int> version{0};  // of the views being kept
  std::atomic<int> buckets{0};  // owned now
  // Redis answers, and the first partitions were assigned with the offsets to read on from.
  std::atomic<bool> following{false};
};

class Projector {
 public:
  Projector(ProjectorSettings settings, const Catalogue& catalogue, StreamReader* gaps);
  ~Projector();
  Projector(const Projector&) = delete;
  Projector& operator=(const Projector&) = delete;

  // Runs until Stop; call it on a thread of its own.
  void Run();
  void Stop() { stopping_ = true; }

  [[nodiscard]] const ProjectorCounters& counters() const { return counters_; }
  [[nodiscard]] const WriterCounters& writer_counters() const { return writer_->counters(); }
  // The buckets assigned now, for the rebuild that follows them. Safe from any thread.
  [[nodiscard]] std::vector<int> AssignedBuckets() const;

 private:
  bool Start();
  Result<std::vector<kafka::TopicOffset>> OnAssigned(const std::vector<std::int32_t>& partitions);
  void OnRevoked(const std::vector<std::int32_t>& partitions, bool lost);
  void OnOffsetLost(const std::string& topic, std::int32_t partition);
  void Reconnect();
  Result<std::vector<kafka::TopicOffset>> OpenAll(bool keep);
  void OpenOne(int bucket, bool keep, std::vector<kafka::TopicOffset>& offsets,
               Result<void>& outcome);
  void Reassign(bool keep);
  void TellUnreadable(const kafka::Message& message, const Incoming& incoming);
  void ReadRound();
  bool Accept(const kafka::Message& message, const Incoming& incoming);
  void WriteRound();
  void Handle(const Result<std::vector<Trouble>>& troubles);
  void Housekeeping();
  void SetAssigned(const std::set<int>& buckets);

  ProjectorSettings settings_;
  const Catalogue& catalogue_;
  StreamReader* gaps_;
  std::vector<std::string> topics_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<kafka::Consumer> consumer_;
  redis::Connection control_;  // the pointer to the active version
  Round round_;
  std::set<int> assigned_;
  std::map<int, std::chrono::steady_clock::time_point> fenced_;
  std::set<std::pair<int, Source>> restarting_;  // dropped until read again from 0
  std::map<std::pair<int, Source>, std::int64_t> new_generation_;
  std::map<std::pair<int, Source>, std::int64_t> restarted_;        // for which generation, last
  std::map<std::pair<int, Source>, std::int64_t> read_generation_;  // of the round being read
  bool reassign_ = false;
  bool fatal_ = false;
  bool topic_gone_ = false;
  bool redis_down_ = true;
  bool placed_ = false;  // partitions were assigned, and where to read on is known
  std::chrono::steady_clock::time_point next_housekeeping_;
  std::chrono::steady_clock::time_point next_parked_;
  std::chrono::steady_clock::time_point next_unreadable_;
  std::atomic<bool> stopping_{false};
  mutable std::mutex shared_;
  std::vector<int> assigned_shared_;
  ProjectorCounters counters_;
};

}  // namespace kinward::projection
