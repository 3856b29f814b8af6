#include "libs/host/adopted_commands.h"

#include <map>
#include <utility>

#include "kinward/common/v1/common.pb.h"
#include "kinward/common/v1/outcome.pb.h"
#include "libs/rpc/token.h"

namespace kinward::host {
namespace {

using eventstore::AdoptedCommand;
using eventstore::AdoptedEvent;
using ById = std::map<std::pair<std::string, Uuid>, const AdoptedEvent*>;

constexpr int kSameTargetMax = 4;  // commands of one reaction to one stream

Uuid EventId(const Uuid& command, int number) {
  return UuidFrom(command, "event/" + std::to_string(number));
}

// Every id that the command may have whose first event this is.
std::vector<Uuid> Candidates(const Registry& registry, const CommandSources& sources,
                             const AdoptedEvent& first) {
  std::vector<Uuid> ids{first.causation};  // a client's
  for (const auto& timer : sources.timers) {
    if (timer.cause == first.causation) ids.push_back(UuidFrom(timer.cause, timer.name));
  }
  const Aggregate* aggregate = registry.FindAggregate(first.aggregate);
  if (aggregate == nullptr) return ids;
  for (const std::string& reaction : sources.reactions) {
    for (const auto* command : aggregate->commands()) {
      std::string target =
          sources.service + "/" + reaction + "/" + command->full_name() + "/" + first.stream;
      ids.push_back(UuidFrom(first.causation, target));
      for (int nth = 1; nth < kSameTargetMax; ++nth) {
        ids.push_back(UuidFrom(first.causation, target + "/" + std::to_string(nth)));
      }
    }
  }
  return ids;
}

AdoptedCommand CommandOf(const Registry& registry, const Uuid& id, const AdoptedEvent& first,
                         const ById& events) {
  common::v1::StoredOutcome outcome;
  auto& reply = *outcome.mutable_reply();
  std::vector<std::pair<std::string, std::int64_t>> streams;  // those that the token names
  for (int number = 0;; ++number) {
    const auto found = events.find({first.tenant, EventId(id, number)});
    if (found == events.end()) break;
    const AdoptedEvent& event = *found->second;
    reply.add_event_ids(event.id.ToString());
    if (event.stream == first.stream) {
      reply.set_version(std::max(reply.version(), event.version));
    }
    if (event.partition_key != first.partition_key) continue;
    auto known = std::find_if(streams.begin(), streams.end(),
                              [&](const auto& one) { return one.first == event.stream; });
    if (known == streams.end()) known = streams.insert(streams.end(), {event.stream, 0});
    known->second = std::max(known->second, event.version);
  }
  reply.set_stream(first.stream);
  common::v1::ConsistencyToken token;
  token.set_context(std::string(registry.FindAggregate(first.aggregate)->context()));
  token.set_council(first.tenant);
  token.set_partition_key(first.partition_key);
  for (const auto& [stream, version] : streams) {
    auto& entry = *token.add_streams();
    entry.set_stream(stream);
    entry.set_version(version);
  }
  reply.set_token(rpc::EncodeToken(token));
  return {first.tenant, id, outcome.SerializeAsString()};
}

}  // namespace

std::vector<AdoptedCommand> CommandsOf(const Registry& registry, const CommandSources& sources,
                                       const std::vector<AdoptedEvent>& events) {
  ById by_id;
  for (const AdoptedEvent& event : events) by_id[{event.tenant, event.id}] = &event;
  std::vector<AdoptedCommand> commands;
  for (const AdoptedEvent& event : events) {
    for (const Uuid& id : Candidates(registry, sources, event)) {
      if (EventId(id, 0) != event.id) continue;
      commands.push_back(CommandOf(registry, id, event, by_id));
      break;
    }
  }
  return commands;
}

}  // namespace kinward::host
