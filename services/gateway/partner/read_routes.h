// What partners read: their own referral's closed loop, and which programmes would fit.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "kinward/views/v1/case.pb.h"
#include "services/gateway/partner/event_route.h"

namespace kinward::gateway {

class ReadRoutes {
 public:
  explicit ReadRoutes(PartnerParts parts) : parts_(std::move(parts)) {}
  // GET /v1/referrals/{id}: another sender's is as unknown as one that never was. `segment` is the
  // id as it stood in the path.
  boost::asio::awaitable<http::Response> Referral(std::string segment, rpc::Claims claims,
                                                  Trail trail);
  // POST /v1/preview: stores nothing, identifies nobody.
  boost::asio::awaitable<http::Response> Preview(http::Request request, rpc::Claims claims,
                                                 Trail trail);

 private:
  [[nodiscard]] views::v1::Contact ContactOf(const std::string& council) const;
  boost::asio::awaitable<http::Response> NotYetSeen(std::string referral_id, rpc::Claims claims,
                                                    Trail trail);
  PartnerParts parts_;
};

}  // namespace kinward::gateway
