#include "services/scheduling/queries.h"

#include "kinward/scheduling/v1/service.pb.h"
#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/availability.h"

namespace kinward::scheduling {
namespace {

using boost::asio::awaitable;

constexpr int kWithinDays = 14;

// The state of a shared stream; null when there is none of that kind.
template <typename State>
awaitable<Result<std::shared_ptr<const State>>> StateOf(const host::ServiceParts& parts,
                                                        const std::string& council,
                                                        const std::string& id) {
  const auto* aggregate = parts.registry->FindAggregate(State::Messages::kAggregate);
  auto found = co_await parts.runner->Confirmed(council, id, aggregate);
  if (!found) co_return found.error();
  if (found->version == 0 || found->aggregate != aggregate)
    co_return std::shared_ptr<const State>{};
  co_return std::static_pointer_cast<const State>(found->state);
}

awaitable<host::QueryAnswer> Availability(const host::ServiceParts& parts,
                                          const v1::AvailabilityRequest& request) {
  auto now = co_await parts.clock->Now(request.council());
  if (!now) co_return host::StatusOf(now.error());
  Period period{DateOf(*now), request.has_within_days() ? request.within_days() : kWithinDays};
  if (const auto from = ParseDate(request.from())) period.from = *from;
  v1::AvailabilityResponse response;
  for (const std::string& id : request.pool_ids()) {
    auto pool = co_await StateOf<Pool>(parts, request.council(), id);
    if (!pool) co_return host::StatusOf(pool.error());
    auto& place = *response.add_places();
    place.set_id(id);
    if (*pool) place = AvailabilityOf(**pool, id, period);
  }
  for (const std::string& id : request.setting_ids()) {
    auto setting = co_await StateOf<Setting>(parts, request.council(), id);
    if (!setting) co_return host::StatusOf(setting.error());
    auto& place = *response.add_places();
    place.set_id(id);
    if (*setting) place = AvailabilityOf(**setting, id, period, *now);
  }
  co_return host::AnswerWith(std::move(response));
}

}  // namespace

void AddQueries(const host::ServiceParts& parts, host::Queries& queries) {
  queries["kinward.scheduling.v1.SchedulingService/Availability"] =
      host::TypedQuery<v1::AvailabilityRequest>(
          [parts](const rpc::Caller&, const v1::AvailabilityRequest& request) {
            return Availability(parts, request);
          });
}

}  // namespace kinward::scheduling
