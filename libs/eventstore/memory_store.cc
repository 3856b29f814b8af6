#include "libs/eventstore/memory_store.h"

#include <algorithm>
#include <tuple>

#include "libs/base/check.h"
#include "libs/eventstore/append_check.h"
#include "libs/eventstore/memory_audit.h"

namespace kinward::eventstore {
namespace {

constexpr std::chrono::seconds kLease{30};

bool SameResource(const ClaimTake& left, const ClaimTake& right) {
  return left.kind == right.kind && left.resource == right.resource;
}
bool Overlaps(const ClaimTake& left, const ClaimTake& right) {
  return SameResource(left, right) && left.from < right.until && right.from < left.until;
}
bool Releases(const AppendRequest& request, const ClaimTake& held) {
  return std::any_of(request.releases.begin(), request.releases.end(), [&](const auto& release) {
    return release.kind == held.kind && release.holder == held.holder;
  });
}

}  // namespace

Time MemoryStore::SystemTime() {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

MemoryStore::MemoryStore(std::function<Time()> wall_clock) : wall_clock_(std::move(wall_clock)) {}

std::string MemoryStore::PartitionKeyOf(const RecordedEvent& event) const {
  const auto found = streams_.find({event.tenant, event.stream});
  CHECK(found != streams_.end());
  return found->second.partition_key;
}

// The first of the claims that somebody has, and who: the earliest of the holders.
std::optional<ClaimTaken> MemoryStore::Overlap(const AppendRequest& request) const {
  std::vector<ClaimTake> held;
  for (const HeldClaim& one : claims_) {
    if (one.tenant == request.tenant && !Releases(request, one.claim)) held.push_back(one.claim);
  }
  for (const ClaimTake& wanted : request.claims) {
    const ClaimTake* earliest = nullptr;
    for (const ClaimTake& other : held) {
      if (!Overlaps(wanted, other)) continue;
      if (earliest == nullptr || other.from < earliest->from) earliest = &other;
    }
    if (earliest != nullptr) return ClaimTaken{wanted.kind, wanted.resource, earliest->holder};
    held.push_back(wanted);
  }
  return std::nullopt;
}

std::optional<AppendOutcome> MemoryStore::Refuse(const AppendRequest& request) const {
  const auto repeated = commands_.find({request.tenant, request.command_id});
  if (repeated != commands_.end()) {
    const StoredReply& first = repeated->second;
    const bool same = first.method == request.method && first.actor == request.actor &&
                      first.request_hmac == request.request_hmac;
    if (!same) return CommandIdReused{};
    return Duplicate{first.reply};
  }
  std::optional<std::string> conflict;  // the first by name, as PostgreSQL locks them
  for (const StreamWrite& write : request.writes) {
    const auto found = streams_.find({request.tenant, write.stream});
    const bool expected =
        found == streams_.end()
            ? write.expected_version == 0
            : write.expected_version == static_cast<std::int64_t>(found->second.events.size()) &&
                  write.aggregate == found->second.aggregate;
    if (!expected && (!conflict || write.stream < *conflict)) conflict = write.stream;
  }
  if (conflict) return Conflict{*conflict};
  if (auto taken = Overlap(request)) return *taken;
  return std::nullopt;
}

Appended MemoryStore::Write(const AppendRequest& request) {
  commands_[{request.tenant, request.command_id}] =
      StoredReply{request.method, request.actor, request.request_hmac, request.reply};
  Appended appended;
  for (const StreamWrite& write : request.writes) {
    Stream& stream = streams_[{request.tenant, write.stream}];
    if (stream.events.empty()) {
      stream.aggregate = write.aggregate;
      stream.partition_key = write.partition_key;
    }
    for (const NewEvent& event : write.events) {
      const auto position = static_cast<std::int64_t>(events_.size()) + 1;
      const auto version = static_cast<std::int64_t>(stream.events.size()) + 1;
      stream.events.push_back(events_.size());
      events_.push_back({position, request.tenant, write.stream, version, event.type, event.id,
                         event.body, event.metadata, event.occurred_time, wall_clock_()});
      appended.positions.push_back(position);
    }
  }
  std::erase_if(claims_, [&](const HeldClaim& held) {
    return held.tenant == request.tenant && Releases(request, held.claim);
  });
  for (const ClaimTake& claim : request.claims) claims_.push_back({request.tenant, claim});
  return appended;
}

void MemoryStore::WriteTimers(const AppendRequest& request) {
  for (const TimerRef& cancelled : request.cancelled) {
    const auto found = timers_.find({{request.tenant, cancelled.stream}, cancelled.name});
    if (found == timers_.end()) continue;
    if (!cancelled.cause || *cancelled.cause == found->second.timer.cause) timers_.erase(found);
  }
  for (const TimerSet& timer : request.timers) {
    timers_[{{request.tenant, timer.stream}, timer.name}] = {
        {request.tenant, timer.stream, timer.name, timer.due, timer.command_type, timer.command,
         timer.cause}};
  }
}

EventStore::Async<AppendOutcome> MemoryStore::Append(AppendRequest request) {
  CheckRequest(request);
  if (auto refused = Refuse(request)) co_return *std::move(refused);
  Appended appended = Write(request);
  WriteTimers(request);
  co_return AppendOutcome(std::move(appended));
}

EventStore::Async<StreamSlice> MemoryStore::Read(std::string tenant, std::string stream,
                                                 std::int64_t after_version, std::int32_t limit) {
  StreamSlice slice;
  const auto found = streams_.find({tenant, stream});
  if (found == streams_.end()) co_return slice;
  slice.version = static_cast<std::int64_t>(found->second.events.size());
  slice.aggregate = found->second.aggregate;
  slice.partition_key = found->second.partition_key;
  for (const std::size_t index : found->second.events) {
    if (static_cast<std::int32_t>(slice.events.size()) >= limit) break;
    if (events_[index].version > after_version) slice.events.push_back(events_[index]);
  }
  co_return slice;
}

EventStore::Async<std::int64_t> MemoryStore::Version(std::string tenant, std::string stream) {
  const auto found = streams_.find({tenant, stream});
  if (found == streams_.end()) co_return std::int64_t{0};
  co_return static_cast<std::int64_t>(found->second.events.size());
}

EventStore::Async<std::vector<StreamHead>> MemoryStore::StreamsOf(std::string aggregate) {
  std::vector<StreamHead> streams;
  for (const auto& [key, stream] : streams_) {
    if (stream.aggregate != aggregate) continue;
    streams.push_back({key.first, key.second, static_cast<std::int64_t>(stream.events.size())});
  }
  co_return streams;
}

EventStore::Async<std::optional<StoredReply>> MemoryStore::FindCommand(std::string tenant,
                                                                       Uuid command_id) {
  std::optional<StoredReply> reply;
  const auto found = commands_.find({tenant, command_id});
  if (found != commands_.end()) reply = found->second;
  co_return reply;
}

// Ordered by (due, stream, name).
std::vector<MemoryStore::Timer*> MemoryStore::TimersOf(const std::string& tenant) {
  std::vector<Timer*> timers;
  for (auto& [key, timer] : timers_) {
    if (timer.timer.tenant == tenant) timers.push_back(&timer);
  }
  std::sort(timers.begin(), timers.end(), [](const Timer* left, const Timer* right) {
    return std::tie(left->timer.due, left->timer.stream, left->timer.name) <
           std::tie(right->timer.due, right->timer.stream, right->timer.name);
  });
  return timers;
}

EventStore::Async<std::vector<DueTimer>> MemoryStore::LeaseDueTimers(std::string tenant, Time now,
                                                                     std::int32_t limit) {
  std::vector<DueTimer> leased;
  for (Timer* timer : TimersOf(tenant)) {
    if (static_cast<std::int32_t>(leased.size()) >= limit) break;
    if (timer->timer.due > now || timer->leased_until > wall_clock_()) continue;
    timer->leased_until = wall_clock_() + kLease;
    leased.push_back(timer->timer);
  }
  co_return leased;
}

EventStore::Async<std::optional<Time>> MemoryStore::NextDue(std::string tenant) {
  std::optional<Time> due;
  const auto timers = TimersOf(tenant);
  if (!timers.empty()) due = timers.front()->timer.due;
  co_return due;
}

EventStore::Async<std::vector<DueTimer>> MemoryStore::ListTimers(std::string tenant,
                                                                 std::int32_t limit) {
  std::vector<DueTimer> listed;
  for (const Timer* timer : TimersOf(tenant)) {
    if (static_cast<std::int32_t>(listed.size()) >= limit) break;
    listed.push_back(timer->timer);
  }
  co_return listed;
}

EventStore::Async<std::vector<std::string>> MemoryStore::TenantsWithTimers() {
  std::set<std::string> tenants;
  for (const auto& [key, timer] : timers_) tenants.insert(timer.timer.tenant);
  co_return std::vector<std::string>(tenants.begin(), tenants.end());
}

EventStore::Async<std::vector<ReactionOffset>> MemoryStore::ReactionOffsets() {
  std::vector<ReactionOffset> offsets;
  for (const auto& [key, offset] : offsets_) offsets.push_back(offset);
  co_return offsets;
}

EventStore::Async<bool> MemoryStore::SaveReactionOffsets(std::vector<ReactionOffset> offsets) {
  bool all = true;
  for (const ReactionOffset& offset : offsets) {
    auto [stored, added] = offsets_.try_emplace({offset.topic, offset.partition}, offset);
    const ReactionOffset& before = stored->second;
    if (std::tie(before.generation, before.next) > std::tie(offset.generation, offset.next)) {
      all = false;
    } else {
      stored->second = offset;
    }
  }
  co_return all;
}

EventStore::Async<bool> MemoryStore::Park(ParkedEvent event) {
  for (const auto& [id, other] : parked_) {
    if (other.topic == event.topic && other.partition == event.partition &&
        other.offset == event.offset && other.headers == event.headers) {
      co_return false;
    }
  }
  event.id = ++last_parked_;
  parked_.emplace(event.id, std::move(event));
  co_return true;
}

EventStore::Async<std::vector<ParkedEvent>> MemoryStore::Parked(std::int32_t limit) {
  std::vector<ParkedEvent> events;
  for (const auto& [id, event] : parked_) {
    if (static_cast<std::int32_t>(events.size()) >= limit) break;
    events.push_back(event);
  }
  co_return events;
}

EventStore::Async<bool> MemoryStore::Unpark(std::int64_t id) { co_return parked_.erase(id) > 0; }

EventStore::Async<std::optional<Time>> MemoryStore::ManualClock(std::string tenant) {
  std::optional<Time> now;
  const auto found = clocks_.find(tenant);
  if (found != clocks_.end()) now = found->second;
  co_return now;
}

EventStore::Async<bool> MemoryStore::SetManualClock(std::string tenant, Time now) {
  auto [stored, added] = clocks_.try_emplace(tenant, now);
  if (stored->second > now) co_return false;
  stored->second = now;
  co_return true;
}

std::unique_ptr<StoreAudit> MemoryStore::OpenAudit() {
  MemoryHoldings holdings;
  for (const auto& [key, stream] : streams_) {
    for (const std::size_t index : stream.events) {
      const RecordedEvent& event = events_[index];
      holdings.events.push_back({event.tenant, event.stream, stream.aggregate,
                                 static_cast<std::int64_t>(stream.events.size()), event.version,
                                 event.type, event.id, event.body});
    }
  }
  for (const HeldClaim& held : claims_) holdings.claims.emplace_back(held.tenant, held.claim);
  for (const auto& [key, timer] : timers_) holdings.timers.push_back(timer.timer);
  for (const auto& [key, reply] : commands_) holdings.commands.insert(key);
  return std::make_unique<MemoryAudit>(std::move(holdings));
}

}  // namespace kinward::eventstore
