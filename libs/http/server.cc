#include "libs/http/server.h"

#include <netinet/tcp.h>

#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <csignal>
#include <set>
#include <thread>
#include <vector>

#include "libs/http/body_reader.h"
#include "libs/http/response_head.h"

namespace kinward::http {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

// Of the certificate that the client showed and that was found good; empty: none.
std::string DigestOfPeer(const SSL* tls) {
  X509* const certificate = SSL_get1_peer_certificate(tls);
  if (certificate == nullptr) return {};
  std::array<unsigned char, 32> digest{};
  const bool made = X509_digest(certificate, EVP_sha256(), digest.data(), nullptr) == 1;
  X509_free(certificate);
  return made ? std::string{reinterpret_cast<const char*>(digest.data()), digest.size()} : "";
}

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
  Connection(tcp::socket socket, ssl::context& context, Shared& shared)
      : shared_(shared), tls_(std::move(socket), context), watchdog_(tls_.get_executor()) {
    ++shared_.connections;
    error_code ignored;
    peer_ = tls_.lowest_layer().remote_endpoint(ignored).address().to_string();
    tls_.lowest_layer().set_option(tcp::no_delay{true}, ignored);
  }
  ~Connection() { --shared_.connections; }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  asio::awaitable<void> Run();
  // On drain: ends what is idle or streaming; a request under way is answered first.
  void Drain() {
    if (stream_) stream_->Close();
    if (idle_) Close();
  }
  void Close() {
    error_code ignored;
    tls_.lowest_layer().close(ignored);
  }

 private:
  enum class Turn { kNext, kClose };

  void Arm(milliseconds time) {
    timed_out_ = false;
    watchdog_.expires_after(time);
    watchdog_.async_wait([weak = weak_from_this()](error_code stopped) {
      const auto self = weak.lock();
      if (stopped || !self || self->watchdog_.expiry() > std::chrono::steady_clock::now()) return;
      self->timed_out_ = true;
      error_code ignored;
      self->tls_.lowest_layer().cancel(ignored);
    });
  }
  asio::awaitable<bool> ReadMore();
  asio::awaitable<bool> Write(std::string text);
  asio::awaitable<Turn> ServeOne();
  asio::awaitable<bool> ReadBody(BodyReader& reader);
  asio::awaitable<Turn> Answer(Response response, bool keep_alive, bool head_only);
  asio::awaitable<void> RefuseAndClose(WireFault fault);
  asio::awaitable<void> SendStream(std::shared_ptr<Stream> stream);

  Shared& shared_;
  ssl::stream<tcp::socket> tls_;
  asio::steady_timer watchdog_;
  std::string peer_;
  std::string client_certificate_;
  std::string received_;  // not yet taken
  std::array<char, 16384> chunk_{};
  std::shared_ptr<Stream> stream_;
  bool timed_out_ = false;
  bool idle_ = true;
};

asio::awaitable<bool> Connection::ReadMore() {
  error_code error;
  const std::size_t count = co_await tls_.async_read_some(
      asio::buffer(chunk_), asio::redirect_error(asio::use_awaitable, error));
  received_.append(chunk_.data(), count);
  co_return !error;
}

