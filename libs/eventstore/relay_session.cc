#include "libs/eventstore/relay_session.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <utility>

namespace kinward::eventstore {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kFlightsMax = 3;
// Up to so many rows under way, a page begins anew and leaves them out: events commit in another
// order than their positions, and what a cursor has passed would wait for the next whole scan.
constexpr std::size_t kRereadMax = 500;
constexpr milliseconds kPollBusy{3};
constexpr milliseconds kPollIdle{50};
constexpr seconds kBusyFor{1};         // after the last row seen
constexpr milliseconds kScanSlow{10};  // of few rows: dead ones are in the way, the floor is raised
constexpr int kFewRows = 100;
constexpr std::size_t kStreamsKnownMax = 50'000;
constexpr milliseconds kWholeScanEvery{500};
constexpr milliseconds kWholeScanEverySlow{5'000};
constexpr milliseconds kLookEvery{1'000};
constexpr milliseconds kSettledAfter{500};  // an append that is slower waits for a whole scan
constexpr seconds kProgressWithin{30};
constexpr seconds kFinishWithin{1};

Time WallClock() {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

}  // namespace

RelaySession::RelaySession(RelayDatabase& database, RelayPublisher& publisher, RelayWaker& waker,
                           int page_rows_max)
    : database_(database),
      publisher_(publisher),
      waker_(waker),
      page_rows_max_(page_rows_max),
      progress_seen_(Clock::now()) {
  publisher_.producer().SignalOn(waker_.descriptor());
}

Result<void> RelaySession::Run(const std::atomic<bool>& stopping,
                               const std::function<void(const SessionProgress&)>& report) {
  Clock::time_point finish_by = Clock::time_point::max();
  for (;;) {
    if (stopping && finish_by == Clock::time_point::max()) {
      finish_by = Clock::now() + kFinishWithin;
    }
    if (stopping && (idle() || Clock::now() >= finish_by)) return {};
    const Result<void> turned = Turn(stopping);
    report(progress_);
    if (!turned) return turned;
    Wait();
  }
}

Result<void> RelaySession::Turn(bool stopping) {
  waker_.Drain();
  publisher_.producer().Poll(milliseconds(0));
  if (Result<void> taken = TakeDeleted(); !taken) return taken;
  if (Result<void> taken = TakePage(); !taken) return taken;
  if (Result<void> asked = DeleteAcknowledged(); !asked) return asked;
  if (!stopping) {
    if (Result<void> looked = LookAround(); !looked) return looked;
    if (Result<void> asked = ReadMore(); !asked) return asked;
  }
  return CheckProgress();
}

Result<void> RelaySession::TakeDeleted() {
  if (!database_.deleter().busy()) return {};
  const Result<std::optional<PgRows>> answer = database_.deleter().Receive();
  if (!answer) return answer.error();
  if (!*answer) return {};
  for (; deleting_ > 0; --deleting_) {
    const std::vector<std::int64_t>& positions = flights_.front().positions;
    deleted_.insert(deleted_.end(), positions.begin(), positions.end());
    flights_.pop_front();
  }
  if (!database_.reader().busy()) ForgetDeleted();
  progress_seen_ = Clock::now();
  return {};
}

// A page that was asked for before the deletion may still show its rows.
void RelaySession::ForgetDeleted() {
  for (const std::int64_t position : deleted_) under_way_.erase(position);
  deleted_.clear();
}

// Exact positions: a slow writer's row may lie between them, not yet visible.
Result<void> RelaySession::DeleteAcknowledged() {
  for (const Flight& flight : flights_) {
    if (flight.batch.failed()) return Failure{FailureKind::kFatal, flight.batch.error()};
  }
  if (database_.deleter().busy()) return {};
  std::vector<std::int64_t> positions;
  for (const Flight& flight : flights_) {
    if (!flight.batch.done()) break;
    positions.insert(positions.end(), flight.positions.begin(), flight.positions.end());
    Published(flight);
    ++deleting_;
  }
  if (positions.empty()) return {};
  return database_.AskDelete(positions);
}

void RelaySession::Published(const Flight& flight) {
  progress_.published_position = std::max(progress_.published_position, flight.positions.back());
  if (flight.whole_at) progress_.published_through = *flight.whole_at;
  for (const auto& [partition, next] : flight.batch.next_offsets()) {
    progress_.next_offsets[partition] = next;
  }
  progress_seen_ = Clock::now();
}

Result<void> RelaySession::TakePage() {
  if (!database_.reader().busy()) return {};
  Result<std::optional<PgRows>> answer = database_.reader().Receive();
  if (!answer) return answer.error();
  if (!*answer) return {};
  const PgRows& page = **answer;
  const auto now = Clock::now();
  const bool full = page.count() == page_rows_max_;
  more_ = more_ || full;
  if (scan_whole_) {
    const bool slow = page.count() < kFewRows && now - scan_begun_ > kScanSlow;
    whole_scan_due_ = now + (slow ? kWholeScanEverySlow : kWholeScanEvery);
    floor_ = slow ? settled_ : 0;
  }
  Result<void> launched;
  if (page.count() > 0) {
    rows_seen_ = now;
    launched = Launch(page);
  } else if (flights_.empty()) {
    if (scan_whole_) progress_.published_through = scan_time_;
    progress_seen_ = now;
  }
  ForgetDeleted();
  return launched;
}

// The page's rows that may be sent: those that are not under way, up to the first whose predecessor
// was not seen. Only a whole scan is sure to show it: a page that begins above 0 may begin above an
// event that a slow writer committed late. There, only the successor of what this session has read
// may follow.
std::vector<int> RelaySession::RowsInOrder(const PgRows& page) {
  if (versions_read_.size() > kStreamsKnownMax) versions_read_.clear();
  std::vector<int> rows;
  for (int row = 0; row < page.count(); ++row) {
    if (under_way_.contains(page.Number(row, kPagePosition))) continue;
    std::string stream(page.Text(row, kPageTenant));
    stream.append("/").append(page.Text(row, kPageStream));
    std::int64_t& last = versions_read_[std::hash<std::string>()(stream)];  // 0: not known
    const std::int64_t version = page.Number(row, kPageVersion);
    if (!scan_whole_ && version != last + 1) {
      more_ = true;
      whole_scan_due_ = Clock::now();
      break;
    }
    last = version;
    rows.push_back(row);
  }
  return rows;
}

Result<void> RelaySession::Launch(const PgRows& page) {
  const std::vector<int> rows = RowsInOrder(page);
  if (rows.empty()) return {};
  Flight& flight = flights_.emplace_back();
  for (const int row : rows) flight.positions.push_back(page.Number(row, kPagePosition));
  if (scan_whole_ && page.count() < page_rows_max_) flight.whole_at = scan_time_;
  cursor_ = std::max(cursor_, flight.positions.back());
  Result<void> sent = publisher_.Publish(page, rows, flight.batch);
  if (!sent && sent.error().kind == FailureKind::kCorrupt) {
    // Finish what was sent before the bad row; then this session ends, and nothing overtakes it.
    stuck_ = sent.error();
    flight.whole_at.reset();
    flight.positions.resize(flight.batch.sent());
    sent = {};
  }
  under_way_.insert(flight.positions.begin(), flight.positions.end());
  if (flight.positions.empty()) flights_.pop_back();
  return sent;
}

// When the next page may be asked for; max while something must finish first. Pages are read on
// behind the flights under way; a scan from the beginning leaves them out, or needs them gone when
// they are many, and is forced now and then, because a slow writer's rows may have appeared below.
RelaySession::Clock::time_point RelaySession::NextRead(Clock::time_point now) const {
  if (stuck_ || database_.reader().busy() || flights_.size() >= kFlightsMax) {
    return Clock::time_point::max();
  }
  if (under_way_.size() > kRereadMax && now >= whole_scan_due_) return Clock::time_point::max();
  return more_ ? now : read_due_;
}

Result<void> RelaySession::ReadMore() {
  const auto now = Clock::now();
  if (now >= settle_due_) {
    settled_ = std::exchange(settling_, cursor_);
    settle_due_ = now + kSettledAfter;
  }
  if (waker_.TakeHint()) more_ = true;
  if (NextRead(now) > now) return {};
  const bool reread = under_way_.size() <= kRereadMax;
  scan_whole_ = reread && (floor_ == 0 || now >= whole_scan_due_);
  const std::int64_t behind = reread ? floor_ : cursor_;
  more_ = false;
  scan_time_ = WallClock();
  scan_begun_ = now;
  read_due_ = now + (now - rows_seen_ < kBusyFor ? kPollBusy : kPollIdle);
  return database_.AskPage(scan_whole_ ? 0 : behind, page_rows_max_);
}

// Once a second, between pages: was a republication asked for, and how long is the queue?
Result<void> RelaySession::LookAround() {
  const auto now = Clock::now();
  if (now < look_due_ || database_.reader().busy()) return {};
  look_due_ = now + kLookEvery;
  const Result<TopicState> state = database_.ReadState(progress_.published_through);
  if (!state) return state.error();
  if (state->republish) return Failure{FailureKind::kFenced, "a republication was asked for"};
  const Result<OutboxLag> lag = database_.ReadLag();
  if (!lag) return lag.error();
  progress_.outbox_rows = lag->rows;
  progress_.oldest_age = lag->oldest_age;
  return {};
}

Result<void> RelaySession::CheckProgress() {
  if (stuck_ && flights_.empty()) return *stuck_;
  const std::string fatal = publisher_.producer().FatalError();
  if (!fatal.empty()) return Failure{FailureKind::kFatal, fatal};
  if (flights_.empty() || Clock::now() - progress_seen_ < kProgressWithin) return {};
  return Failure{FailureKind::kFatal, "Kafka has not acknowledged anything for 30 seconds"};
}

void RelaySession::Wait() {
  const auto now = Clock::now();
  const Clock::time_point until = std::min(now + kPollIdle, NextRead(now));
  std::array<pollfd, 3> watched = {pollfd{waker_.descriptor(), POLLIN, 0}};
  nfds_t count = 1;
  for (RelayLine* line : {&database_.reader(), &database_.deleter()}) {
    if (line->busy()) watched[count++] = {line->socket(), POLLIN, 0};
  }
  // Rounded up: a timeout of 0 until the last millisecond would spin.
  const auto left = std::chrono::ceil<milliseconds>(until - now).count();
  poll(watched.data(), count, static_cast<int>(std::max<std::int64_t>(left, 0)));
}

}  // namespace kinward::eventstore
