#include "services/projection/store/round.h"

#include <utility>

#include "libs/kafka/cloud_event.h"

namespace kinward::projection {

std::vector<std::string> TopicsOf(const std::string& prefix) {
  std::vector<std::string> topics;
  for (const std::string_view name : kSourceNames) {
    topics.push_back(prefix + "kinward." + std::string(name) + ".events.v1");
  }
  return topics;
}

std::optional<Source> Round::SourceOf(std::string_view topic) const {
  for (std::size_t i = 0; i < topics_.size(); ++i) {
    if (topics_[i] == topic) return static_cast<Source>(i);
  }
  return std::nullopt;
}

std::optional<Incoming> Round::Decode(const kafka::Message& message, Source source) {
  std::array<kafka::Header, kafka::kHeadersMax> room;
  const auto event = kafka::DecodeCloudEvent(message.headers(room));
  if (!event) return std::nullopt;
  Incoming incoming;
  incoming.heard.source = source;
  incoming.heard.council = event->council;
  incoming.heard.stream = event->subject;
  incoming.heard.version = event->sequence;
  incoming.heard.partition_key = event->partition_key;
  incoming.heard.event_id = event->id;
  incoming.heard.type = event->type;
  incoming.heard.occurred_time = ParseTime(event->time).value_or(message.timestamp());
  incoming.offset = message.offset();
  incoming.generation = event->generation;
  incoming.body = message.value();
  return incoming;
}

void Round::Add(kafka::Message message, const Incoming& incoming) {
  const auto [open, added] = open_.try_emplace(message.partition(), batches_.size());
  if (!added && batches_[open->second].events.size() == kBatchEvents)
    open->second = batches_.size();
  if (open->second == batches_.size()) {
    batches_.push_back({message.partition(), {}});
    batches_.back().events.reserve(kBatchEvents);
  }
  batches_[open->second].events.push_back(incoming);
  messages_.push_back(std::move(message));
}

void Round::Clear() {
  batches_.clear();
  open_.clear();
  messages_.clear();
}

}  // namespace kinward::projection
