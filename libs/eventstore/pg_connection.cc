#include "libs/eventstore/pg_connection.h"

#include <libpq-fe.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <string_view>
#include <utility>

namespace kinward::eventstore {
namespace {

using boost::asio::awaitable;
using boost::asio::redirect_error;
using boost::asio::use_awaitable;
using boost::asio::posix::stream_descriptor;

constexpr int kBinary = 1;

// Keepalives free what a lost node held; read-write passes over a standby in a list of hosts. What
// `conninfo` itself says comes later and wins.
PGconn* Dial(const std::string& conninfo) {
  const std::array<const char*, 7> words = {"keepalives_idle",
                                            "keepalives_interval",
                                            "keepalives_count",
                                            "tcp_user_timeout",
                                            "target_session_attrs",
                                            "dbname",
                                            nullptr};
  const std::array<const char*, 7> values = {
      "5", "2", "3", "10000", "read-write", conninfo.c_str(), nullptr};
  constexpr int kExpandDbname = 1;
  return PQconnectStartParams(words.data(), values.data(), kExpandDbname);
}

std::string_view Field(const PGresult* result, int code) {
  const char* value = PQresultErrorField(result, code);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

}  // namespace

PgConnection::PgConnection(boost::asio::any_io_executor executor) : socket_(std::move(executor)) {}

PgConnection::~PgConnection() { Close(); }

void PgConnection::Close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
  PQfinish(std::exchange(connection_, nullptr));
}

void PgConnection::Expire(Deadline now) {
  if (now < deadline_) return;
  deadline_ = Deadline::max();
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

bool PgConnection::IsUsable() {
  if (connection_ == nullptr) return false;
  while (!ended_ && PQstatus(connection_) == CONNECTION_OK) {
    char byte = 0;
    const ssize_t waiting = recv(PQsocket(connection_), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (waiting < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
    // Something came unasked: a notice, a changed setting, or the server's farewell.
    if (waiting == 0 || PQconsumeInput(connection_) == 0) return false;
    while (PGresult* result = PQgetResult(connection_)) PQclear(result);
  }
  return false;
}

// libpq may change its socket while it connects, so the duplicate is made anew at each step.
bool PgConnection::WatchSocket() {
  boost::system::error_code error;
  socket_.close(error);
  const int duplicate = dup(PQsocket(connection_));
  if (duplicate < 0) return false;
  socket_.assign(duplicate, error);
  if (error) close(duplicate);
  return !error;
}

awaitable<bool> PgConnection::WaitToRead() {
  boost::system::error_code error;
  co_await socket_.async_wait(stream_descriptor::wait_read, redirect_error(use_awaitable, error));
  co_return !error && connection_ != nullptr;
}

awaitable<bool> PgConnection::WaitToWrite() {
  boost::system::error_code error;
  co_await socket_.async_wait(stream_descriptor::wait_write, redirect_error(use_awaitable, error));
  co_return !error && connection_ != nullptr;
}

awaitable<bool> PgConnection::Connect() {
  PostgresPollingStatusType next = PGRES_POLLING_WRITING;
  while (next != PGRES_POLLING_OK) {
    if (!WatchSocket()) co_return false;
    bool ready = false;
    if (next == PGRES_POLLING_READING) {
      ready = co_await WaitToRead();
    } else {
      ready = co_await WaitToWrite();
    }
    if (!ready) co_return false;
    next = PQconnectPoll(connection_);
    if (next == PGRES_POLLING_FAILED) co_return false;
  }
  co_return WatchSocket() && PQsetnonblocking(connection_, 1) == 0;
}

awaitable<Result<void>> PgConnection::Open(std::string conninfo, std::string preparation,
                                           Deadline deadline) {
  Close();
  deadline_ = deadline;
  connection_ = Dial(conninfo);
  bool connected = connection_ != nullptr && PQstatus(connection_) != CONNECTION_BAD;
  if (connected) connected = co_await Connect();
  if (!connected) {
    Close();
    co_return Failure{FailureKind::kRetry, "PostgreSQL: cannot connect"};
  }
  ended_ = false;
  PQsetNoticeReceiver(connection_, &PgConnection::OnNotice, this);
  if (PQsendQuery(connection_, preparation.c_str()) != 1) {
    Close();
    co_return Failure{FailureKind::kRetry, "PostgreSQL: connection lost"};
  }
  const PgAnswer answer = co_await Answer();
  if (answer.kind == PgAnswer::Kind::kRows) co_return Result<void>{};
  Close();
  co_return Failure{FailureKind::kRetry,
                    "PostgreSQL: statements cannot be prepared " + answer.sqlstate};
}

awaitable<PgAnswer> PgConnection::Run(const char* statement, const PgParams& params,
                                      Deadline deadline) {
  deadline_ = deadline;
  warned_ = false;
  if (connection_ == nullptr ||
      PQsendQueryPrepared(connection_, statement, params.count(), params.values(), params.lengths(),
                          params.formats(), kBinary) != 1) {
    Close();
    co_return PgAnswer{};
  }
  co_return co_await Answer();
}

// Reads until the server is ready for the next statement, that is, until the commit is certain: the
// rows of a statement arrive before its commit, and the commit may still fail.
awaitable<PgAnswer> PgConnection::Answer() {
  PgAnswer answer;
  answer.kind = PgAnswer::Kind::kLost;
  int unsent = PQflush(connection_);
  while (unsent == 1 && co_await WaitToWrite()) unsent = PQflush(connection_);
  bool ready = unsent == 0;
  while (ready) {
    while (PQisBusy(connection_) == 0) {
      PGresult* result = PQgetResult(connection_);
      if (result == nullptr) {
        ready = false;
        break;
      }
      TakeResult(result, answer);
    }
    if (!ready) break;
    if (!co_await WaitToRead() || PQconsumeInput(connection_) == 0) {
      if (answer.kind == PgAnswer::Kind::kRows) answer.kind = PgAnswer::Kind::kLost;
      break;
    }
  }
  deadline_ = Deadline::max();
  const bool idle = connection_ != nullptr && PQstatus(connection_) == CONNECTION_OK &&
                    PQtransactionStatus(connection_) == PQTRANS_IDLE;
  if (!idle) {
    if (answer.kind == PgAnswer::Kind::kRows) answer.kind = PgAnswer::Kind::kLost;
    Close();
  }
  // "Committed locally, but might not have been replicated": a success that is not certain.
  if (warned_ && answer.kind == PgAnswer::Kind::kRows) answer.kind = PgAnswer::Kind::kLost;
  co_return answer;
}

// An ERROR of the server means that it rolled back. A FATAL or libpq's own words leave the outcome
// open.
void PgConnection::TakeResult(pg_result* result, PgAnswer& answer) {
  PgRows rows(result);
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
    answer.kind = PgAnswer::Kind::kRows;
    answer.rows = std::move(rows);
    return;
  }
  answer.sqlstate = Field(result, PG_DIAG_SQLSTATE);
  answer.detail = Field(result, PG_DIAG_MESSAGE_DETAIL);
  answer.hint = Field(result, PG_DIAG_MESSAGE_HINT);
  const bool rolled_back = Field(result, PG_DIAG_SEVERITY_NONLOCALIZED) == "ERROR";
  answer.kind = rolled_back ? PgAnswer::Kind::kRefused : PgAnswer::Kind::kLost;
}

void PgConnection::OnNotice(void* self, const pg_result* notice) {
  const std::string_view severity = Field(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
  auto* connection = static_cast<PgConnection*>(self);
  if (severity == "WARNING") connection->warned_ = true;
  if (severity == "FATAL") connection->ended_ = true;
}

}  // namespace kinward::eventstore
