// Hears the topics and turns each event into this service's own commands. Every command's id
// follows from the event, so hearing twice does nothing twice. What cannot be read is parked, and
// what follows under the same key parks behind it; a failure of the world stops the partition and
// tries again.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "kinward/common/v1/operations.pb.h"
#include "libs/host/command_runner.h"
#include "libs/host/reaction.h"
#include "libs/kafka/consumer.h"

namespace kinward::host {

struct ReactionSettings {
  std::string service;
  std::string replica = "0";  // tells this service's processes apart, stable over restarts
  kafka::Connection connection;
  std::vector<std::string> topics;
  int partitions = 12;
};

class ReactionLoop {
 public:
  ReactionLoop(boost::asio::io_context& io, eventstore::EventStore& store, CommandRunner& runner,
               std::vector<Reaction> reactions, ReactionSettings settings);
  ~ReactionLoop();
  ReactionLoop(const ReactionLoop&) = delete;
  ReactionLoop& operator=(const ReactionLoop&) = delete;

  void Start();
  void Stop();
  // What it has heard of each partition: the offset that comes next. From any thread.
  [[nodiscard]] std::vector<common::v1::PartitionOffset> Heard() const;
  [[nodiscard]] std::int64_t parked() const { return parked_count_; }
  // Tries the parked events of a key again, in order (empty: all keys). On the service's thread.
  boost::asio::awaitable<Result<common::v1::RetryParkedResponse>> RetryParked(std::string key);

 private:
  struct Offset {
    std::int64_t generation = 0;
    std::int64_t next = 0;
  };
  using Place = std::pair<std::string, std::int32_t>;  // topic, partition
  using Clock = std::chrono::steady_clock;

  void Run();
  bool Consume();
  Result<std::vector<kafka::TopicOffset>> ReadOffsets(const std::vector<std::int32_t>& partitions);
  bool Process(std::vector<kafka::Record> batch);
  void SaveOffsets();
  bool StartOver(const kafka::Record& record, std::int64_t generation);
  boost::asio::awaitable<void> HearAll(const std::vector<kafka::Record>& records);
  boost::asio::awaitable<Result<void>> HearOne(const kafka::Record& record);
  boost::asio::awaitable<Result<void>> React(const common::v1::StoredEvent& event,
                                             const Message& message, const Reaction& reaction);
  boost::asio::awaitable<Result<void>> ReactAll(const common::v1::StoredEvent& event);
  boost::asio::awaitable<Result<void>> Park(const kafka::Record& record,
                                            const common::v1::StoredEvent& event,
                                            std::string reason);

  boost::asio::io_context* io_;
  eventstore::EventStore* store_;
  CommandRunner* runner_;
  std::unordered_map<std::string, std::vector<Reaction>> reactions_;  // by event type
  ReactionSettings settings_;
  std::unique_ptr<kafka::Consumer> consumer_;
  mutable std::mutex mutex_;  // guards offsets_
  std::map<Place, Offset> offsets_;
  std::map<Place, Offset> unsaved_;    // the loop's thread
  Clock::time_point saved_at_;         // the loop's thread
  std::set<std::string> parked_keys_;  // service's thread
  std::atomic<std::int64_t> parked_count_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> rebuild_ = false;
  std::thread thread_;
};

}  // namespace kinward::host
