// For tests: a throw-away certificate, and a blocking TLS client that sends exactly the bytes it is
// given (a well-behaved client library could not send what the server must refuse).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace kinward::http::testing {

// PEM files of a self-signed certificate for 127.0.0.1 and its P-256 key, in a folder of their own
// that is removed at the end.
class Certificate {
 public:
  // Good since before now, for `life`; a negative one has expired.
  explicit Certificate(std::chrono::seconds life = std::chrono::hours{1});
  ~Certificate();
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;
  [[nodiscard]] std::string certificate_file() const { return folder_ + "/certificate.pem"; }
  [[nodiscard]] std::string key_file() const { return folder_ + "/key.pem"; }
  [[nodiscard]] const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
};

struct Reply {
  int status = 0;  // 0: the connection ended without an answer
  std::string head;
  std::string body;
  [[nodiscard]] std::string Header(const std::string& name) const;  // exact case; empty: none
};

class Client {
 public:
  // Shows `shown`, if any, when the server asks for a certificate.
  explicit Client(std::uint16_t port, const Certificate* shown = nullptr);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool Send(const std::string& bytes);
  // One response by its Content-Length, interim ones skipped; status 0 on end or after `at_most`.
  Reply Receive(std::chrono::milliseconds at_most = std::chrono::seconds{10});
  // What has arrived so far or arrives until `mark` is seen: for streams.
  std::string ReceiveUntil(const std::string& mark, std::chrono::milliseconds at_most);
  bool IsClosed(std::chrono::milliseconds at_most = std::chrono::seconds{5});
  Reply Exchange(const std::string& bytes) {
    Send(bytes);
    return Receive();
  }

 private:
  bool ReadMore(std::chrono::steady_clock::time_point until);
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace kinward::http::testing
