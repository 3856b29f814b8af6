// What the edge must know of a council before it takes an event: its clock and its programmes.
// Asked of the services, kept for a few seconds; when they cannot answer, the event is taken
// without (intake and eligibility decide for themselves).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "libs/base/time.h"
#include "services/gateway/partner/people_checks.h"
#include "services/gateway/upstream.h"

namespace kinward::gateway {

enum class ProgrammeState { kOpen, kClosed, kUnknown, kCannotSay };

struct ProgrammeAnswer {
  ProgrammeState state = ProgrammeState::kCannotSay;
  Concerned concerned = Concerned::kChildOrAdult;  // whom a referral to it must name
};

class Tenants {
 public:
  Tenants(Upstream& upstream, std::string internal_secret)
      : upstream_(upstream), internal_secret_(std::move(internal_secret)) {}
  // The council's own time: a manual clock in profile local, else the machine's.
  boost::asio::awaitable<Time> Now(std::string council);
  // An empty `programme` asks of all that take referrals.
  boost::asio::awaitable<ProgrammeAnswer> Ask(std::string council, std::string programme);

 private:
  using Clock = std::chrono::steady_clock;
  struct Listed {
    std::map<std::string, ProgrammeAnswer> programmes;
    Clock::time_point read;
    [[nodiscard]] std::optional<ProgrammeAnswer> Find(const std::string& programme) const;
  };
  boost::asio::awaitable<bool> ReadProgrammes(std::string council);
  [[nodiscard]] rpc::Metadata Asking(const std::string& council) const;

  Upstream& upstream_;
  std::string internal_secret_;
  std::mutex mutex_;
  std::map<std::string, Listed> programmes_;
};

}  // namespace kinward::gateway
