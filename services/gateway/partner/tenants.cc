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

// A programme whose places are counted in women is for an adult; every other one is about a child.
Concerned ConcernedBy(const common::v1::ProgrammeVersion& programme) {
  return programme.counts() == common::v1::CAPACITY_UNIT_WOMAN ? Concerned::kAdult
                                                               : Concerned::kChild;
}

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
    fresh.programmes[programme.programme_id()] = {
        programme.takes_referrals() ? ProgrammeState::kOpen : ProgrammeState::kClosed,
        ConcernedBy(programme)};
  }
  fresh.read = Clock::now();
  const std::lock_guard lock{mutex_};
  programmes_[council] = std::move(fresh);
  co_return true;
}

std::optional<ProgrammeAnswer> Tenants::Listed::Find(const std::string& programme) const {
  if (const auto found = programmes.find(programme); found != programmes.end()) {
    return found->second;
  }
  if (!programme.empty()) return std::nullopt;
  ProgrammeAnswer any{ProgrammeState::kOpen, Concerned::kChild};
  for (const auto& [id, one] : programmes) {
    const bool for_adults = one.concerned == Concerned::kAdult;
    if (for_adults && one.state == ProgrammeState::kOpen) any.concerned = Concerned::kChildOrAdult;
  }
  return any;
}

awaitable<ProgrammeAnswer> Tenants::Ask(std::string council, std::string programme) {
  // Kept lists answer for what they hold; what they lack may have been published since.
  for (int attempt = 0; attempt < 2; ++attempt) {
    {
      const std::lock_guard lock{mutex_};
      const auto kept = programmes_.find(council);
      const auto age =
          kept == programmes_.end() ? Clock::duration::max() : Clock::now() - kept->second.read;
      if (age < kKeptMax) {
        if (const auto found = kept->second.Find(programme)) co_return *found;
        if (age < kAskedAgainAfter) break;
      }
    }
    const bool read = co_await ReadProgrammes(council);
    if (!read) co_return ProgrammeAnswer{};
  }
  co_return ProgrammeAnswer{ProgrammeState::kUnknown, Concerned::kChildOrAdult};
}

}  // namespace kinward::gateway
