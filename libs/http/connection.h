// One connection of the server: TLS, one request after the other, a deadline for every wait. Not
// here: listening and threads (server.cc), what a request means (the handler).
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "libs/http/body_reader.h"
#include "libs/http/server.h"

namespace kinward::http {

// What all connections of a server share.
struct Shared {
  ServerConfig config;
  Handler& handler;
  std::atomic<bool> draining{false};
  std::atomic<std::int64_t> connections{0};
};

// One connection. Every wait has a deadline; past it the watchdog cancels the wait, and what was
// being waited for decides whether the client is told or the connection just ends.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context,
             Shared& shared)
      : shared_(shared), tls_(std::move(socket), context), watchdog_(tls_.get_executor()) {
    ++shared_.connections;
    boost::system::error_code ignored;
    peer_ = tls_.lowest_layer().remote_endpoint(ignored).address().to_string();
    tls_.lowest_layer().set_option(boost::asio::ip::tcp::no_delay{true}, ignored);
  }
  ~Connection() { --shared_.connections; }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  boost::asio::awaitable<void> Run();
  // On drain: ends what is idle or streaming; a request under way is answered first.
  void Drain() {
    if (stream_) stream_->Close();
    if (idle_) Close();
  }
  void Close() {
    boost::system::error_code ignored;
    tls_.lowest_layer().close(ignored);
  }

 private:
  enum class Turn { kNext, kClose };

  void Arm(std::chrono::milliseconds time) {
    timed_out_ = false;
    watchdog_.expires_after(time);
    watchdog_.async_wait([weak = weak_from_this()](boost::system::error_code stopped) {
      const auto self = weak.lock();
      if (stopped || !self || self->watchdog_.expiry() > std::chrono::steady_clock::now()) return;
      self->timed_out_ = true;
      boost::system::error_code ignored;
      self->tls_.lowest_layer().cancel(ignored);
    });
  }
  boost::asio::awaitable<bool> ReadMore();
  boost::asio::awaitable<bool> Write(std::string text);
  boost::asio::awaitable<Turn> ServeOne();
  boost::asio::awaitable<bool> ReadBody(BodyReader& reader);
  boost::asio::awaitable<Turn> Answer(Response response, bool keep_alive, bool head_only);
  boost::asio::awaitable<void> RefuseAndClose(WireFault fault);
  boost::asio::awaitable<void> SendStream(std::shared_ptr<Stream> stream);

  Shared& shared_;
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> tls_;
  boost::asio::steady_timer watchdog_;
  std::string peer_;
  std::string client_certificate_;
  std::string received_;  // not yet taken
  std::array<char, 16384> chunk_{};
  std::shared_ptr<Stream> stream_;
  bool timed_out_ = false;
  bool idle_ = true;
};

}  // namespace kinward::http
