// One leader's time in office: reading, sending, acknowledging and deleting overlap in one thread,
// driven by one poll(2). Any failure ends it; the rows are still in the outbox, so the next session
// goes on. Not here: becoming leader (relay.cc).
//
//   outbox ──page──▶ flight: sent ──acknowledged──▶ deleted ──▶ (gone)
//              up to three flights; the front one is deleted first
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "libs/base/result.h"
#include "libs/base/time.h"
#include "libs/eventstore/relay_database.h"
#include "libs/eventstore/relay_publisher.h"
#include "libs/eventstore/relay_waker.h"

namespace kinward::eventstore {

// What a session reports to whoever asks for the relay's status.
struct SessionProgress {
  std::int64_t published_position = 0;
  Time published_through;
  std::int64_t outbox_rows = 0;
  std::chrono::microseconds oldest_age{0};
  std::map<std::int32_t, std::int64_t> next_offsets;  // by partition, after what was acknowledged
};

class RelaySession {
 public:
  using Clock = std::chrono::steady_clock;

  RelaySession(RelayDatabase& database, RelayPublisher& publisher, RelayWaker& waker,
               int page_rows_max);

  // Until a failure, or until `stopping` holds and what is under way is finished (at most a
  // second). kFenced: a republication was asked for. kRetry: a server is away. kFatal: the producer
  // must be made anew. kCorrupt: a row cannot be published.
  Result<void> Run(const std::atomic<bool>& stopping,
                   const std::function<void(const SessionProgress&)>& report);

 private:
  struct Flight {
    kafka::Batch batch;
    std::vector<std::int64_t> positions;
    // When the outbox was read as a whole by this page: all that was committed before is published
    // once this page is.
    std::optional<Time> whole_at;
  };

  Result<void> Turn(bool stopping);
  Result<void> TakeDeleted();
  Result<void> DeleteAcknowledged();
  Result<void> TakePage();
  void ForgetDeleted();
  [[nodiscard]] std::vector<int> RowsInOrder(const PgRows& page);
  Result<void> Launch(const PgRows& page);
  [[nodiscard]] Clock::time_point NextRead(Clock::time_point now) const;
  Result<void> ReadMore();
  Result<void> LookAround();
  Result<void> CheckProgress();
  void Published(const Flight& flight);
  void Wait();
  [[nodiscard]] bool idle() const { return flights_.empty() && !database_.reader().busy(); }

  RelayDatabase& database_;
  RelayPublisher& publisher_;
  RelayWaker& waker_;
  int page_rows_max_;

  std::deque<Flight> flights_;  // in the order sent; batches are pointed at, so never moved
  std::size_t deleting_ = 0;    // how many of the front are being deleted
  // Positions of all flights, and of deleted rows that a page under way may still show.
  std::unordered_set<std::int64_t> under_way_;
  std::vector<std::int64_t> deleted_;
  std::int64_t cursor_ = 0;  // the last position read: where a page begins while many are under way
  std::int64_t floor_ = 0;   // where a scan begins when dead rows make a whole one slow
  std::int64_t settled_ = 0;  // the cursor half a second ago and more: a floor may stand there
  std::int64_t settling_ = 0;
  Clock::time_point settle_due_;
  bool scan_whole_ = true;  // the scan under way began at 0
  bool more_ = true;        // the last page was full, or a hint came
  // The newest version read of each stream, by the hash of its name; forgotten when there are many.
  std::unordered_map<std::size_t, std::int64_t> versions_read_;
  Time scan_time_;
  Clock::time_point scan_begun_;
  Clock::time_point whole_scan_due_;
  Clock::time_point read_due_;
  Clock::time_point rows_seen_;
  Clock::time_point progress_seen_;
  Clock::time_point look_due_;
  SessionProgress progress_;
  std::optional<Failure> stuck_;  // at a row that cannot be published
};

}  // namespace kinward::eventstore
