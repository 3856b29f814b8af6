#include "services/projection/peers.h"

#include <algorithm>

#include "kinward/common/v1/operations.pb.h"
#include "libs/rpc/caller.h"

namespace kinward::projection {
namespace {

constexpr std::chrono::milliseconds kReadDeadline{2000};
constexpr std::chrono::milliseconds kAskDeadline{500};
constexpr std::chrono::milliseconds kClockAgeMax{500};
const std::string kOperations = "/kinward.common.v1.OperationsService/";

// intake → IntakeService
std::string ServiceOf(Source source) {
  std::string name(NameOf(source));
  std::string service = "/kinward." + name + ".v1.";
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return service + name + "Service/";
}

Time SystemTime() {
  return std::chrono::time_point_cast<Time::duration>(std::chrono::system_clock::now());
}

}  // namespace

Peers::Peers(const config::Service& config) : secret_(config.internal_secret) {
  for (std::size_t i = 0; i < kSources; ++i) {
    clients_.at(i) =
        std::make_unique<rpc::Client>(config.peers.at(std::string(kSourceNames.at(i))));
  }
}

rpc::Answer Peers::Call(Source source, const std::string& method, std::string_view council,
                        const std::string& request, std::chrono::milliseconds deadline) {
  rpc::Caller caller;
  caller.actor = {"system", "projection", {}};
  caller.council = std::string(council);
  return clients_.at(static_cast<std::size_t>(source))
      ->CallAndWait(method, rpc::MetadataOf(caller, secret_), request, deadline);
}

Result<std::vector<common::v1::StoredEvent>> Peers::Read(Source source, std::string_view council,
                                                         std::string_view stream,
                                                         std::int64_t after_version,
                                                         std::int64_t until_version) {
  std::vector<common::v1::StoredEvent> events;
  while (true) {
    common::v1::ReadStreamRequest request;
    request.set_council(std::string(council));
    request.set_stream(std::string(stream));
    request.set_after_version(events.empty() ? after_version : events.back().version());
    const auto answer = Call(source, ServiceOf(source) + "ReadStream", council,
                             request.SerializeAsString(), kReadDeadline);
    if (!answer.status.ok()) return Failure{FailureKind::kRetry, answer.status.message};
    common::v1::ReadStreamResponse response;
    if (!response.ParseFromString(answer.response))
      return Failure{FailureKind::kCorrupt, "an unreadable stream"};
    for (auto& event : *response.mutable_events()) {
      if (until_version != 0 && event.version() > until_version) return events;
      events.push_back(std::move(event));
    }
    const std::int64_t last =
        until_version == 0 ? response.version() : std::min(response.version(), until_version);
    if (response.events().empty() || events.back().version() >= last) return events;
  }
}

Result<Published> Peers::Ask(Source source) {
  const auto answer = Call(source, kOperations + "Progress", "",
                           common::v1::ProgressRequest().SerializeAsString(), kAskDeadline);
  if (!answer.status.ok()) return Failure{FailureKind::kRetry, answer.status.message};
  common::v1::ProgressResponse response;
  if (!response.ParseFromString(answer.response))
    return Failure{FailureKind::kCorrupt, "an unreadable progress"};
  Published published;
  published.through = ToTime(response.published_through());
  for (const auto& offset : response.published())
    published.next[offset.partition()] = offset.next();
  return published;
}

Time Peers::Now(const std::string& council) {
  const auto now = std::chrono::steady_clock::now();
  {
    const std::lock_guard lock(mutex_);
    const auto known = clocks_.find(council);
    if (known != clocks_.end() && now - known->second.asked < kClockAgeMax) {
      return known->second.is_manual ? known->second.manual : SystemTime();
    }
  }
  common::v1::GetClockRequest request;
  request.set_council(council);
  const auto answer = Call(Source::kIntake, kOperations + "GetClock", council,
                           request.SerializeAsString(), kAskDeadline);
  common::v1::GetClockResponse response;
  if (!answer.status.ok() || !response.ParseFromString(answer.response)) return SystemTime();
  const std::lock_guard lock(mutex_);
  clocks_[council] = {now, ToTime(response.now()), response.manual()};
  return response.manual() ? ToTime(response.now()) : SystemTime();
}

}  // namespace kinward::projection
