// What producer, consumer and admin share: settings, a handle that destroys itself, our log. Only
// this library's .cc files include it.
#pragma once

#include <librdkafka/rdkafka.h>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

#include "libs/base/result.h"
#include "libs/kafka/record.h"

namespace kinward::kafka {

struct DestroyHandle {
  void operator()(rd_kafka_t* handle) const { rd_kafka_destroy(handle); }
};
using Handle = std::unique_ptr<rd_kafka_t, DestroyHandle>;

struct DestroyConf {
  void operator()(rd_kafka_conf_t* conf) const { rd_kafka_conf_destroy(conf); }
};
using Conf = std::unique_ptr<rd_kafka_conf_t, DestroyConf>;

struct DestroyList {
  void operator()(rd_kafka_topic_partition_list_t* list) const {
    rd_kafka_topic_partition_list_destroy(list);
  }
};
using PartitionList = std::unique_ptr<rd_kafka_topic_partition_list_t, DestroyList>;

struct DestroyTopic {
  void operator()(rd_kafka_topic_t* topic) const { rd_kafka_topic_destroy(topic); }
};
using Topic = std::unique_ptr<rd_kafka_topic_t, DestroyTopic>;

struct DestroyQueue {
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
};
using Queue = std::unique_ptr<rd_kafka_queue_t, DestroyQueue>;

struct DestroyMetadata {
  void operator()(const rd_kafka_metadata_t* metadata) const {
    rd_kafka_metadata_destroy(metadata);
  }
};
using Metadata = std::unique_ptr<const rd_kafka_metadata_t, DestroyMetadata>;

// Common settings, then `settings`, then the connection's own, which win. kFatal names the bad one.
Result<Conf> Configure(const Connection& connection,
                       std::initializer_list<std::pair<const char*, std::string>> settings);
Result<Handle> MakeHandle(rd_kafka_type_t type, Conf conf);

// Of one topic, from the broker. kNotFound when it does not exist.
Result<Metadata> TopicMetadata(rd_kafka_t* handle, const std::string& topic,
                               std::chrono::milliseconds timeout);
bool HasLeaders(const rd_kafka_metadata_t& metadata);

inline int Milliseconds(std::chrono::milliseconds time) { return static_cast<int>(time.count()); }
Failure FailureOf(rd_kafka_resp_err_t error, const std::string& doing);

}  // namespace kinward::kafka
