// POST /v1/events: from a request to receipts. Order: identity (already checked) → limits → syntax
// → envelope → policy → semantics → intake.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <set>
#include <string>

#include "libs/rpc/jwt.h"
#include "services/gateway/access.h"
#include "services/gateway/partner/cloud_event.h"
#include "services/gateway/partner/fact_book.h"
#include "services/gateway/partner/partners.h"
#include "services/gateway/partner/referral_commands.h"
#include "services/gateway/partner/tenants.h"
#include "services/gateway/upstream.h"

namespace kinward::gateway {

struct PartnerParts {
  Upstream& upstream;
  Tenants& tenants;
  const Partners& partners;
  const FactBook& facts;
  std::string internal_secret;
  std::set<std::string> test_councils;  // whose people may have NHS numbers of the 999 range
};

class EventRoute {
 public:
  explicit EventRoute(PartnerParts parts) : parts_(std::move(parts)) {}
  boost::asio::awaitable<http::Response> Handle(http::Request request, rpc::Claims claims,
                                                Trail trail);

 private:
  struct Receipt;
  struct Sender;
  using Outcome = std::variant<Receipt, Problem>;
  boost::asio::awaitable<Outcome> Take(EventOrProblem event, const Sender& sender);
  boost::asio::awaitable<Outcome> TakeSubmitted(const CloudEvent& event, const Sender& sender);
  boost::asio::awaitable<Outcome> TakeAmended(const CloudEvent& event, const Sender& sender);
  boost::asio::awaitable<Outcome> TakeWithdrawn(const CloudEvent& event, const Sender& sender);
  boost::asio::awaitable<Outcome> Submit(const CloudEvent& event, const Sender& sender,
                                         partner::v1::ReferralSubmitted message,
                                         std::vector<Warning> warnings);
  boost::asio::awaitable<Outcome> Hold(const CloudEvent& event, const Sender& sender,
                                       std::string cause, std::string urgency);
  boost::asio::awaitable<rpc::Answer> Send(const Sender& sender, Uuid command_id,
                                           std::string method, std::string bytes);
  [[nodiscard]] CheckedAs AsOf(const CloudEvent& event, const Sender& sender) const;
  static std::string ReceiptJson(const Receipt& receipt);

  PartnerParts parts_;
};

}  // namespace kinward::gateway
