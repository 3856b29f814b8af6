// What the edge asks of referral-intake for one partner's event, beside the event's own command:
// keeping what cannot be taken yet, telling another council, restricting a record, asking who
// somebody might be. Every id follows from the event's, so a retry is the same command.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "kinward/partner/v1/referral.pb.h"
#include "services/gateway/access.h"
#include "services/gateway/partner/cloud_event.h"
#include "services/gateway/partner/notification_commands.h"
#include "services/gateway/partner/referral_commands.h"
#include "services/gateway/upstream.h"

namespace kinward::gateway {

struct HeldBecause {
  std::string cause;    // held_message.proto's words
  std::string urgency;  // routine, urgent, immediate; empty: not said
};

class IntakeCalls {
 public:
  IntakeCalls(Upstream& upstream, std::string internal_secret)
      : upstream_(upstream), internal_secret_(std::move(internal_secret)) {}

  boost::asio::awaitable<rpc::Answer> Send(rpc::Caller caller, Uuid command_id, std::string method,
                                           std::string bytes);
  // Keeps the event in the caller's council until a person has looked at it.
  boost::asio::awaitable<rpc::Answer> Hold(rpc::Caller caller, const CloudEvent& event,
                                           HeldBecause because);
  // Puts it before the people of `council`, whose area it is; false: they could not be told.
  boost::asio::awaitable<bool> Forward(const CloudEvent& event, std::string partner,
                                       std::string council);
  // Keeps everybody named from the eyes of colleagues (category staff-interest); false: not done.
  boost::asio::awaitable<bool> Restrict(const CloudEvent& event, std::string council,
                                        const partner::v1::ReferralSubmitted& message,
                                        std::string referral_id);
  // Row 46: is an identifier known for a person who otherwise differs? No when the
  // answer does not come at once: it never delays a receipt.
  boost::asio::awaitable<bool> IsMismatched(std::string council,
                                            const partner::v1::ReferralSubmitted& message);

  struct Search {
    std::optional<KnownPerson> person;
    bool mismatched = false;  // an identifier agrees, and something does not
  };
  // The person of the sender's own reference if intake knows it, else the one whom an identifier
  // names and nothing speaks against. Nobody for a restricted record, and when the answer does not
  // come in a second. Of several records of one person always the same.
  boost::asio::awaitable<Search> WhoIs(std::string council, const partner::v1::Person& person,
                                       std::optional<KnownPerson> by_reference);
  // For whom this notification was raised; nothing when there is none.
  boost::asio::awaitable<std::optional<KnownPerson>> RaisedFor(std::string council,
                                                               std::string notification_id);

 private:
  boost::asio::awaitable<bool> IsKnown(std::string council, const KnownPerson& person);
  boost::asio::awaitable<rpc::Answer> Ask(std::string council, std::string_view query,
                                          std::string bytes, std::chrono::milliseconds time_max);
  Upstream& upstream_;
  std::string internal_secret_;
};

}  // namespace kinward::gateway
