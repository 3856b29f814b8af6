#include "services/projection/store/round.h"

#include <utility>

#include <algorithm>
#include <charconv>

#include "libs/kafka/cloud_event.h"

namespace kinward::projection {
namespace {

constexpr std::size_t kNameMax = 200;

bool IsName(std::string_view text) {
  const auto written = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '.' || letter == '_';
  };
  return text.size() <= kNameMax && std::all_of(text.begin(), text.end(), written);
}

// The header's value if it is there once and is a name as Kinward writes them; else empty.
std::string_view NameIn(std::span<const kafka::Header> headers, std::string_view name) {
  std::string_view found;
  for (const kafka::Header& header : headers) {
    if (header.name != name) continue;
    if (!found.empty()) return {};
    found = header.value;
  }
  return IsName(found) ? found : std::string_view{};
}

std::int64_t NumberIn(std::span<const kafka::Header> headers, std::string_view name) {
  const std::string_view text = NameIn(headers, name);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && number >= 0 ? number : -1;
}

// What the readable headers still say. Only with council, stream, version and type is the stream
// known; its owner then has the event.
Incoming Salvaged(const kafka::Message& message, std::span<const kafka::Header> headers,
                  Source source, std::string_view fault) {
  Incoming incoming;
  incoming.fault = fault;
  incoming.offset = message.offset();
  const std::int64_t generation = NumberIn(headers, "ce_kinwardgeneration");
  incoming.generation = generation < 0 ? kUnknownGeneration : generation;
  Heard& heard = incoming.heard;
  heard.source = source;
  heard.stream = NameIn(headers, "ce_subject");
  heard.version = NumberIn(headers, "ce_sequence");
  if (IsName(message.key())) heard.partition_key = message.key();
  heard.type = NameIn(headers, "ce_type");
  heard.occurred_time = message.timestamp();
  const std::string context = "kinward." + std::string(NameOf(source)) + ".";
  const bool known = !heard.stream.empty() && heard.version > 0 && !heard.partition_key.empty() &&
                     heard.type.starts_with(context);
  if (known) heard.council = NameIn(headers, "ce_kinwardcouncil");
  return incoming;
}

}  // namespace

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

Incoming Round::Decode(const kafka::Message& message, Source source) {
  std::array<kafka::Header, kafka::kHeadersMax> room;
  const auto headers = message.headers(room);
  const auto event = kafka::DecodeCloudEvent(headers);
  if (!event) {
    faults_.push_back(event.error().message);
    return Salvaged(message, headers, source, faults_.back());
  }
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
  faults_.clear();
}

}  // namespace kinward::projection
