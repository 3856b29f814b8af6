// GET /v1/views/{view}[/{id}] and GET /v1/live: the live views as staff read them. The projection
// answers each view to the roles that its proto names; here they become JSON and server-sent
// events. What is sealed stays sealed: nothing here or in the projection opens it yet.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "kinward/views/v1/service.pb.h"
#include "services/gateway/access.h"
#include "services/gateway/councils.h"
#include "services/gateway/upstream.h"

namespace kinward::gateway {

class ViewRoute {
 public:
  ViewRoute(Upstream& upstream, const Councils& councils, std::string internal_secret)
      : upstream_(upstream), councils_(councils), internal_secret_(std::move(internal_secret)) {}
  boost::asio::awaitable<http::Response> Get(http::Request request, rpc::Claims claims,
                                             Trail trail);
  // A stream of snapshots and changes; ends with the caller's token.
  http::Response Live(const http::Request& request, const rpc::Claims& claims, const Trail& trail);

 private:
  Upstream& upstream_;
  const Councils& councils_;
  std::string internal_secret_;
};

// The document's members with as_of, stale and next_cursor in front.
std::string ViewJson(const views::v1::View& view);

}  // namespace kinward::gateway
