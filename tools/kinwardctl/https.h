// The gateway as a user of its own: one request a connection over TLS, the stack's authority
// trusted. Blocks, with a deadline. Not here: which requests (verbs_gateway.cc).
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "libs/base/result.h"

namespace kinward::ctl {

struct HttpRequest {
  std::string method;
  std::string path;  // with its query
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
struct HttpAnswer {
  int status = 0;
  std::string body;
  [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
};

// The body of an answer in chunks (RFC 9112 §7.1), as much as has come; trailers are dropped.
std::string Unchunked(const std::string& raw);
// Every byte outside RFC 3986's unreserved set as %XX.
std::string PercentEncoded(const std::string& text);

class Https {
 public:
  // `url` is https://host:port. kFatal when it is none.
  static Result<Https> To(const std::string& url, std::string authority_file);

  // kRetry when there is no answer within 30 seconds.
  [[nodiscard]] Result<HttpAnswer> Ask(const HttpRequest& request) const;
  // Hands over the body's lines as they come, until `take` answers false or the server ends.
  // The answer's body is empty unless its status is not 200.
  [[nodiscard]] Result<HttpAnswer> Follow(
      const HttpRequest& request, const std::function<bool(const std::string&)>& take) const;

 private:
  Https(std::string host, std::string port, std::string authority_file)
      : host_(std::move(host)),
        port_(std::move(port)),
        authority_file_(std::move(authority_file)) {}
  std::string host_;
  std::string port_;
  std::string authority_file_;
};

}  // namespace kinward::ctl
