// The services behind the gateway, by name and bytes. Two real implementations: gRPC channels
// (service_upstream.h) and the fake of the tests.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "libs/rpc/client.h"

namespace kinward::gateway {

// A server-streaming call under way.
class Watching {
 public:
  Watching() = default;
  Watching(const Watching&) = delete;
  Watching& operator=(const Watching&) = delete;
  virtual ~Watching() = default;
  // The next message; an empty text after `at_most` without one; nothing when the stream has ended.
  virtual boost::asio::awaitable<std::optional<std::string>> Next(
      std::chrono::milliseconds at_most) = 0;
  virtual void Cancel() = 0;  // from any thread; Next then returns soon
};

class Upstream {
 public:
  Upstream() = default;
  Upstream(const Upstream&) = delete;
  Upstream& operator=(const Upstream&) = delete;
  virtual ~Upstream() = default;
  // `service` is a peer's name (intake, eligibility, scheduling, outcomes, projection), `method` is
  // "/package.Service/Method". A peer that is not configured answers kUnavailable.
  virtual boost::asio::awaitable<rpc::Answer> Call(std::string service, std::string method,
                                                   rpc::Metadata metadata, std::string request,
                                                   std::chrono::milliseconds deadline) = 0;
  // Null when the service is not configured.
  virtual std::shared_ptr<Watching> Watch(const std::string& service, const std::string& method,
                                          const rpc::Metadata& metadata,
                                          const std::string& request) = 0;
};

}  // namespace kinward::gateway
