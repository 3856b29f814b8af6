// The services as they are: one gRPC channel a peer, addresses from configuration.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "services/gateway/upstream.h"

namespace kinward::gateway {

class ServiceUpstream : public Upstream {
 public:
  // Service name → host:port.
  explicit ServiceUpstream(const std::map<std::string, std::string>& peers);
  ~ServiceUpstream() override;
  boost::asio::awaitable<rpc::Answer> Call(std::string service, std::string method,
                                           rpc::Metadata metadata, std::string request,
                                           std::chrono::milliseconds deadline) override;
  std::shared_ptr<Watching> Watch(const std::string& service, const std::string& method,
                                  const rpc::Metadata& metadata,
                                  const std::string& request) override;

 private:
  struct Peer;
  std::map<std::string, std::unique_ptr<Peer>> peers_;
};

}  // namespace kinward::gateway
