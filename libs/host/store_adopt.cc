#include "libs/host/store_adopt.h"

#include <algorithm>
#include <utility>

#include "kinward/common/v1/common.pb.h"
#include "libs/eventstore/adoption.h"
#include "libs/host/adopted_commands.h"
#include "libs/host/store_check.h"
#include "libs/host/topic_reader.h"
#include "libs/kafka/cloud_event.h"

namespace kinward::host {
namespace {

using eventstore::Adoption;
using eventstore::PublishedEvent;

constexpr std::int32_t kCausesPerPage = 200;

Failure Unreadable(const kafka::Record& record, const std::string& why) {
  return {FailureKind::kConflict, "partition " + std::to_string(record.partition) + ", offset " +
                                      std::to_string(record.offset) + ": " + why};
}

// `generation` becomes the newest seen.
Result<PublishedEvent> EventOf(const Registry& registry, kafka::Record& record,
                               std::int64_t& generation) {
  std::vector<kafka::Header> headers;
  for (const auto& [name, value] : record.headers) headers.push_back({name, value});
  const auto decoded = kafka::DecodeCloudEvent(headers);
  if (!decoded) return Unreadable(record, "not an event of ours: " + decoded.error().message);
  PublishedEvent event;
  event.type = decoded->type;
  const Aggregate* aggregate = registry.AggregateOfEvent(event.type);
  if (aggregate == nullptr) return Unreadable(record, "nobody here knows the type " + event.type);
  const auto id = Uuid::Parse(decoded->id);
  const auto occurred = ParseTime(decoded->time);
  if (!id || !occurred) return Unreadable(record, "an id or a time that cannot be read");
  common::v1::EventMetadata metadata;
  metadata.set_correlation_id(std::string(decoded->correlation_id));
  metadata.set_causation_id(std::string(decoded->causation_id));
  metadata.set_traceparent(std::string(decoded->traceparent));
  metadata.set_partition_key(std::string(decoded->partition_key));
  generation = std::max(generation, decoded->generation);
  event.tenant = decoded->council;
  event.stream = decoded->subject;
  event.aggregate = aggregate->name();
  event.version = decoded->sequence;
  event.id = *id;
  event.metadata = metadata.SerializeAsString();
  event.partition_key = decoded->partition_key;
  event.causation = Uuid::Parse(decoded->causation_id).value_or(Uuid{});
  event.occurred_time = *occurred;
  event.recorded_time = record.timestamp;
  event.body = std::move(record.value);
  return event;
}

Result<void> RememberCommands(const Registry& registry, const AdoptSettings& settings,
                              Adoption& adoption) {
  while (true) {
    const auto events = adoption.NextAdopted(kCausesPerPage);
    if (!events) return events.error();
    if (events->empty()) return {};
    std::map<std::string, std::vector<Uuid>> causes;  // by tenant
    for (const auto& event : *events) causes[event.tenant].push_back(event.causation);
    CommandSources sources{settings.service, settings.reactions, {}};
    for (const auto& [tenant, ids] : causes) {
      const auto waiting = adoption.WaitingOf(tenant, ids);
      if (!waiting) return waiting.error();
      sources.timers.insert(sources.timers.end(), waiting->begin(), waiting->end());
    }
    const auto done = adoption.Remember(CommandsOf(registry, sources, *events));
    if (!done) return done;
  }
}

}  // namespace

Result<std::int64_t> AdoptStore(const Registry& registry, const AdoptSettings& settings,
                                const std::atomic<bool>& stopping) {
  const auto adoption = Adoption::Open(settings.conninfo);
  if (!adoption) return adoption.error();
  std::int64_t generation = 0;
  const auto read = ReadTopic(settings.kafka, settings.topic, stopping,
                              [&](std::vector<kafka::Record> records) -> Result<void> {
                                std::vector<PublishedEvent> events;
                                for (kafka::Record& record : records) {
                                  auto event = EventOf(registry, record, generation);
                                  if (!event) return event.error();
                                  events.push_back(std::move(*event));
                                }
                                return (*adoption)->Stage(events);
                              });
  if (!read) return read.error();
  const auto adopted = (*adoption)->Insert();
  if (!adopted) return adopted;
  const auto expected = ExpectFromEvents(registry, (*adoption)->audit(), stopping);
  if (!expected) return expected.error();
  if (!expected->differences.empty()) {
    return Failure{FailureKind::kConflict, expected->differences.front()};
  }
  if (auto done = RememberCommands(registry, settings, **adoption); !done) return done.error();
  if (auto done = (*adoption)->Finish(settings.topic, generation); !done) return done.error();
  return adopted;
}

}  // namespace kinward::host
