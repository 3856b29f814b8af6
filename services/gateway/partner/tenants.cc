#include "services/gateway/partner/tenants.h"

#include "kinward/common/v1/operations.pb.h"
#include "kinward/eligibility/v1/service.pb.h"
#include "services/gateway/access.h"

namespace kinward::gateway {
namespace {

using boost::asio::awaitable;
constexpr std::chrono::milliseconds kAskTimeMax{500};
constexpr std::chrono::seconds kKeptMax{30};
constexpr std::chrono::seconds kAskedAgainAfter{1};

}  // namespace

rpc::Metadata Tenants::Asking(const std::string& council) const {
  rpc::Caller caller;
  caller.actor = {"system", "gateway", {}};
  caller.council = council;
  return rpc::MetadataOf(caller, internal_secret_);
}

awaitable<Time> Tenants::Now(std::string council) {
  common::v1::GetClockRequest request;
  request.set_council(council);
  std::string bytes = request.SerializeAsString();
  rpc::Metadata metadata = Asking(council);
  const rpc::Answer answer =
      co_await upstream_.Call("intake", "/kinward.common.v1.OperationsService/GetClock",
                              std::move(metadata), std::move(bytes), kAskTimeMax);
  common::v1::GetClockResponse clock;
  const bool manual =
      answer.status.ok() && clock.ParseFromString(answer.response) && clock.manual();
  co_return manual ? ToTime(clock.now()) : WallNow();
}

awaitable<bool> Tenants::ReadProgrammes(std::string council) {
  eligibility::v1::ListProgrammesRequest request;
  request.set_council(council);
  std::string bytes = request.SerializeAsString();
  rpc::Metadata metadata = Asking(council);
  const rpc::Answer answer = co_await upstream_.Call(
      "eligibility", "/kinward.eligibility.v1.EligibilityService/ListProgrammes",
      std::move(metadata), std::move(bytes), kAskTimeMax);
  eligibility::v1::ListProgrammesResponse listed;
  if (!answer.status.ok() || !listed.ParseFromString(answer.response)) co_return false;
  Listed fresh;
  for (const auto& programme : listed.programmes()) {
    fresh.takes_referrals[programme.programme_id()] = programme.takes_referrals();
  }
  fresh.read = Clock::now();
  const std::lock_guard lock{mutex_};
  programmes_[council] = std::move(fresh);
  co_return true;
}

awaitable<ProgrammeState> Tenants::StateOf(std::string council, std::string programme) {
  // Kept lists answer for what they hold; what they lack may have been published since.
  for (int attempt = 0; attempt < 2; ++attempt) {
    {
      const std::lock_guard lock{mutex_};
      const auto kept = programmes_.find(council);
      const auto age =
          kept == programmes_.end() ? Clock::duration::max() : Clock::now() - kept->second.read;
      if (age < kKeptMax) {
        const auto found = kept->second.takes_referrals.find(programme);
        if (found != kept->second.takes_referrals.end()) {
          co_return found->second ? ProgrammeState::kOpen : ProgrammeState::kClosed;
        }
        if (age < kAskedAgainAfter) co_return ProgrammeState::kUnknown;
      }
    }
    const bool read = co_await ReadProgrammes(council);
    if (!read) co_return ProgrammeState::kCannotSay;
  }
  co_return ProgrammeState::kUnknown;
}

}  // namespace kinward::gateway
