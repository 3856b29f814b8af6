#include "libs/http/admin_server.h"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <thread>
#include <utility>

#include "libs/http/head_gate.h"
#include "libs/http/limits.h"

namespace kinward::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct Answer {
  int status = 200;
  std::string body;
};

Answer Probe(const std::string& reason) {
  return reason.empty() ? Answer{200, "ok\n"} : Answer{503, reason + "\n"};
}

Answer Route(const RequestHead& head, const AdminCallbacks& callbacks) {
  if (head.method != "GET") return {405, "GET only\n"};
  const std::size_t mark = head.target.find('?');
  const std::string path = head.target.substr(0, mark);
  if (path == "/livez") return Probe(callbacks.not_live_because());
  if (path == "/readyz") return Probe(callbacks.not_ready_because());
  if (path == "/metrics") return {200, callbacks.metrics()};
  if (const auto found = callbacks.more.find(path); found != callbacks.more.end()) {
    const std::string query = mark == std::string::npos ? "" : head.target.substr(mark + 1);
    return {200, found->second(query)};
  }
  return {404, "unknown path\n"};
}

std::string Serialise(const Answer& answer) {
  std::string reason = "OK";
  if (answer.status == 400) reason = "Bad Request";
  if (answer.status == 404) reason = "Not Found";
  if (answer.status == 405) reason = "Method Not Allowed\r\nAllow: GET";
  if (answer.status == 503) reason = "Service Unavailable";
  return "HTTP/1.1 " + std::to_string(answer.status) + " " + reason +
         "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: " +
         std::to_string(answer.body.size()) + "\r\nConnection: close\r\n\r\n" + answer.body;
}

// One request per connection; the deadline closes a connection that stalls.
asio::awaitable<void> Serve(tcp::socket socket, const AdminCallbacks& callbacks) {
  error_code error;
  auto shared = std::make_shared<tcp::socket>(std::move(socket));
  asio::steady_timer deadline{shared->get_executor(), kHeadTimeMax};
  deadline.async_wait([shared](error_code stopped) {
    error_code ignored;
    if (!stopped) shared->close(ignored);
  });
  HeadGate gate;
  std::string received;
  std::array<char, 4096> chunk{};
  HeadGate::State state = HeadGate::State::kNeedsMore;
  while (state == HeadGate::State::kNeedsMore) {
    const std::size_t count = co_await shared->async_read_some(
        asio::buffer(chunk), asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    received.append(chunk.data(), count);
    state = gate.Scan(received);
  }
  const std::string reply = state == HeadGate::State::kComplete
                                ? Serialise(Route(gate.head(), callbacks))
                                : Serialise({400, gate.fault().detail + "\n"});
  co_await asio::async_write(*shared, asio::buffer(reply),
                             asio::redirect_error(asio::use_awaitable, error));
  shared->shutdown(tcp::socket::shutdown_send, error);
  while (!error) {
    co_await shared->async_read_some(asio::buffer(chunk),
                                     asio::redirect_error(asio::use_awaitable, error));
  }
}

}  // namespace

struct AdminServer::Parts {
  AdminCallbacks callbacks;
  asio::io_context io{1};
  tcp::acceptor acceptor{io};
  std::uint16_t port = 0;
  std::thread thread;

  asio::awaitable<void> Accept() {
    error_code error;
    while (acceptor.is_open()) {
      tcp::socket socket{io};
      co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
      if (error == asio::error::operation_aborted) co_return;
      if (error) continue;
      asio::co_spawn(io, Serve(std::move(socket), callbacks), asio::detached);
    }
  }
};

Result<std::unique_ptr<AdminServer>> AdminServer::Start(const std::string& address,
                                                        std::uint16_t port,
                                                        AdminCallbacks callbacks) {
  auto parts = std::make_unique<Parts>();
  parts->callbacks = std::move(callbacks);
  error_code error;
  const auto ip = asio::ip::make_address(address, error);
  const tcp::endpoint endpoint{ip, port};
  if (!error) parts->acceptor.open(endpoint.protocol(), error);
  if (!error) parts->acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
  if (!error) parts->acceptor.bind(endpoint, error);
  if (!error) parts->acceptor.listen(64, error);
  if (error) {
    return Failure{FailureKind::kFatal,
                   "admin port " + address + ":" + std::to_string(port) + ": " + error.message()};
  }
  parts->port = parts->acceptor.local_endpoint().port();
  asio::co_spawn(parts->io, parts->Accept(), asio::detached);
  parts->thread = std::thread{[io = &parts->io] { io->run(); }};
  return std::unique_ptr<AdminServer>{new AdminServer{std::move(parts)}};
}

AdminServer::AdminServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

AdminServer::~AdminServer() {
  parts_->io.stop();
  parts_->thread.join();
}

std::uint16_t AdminServer::port() const { return parts_->port; }

}  // namespace kinward::http
