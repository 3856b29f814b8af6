#include "services/eligibility/roll_up_question.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "kinward/eligibility/v1/service.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/host/background.h"
#include "services/eligibility/domain/roll_up_totals.h"
#include "services/eligibility/what_if/one_programme.h"

namespace kinward::eligibility {
namespace {

using boost::asio::awaitable;

constexpr int kYearsMax = 5;
constexpr std::int32_t kEventsAPage = 500;

using Response = Result<v1::RollUpTotalsResponse>;

// Folds the checks of the councils that are counted, one after the other.
class CheckReader {
 public:
  CheckReader(const host::Registry& registry, std::string programme, RollUpTotals& totals)
      : registry_(&registry),
        aggregate_(registry.FindAggregate(v1::EligibilityCheckMessages::kAggregate)),
        decided_type_(registry.TypeOf(v1::EligibilityDecided())),
        programme_(std::move(programme)),
        totals_(&totals) {}

  Result<void> Hear(const eventstore::AuditedEvent& event) {
    if (event.aggregate != aggregate_->name() || !Counts(event.tenant)) return {};
    if (event.tenant != council_ || event.stream != stream_) {
      Settle();
      council_ = event.tenant;
      stream_ = event.stream;
      check_ = aggregate_->Empty();
    }
    auto read = Read(event);
    if (read == nullptr) return Failure{FailureKind::kCorrupt, "an event that cannot be read"};
    check_ = aggregate_->Fold(std::move(check_), {std::move(read)});
    return {};
  }
  // The last check has been heard to its end.
  void Settle() {
    if (check_ == nullptr) return;
    totals_->Count(council_, *static_cast<const EligibilityCheck*>(check_.get()));
    check_ = nullptr;
  }
  // Nobody who is counted comes after this council.
  [[nodiscard]] bool IsBehindAll(const std::string& council) const {
    return totals_->scope().councils.empty() || *totals_->scope().councils.rbegin() < council;
  }

 private:
  [[nodiscard]] bool Counts(const std::string& council) const {
    return totals_->scope().councils.contains(council);
  }
  // A decision holds an answer in words for each programme; only this one's is read.
  [[nodiscard]] std::shared_ptr<host::Message> Read(const eventstore::AuditedEvent& event) const {
    if (event.type != decided_type_) return registry_->ParseEvent(event.type, event.body);
    auto decided = ReadOneProgramme(event.body, programme_);
    if (!decided) return nullptr;
    return std::make_shared<v1::EligibilityDecided>(std::move(*decided));
  }

  const host::Registry* registry_;
  const host::Aggregate* aggregate_;
  const std::string decided_type_;
  const std::string programme_;
  RollUpTotals* totals_;
  std::string council_;
  std::string stream_;
  host::Aggregate::State check_;  // null: none is being heard
};

// Blocks; looks at `stopping` between pages.
Response CountAll(eventstore::StoreAudit& store, const host::Registry& registry,
                  const v1::RollUpTotalsRequest& request, RollUpTotals totals,
                  const std::atomic<bool>& stopping) {
  CheckReader reader(registry, request.programme(), totals);
  while (!stopping) {
    const auto page = store.NextEvents(kEventsAPage);
    if (!page) return page.error();
    bool over = page->empty();
    for (const auto& event : *page) {
      over = reader.IsBehindAll(event.tenant);
      if (over) break;
      if (auto heard = reader.Hear(event); !heard) return heard.error();
    }
    if (!over) continue;
    reader.Settle();
    return totals.Shown();
  }
  return Failure{FailureKind::kRetry, "the service is stopping"};
}

rpc::Status Invalid(const std::string& message, const std::string& reason) {
  return {rpc::Code::kInvalidArgument, message, reason, ""};
}

std::optional<rpc::Status> FaultOf(const v1::RollUpTotalsRequest& request) {
  const auto from = ParseDate(request.from());
  const auto until = ParseDate(request.until());
  if (!from || !until || *until < *from) {
    return Invalid("the last day lies before the first", "PERIOD_MUST_END_AFTER_IT_BEGINS");
  }
  if (*until >= AddYears(*from, kYearsMax)) {
    return Invalid("ask for five years at most", "PERIOD_MUST_BE_FIVE_YEARS_AT_MOST");
  }
  return std::nullopt;
}

// The programme as each council's own stream tells it, by council.
using Streams = std::map<std::string, host::CachedStream>;
awaitable<Result<Streams>> ReadProgrammes(const host::ServiceParts& parts,
                                          const std::string& programme) {
  const auto* aggregate = parts.registry->FindAggregate(v1::ProgrammeMessages::kAggregate);
  auto all = co_await parts.store->StreamsOf(std::string(aggregate->name()));
  if (!all) co_return all.error();
  Streams found;
  for (const auto& head : *all) {
    if (head.stream != programme) continue;
    auto read = co_await parts.runner->Confirmed(head.tenant, head.stream, aggregate);
    if (!read) co_return read.error();
    found.emplace(head.tenant, std::move(*read));
  }
  co_return found;
}

awaitable<host::QueryAnswer> Answer(const host::ServiceParts& parts,
                                    std::shared_ptr<host::Background> background,
                                    const v1::RollUpTotalsRequest& request) {
  if (auto fault = FaultOf(request)) co_return *fault;
  const auto streams = co_await ReadProgrammes(parts, request.programme());
  if (!streams) co_return host::StatusOf(streams.error());
  std::map<std::string, const Programme*> programmes;
  for (const auto& [council, stream] : *streams) {
    programmes[council] = static_cast<const Programme*>(stream.state.get());
  }
  const auto own = programmes.find(request.council());
  if (own == programmes.end() || own->second->digests.empty()) {
    co_return rpc::Status{rpc::Code::kNotFound, "your council has not published this programme",
                          "PROGRAMME_MUST_BE_PUBLISHED", ""};
  }
  RollUpScope scope = ScopeOf(request.council(), programmes);
  if (!scope.Granted()) {
    co_return rpc::Status{rpc::Code::kPermissionDenied,
                          "no council that shares this programme lets yours see its totals",
                          "ROLL_UP_MUST_BE_GRANTED", ""};
  }
  std::shared_ptr<eventstore::StoreAudit> store = parts.store->OpenAudit();
  // Named, not given in place: g++ 12 destroys such an argument of co_await twice.
  std::function<Response(const std::atomic<bool>&)> work =
      [store, registry = parts.registry, request,
       totals = RollUpTotals(request, std::move(scope))](const std::atomic<bool>& stopping) {
        return CountAll(*store, *registry, request, totals, stopping);
      };
  auto response = co_await background->Run(std::move(work));
  if (!response) co_return host::StatusOf(response.error());
  co_return host::AnswerWith(std::move(*response));
}

}  // namespace

void AddRollUpQuestion(const host::ServiceParts& parts, host::Queries& queries) {
  auto background = std::make_shared<host::Background>();
  queries["kinward.eligibility.v1.EligibilityService/RollUpTotals"] =
      host::TypedQuery<v1::RollUpTotalsRequest>(
          [parts, background](const rpc::Caller&, const v1::RollUpTotalsRequest& request) {
            return Answer(parts, background, request);
          });
}

}  // namespace kinward::eligibility
