// Topics and what they hold: for set-up, the relay's start check, tools and tests. Every call
// blocks up to its timeout. Not here: which topics there are (deploy/kafka/topics.yaml).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/kafka/record.h"

namespace kinward::kafka {

struct TopicDefinition {
  std::string name;
  int partitions = 12;
  int replicas = 1;
  std::map<std::string, std::string> settings{};  // e.g. retention.ms
};

class Admin {
 public:
  static constexpr std::chrono::milliseconds kTimeout{15'000};

  static Result<std::unique_ptr<Admin>> Make(const Connection& connection);
  Admin(const Admin&) = delete;
  Admin& operator=(const Admin&) = delete;
  ~Admin();

  // Returns when every partition has a leader. kConflict when the topic exists already.
  Result<void> CreateTopic(const TopicDefinition& topic);
  // Creates it unless it exists; kFatal when it exists with another number of partitions.
  Result<void> EnsureTopic(const TopicDefinition& topic);
  // Returns when the topic is gone. Deleting what is not there succeeds.
  Result<void> DeleteTopic(const std::string& topic);
  // kNotFound when there is no such topic.
  Result<int> PartitionCount(const std::string& topic);
  // kRetry when some partition has no leader in time.
  Result<void> AwaitLeaders(const std::string& topic, int partitions,
                            std::chrono::milliseconds timeout = kTimeout);
  Result<Watermarks> WatermarksOf(const std::string& topic, std::int32_t partition);
  // Of every partition, by its number: two requests in all, however many partitions there are.
  Result<std::vector<Watermarks>> AllWatermarksOf(const std::string& topic);
  // Of one partition; none when it is empty.
  Result<std::optional<Record>> LastRecord(const std::string& topic, std::int32_t partition);
  // Every partition's last record, those of empty ones left out; one connection for all.
  Result<std::vector<Record>> LastRecords(const std::string& topic);
  // Every topic of the cluster whose name begins so.
  Result<std::vector<std::string>> Topics(const std::string& prefix);

 private:
  struct Client;
  explicit Admin(std::unique_ptr<Client> client);
  std::unique_ptr<Client> client_;
};

}  // namespace kinward::kafka
