#include "libs/http/server.h"

#include <netinet/tcp.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <thread>
#include <vector>

#include "libs/http/connection.h"

namespace kinward::http {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

// One I/O thread with its acceptor and its connections.
struct Lane {
  Lane(Shared& shared_parts, ssl::context& tls_context) : shared(shared_parts), tls(tls_context) {}

  Result<void> Listen(const tcp::endpoint& endpoint) {
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
    if (!error) acceptor.set_option(ReusePort{true}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(1024, error);
    if (error) return Failure{FailureKind::kFatal, "cannot listen: " + error.message()};
    return {};
  }
  asio::awaitable<void> Accept() {
    error_code error;
    while (acceptor.is_open()) {
      tcp::socket socket{io};
      co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
      if (error == asio::error::operation_aborted) co_return;
      // Out of descriptors, or full: the client tries again, others are served.
      if (error || shared.connections >= static_cast<std::int64_t>(kConnectionsMax)) continue;
      const auto connection = std::make_shared<Connection>(std::move(socket), tls, shared);
      std::erase_if(alive, [](const auto& one) { return one.expired(); });
      alive.push_back(connection);
      asio::co_spawn(io, connection->Run(), asio::detached);
    }
  }
  void Drain() {
    asio::post(io, [this] {
      error_code ignored;
      acceptor.close(ignored);
      for (const auto& weak : alive) {
        if (const auto connection = weak.lock()) connection->Drain();
      }
    });
  }

  Shared& shared;
  ssl::context& tls;
  asio::io_context io{1};
  tcp::acceptor acceptor{io};
  std::vector<std::weak_ptr<Connection>> alive;
  std::thread thread;
};

Result<void> LoadTls(ssl::context& context, const ServerConfig& config) {
  error_code error;
  context.set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 |
                          ssl::context::no_tlsv1_1 | ssl::context::no_compression,
                      error);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_mode(context.native_handle(), SSL_MODE_RELEASE_BUFFERS);
  if (!error) context.use_certificate_chain_file(config.certificate_file, error);
  if (error) return Failure{FailureKind::kFatal, "certificate_file: " + error.message()};
  context.use_private_key_file(config.key_file, ssl::context::pem, error);
  if (error) return Failure{FailureKind::kFatal, "key_file: " + error.message()};
  if (config.client_authority_file.empty()) return {};
  context.load_verify_file(config.client_authority_file, error);
  if (error) return Failure{FailureKind::kFatal, "client_authority_file: " + error.message()};
  const auto required = config.client_certificate_required
                            ? ssl::context::verify_fail_if_no_peer_cert
                            : ssl::context::verify_none;
  context.set_verify_mode(ssl::context::verify_peer | required, error);
  static constexpr std::array<unsigned char, 7> kSessions{'k', 'i', 'n', 'w', 'a', 'r', 'd'};
  SSL_CTX_set_session_id_context(context.native_handle(), kSessions.data(), kSessions.size());
  return {};
}

}  // namespace

struct Server::Parts {
  Parts(ServerConfig config, Handler& handler) : shared{std::move(config), handler} {}
  Shared shared;
  ssl::context tls{ssl::context::tls_server};
  std::vector<std::unique_ptr<Lane>> lanes;
  std::uint16_t port = 0;
};

Result<std::unique_ptr<Server>> Server::Start(ServerConfig config, Handler& handler) {
  std::signal(SIGPIPE, SIG_IGN);  // a client that went away is an error code, not a signal
  auto parts = std::make_unique<Parts>(std::move(config), handler);
  if (const auto loaded = LoadTls(parts->tls, parts->shared.config); !loaded) return loaded.error();
  error_code error;
  const auto ip = asio::ip::make_address(parts->shared.config.address, error);
  if (error) return Failure{FailureKind::kFatal, "address: " + error.message()};
  parts->port = parts->shared.config.port;
  for (int i = 0; i < parts->shared.config.threads; ++i) {
    auto lane = std::make_unique<Lane>(parts->shared, parts->tls);
    if (const auto listening = lane->Listen({ip, parts->port}); !listening)
      return listening.error();
    parts->port = lane->acceptor.local_endpoint().port();
    parts->lanes.push_back(std::move(lane));
  }
  for (auto& lane : parts->lanes) {
    asio::co_spawn(lane->io, lane->Accept(), asio::detached);
    lane->thread = std::thread{[io = &lane->io] { io->run(); }};
  }
  return std::unique_ptr<Server>{new Server{std::move(parts)}};
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
  for (auto& lane : parts_->lanes) lane->io.stop();
  for (auto& lane : parts_->lanes) lane->thread.join();
}

std::uint16_t Server::port() const { return parts_->port; }
std::int64_t Server::connections() const { return parts_->shared.connections; }

void Server::Drain(milliseconds at_most) {
  parts_->shared.draining = true;
  for (auto& lane : parts_->lanes) lane->Drain();
  const auto until = std::chrono::steady_clock::now() + at_most;
  while (connections() > 0 && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(milliseconds{5});
  }
}

}  // namespace kinward::http
