// N connections on one thread: callers wait in the order they came, broken connections are opened
// again with a growing pause, and while the database is gone callers are told so at once.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/eventstore/pg_connection.h"

namespace kinward::eventstore {

struct PgPoolOptions {
  std::string conninfo;
  std::string preparation;  // run on each new connection
  int connections = 8;
  std::chrono::milliseconds call_deadline{5000};
  std::chrono::milliseconds connect_deadline{2000};
  std::chrono::milliseconds pause_min{50};  // between attempts to connect
  std::chrono::milliseconds pause_max{1000};
};

class PgPool : public std::enable_shared_from_this<PgPool> {
 public:
  PgPool(boost::asio::any_io_executor executor, PgPoolOptions options);
  PgPool(const PgPool&) = delete;
  PgPool& operator=(const PgPool&) = delete;

  // Opens the connections in the background, which keeps the executor busy until Stop.
  void Start();
  // Refuses new calls, waits for those under way (each ends by its deadline), closes everything.
  boost::asio::awaitable<void> Drain();
  void Stop();

  // kNotSent when no connection is to be had before the deadline.
  boost::asio::awaitable<PgAnswer> Run(const char* statement, const PgParams& params);

 private:
  struct Slot {
    explicit Slot(const boost::asio::any_io_executor& executor)
        : connection(executor), broken(executor) {}
    PgConnection connection;
    boost::asio::steady_timer broken;  // cancelled to wake the slot's Maintain
    bool live = false;
  };
  struct Waiter {
    explicit Waiter(const boost::asio::any_io_executor& executor) : wake(executor) {}
    boost::asio::steady_timer wake;
    Slot* slot = nullptr;
    bool waiting = true;
  };

  boost::asio::awaitable<void> Maintain(Slot& slot);
  boost::asio::awaitable<void> ExpireCalls();
  boost::asio::awaitable<void> Pause(Slot& slot, std::chrono::milliseconds length);
  boost::asio::awaitable<Slot*> Acquire(Deadline deadline);
  Slot* TakeIdle();
  void Release(Slot& slot);
  void MarkBroken(Slot& slot);
  void RefuseWaiters();

  boost::asio::any_io_executor executor_;
  PgPoolOptions options_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<Slot*> idle_;
  std::deque<Waiter*> waiters_;
  boost::asio::steady_timer tick_;
  int live_ = 0;
  int busy_ = 0;
  bool down_ = false;      // the last attempt failed and no connection is left
  bool stopping_ = false;  // no new calls
  bool stopped_ = false;
};

}  // namespace kinward::eventstore
