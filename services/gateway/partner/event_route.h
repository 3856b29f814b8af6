// POST /v1/events: from a request to receipts. Order: identity (already checked) → limits → syntax
// → envelope → policy → semantics → intake.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "libs/rpc/jwt.h"
#include "services/gateway/access.h"
#include "services/gateway/councils.h"
#include "services/gateway/partner/cloud_event.h"
#include "services/gateway/partner/fact_book.h"
#include "services/gateway/partner/intake_calls.h"
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
  const Councils& councils;
  std::string internal_secret;
};

class EventRoute {
 public:
  explicit EventRoute(PartnerParts parts)
      : parts_(std::move(parts)), intake_(parts_.upstream, parts_.internal_secret) {}
  boost::asio::awaitable<http::Response> Handle(http::Request request, rpc::Claims claims,
                                                Trail trail);

 private:
  struct Receipt {
    int status = 202;
    std::string receipt;
    std::string referral;  // empty: held, there is none yet
    std::vector<Warning> warnings;
  };
  struct Sender {
    rpc::Claims claims;
    const Partner* partner = nullptr;
    Trail trail;
    Time now;  // the council's
  };
  using Outcome = std::variant<Receipt, Problem>;
  boost::asio::awaitable<Outcome> Take(EventOrProblem event, const Sender& sender);
  boost::asio::awaitable<Outcome> TakeSubmitted(const CloudEvent& event, const Sender& sender);
  boost::asio::awaitable<Outcome> TakeAmended(const CloudEvent& event, const Sender& sender);
  boost::asio::awaitable<Outcome> TakeWithdrawn(const CloudEvent& event, const Sender& sender);
  boost::asio::awaitable<Outcome> TakeNotified(const CloudEvent& event, const Sender& sender);
  boost::asio::awaitable<Outcome> TakeAttended(const CloudEvent& event, const Sender& sender);
  boost::asio::awaitable<Outcome> TakeLegalStatus(const CloudEvent& event, const Sender& sender);
  // Whom intake knows by the sender's reference or by an identifier.
  boost::asio::awaitable<std::optional<KnownPerson>> PersonOf(const CloudEvent& event,
                                                              const Sender& sender,
                                                              const partner::v1::Person& person,
                                                              const std::string& reference);
  boost::asio::awaitable<Outcome> Record(const CloudEvent& event, const Sender& sender,
                                         std::string method, std::string bytes);
  boost::asio::awaitable<rpc::Answer> Raise(const Sender& sender, const EventIds& ids,
                                            const intake::v1::RaiseNotification& command);
  boost::asio::awaitable<Outcome> TakeReported(const CloudEvent& event, const Sender& sender);
  boost::asio::awaitable<Outcome> Submit(const CloudEvent& event, const Sender& sender,
                                         const partner::v1::ReferralSubmitted& message,
                                         std::vector<Warning> warnings);
  boost::asio::awaitable<void> Tell(const CloudEvent& event, const Sender& sender,
                                    const partner::v1::ReferralSubmitted& message,
                                    Receipt& receipt);
  // What the agreement says against this event decides it: kept when the agreement has ended or
  // the matter presses, else refused (rows 36 and 37). Nothing: it may be taken.
  boost::asio::awaitable<std::optional<Outcome>> Disagreed(const CloudEvent& event,
                                                           const Sender& sender,
                                                           partner::v1::Urgency urgency);
  // A programme that takes no referrals here: kept when the matter presses, else refused (row 35).
  // Nothing: it may be asked for, or nobody can say now.
  boost::asio::awaitable<std::optional<Outcome>> Unserved(const CloudEvent& event,
                                                          const Sender& sender,
                                                          ProgrammeState state,
                                                          partner::v1::Urgency urgency);
  boost::asio::awaitable<Outcome> Hold(const CloudEvent& event, const Sender& sender,
                                       HeldBecause because);
  void Warn(const partner::v1::ReferralSubmitted& message, const Sender& sender,
            std::vector<Warning>& warnings) const;
  void WarnToRing(partner::v1::Urgency urgency, const Sender& sender,
                  std::vector<Warning>& warnings) const;
  [[nodiscard]] rpc::Caller CallerOf(const Sender& sender) const;
  [[nodiscard]] CheckedAs AsOf(const CloudEvent& event, const Sender& sender) const;
  static std::string ReceiptJson(const Receipt& receipt);

  PartnerParts parts_;
  IntakeCalls intake_;
};

}  // namespace kinward::gateway
