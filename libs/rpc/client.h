// Calls another Kinward service by method name and bytes. One channel a peer, reconnecting by
// itself (back-off 100 ms to 1 s). Every call has a deadline.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libs/rpc/status.h"

namespace kinward::rpc {

using Metadata = std::vector<std::pair<std::string, std::string>>;

struct Answer {
  Status status;
  std::string response;
};

class Client {
 public:
  explicit Client(const std::string& target);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // `method` is "/package.Service/Method". `done` runs on a gRPC thread and must not block. While
  // the peer is unreachable the call waits for it inside its deadline.
  void Call(const std::string& method, const Metadata& metadata, const std::string& request,
            std::chrono::milliseconds deadline, std::function<void(Answer)> done);
  // The same, resuming on the awaiting coroutine's executor.
  boost::asio::awaitable<Answer> Call(std::string method, Metadata metadata, std::string request,
                                      std::chrono::milliseconds deadline);
  // For tools and tests: waits on the calling thread.
  Answer CallAndWait(const std::string& method, const Metadata& metadata,
                     const std::string& request, std::chrono::milliseconds deadline);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace kinward::rpc
