// The one handler behind the TLS server: which route a request takes, and who may take it.
#pragma once

#include <memory>
#include <string>

#include "libs/http/message.h"
#include "services/gateway/access.h"
#include "services/gateway/admission.h"
#include "services/gateway/connect/connect_route.h"
#include "services/gateway/live/view_route.h"
#include "services/gateway/partner/event_route.h"
#include "services/gateway/partner/read_routes.h"
#include "services/gateway/partner/token_route.h"

namespace kinward::gateway {

struct GatewayParts {
  Upstream& upstream;
  rpc::TokenKey token_key;
  Partners partners;
  FactBook facts;
  Councils councils;
  std::string internal_secret;
  config::Limits limits;  // 0: no limit
};

class Gateway : public http::Handler {
 public:
  explicit Gateway(GatewayParts parts);
  boost::asio::awaitable<http::Response> Handle(http::Request request) override;
  http::Response Refuse(const http::WireFault& fault) override;
  void HandshakeFailed(const std::string& why) override;

 private:
  boost::asio::awaitable<http::Response> Route(http::Request request, Trail trail);
  boost::asio::awaitable<http::Response> RouteOpen(http::Request request, Trail trail);
  boost::asio::awaitable<http::Response> RoutePrivate(http::Request request, Trail trail);
  [[nodiscard]] std::optional<Problem> TooMany(RateLimit& limit, const std::string& key) const;
  [[nodiscard]] http::Response Answer(const Problem& problem, const http::Request& request,
                                      const Trail& trail, const std::string& council) const;

  Upstream& upstream_;
  Partners partners_;
  FactBook facts_;
  Councils councils_;
  Admission admission_;
  rpc::UsedAssertions used_assertions_;
  Access access_;
  Tenants tenants_;
  EventRoute events_;
  ReadRoutes reads_;
  ConnectRoute connect_;
  ViewRoute views_;
};

}  // namespace kinward::gateway
