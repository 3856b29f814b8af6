#include "tools/kinwardctl/https.h"

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <charconv>
#include <memory>

namespace kinward::ctl {
namespace {

constexpr timeval kPatience{30, 0};

struct FreeContext {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeBio {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
};

// A connection that has been checked against the authority, with the request sent.
class Exchange {
 public:
  Result<void> Begin(const std::string& host, const std::string& port, const std::string& authority,
                     const HttpRequest& request) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    if (SSL_CTX_load_verify_locations(context_.get(), authority.c_str(), nullptr) != 1) {
      return Failure{FailureKind::kFatal, "cannot read the authority " + authority};
    }
    bio_.reset(BIO_new_ssl_connect(context_.get()));
    SSL* ssl = nullptr;
    BIO_get_ssl(bio_.get(), &ssl);
    SSL_set_mode(ssl, SSL_MODE_AUTO_RETRY);
    X509_VERIFY_PARAM* checked = SSL_get0_param(ssl);
    if (X509_VERIFY_PARAM_set1_ip_asc(checked, host.c_str()) != 1) {
      X509_VERIFY_PARAM_set1_host(checked, host.c_str(), host.size());
    }
    BIO_set_conn_hostname(bio_.get(), host.c_str());
    BIO_set_conn_port(bio_.get(), port.c_str());
    if (BIO_do_connect(bio_.get()) != 1 || BIO_do_handshake(bio_.get()) != 1) {
      return Failure{FailureKind::kRetry, "the gateway does not answer at " + host + ":" + port};
    }
    int socket = -1;
    BIO_get_fd(bio_.get(), &socket);
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof(kPatience));
    std::string head = request.method + " " + request.path + " HTTP/1.1\r\nHost: " + host + ":" +
                       port + "\r\nConnection: close\r\n";
    for (const auto& [name, value] : request.headers) head.append(name + ": " + value + "\r\n");
    if (!request.body.empty() || request.method == "POST") {
      head.append("Content-Length: " + std::to_string(request.body.size()) + "\r\n");
    }
    return Write(head + "\r\n" + request.body);
  }
  // More of the answer; empty at its end.
  std::string Read() {
    std::array<char, 16'384> room{};
    const int count = BIO_read(bio_.get(), room.data(), static_cast<int>(room.size()));
    return count > 0 ? std::string(room.data(), static_cast<std::size_t>(count)) : std::string();
  }

 private:
  Result<void> Write(const std::string& bytes) {
    if (BIO_write(bio_.get(), bytes.data(), static_cast<int>(bytes.size())) !=
        static_cast<int>(bytes.size())) {
      return Failure{FailureKind::kRetry, "the gateway hung up"};
    }
    return {};
  }
  std::unique_ptr<SSL_CTX, FreeContext> context_;
  std::unique_ptr<BIO, FreeBio> bio_;
};

struct Head {
  int status = 0;
  bool chunked = false;
};
Head HeadOf(std::string head) {
  Head read;
  for (char& letter : head) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  if (head.size() > 12) std::from_chars(head.data() + 9, head.data() + 12, read.status);
  read.chunked = head.find("transfer-encoding: chunked") != std::string::npos;
  return read;
}

// Reads up to the end of the head; what follows it is left in `rest`.
Result<Head> ReadHead(Exchange& exchange, std::string& rest) {
  std::size_t end = std::string::npos;
  while (end == std::string::npos) {
    const std::string more = exchange.Read();
    if (more.empty()) return Failure{FailureKind::kRetry, "the gateway did not answer"};
    rest += more;
    end = rest.find("\r\n\r\n");
  }
  const Head head = HeadOf(rest.substr(0, end));
  rest.erase(0, end + 4);
  return head;
}

}  // namespace

std::string Unchunked(const std::string& raw) {
  std::string body;
  std::size_t at = 0;
  while (true) {
    const std::size_t line = raw.find("\r\n", at);
    if (line == std::string::npos) return body;
    std::size_t size = 0;
    std::from_chars(raw.data() + at, raw.data() + line, size, 16);
    if (size == 0 || line + 2 >= raw.size()) return body;
    body.append(raw, line + 2, size);
    at = line + 2 + size + 2;
    if (at > raw.size()) return body;
  }
}

std::string PercentEncoded(const std::string& text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_' ||
                       byte == '~';
    if (plain) {
      encoded += letter;
    } else {
      encoded.append({'%', kHex[byte >> 4U], kHex[byte & 15U]});
    }
  }
  return encoded;
}

Result<Https> Https::To(const std::string& url, std::string authority_file) {
  constexpr std::string_view kScheme = "https://";
  const std::size_t colon = url.rfind(':');
  if (!url.starts_with(kScheme) || colon <= kScheme.size()) {
    return Failure{FailureKind::kFatal, url + " is not https://host:port"};
  }
  return Https(url.substr(kScheme.size(), colon - kScheme.size()), url.substr(colon + 1),
               std::move(authority_file));
}

Result<HttpAnswer> Https::Ask(const HttpRequest& request) const {
  Exchange exchange;
  if (auto begun = exchange.Begin(host_, port_, authority_file_, request); !begun) {
    return begun.error();
  }
  std::string body;
  const auto head = ReadHead(exchange, body);
  if (!head) return head.error();
  for (std::string more = exchange.Read(); !more.empty(); more = exchange.Read()) body += more;
  return HttpAnswer{head->status, head->chunked ? Unchunked(body) : body};
}

Result<HttpAnswer> Https::Follow(const HttpRequest& request,
                                 const std::function<bool(const std::string&)>& take) const {
  Exchange exchange;
  if (auto begun = exchange.Begin(host_, port_, authority_file_, request); !begun) {
    return begun.error();
  }
  std::string raw;
  const auto head = ReadHead(exchange, raw);
  if (!head) return head.error();
  std::size_t taken = 0;  // of the decoded body
  while (true) {
    const std::string body = head->chunked ? Unchunked(raw) : raw;
    for (auto end = body.find('\n', taken); end != std::string::npos && head->status == 200;
         end = body.find('\n', taken)) {
      std::string line = body.substr(taken, end - taken);
      if (!line.empty() && line.back() == '\r') line.pop_back();
      taken = end + 1;
      if (!take(line)) return HttpAnswer{head->status, ""};
    }
    const std::string more = exchange.Read();
    if (more.empty()) return HttpAnswer{head->status, head->status == 200 ? "" : body};
    raw += more;
  }
}

}  // namespace kinward::ctl
