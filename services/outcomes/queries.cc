#include "services/outcomes/queries.h"

#include "services/outcomes/domain/indicator_reading.h"

namespace kinward::outcomes {
namespace {

boost::asio::awaitable<host::QueryAnswer> AnswerIndicator(const host::ServiceParts& parts,
                                                          const v1::ReadIndicatorRequest& request) {
  const auto* aggregate = parts.registry->FindAggregate(v1::IndicatorMessages::kAggregate);
  auto found =
      co_await parts.runner->Confirmed(request.council(), request.indicator_id(), aggregate);
  if (!found) co_return host::StatusOf(found.error());
  if (found->version == 0 || found->aggregate != aggregate) {
    co_return rpc::Status{rpc::Code::kNotFound, "no such indicator", "INDICATOR_MUST_BE_DEFINED",
                          ""};
  }
  const auto& indicator = *static_cast<const Indicator*>(found->state.get());
  co_return host::AnswerWith(ReadIndicator(indicator, request));
}

}  // namespace

void AddQueries(const host::ServiceParts& parts, host::Queries& queries) {
  queries["kinward.outcomes.v1.OutcomesService/ReadIndicator"] =
      host::TypedQuery<v1::ReadIndicatorRequest>(
          [parts](const rpc::Caller&, const v1::ReadIndicatorRequest& request) {
            return AnswerIndicator(parts, request);
          });
}

}  // namespace kinward::outcomes
