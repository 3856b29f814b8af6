// One connection to the vault's database, with a thread of its own: statements block there and
// nowhere else. For this library's stores alone.
#pragma once

#include <libpq-fe.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.h"

namespace kinward::vault {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Rows = std::unique_ptr<PGresult, ClearResult>;

// Creates the vault's tables; idempotent. Blocks.
Result<void> MigrateVault(const std::string& conninfo);

// What libpq reads and writes for bytea.
std::string Hex(std::string_view bytes);
std::string Unhex(std::string_view text);

// {"a","b"}: every element quoted; ids and hex need no more than that.
class Array {
 public:
  void Add(std::string_view element);
  [[nodiscard]] std::string Text() const { return text_ + "}"; }

 private:
  std::string text_ = "{";
};

class Postgres {
 public:
  explicit Postgres(std::string conninfo) : conninfo_(std::move(conninfo)) {}
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;
  ~Postgres();

  // On the thread of `Await`, or before there is one. Connects again where the connection was lost.
  Result<Rows> Run(const char* statement, const std::vector<std::string>& values);
  // Runs `work` on this connection's thread; the answer comes back on the awaiting coroutine's
  // executor.
  template <typename T>
  boost::asio::awaitable<T> Await(std::function<T()> work) {
    const auto home = co_await boost::asio::this_coro::executor;
    co_await boost::asio::post(thread_, boost::asio::use_awaitable);
    T answer = work();
    co_await boost::asio::post(home, boost::asio::use_awaitable);
    co_return answer;
  }

 private:
  std::string conninfo_;
  PGconn* connection_ = nullptr;
  boost::asio::thread_pool thread_{1};
};

}  // namespace kinward::vault
