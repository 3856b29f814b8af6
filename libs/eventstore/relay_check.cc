#include "libs/eventstore/relay_check.h"

#include <array>

#include "libs/kafka/cloud_event.h"

namespace kinward::eventstore {
namespace {

Result<kafka::CloudEvent> Decode(const kafka::Record& record) {
  std::vector<kafka::Header> headers;
  for (const auto& [name, value] : record.headers) headers.push_back({name, value});
  return kafka::DecodeCloudEvent(headers);
}

}  // namespace

Result<std::string> FindBehind(RelayDatabase& database, std::int64_t generation,
                               const std::vector<kafka::Record>& last) {
  for (const kafka::Record& record : last) {
    const std::string where = "partition " + std::to_string(record.partition) + ", offset " +
                              std::to_string(record.offset) + ": ";
    const Result<kafka::CloudEvent> event = Decode(record);
    if (!event) return where + "not an event of ours: " + event.error().message;
    if (event->generation > generation) {
      return where + "generation " + std::to_string(event->generation) + ", the store knows " +
             std::to_string(generation);
    }
    const Result<std::optional<Uuid>> held =
        database.EventId(event->council, event->subject, event->sequence);
    if (!held) return held.error();
    if (!*held) return where + "an event that this database lacks";
    if ((*held)->ToString() != event->id) {
      return where + "another event than the one this database holds at its version";
    }
  }
  return std::string();
}

}  // namespace kinward::eventstore
