// What a handler sees of a request and gives back. Not here: sockets, TLS, parsing.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/http/head_gate.h"

namespace kinward::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;
  std::string path;   // as sent, percent-encoding kept
  std::string query;  // after '?', as sent
  Headers headers;    // names in lower case
  std::string body;
  std::string peer;                // address of the client, without the port
  std::string client_certificate;  // SHA-256 of its DER form, 32 bytes; empty: it showed none

  // The first header so named (lower case); nothing when there is none.
  [[nodiscard]] std::optional<std::string_view> Header(std::string_view name) const;
  // A query parameter, percent-decoded; nothing when it is absent.
  [[nodiscard]] std::optional<std::string> Parameter(std::string_view name) const;
};

// A body without an end (server-sent events). The server asks for the next piece only when the one
// before was taken by the client, so a slow reader holds one piece, not a queue.
class Stream {
 public:
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  virtual ~Stream() = default;
  // The next piece, or nothing when the stream has ended. Runs on the connection's executor.
  virtual boost::asio::awaitable<std::optional<std::string>> Next() = 0;
  // Called once, from any thread, when the connection or the server ends: Next must return soon.
  virtual void Close() = 0;
};

struct Response {
  int status = 200;
  std::string content_type;
  Headers headers;  // besides Content-Type, Content-Length and Connection
  std::string body;
  std::shared_ptr<Stream> stream;  // instead of a body
};

// Called on every I/O thread at once: implementations keep no unguarded state.
class Handler {
 public:
  Handler() = default;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  virtual ~Handler() = default;
  virtual boost::asio::awaitable<Response> Handle(Request request) = 0;
  // The body for a request that never became one: bad framing, too large, too slow.
  virtual Response Refuse(const WireFault& fault) = 0;
  // A handshake that came to nothing, in OpenSSL's words: nobody can be answered, but it is told.
  virtual void HandshakeFailed(const std::string& /*why*/) {}
};

// What a Content-Type says, in lower case: "Application/JSON; Charset=UTF-8" is application/json in
// utf-8. `charset` is empty where it is not given.
struct MediaType {
  std::string name;
  std::string charset;
};
MediaType MediaTypeOf(const Request& request);

// The rest of an Authorization header of this scheme ("basic", "bearer"; its case does not count);
// nothing for another scheme or for none.
std::optional<std::string_view> Credentials(const Request& request, std::string_view scheme);

// One round of percent-decoding; nothing for a '%' without two hexadecimal digits. '+' is a plus.
std::optional<std::string> PercentDecode(std::string_view text);

}  // namespace kinward::http
