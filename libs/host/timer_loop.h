// Fires due timers: leased from the store, sent as commands whose ids follow from the event that
// set them, deleted in the same Append as their outcome. A manual clock's timers fire when it is
// moved.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <string>

#include "libs/host/command_runner.h"

namespace kinward::host {

class TimerLoop {
 public:
  TimerLoop(boost::asio::io_context& io, eventstore::EventStore& store, TenantClock& clock,
            CommandRunner& runner, std::string service);
  void Start();
  void Stop();
  // Fires everything due by the tenant's clock; answers how many.
  boost::asio::awaitable<Result<int>> FireDue(std::string tenant);

 private:
  boost::asio::awaitable<void> Loop();
  boost::asio::awaitable<Result<void>> Fire(const eventstore::DueTimer& timer);

  eventstore::EventStore* store_;
  TenantClock* clock_;
  CommandRunner* runner_;
  std::string service_;
  boost::asio::io_context* io_;
  boost::asio::steady_timer pause_;
  bool stopping_ = false;
};

}  // namespace kinward::host
