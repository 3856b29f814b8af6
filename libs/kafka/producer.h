// The idempotent producer: a record is acknowledged by all replicas, or it is reported as failed.
// Used by one thread. A failed record makes the producer useless on purpose (no gap may be followed
// by later records): the owner destroys it, makes another and sends again from the first failure.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>

#include "libs/base/result.h"
#include "libs/kafka/record.h"

namespace kinward::kafka {

struct ProducerSettings {
  Connection connection;
  std::chrono::milliseconds linger{1};  // 0 in a closed loop
  // Never by default: a record that times out may be overtaken by a later one of its partition. The
  // owner watches for progress instead and destroys a producer that makes none.
  std::chrono::milliseconds delivery_timeout{0};
  int queued_messages_max = 20'000;  // Send waits while as many are under way
};

// Counts the acknowledgements of records sent together. Must stay where it is until it is done, or
// nobody polls its producer any more.
class Batch {
 public:
  [[nodiscard]] std::size_t sent() const { return sent_; }
  [[nodiscard]] bool done() const { return acknowledged_ + failed_ == sent_; }
  [[nodiscard]] bool failed() const { return failed_ > 0; }
  [[nodiscard]] const std::string& error() const { return error_; }  // of the first failure
  // By partition, the offset after the last record acknowledged.
  [[nodiscard]] const std::map<std::int32_t, std::int64_t>& next_offsets() const { return next_; }
  void Clear() { *this = {}; }

 private:
  friend class Producer;
  std::size_t sent_ = 0;
  std::size_t acknowledged_ = 0;
  std::size_t failed_ = 0;
  std::string error_;
  std::map<std::int32_t, std::int64_t> next_;
};

class Producer {
 public:
  static Result<std::unique_ptr<Producer>> Make(const ProducerSettings& settings);
  Producer(const Producer&) = delete;
  Producer& operator=(const Producer&) = delete;
  // Drops what is still queued; batches see no more acknowledgements.
  ~Producer();

  // Loads the topic's metadata, so that the first record is not up to a second late. Answers its
  // number of partitions; kNotFound when there is no such topic, kRetry when nobody answers.
  Result<int> WarmUp(const std::string& topic, std::chrono::milliseconds timeout);

  // The partitioner is murmur2 of the key, and fixed for ever. kFatal: destroy this producer.
  Result<void> Send(const std::string& topic, const OutgoingRecord& record, Batch& batch);

  // Writes eight bytes to this non-blocking eventfd whenever acknowledgements arrive, so that an
  // event loop need not poll. The descriptor must outlive the producer.
  void SignalOn(int descriptor);

  // Delivers acknowledgements that have arrived, waiting at most `timeout` for the first.
  void Poll(std::chrono::milliseconds timeout);
  // Until the batch is done. kRetry when `timeout` passes first, kFatal when a record failed.
  Result<void> Await(Batch& batch, std::chrono::milliseconds timeout);
  // The error after which nothing can be sent any more; empty while there is none.
  [[nodiscard]] std::string FatalError() const;

 private:
  struct Client;
  explicit Producer(std::unique_ptr<Client> client);
  std::unique_ptr<Client> client_;
};

// The partition that every Kinward producer and partner gives a key; for tests and tools.
int PartitionOf(std::string_view key, int partitions);

}  // namespace kinward::kafka
