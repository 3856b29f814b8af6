#include "services/eligibility/what_if_question.h"

#include <functional>
#include <memory>

#include "kinward/eligibility/v1/check.pb.h"
#include "libs/host/background.h"
#include "services/eligibility/what_if/recorded_tally.h"

namespace kinward::eligibility {
namespace {

using boost::asio::awaitable;

awaitable<host::QueryAnswer> Answer(const host::ServiceParts& parts,
                                    std::shared_ptr<host::Background> background,
                                    const v1::WhatIfRequest& request) {
  // Opened and copied here, on the service's own thread; of what it knows, only licences are asked.
  std::shared_ptr<eventstore::StoreAudit> store = parts.store->OpenAudit();
  const ProgrammeCatalogue programmes =
      request.draft().has_licence() ? *parts.programmes : ProgrammeCatalogue();
  // Named, not given in place: g++ 12 destroys such an argument of co_await twice.
  std::function<Result<v1::WhatIfResponse>(const std::atomic<bool>&)> work =
      [store, programmes, request,
       type = parts.registry->TypeOf(v1::EligibilityDecided())](const std::atomic<bool>& stopping) {
        return TallyRecorded(*store, type, request, programmes, stopping);
      };
  auto response = co_await background->Run(std::move(work));
  if (!response) co_return host::StatusOf(response.error());
  co_return host::AnswerWith(std::move(*response));
}

}  // namespace

void AddWhatIfQuestion(const host::ServiceParts& parts, host::Queries& queries) {
  auto background = std::make_shared<host::Background>();
  queries["kinward.eligibility.v1.EligibilityService/WhatIf"] = host::TypedQuery<v1::WhatIfRequest>(
      [parts, background](const rpc::Caller&, const v1::WhatIfRequest& request) {
        return Answer(parts, background, request);
      });
}

}  // namespace kinward::eligibility
