// A blocking, pipelined connection to one Redis server. One thread at a time.
//
//   Append* ─▶ Flush ─▶ Read (once per appended command, in order)
//
// After any failure the connection is broken: what was sent may or may not have happened.
// Reconnect, then read the state again before writing.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libs/base/result.h"
#include "libs/redis/reply.h"

struct redisContext;
struct redisReply;

namespace kinward::redis {

struct Endpoint {
  std::string host = "127.0.0.1";
  int port = 6379;
  std::string user;                         // empty: the default user
  std::string password;                     // empty: none is sent
  std::chrono::milliseconds timeout{5000};  // of connecting, and of every read or write
  bool operator==(const Endpoint&) const = default;
};
// "host:port" as in endpoints.json and configuration files.
Result<Endpoint> ParseEndpoint(std::string_view text);

using Arguments = std::span<const std::string_view>;

class Connection {
 public:
  // Does not connect: the first Reconnect does.
  explicit Connection(Endpoint endpoint);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  static Result<std::unique_ptr<Connection>> Open(const Endpoint& endpoint);

  // Drops what is in flight and connects anew. kRetry while the server is away or still loading.
  Result<void> Reconnect();
  [[nodiscard]] bool healthy() const { return context_ != nullptr; }
  // Commands whose replies have not been read.
  [[nodiscard]] std::size_t in_flight() const { return in_flight_; }

  // Queues a command; nothing is sent yet.
  void Append(Arguments arguments);
  void Append(std::initializer_list<std::string_view> arguments);
  // Sends everything queued.
  Result<void> Flush();
  // The next reply in order. An error reply of the server is a value here (Reply::IsError).
  Result<Reply> Read();
  // Waits until the next reply begins to arrive, at most `wait`; false when the time has passed.
  Result<bool> WaitReadable(std::chrono::milliseconds wait);

  // One command and its reply; refuses to mix with replies in flight. An error reply is a Failure.
  Result<Reply> Call(Arguments arguments);
  Result<Reply> Call(std::initializer_list<std::string_view> arguments);
  // Loads a Lua script and answers its digest for EVALSHA.
  Result<std::string> LoadScript(std::string_view source);

 private:
  struct Closer {
    void operator()(redisContext* context) const;
  };
  Failure Broken(std::string_view what);

  Endpoint endpoint_;
  std::unique_ptr<redisContext, Closer> context_;
  std::size_t in_flight_ = 0;
  std::vector<const char*> values_;  // reused by Append
  std::vector<std::size_t> lengths_;
};

// The failure that an error reply means: loading, full and busy servers are kRetry, the rest
// kCorrupt.
Failure FailureOf(const Reply& error);

}  // namespace kinward::redis
