#include "libs/eventstore/pg_pool.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace kinward::eventstore {
namespace {

using boost::asio::awaitable;
using boost::asio::redirect_error;
using boost::asio::use_awaitable;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kTick{20};  // how late a deadline may be noticed

}  // namespace

PgPool::PgPool(boost::asio::any_io_executor executor, PgPoolOptions options)
    : executor_(std::move(executor)), options_(std::move(options)), tick_(executor_) {
  CHECK(options_.connections > 0);
  for (int i = 0; i < options_.connections; ++i) {
    slots_.push_back(std::make_unique<Slot>(executor_));
  }
}

void PgPool::Start() {
  const auto self = shared_from_this();
  for (const auto& slot : slots_) {
    boost::asio::co_spawn(
        executor_, [self, &one = *slot] { return self->Maintain(one); }, boost::asio::detached);
  }
  boost::asio::co_spawn(
      executor_, [self] { return self->ExpireCalls(); }, boost::asio::detached);
}

void PgPool::Stop() {
  stopping_ = stopped_ = true;
  RefuseWaiters();
  tick_.cancel();
  for (const auto& slot : slots_) {
    slot->broken.cancel();
    slot->connection.Close();
  }
  idle_.clear();
}

awaitable<void> PgPool::Drain() {
  stopping_ = true;
  while (busy_ > 0 || !waiters_.empty()) {
    boost::asio::steady_timer timer(executor_, kTick);
    boost::system::error_code ignored;
    co_await timer.async_wait(redirect_error(use_awaitable, ignored));
  }
  Stop();
}

awaitable<void> PgPool::ExpireCalls() {
  while (!stopped_) {
    tick_.expires_after(kTick);
    boost::system::error_code ignored;
    co_await tick_.async_wait(redirect_error(use_awaitable, ignored));
    for (const auto& slot : slots_) slot->connection.Expire(steady_clock::now());
  }
}

awaitable<void> PgPool::Pause(Slot& slot, milliseconds length) {
  slot.broken.expires_after(length);
  boost::system::error_code ignored;
  co_await slot.broken.async_wait(redirect_error(use_awaitable, ignored));
}

// A slot's whole life: connect, serve until broken, connect again.
awaitable<void> PgPool::Maintain(Slot& slot) {
  milliseconds pause = options_.pause_min;
  while (!stopped_) {
    const auto opened = co_await slot.connection.Open(
        options_.conninfo, options_.preparation, steady_clock::now() + options_.connect_deadline);
    if (stopped_) break;
    if (!opened) {
      if (live_ == 0) {
        down_ = true;
        RefuseWaiters();
      }
      co_await Pause(slot, pause);
      pause = std::min(pause * 2, options_.pause_max);
      continue;
    }
    pause = options_.pause_min;
    down_ = false;
    slot.live = true;
    ++live_;
    ++busy_;
    Release(slot);
    while (slot.live && !stopped_) co_await Pause(slot, std::chrono::hours{1});
  }
  slot.connection.Close();
}

void PgPool::RefuseWaiters() {
  for (Waiter* waiter : std::exchange(waiters_, {})) {
    waiter->waiting = false;
    waiter->wake.cancel();
  }
}

void PgPool::MarkBroken(Slot& slot) {
  slot.connection.Close();
  if (std::exchange(slot.live, false)) --live_;
  slot.broken.cancel();
}

void PgPool::Release(Slot& slot) {
  --busy_;
  if (stopped_ || !slot.connection.IsUsable()) return MarkBroken(slot);
  if (waiters_.empty()) {
    idle_.push_back(&slot);
    return;
  }
  Waiter* first = waiters_.front();
  waiters_.pop_front();
  ++busy_;
  first->slot = &slot;
  first->waiting = false;
  first->wake.cancel();
}

PgPool::Slot* PgPool::TakeIdle() {
  while (!idle_.empty()) {
    Slot* slot = idle_.back();
    idle_.pop_back();
    if (slot->connection.IsUsable()) {
      ++busy_;
      return slot;
    }
    MarkBroken(*slot);
  }
  return nullptr;
}

awaitable<PgPool::Slot*> PgPool::Acquire(Deadline deadline) {
  if (stopping_) co_return nullptr;
  if (waiters_.empty()) {
    if (Slot* slot = TakeIdle()) co_return slot;
  }
  if (down_) co_return nullptr;
  Waiter self(executor_);
  self.wake.expires_at(deadline);
  waiters_.push_back(&self);
  boost::system::error_code ignored;
  co_await self.wake.async_wait(redirect_error(use_awaitable, ignored));
  if (self.waiting) std::erase(waiters_, &self);
  co_return self.slot;
}

awaitable<PgAnswer> PgPool::Run(const char* statement, const PgParams& params) {
  const Deadline deadline = steady_clock::now() + options_.call_deadline;
  PgAnswer answer;
  while (answer.kind == PgAnswer::Kind::kNotSent) {
    Slot* slot = co_await Acquire(deadline);
    if (slot == nullptr) break;
    answer = co_await slot->connection.Run(statement, params, deadline);
    Release(*slot);
  }
  co_return answer;
}

}  // namespace kinward::eventstore
