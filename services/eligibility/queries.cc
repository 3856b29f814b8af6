#include "services/eligibility/queries.h"

#include <map>
#include <optional>
#include <vector>

#include "kinward/eligibility/v1/service.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/rpc/client.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/domain/preview.h"
#include "services/eligibility/place_question.h"

namespace kinward::eligibility {
namespace {

using boost::asio::awaitable;

constexpr std::int32_t kEventsAPage = 100;
constexpr std::size_t kReferralsMax = 10'000;  // of one question

awaitable<Result<LocalDate>> Today(const host::ServiceParts& parts, const std::string& council) {
  auto now = co_await parts.clock->Now(council);
  if (!now) co_return now.error();
  co_return DateOf(*now);
}

awaitable<host::QueryAnswer> AnswerPreview(const host::ServiceParts& parts,
                                           std::shared_ptr<PlaceQuestion> places,
                                           const v1::PreviewRequest& request) {
  const auto today = co_await Today(parts, request.council());
  if (!today) co_return host::StatusOf(today.error());
  v1::PreviewResponse response = Preview(request, *parts.programmes, *today);
  co_await places->Fill(request, response);
  co_return host::AnswerWith(std::move(response));
}

awaitable<host::QueryAnswer> AnswerExplain(const host::ServiceParts& parts,
                                           const v1::ExplainRequest& request) {
  const auto* aggregate = parts.registry->FindAggregate(v1::EligibilityCheckMessages::kAggregate);
  auto found =
      co_await parts.runner->Confirmed(request.council(), request.referral_id(), aggregate);
  if (!found) co_return host::StatusOf(found.error());
  if (found->version == 0 || found->aggregate != aggregate) {
    co_return rpc::Status{rpc::Code::kNotFound, "this referral was not checked",
                          "REFERRAL_MUST_BE_CHECKED", ""};
  }
  const auto& check = *static_cast<const EligibilityCheck*>(found->state.get());
  co_return host::AnswerWith(Explain(request, check, !check.erased.empty()));
}

// The decisions of one referral that fall into the period asked about.
awaitable<Result<bool>> Collect(const host::ServiceParts& parts, const v1::WhatIfRequest& request,
                                const std::string& stream,
                                std::vector<v1::EligibilityDecided>& decided) {
  std::int64_t after = 0;
  std::optional<v1::EligibilityDecided> last;
  while (true) {
    auto slice = co_await parts.store->Read(request.council(), stream, after, kEventsAPage);
    if (!slice) co_return slice.error();
    if (slice->events.empty()) break;
    for (const auto& recorded : slice->events) {
      after = recorded.version;
      const auto event = parts.registry->ParseEvent(recorded.type, recorded.body);
      if (event == nullptr || event->GetDescriptor() != v1::EligibilityDecided::descriptor())
        continue;
      last = static_cast<const v1::EligibilityDecided&>(*event);
    }
  }
  const bool from = last && (!request.has_from() || last->on() >= request.from());
  if (from && (!request.has_until() || last->on() <= request.until())) {
    decided.push_back(std::move(*last));
  }
  co_return true;
}

awaitable<host::QueryAnswer> AnswerWhatIf(const host::ServiceParts& parts,
                                          const v1::WhatIfRequest& request) {
  auto streams =
      co_await parts.store->StreamsOf(std::string(v1::EligibilityCheckMessages::kAggregate));
  if (!streams) co_return host::StatusOf(streams.error());
  std::vector<v1::EligibilityDecided> decided;
  for (const auto& [council, stream] : *streams) {
    if (council != request.council()) continue;
    const auto collected = co_await Collect(parts, request, stream, decided);
    if (!collected) co_return host::StatusOf(collected.error());
    if (decided.size() > kReferralsMax) {
      co_return rpc::Status{rpc::Code::kInvalidArgument, "name a shorter period",
                            "PERIOD_MUST_BE_SHORTER", ""};
    }
  }
  co_return host::AnswerWith(WhatIf(request.draft(), request.council(), decided));
}

awaitable<host::QueryAnswer> AnswerProgrammes(const host::ServiceParts& parts,
                                              const v1::ListProgrammesRequest& request) {
  const auto today = co_await Today(parts, request.council());
  if (!today) co_return host::StatusOf(today.error());
  co_return host::AnswerWith(ListProgrammes(request, *parts.programmes, *today));
}

}  // namespace

void AddQueries(const host::ServiceParts& parts, host::Queries& queries) {
  const std::string prefix = "kinward.eligibility.v1.EligibilityService/";
  auto places = std::make_shared<PlaceQuestion>(parts.config->peers.at("scheduling"),
                                                parts.config->internal_secret);
  queries[prefix + "Preview"] = host::TypedQuery<v1::PreviewRequest>(
      [parts, places](const rpc::Caller&, const v1::PreviewRequest& request) {
        return AnswerPreview(parts, places, request);
      });
  queries[prefix + "Explain"] = host::TypedQuery<v1::ExplainRequest>(
      [parts](const rpc::Caller&, const v1::ExplainRequest& request) {
        return AnswerExplain(parts, request);
      });
  queries[prefix + "WhatIf"] = host::TypedQuery<v1::WhatIfRequest>(
      [parts](const rpc::Caller&, const v1::WhatIfRequest& request) {
        return AnswerWhatIf(parts, request);
      });
  queries[prefix + "ListProgrammes"] = host::TypedQuery<v1::ListProgrammesRequest>(
      [parts](const rpc::Caller&, const v1::ListProgrammesRequest& request) {
        return AnswerProgrammes(parts, request);
      });
}

}  // namespace kinward::eligibility
