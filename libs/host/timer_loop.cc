#include "libs/host/timer_loop.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "libs/observe/log.h"

namespace kinward::host {
namespace {

constexpr std::chrono::milliseconds kPause{250};
constexpr std::chrono::seconds kCommandDeadline{10};
constexpr std::int32_t kLeasedMax = 100;

}  // namespace

TimerLoop::TimerLoop(boost::asio::io_context& io, eventstore::EventStore& store, TenantClock& clock,
                     CommandRunner& runner, std::string service)
    : store_(&store),
      clock_(&clock),
      runner_(&runner),
      service_(std::move(service)),
      io_(&io),
      pause_(io) {}

void TimerLoop::Start() { boost::asio::co_spawn(*io_, Loop(), boost::asio::detached); }

void TimerLoop::Stop() {
  stopping_ = true;
  pause_.cancel();
}

boost::asio::awaitable<void> TimerLoop::Loop() {
  while (!stopping_) {
    auto tenants = co_await store_->TenantsWithTimers();
    if (tenants) {
      for (const std::string& tenant : *tenants) {
        // Whoever moves a manual clock fires its timers, one instant after the other.
        const auto now = co_await clock_->Now(tenant);
        if (!now || clock_->IsManual(tenant) || stopping_) continue;
        const auto fired = co_await FireDue(tenant);
        if (!fired) observe::LogWarning("timers-wait", {{"message", fired.error().message}});
      }
    }
    pause_.expires_after(kPause);
    boost::system::error_code woken;
    co_await pause_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
  }
}

boost::asio::awaitable<Result<int>> TimerLoop::FireDue(std::string tenant) {
  int fired = 0;
  while (!stopping_) {
    const auto now = co_await clock_->Now(tenant);
    if (!now) co_return now.error();
    auto due = co_await store_->LeaseDueTimers(tenant, *now, kLeasedMax);
    if (!due) co_return due.error();
    if (due->empty()) break;
    for (const auto& timer : *due) {
      const auto done = co_await Fire(timer);
      if (!done) co_return done.error();
      ++fired;
    }
  }
  co_return fired;
}

boost::asio::awaitable<Result<void>> TimerLoop::Fire(const eventstore::DueTimer& timer) {
  auto command = NewMessage(timer.command_type);
  if (command == nullptr || !command->ParseFromString(timer.command)) {
    observe::LogError("timer-cannot-be-read", {{"type", timer.command_type}});
    co_return Result<void>{};  // stays in the store, leased again and seen again
  }
  RunRequest request;
  request.tenant = timer.tenant;
  request.command = command;
  request.command_id = UuidFrom(timer.cause, timer.name);
  request.method = service_ + "/timer/" + timer.name;
  request.actor = {"system", service_ + "/timer", {}};
  request.causation_id = timer.cause.ToString();
  request.fired = eventstore::TimerRef{timer.stream, timer.name, timer.cause};
  request.keep_refusal = true;
  request.deadline = std::chrono::steady_clock::now() + kCommandDeadline;
  const RunOutcome outcome = co_await runner_->Run(std::move(request));
  if (outcome.status.ok() || outcome.refused) co_return Result<void>{};
  co_return Failure{FailureKind::kRetry, outcome.status.message};
}

}  // namespace kinward::host
