#include "libs/http/connection.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "libs/http/response_head.h"

namespace kinward::http {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using boost::system::error_code;
using std::chrono::milliseconds;

// Of the certificate that the client showed and that was found good; empty: none.
std::string DigestOfPeer(const SSL* tls) {
  X509* const certificate = SSL_get1_peer_certificate(tls);
  if (certificate == nullptr) return {};
  std::array<unsigned char, 32> digest{};
  const bool made = X509_digest(certificate, EVP_sha256(), digest.data(), nullptr) == 1;
  X509_free(certificate);
  return made ? std::string{reinterpret_cast<const char*>(digest.data()), digest.size()} : "";
}

}  // namespace

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

}  // namespace kinward::http
