// What was read from Kafka in one go, sorted into batches of buckets. Holds the messages that the
// batches' views point into.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libs/kafka/message.h"
#include "services/projection/store/writer.h"

namespace kinward::projection {

// kinward.<context>.events.v1 with the environment's prefix, in the order of Source.
std::vector<std::string> TopicsOf(const std::string& prefix);

class Round {
 public:
  explicit Round(std::vector<std::string> topics) : topics_(std::move(topics)) {}

  [[nodiscard]] std::optional<Source> SourceOf(std::string_view topic) const;
  // With a fault when its headers cannot be read. Valid until Clear, and as long as the message.
  Incoming Decode(const kafka::Message& message, Source source);
  void Add(kafka::Message message, const Incoming& incoming);

  // Batches of at most kBatchEvents; valid until Clear.
  [[nodiscard]] const std::vector<Batch>& Batches() const { return batches_; }
  void Clear();
  [[nodiscard]] std::size_t size() const { return messages_.size(); }

 private:
  std::vector<std::string> topics_;
  std::vector<kafka::Message> messages_;
  std::vector<Batch> batches_;
  std::map<int, std::size_t> open_;  // bucket → the batch it fills
  std::deque<std::string> faults_;   // where those of the batches point to
};

}  // namespace kinward::projection