asio::awaitable<bool> Connection::Write(std::string text) {
  error_code error;
  Arm(kWriteTimeMax);
  co_await asio::async_write(tls_, asio::buffer(text),
                             asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
}

asio::awaitable<void> Connection::Run() {
  const auto self = shared_from_this();
  error_code error;
  Arm(kHandshakeTimeMax);
  co_await tls_.async_handshake(ssl::stream_base::server,
                                asio::redirect_error(asio::use_awaitable, error));
  Turn turn = error ? Turn::kClose : Turn::kNext;
  if (error) shared_.handler.HandshakeFailed(error.message());
  client_certificate_ = DigestOfPeer(tls_.native_handle());
  while (turn == Turn::kNext && !shared_.draining) turn = co_await ServeOne();
  watchdog_.cancel();
  Close();
}

// One request and its answer.
asio::awaitable<Connection::Turn> Connection::ServeOne() {
  HeadGate gate;
  idle_ = received_.empty();
  Arm(idle_ ? milliseconds{kIdleTimeMax} : shared_.config.head_time_max);
  HeadGate::State state = gate.Scan(received_);
  while (state == HeadGate::State::kNeedsMore) {
    const bool read = co_await ReadMore();
    if (!read) {
      if (timed_out_ && !idle_) {
        WireFault slow{408, "timeout.head", "the head of a request must arrive within 10 s"};
        co_await RefuseAndClose(std::move(slow));
      }
      co_return Turn::kClose;
    }
    if (std::exchange(idle_, false)) Arm(shared_.config.head_time_max);
    state = gate.Scan(received_);
  }
  idle_ = false;
  if (state == HeadGate::State::kRefused) {
    co_await RefuseAndClose(gate.fault());
    co_return Turn::kClose;
  }
  RequestHead head = std::move(gate.head());
  received_.erase(0, gate.size());
  BodyReader reader{head, kBodyBytesMax};
  if (head.expects_continue && reader.state() == BodyReader::State::kNeedsMore) {
    const bool written = co_await Write("HTTP/1.1 100 Continue\r\n\r\n");
    if (!written) co_return Turn::kClose;
  }
  const bool whole = co_await ReadBody(reader);
  if (!whole) co_return Turn::kClose;
  watchdog_.cancel();
  const std::size_t mark = head.target.find('?');
  Request request;
  request.method = std::move(head.method);
  const bool head_only = request.method == "HEAD";
  request.path = head.target.substr(0, mark);
  if (mark != std::string::npos) request.query = head.target.substr(mark + 1);
  request.headers = std::move(head.headers);
  request.body = std::move(reader.body());
  request.peer = peer_;
  request.client_certificate = client_certificate_;
  Response response = co_await shared_.handler.Handle(std::move(request));
  co_return co_await Answer(std::move(response), head.keep_alive, head_only);
}

asio::awaitable<bool> Connection::ReadBody(BodyReader& reader) {
  Arm(shared_.config.body_time_max);
  received_.erase(0, reader.Take(received_));
  while (reader.state() == BodyReader::State::kNeedsMore) {
    const bool read = co_await ReadMore();
    if (!read) {
      if (timed_out_) {
        WireFault slow{408, "timeout.body", "a body must arrive within 30 s"};
        co_await RefuseAndClose(std::move(slow));
      }
      co_return false;
    }
    received_.erase(0, reader.Take(received_));
  }
  if (reader.state() == BodyReader::State::kComplete) co_return true;
  co_await RefuseAndClose(reader.fault());
  co_return false;
}

// To HEAD the head alone is answered: a body would be read as the next answer (RFC 9112 §6.3).
asio::awaitable<Connection::Turn> Connection::Answer(Response response, bool keep_alive,
                                                     bool head_only) {
  const bool stays = keep_alive && !shared_.draining && !response.stream;
  std::string text = HeadOf(response, stays);
  if (!response.stream && !head_only) text += response.body;
  const bool written = co_await Write(std::move(text));
  if (written && response.stream && !head_only) co_await SendStream(response.stream);
  if (response.stream) response.stream->Close();
  co_return written&& stays ? Turn::kNext : Turn::kClose;
}

asio::awaitable<void> Connection::SendStream(std::shared_ptr<Stream> stream) {
  constexpr std::string_view kHex = "0123456789abcdef";
  stream_ = stream;
  // The kernel holds at most this much unsent, so a reader that stopped is seen soon.
  const int unsent = 16 * 1024;
  ::setsockopt(tls_.lowest_layer().native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent,
               sizeof unsent);
  while (!shared_.draining) {
    watchdog_.cancel();
    std::optional<std::string> piece = co_await stream->Next();
    if (!piece) break;
    if (piece->empty()) continue;
    std::string size;
    for (std::size_t left = piece->size(); left > 0; left /= 16) size.insert(0, 1, kHex[left % 16]);
    const bool written = co_await Write(size + "\r\n" + *piece + "\r\n");
    if (!written) break;
  }
  co_await Write("0\r\n\r\n");
  stream_.reset();
}

// Answers, then reads a little longer: closing with unread bytes would reset the connection and
// take the answer with it.
asio::awaitable<void> Connection::RefuseAndClose(WireFault fault) {
  const Response response = shared_.handler.Refuse(fault);
  const bool written = co_await Write(HeadOf(response, false) + response.body);
  if (!written) co_return;
  Arm(kLingerTimeMax);
  error_code error;
  ::shutdown(tls_.lowest_layer().native_handle(), SHUT_WR);
  std::size_t drained = 0;
  while (!error && drained < kLingerBytesMax) {
    drained += co_await tls_.next_layer().async_read_some(
        asio::buffer(chunk_), asio::redirect_error(asio::use_awaitable, error));
  }
}

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
