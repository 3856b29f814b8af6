#include "libs/http/testing/loopback.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace kinward::http::testing {

Certificate::Certificate(std::chrono::seconds life) {
  std::string folder = std::filesystem::temp_directory_path() / "kinward-http-XXXXXX";
  folder_ = ::mkdtemp(folder.data());
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -60 - std::abs(life.count()));
  X509_gmtime_adj(X509_getm_notAfter(certificate), life.count());
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_sign(certificate, key, EVP_sha256());
  FILE* file = std::fopen(certificate_file().c_str(), "w");
  PEM_write_X509(file, certificate);
  std::fclose(file);
  file = std::fopen(key_file().c_str(), "w");
  PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
  X509_free(certificate);
  EVP_PKEY_free(key);
}
Certificate::~Certificate() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string Reply::Header(const std::string& name) const {
  const std::string mark = "\r\n" + name + ": ";
  const std::size_t at = head.find(mark);
  if (at == std::string::npos) return {};
  const std::size_t from = at + mark.size();
  return head.substr(from, head.find("\r\n", from) - from);
}

struct Client::Parts {
  int socket = -1;
  SSL_CTX* context = nullptr;
  SSL* tls = nullptr;
  std::string received;
};

Client::Client(std::uint16_t port, const Certificate* shown) : parts_(std::make_unique<Parts>()) {
  std::signal(SIGPIPE, SIG_IGN);
  parts_->socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::connect(parts_->socket, reinterpret_cast<sockaddr*>(&address), sizeof address);
  parts_->context = SSL_CTX_new(TLS_client_method());
  if (shown != nullptr) {
    SSL_CTX_use_certificate_file(parts_->context, shown->certificate_file().c_str(),
                                 SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(parts_->context, shown->key_file().c_str(), SSL_FILETYPE_PEM);
  }
  parts_->tls = SSL_new(parts_->context);
  SSL_set_fd(parts_->tls, parts_->socket);
  SSL_connect(parts_->tls);
}
Client::~Client() {
  SSL_free(parts_->tls);
  SSL_CTX_free(parts_->context);
  ::close(parts_->socket);
}

bool Client::Send(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    ERR_clear_error();
    const int count =
        SSL_write(parts_->tls, bytes.data() + sent, static_cast<int>(bytes.size() - sent));
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

bool Client::ReadMore(std::chrono::steady_clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      until - std::chrono::steady_clock::now());
  if (left.count() <= 0) return false;
  pollfd readable{parts_->socket, POLLIN, 0};
  if (SSL_pending(parts_->tls) == 0 && ::poll(&readable, 1, static_cast<int>(left.count())) <= 0) {
    return false;
  }
  char chunk[16384];
  ERR_clear_error();
  const int count = SSL_read(parts_->tls, chunk, sizeof chunk);
  if (count <= 0) return false;
  parts_->received.append(chunk, static_cast<std::size_t>(count));
  return true;
}

Reply Client::Receive(std::chrono::milliseconds at_most) {
  const auto until = std::chrono::steady_clock::now() + at_most;
  std::string& received = parts_->received;
  Reply reply;
  std::size_t end = 0;
  while ((end = received.find("\r\n\r\n")) == std::string::npos) {
    if (!ReadMore(until)) return {};
  }
  reply.head = received.substr(0, end + 2);
  received.erase(0, end + 4);
  reply.status = std::atoi(reply.head.substr(9, 3).c_str());
  if (reply.status == 100) return Receive(at_most);
  const std::string length = reply.Header("Content-Length");
  const std::size_t size = length.empty() ? 0 : std::stoul(length);
  while (received.size() < size) {
    if (!ReadMore(until)) return {};
  }
  reply.body = received.substr(0, size);
  received.erase(0, size);
  return reply;
}

std::string Client::ReceiveUntil(const std::string& mark, std::chrono::milliseconds at_most) {
  const auto until = std::chrono::steady_clock::now() + at_most;
  while (parts_->received.find(mark) == std::string::npos && ReadMore(until)) {
  }
  return std::exchange(parts_->received, {});
}

bool Client::IsClosed(std::chrono::milliseconds at_most) {
  const auto until = std::chrono::steady_clock::now() + at_most;
  while (ReadMore(until)) {
  }
  return std::chrono::steady_clock::now() < until;
}

}  // namespace kinward::http::testing
