// For tests only: a TCP proxy before PostgreSQL that loses answers, stalls or hangs up on command.
// Two threads per connection; not for load.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "libs/base/check.h"

namespace kinward::eventstore {

class FaultProxy {
 public:
  enum class Mode {
    kPass,
    kLoseAnswer,  // waits for the server's answer, drops it and hangs up
    kStall,       // takes what the client sends and passes nothing on
    kGone,        // hangs up at once, on everyone
  };

  FaultProxy(std::string host, int port) : host_(std::move(host)), port_(port) {
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = Address("127.0.0.1", 0);
    CHECK(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    CHECK(listen(listener_, 64) == 0);
    socklen_t size = sizeof(address);
    CHECK(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    own_port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { Accept(); });
  }
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;
  ~FaultProxy() {
    stopping_ = true;
    Sever();
    accepting_.join();
    for (std::thread& thread : threads_) thread.join();
    for (const int open : sockets_) close(open);
    close(listener_);
  }

  [[nodiscard]] int port() const { return own_port_; }
  void Set(Mode mode) {
    mode_ = mode;
    if (mode == Mode::kGone) Sever();
  }

 private:
  static sockaddr_in Address(const std::string& host, int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    CHECK(inet_pton(AF_INET, host.c_str(), &address.sin_addr) == 1);
    return address;
  }

  void Sever() {
    const std::lock_guard lock(mutex_);
    for (const int open : sockets_) shutdown(open, SHUT_RDWR);
  }

  void Accept() {
    while (!stopping_) {
      pollfd waiting{listener_, POLLIN, 0};
      if (poll(&waiting, 1, 20) != 1) continue;
      const int client = accept(listener_, nullptr, nullptr);
      if (client < 0) continue;
      if (mode_ == Mode::kGone) {
        close(client);
        continue;
      }
      const int server = socket(AF_INET, SOCK_STREAM, 0);
      sockaddr_in address = Address(host_, port_);
      CHECK(connect(server, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
      const std::lock_guard lock(mutex_);
      sockets_.insert(sockets_.end(), {client, server});
      threads_.emplace_back([=, this] { Copy(client, server, false); });
      threads_.emplace_back([=, this] { Copy(server, client, true); });
    }
  }

  void Copy(int from, int to, bool answers) {
    std::array<char, 65536> buffer{};
    for (;;) {
      const ssize_t count = recv(from, buffer.data(), buffer.size(), 0);
      if (count <= 0 || (answers && mode_ == Mode::kLoseAnswer)) break;
      if (!answers && mode_ == Mode::kStall) continue;
      if (send(to, buffer.data(), static_cast<std::size_t>(count), MSG_NOSIGNAL) != count) break;
    }
    shutdown(from, SHUT_RDWR);
    shutdown(to, SHUT_RDWR);
  }

  std::string host_;
  int port_;
  int own_port_ = 0;
  int listener_ = -1;
  std::atomic<Mode> mode_ = Mode::kPass;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::thread accepting_;
};

}  // namespace kinward::eventstore
