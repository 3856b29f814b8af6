// The event store in memory: the same port and the same rules, for the simulator and for tests of
// the host. One thread; nothing survives it.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libs/eventstore/event_store.h"

namespace kinward::eventstore {

class MemoryStore final : public EventStore {
 public:
  // `wall_clock` times leases and stamps events.
  explicit MemoryStore(std::function<Time()> wall_clock = SystemTime);

  Async<AppendOutcome> Append(AppendRequest request) override;
  Async<StreamSlice> Read(std::string tenant, std::string stream, std::int64_t after_version,
                          std::int32_t limit) override;
  Async<std::int64_t> Version(std::string tenant, std::string stream) override;
  Async<std::vector<StreamHead>> StreamsOf(std::string aggregate) override;
  Async<std::optional<StoredReply>> FindCommand(std::string tenant, Uuid command_id) override;

  Async<std::vector<DueTimer>> LeaseDueTimers(std::string tenant, Time now,
                                              std::int32_t limit) override;
  Async<std::optional<Time>> NextDue(std::string tenant) override;
  Async<std::vector<DueTimer>> ListTimers(std::string tenant, std::int32_t limit) override;
  Async<std::vector<std::string>> TenantsWithTimers() override;

  Async<std::vector<ReactionOffset>> ReactionOffsets() override;
  Async<bool> SaveReactionOffsets(std::vector<ReactionOffset> offsets) override;
  Async<bool> Park(ParkedEvent event) override;
  Async<std::vector<ParkedEvent>> Parked(std::int32_t limit) override;
  Async<bool> Unpark(std::int64_t id) override;

  Async<std::optional<Time>> ManualClock(std::string tenant) override;
  Async<bool> SetManualClock(std::string tenant, Time now) override;

  std::unique_ptr<StoreAudit> OpenAudit() override;

  // The outbox, for a simulated relay: every event in position order, with its partition key.
  [[nodiscard]] const std::vector<RecordedEvent>& events() const { return events_; }
  [[nodiscard]] std::string PartitionKeyOf(const RecordedEvent& event) const;

  static Time SystemTime();

 private:
  using StreamKey = std::pair<std::string, std::string>;  // tenant, stream
  struct Stream {
    std::string aggregate;
    std::string partition_key;
    std::vector<std::size_t> events;  // indices of events_
  };
  struct HeldClaim {
    std::string tenant;
    ClaimTake claim;
  };
  struct Timer {
    DueTimer timer;
    Time leased_until = Time::min();
  };
  using TimerKey = std::pair<StreamKey, std::string>;

  [[nodiscard]] std::optional<AppendOutcome> Refuse(const AppendRequest& request) const;
  [[nodiscard]] std::optional<ClaimTaken> Overlap(const AppendRequest& request) const;
  Appended Write(const AppendRequest& request);
  void WriteTimers(const AppendRequest& request);
  [[nodiscard]] std::vector<Timer*> TimersOf(const std::string& tenant);

  std::function<Time()> wall_clock_;
  std::map<StreamKey, Stream> streams_;
  std::vector<RecordedEvent> events_;
  std::map<std::pair<std::string, Uuid>, StoredReply> commands_;
  std::vector<HeldClaim> claims_;
  std::map<TimerKey, Timer> timers_;
  std::map<std::pair<std::string, std::int32_t>, ReactionOffset> offsets_;
  std::map<std::int64_t, ParkedEvent> parked_;
  std::int64_t last_parked_ = 0;
  std::map<std::string, Time> clocks_;
};

}  // namespace kinward::eventstore
