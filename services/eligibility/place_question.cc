#include "services/eligibility/place_question.h"

#include <map>
#include <utility>

#include "kinward/scheduling/v1/service.pb.h"
#include "libs/rpc/caller.h"

namespace kinward::eligibility {
namespace {

constexpr std::chrono::milliseconds kDeadline{300};
constexpr int kWithinDays = 28;

}  // namespace

PlaceQuestion::PlaceQuestion(const std::string& scheduling, std::string internal_secret)
    : client_(scheduling), internal_secret_(std::move(internal_secret)) {}

boost::asio::awaitable<void> PlaceQuestion::Fill(const v1::PreviewRequest& request,
                                                 v1::PreviewResponse& response) {
  scheduling::v1::AvailabilityRequest question;
  question.set_council(request.council());
  if (request.has_on()) question.set_from(request.on());
  question.set_within_days(request.has_within_days() ? request.within_days() : kWithinDays);
  for (const auto& programme : response.programmes()) {
    if (!programme.pool_id().empty()) question.add_pool_ids(programme.pool_id());
    if (!programme.setting_id().empty()) question.add_setting_ids(programme.setting_id());
  }
  if (question.pool_ids().empty() && question.setting_ids().empty()) co_return;
  rpc::Caller caller;
  caller.actor = {"system", "eligibility/preview", {}};
  caller.council = request.council();
  const auto answer = co_await client_.Call("/kinward.scheduling.v1.SchedulingService/Availability",
                                            rpc::MetadataOf(caller, internal_secret_),
                                            question.SerializeAsString(), kDeadline);
  scheduling::v1::AvailabilityResponse places;
  if (!answer.status.ok() || !places.ParseFromString(answer.response)) co_return;
  std::map<std::string, const scheduling::v1::PlaceAvailability*> by_id;
  for (const auto& place : places.places()) by_id[place.id()] = &place;
  for (auto& programme : *response.mutable_programmes()) {
    const auto found =
        by_id.find(programme.pool_id().empty() ? programme.setting_id() : programme.pool_id());
    if (found == by_id.end() || !found->second->known()) continue;
    programme.mutable_place()->set_available(found->second->available());
    programme.mutable_place()->set_expected_by(found->second->expected_by());
  }
}

}  // namespace kinward::eligibility
