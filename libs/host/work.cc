#include "libs/host/work.h"

#include <iterator>
#include <utility>

namespace kinward::host {

const Aggregate::State& Work::Stream::Now() {
  if (events.empty()) return base;
  if (folded < events.size()) {
    const auto unheard = events.begin() + static_cast<std::ptrdiff_t>(folded);
    Aggregate::State before = now == nullptr ? base : std::move(now);
    now = aggregate->Fold(std::move(before), Events(unheard, events.end()));
    folded = events.size();
  }
  return now;
}

void Work::Take(const std::string& name, Events events, const Uuid& command_id) {
  if (events.empty()) return;
  Stream& stream = streams.at(name);
  if (stream.events.empty()) order.push_back(name);
  for (auto& event : events) {
    const Uuid id = UuidFrom(command_id, "event/" + std::to_string(event_count));
    TakeEffects(name, stream.aggregate->EffectsOf(*event), id);
    stream.events.push_back(std::move(event));
    stream.event_ids.push_back(id);
    ++event_count;
  }
}

void Work::TakeEffects(const std::string& name, Effects of_event, const Uuid& event_id) {
  // One Append releases before it claims: what an earlier event of this command claimed is dropped
  // here.
  for (const Release& release : of_event.releases) {
    std::erase_if(effects.claims, [&](const Claim& claim) {
      return claim.kind == release.kind && claim.holder == release.holder;
    });
  }
  std::move(of_event.claims.begin(), of_event.claims.end(), std::back_inserter(effects.claims));
  std::move(of_event.releases.begin(), of_event.releases.end(),
            std::back_inserter(effects.releases));
  for (const std::string& timer : of_event.cancelled_timers) {
    std::erase_if(timers, [&](const auto& set) { return set.stream == name && set.name == timer; });
    cancelled.push_back({name, timer});
  }
  for (const Timer& timer : of_event.timers) {
    std::erase_if(timers,
                  [&](const auto& set) { return set.stream == name && set.name == timer.name; });
    const auto& command = timer.command.message();
    timers.push_back({name, timer.name, timer.due, command.GetTypeName(),
                      command.SerializeAsString(), event_id});
  }
}

void Work::WriteTo(eventstore::AppendRequest& append, common::v1::EventMetadata metadata,
                   const Registry& registry) {
  for (const std::string& name : order) {
    const Stream& stream = streams.at(name);
    metadata.set_partition_key(stream.partition_key);
    const std::string stored_metadata = metadata.SerializeAsString();
    eventstore::StreamWrite write{
        name, std::string(stream.aggregate->name()), stream.version, stream.partition_key, {}};
    for (std::size_t i = 0; i < stream.events.size(); ++i) {
      const Message& event = *stream.events[i];
      write.events.push_back({stream.event_ids[i], registry.TypeOf(event),
                              event.SerializeAsString(), stored_metadata, now});
    }
    append.writes.push_back(std::move(write));
  }
  for (Claim& claim : effects.claims) {
    append.claims.push_back({std::move(claim.kind), std::move(claim.resource), claim.from,
                             claim.until, std::move(claim.holder)});
  }
  for (Release& release : effects.releases) {
    append.releases.push_back({std::move(release.kind), std::move(release.holder)});
  }
  append.cancelled = std::move(cancelled);
  append.timers = std::move(timers);
}

}  // namespace kinward::host
