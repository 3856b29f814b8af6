#include "services/eligibility/candidate_question.h"

#include "kinward/eligibility/v1/service.pb.h"
#include "libs/calendar/calendar.h"
#include "services/eligibility/domain/candidates.h"

namespace kinward::eligibility {
namespace {

using boost::asio::awaitable;

constexpr int kReferralsMax = 10'000;  // of one question

awaitable<host::QueryAnswer> Answer(const host::ServiceParts& parts,
                                    const v1::FindCandidatesRequest& request) {
  auto now = co_await parts.clock->Now(request.council());
  if (!now) co_return host::StatusOf(now.error());
  const std::string on = FormatDate(DateOf(*now));
  const auto* version = parts.programmes->InForce(request.council(), request.programme(), on);
  if (version == nullptr) {
    co_return rpc::Status{rpc::Code::kNotFound, "this programme is not in force today",
                          "PROGRAMME_MUST_BE_IN_FORCE", ""};
  }
  const auto* aggregate = parts.registry->FindAggregate(v1::EligibilityCheckMessages::kAggregate);
  auto streams = co_await parts.store->StreamsOf(std::string(aggregate->name()));
  if (!streams) co_return host::StatusOf(streams.error());
  CandidateSearch search(request, *version, *parts.programmes, on);
  int read = 0;
  for (const auto& head : *streams) {
    if (head.tenant != request.council()) continue;
    if (++read > kReferralsMax) {
      co_return rpc::Status{rpc::Code::kResourceExhausted,
                            "the council has more referrals than one question may read",
                            "REFERRALS_MUST_BE_FEWER", ""};
    }
    auto found = co_await parts.runner->Confirmed(head.tenant, head.stream, aggregate);
    if (!found) co_return host::StatusOf(found.error());
    search.LookAt(head.stream, *static_cast<const EligibilityCheck*>(found->state.get()));
  }
  co_return host::AnswerWith(search.Found());
}

}  // namespace

void AddCandidateQuestion(const host::ServiceParts& parts, host::Queries& queries) {
  queries["kinward.eligibility.v1.EligibilityService/FindCandidates"] =
      host::TypedQuery<v1::FindCandidatesRequest>(
          [parts](const rpc::Caller&, const v1::FindCandidatesRequest& request) {
            return Answer(parts, request);
          });
}

}  // namespace kinward::eligibility
