// One connection to PostgreSQL that never blocks its thread: libpq's state machine driven by Asio.
// Used from one thread. Not here: which connection serves whom (pg_pool.h).
//
//   closed ──Open──▶ idle ──Run──▶ busy ──answer──▶ idle
//     ▲                │              │
//     └── Close, deadline, or the server went away ──┘
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <string>

#include "libs/base/result.h"
#include "libs/eventstore/pg_params.h"
#include "libs/eventstore/pg_rows.h"

struct pg_conn;

namespace kinward::eventstore {

using Deadline = std::chrono::steady_clock::time_point;

class PgConnection {
 public:
  explicit PgConnection(boost::asio::any_io_executor executor);
  PgConnection(const PgConnection&) = delete;
  PgConnection& operator=(const PgConnection&) = delete;
  ~PgConnection();

  // Connects, then sends `preparation` (settings and PREPAREs; simple protocol). kRetry on failure.
  // The look-up of a host name blocks: use addresses, or a resolver that answers at once.
  boost::asio::awaitable<Result<void>> Open(std::string conninfo, std::string preparation,
                                            Deadline deadline);
  // Runs a prepared statement as its own transaction. `params` must outlive the call. After kLost
  // the connection is closed.
  boost::asio::awaitable<PgAnswer> Run(const char* statement, const PgParams& params,
                                       Deadline deadline);

  // False when the server has hung up meanwhile: nothing is lost by asking before sending.
  [[nodiscard]] bool IsUsable();
  void Close();
  // Gives up a wait whose deadline has passed; the pool calls it every few milliseconds.
  void Expire(Deadline now);

 private:
  boost::asio::awaitable<bool> WaitToRead();
  boost::asio::awaitable<bool> WaitToWrite();
  boost::asio::awaitable<bool> Connect();
  boost::asio::awaitable<PgAnswer> Answer();
  bool WatchSocket();
  void TakeResult(struct pg_result* result, PgAnswer& answer);
  static void OnNotice(void* self, const struct pg_result* notice);

  boost::asio::posix::stream_descriptor socket_;  // a duplicate: libpq closes its own
  pg_conn* connection_ = nullptr;
  Deadline deadline_ = Deadline::max();
  bool warned_ = false;  // the commit may not have reached the standby
  bool ended_ = false;   // the server said goodbye
};

}  // namespace kinward::eventstore
