// The TLS server of the edge: one io_context a thread with SO_REUSEPORT, one coroutine a
// connection, a watchdog over every deadline, keep-alive, streams, drain. All of asio's TLS is in
// server.cc.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "libs/base/result.h"
#include "libs/http/limits.h"
#include "libs/http/message.h"

namespace kinward::http {

struct ServerConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;        // 0: any free one
  std::string certificate_file;  // PEM, chain included
  std::string key_file;          // PEM
  // Clients that show a certificate must have one of these authorities (PEM); empty: none is asked
  // for. Another authority's or an expired one ends the handshake with an alert.
  std::string client_authority_file;
  bool client_certificate_required = false;  // a client that shows none gets the alert too
  int threads = 2;
  // Shorter in tests alone.
  std::chrono::milliseconds head_time_max = kHeadTimeMax;
  std::chrono::milliseconds body_time_max = kBodyTimeMax;
};

class Server {
 public:
  // Listens and starts its threads; `handler` outlives the server.
  static Result<std::unique_ptr<Server>> Start(ServerConfig config, Handler& handler);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  // stops at once

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::int64_t connections() const;
  // Accepts nothing more, ends idle connections and streams, and waits at most so long for the
  // requests under way.
  void Drain(std::chrono::milliseconds at_most);

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace kinward::http
