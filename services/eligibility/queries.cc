#include "services/eligibility/queries.h"

#include <map>
#include <optional>
#include <vector>

#include "kinward/eligibility/v1/service.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/rpc/client.h"
#include "services/eligibility/candidate_question.h"
#include "services/eligibility/describe/response.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/domain/preview.h"
#include "services/eligibility/place_question.h"
#include "services/eligibility/roll_up_question.h"
#include "services/eligibility/what_if_question.h"

namespace kinward::eligibility {
namespace {

using boost::asio::awaitable;

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
  RankByPlace(response);
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

awaitable<host::QueryAnswer> AnswerProgrammes(const host::ServiceParts& parts,
                                              const v1::ListProgrammesRequest& request) {
  const auto today = co_await Today(parts, request.council());
  if (!today) co_return host::StatusOf(today.error());
  co_return host::AnswerWith(ListProgrammes(request, *parts.programmes, *today));
}

// The version in force on the day; its page's words.
awaitable<host::QueryAnswer> AnswerDescribe(const host::ServiceParts& parts,
                                            const v1::DescribeProgrammeRequest& request) {
  const auto today = co_await Today(parts, request.council());
  if (!today) co_return host::StatusOf(today.error());
  const std::string on = request.has_on() ? request.on() : FormatDate(*today);
  describe::Around around;
  const common::v1::ProgrammeVersion* wanted = nullptr;
  for (const auto* version : parts.programmes->InForce(request.council(), on)) {
    if (version->programme_id() == request.programme_id()) {
      wanted = version;
    } else {
      around.others.push_back(version);
    }
  }
  if (wanted == nullptr) {
    co_return rpc::Status{rpc::Code::kNotFound, "this programme is not in force on that day",
                          "PROGRAMME_MUST_BE_IN_FORCE", ""};
  }
  const auto* newest = parts.programmes->Newest(request.council(), request.programme_id());
  for (int number = 1; number <= newest->version(); ++number) {
    const auto* version =
        parts.programmes->Version(request.council(), request.programme_id(), number);
    if (version != nullptr) around.history.push_back(version);
  }
  co_return host::AnswerWith(describe::ResponseOf(*wanted, around));
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
  AddWhatIfQuestion(parts, queries);
  queries[prefix + "ListProgrammes"] = host::TypedQuery<v1::ListProgrammesRequest>(
      [parts](const rpc::Caller&, const v1::ListProgrammesRequest& request) {
        return AnswerProgrammes(parts, request);
      });
  AddCandidateQuestion(parts, queries);
  AddRollUpQuestion(parts, queries);
  queries[prefix + "DescribeProgramme"] = host::TypedQuery<v1::DescribeProgrammeRequest>(
      [parts](const rpc::Caller&, const v1::DescribeProgrammeRequest& request) {
        return AnswerDescribe(parts, request);
      });
}

}  // namespace kinward::eligibility
