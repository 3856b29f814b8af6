// POST /{package}.{Service}/{Method}: Connect's unary JSON for every RPC of every context,
// transcoded from the linked descriptors. Not here: what a command means; the services authorise
// and decide.
#pragma once

#include <google/protobuf/descriptor.h>

#include <boost/asio/awaitable.hpp>
#include <string>

#include "services/gateway/access.h"
#include "services/gateway/partner/fact_book.h"
#include "services/gateway/upstream.h"

namespace kinward::gateway {

class ConnectRoute {
 public:
  ConnectRoute(Upstream& upstream, const FactBook& facts, std::string internal_secret)
      : upstream_(upstream), facts_(facts), internal_secret_(std::move(internal_secret)) {}
  boost::asio::awaitable<http::Response> Handle(http::Request request, rpc::Claims claims,
                                                Trail trail);
  // The RPC that a path names, if staff may call it; null otherwise.
  static const google::protobuf::MethodDescriptor* Find(const std::string& path);

 private:
  Upstream& upstream_;
  const FactBook& facts_;
  std::string internal_secret_;
};

// Which service serves a package: "kinward.views.v1" → "projection", "kinward.intake.v1" →
// "intake".
std::string ServiceOf(const google::protobuf::MethodDescriptor& method);
// Connect's error body and status for a refused call.
http::Response ConnectError(const rpc::Status& status, const std::string& correlation_id);

}  // namespace kinward::gateway
