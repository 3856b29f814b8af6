#include "libs/host/operations.h"

#include <utility>

#include "kinward/common/v1/operations.pb.h"
#include "libs/host/store_check.h"

namespace kinward::host {
namespace {

using boost::asio::awaitable;

constexpr std::int32_t kTimersMax = 500;
constexpr std::int32_t kParkedMax = 500;
constexpr std::int32_t kEventsMax = 500;

awaitable<QueryAnswer> Progress(const OperationsParts& parts) {
  common::v1::ProgressResponse response;
  const eventstore::RelayStatus relay = parts.relay->status();
  parts.relay->Notify();  // who asks will ask again: published_through is then of now
  response.set_service(parts.service);
  response.set_outbox_rows(relay.outbox_rows);
  response.set_outbox_oldest_seconds(std::chrono::duration<double>(relay.oldest_age).count());
  // What is committed and not yet on Kafka is under way too; outbox_rows is counted once a second.
  const bool publishing = relay.state == eventstore::RelayState::kRunning &&
                          parts.runner->newest_position() > relay.published_position;
  response.set_in_flight(parts.runner->in_flight() + (publishing ? 1 : 0));
  *response.mutable_published_through() = ToTimestamp(relay.published_through);
  response.set_relay_state(std::string(eventstore::Name(relay.state)));
  response.set_generation(relay.generation);
  for (const auto& [partition, next] : relay.next_offsets) {
    auto& offset = *response.add_published();
    offset.set_topic(parts.topic);
    offset.set_partition(partition);
    offset.set_next(next);
    offset.set_generation(relay.generation);
  }
  for (auto& offset : parts.reactions->Heard()) *response.add_heard() = std::move(offset);
  response.set_parked(parts.reactions->parked());
  co_return AnswerWith(std::move(response));
}

void AddClock(const OperationsParts& parts, const std::string& prefix, Queries& queries) {
  queries[prefix + "SetClock"] = TypedQuery<common::v1::SetClockRequest>(
      [parts](const rpc::Caller&,
              const common::v1::SetClockRequest& request) -> awaitable<QueryAnswer> {
        const auto set = co_await parts.clock->Set(request.council(), ToTime(request.now()));
        if (!set) co_return StatusOf(set.error());
        co_return AnswerWith(common::v1::SetClockResponse());
      });
  queries[prefix + "GetClock"] = TypedQuery<common::v1::GetClockRequest>(
      [parts](const rpc::Caller&,
              const common::v1::GetClockRequest& request) -> awaitable<QueryAnswer> {
        const auto now = co_await parts.clock->Now(request.council());
        if (!now) co_return StatusOf(now.error());
        common::v1::GetClockResponse response;
        *response.mutable_now() = ToTimestamp(*now);
        response.set_manual(parts.clock->IsManual(request.council()));
        co_return AnswerWith(std::move(response));
      });
}

void AddTimers(const OperationsParts& parts, const std::string& prefix, Queries& queries) {
  queries[prefix + "NextDue"] = TypedQuery<common::v1::NextDueRequest>(
      [parts](const rpc::Caller&,
              const common::v1::NextDueRequest& request) -> awaitable<QueryAnswer> {
        const auto due = co_await parts.store->NextDue(request.council());
        if (!due) co_return StatusOf(due.error());
        common::v1::NextDueResponse response;
        if (*due) *response.mutable_due() = ToTimestamp(**due);
        co_return AnswerWith(std::move(response));
      });
  queries[prefix + "FireDue"] = TypedQuery<common::v1::FireDueRequest>(
      [parts](const rpc::Caller&,
              const common::v1::FireDueRequest& request) -> awaitable<QueryAnswer> {
        const auto fired = co_await parts.timers->FireDue(request.council());
        if (!fired) co_return StatusOf(fired.error());
        common::v1::FireDueResponse response;
        response.set_fired(*fired);
        co_return AnswerWith(std::move(response));
      });
  queries[prefix + "ListTimers"] = TypedQuery<common::v1::ListTimersRequest>(
      [parts](const rpc::Caller&,
              const common::v1::ListTimersRequest& request) -> awaitable<QueryAnswer> {
        const auto limit = request.limit() > 0 ? std::min(request.limit(), kTimersMax) : kTimersMax;
        const auto timers = co_await parts.store->ListTimers(request.council(), limit);
        if (!timers) co_return StatusOf(timers.error());
        common::v1::ListTimersResponse response;
        for (const auto& timer : *timers) {
          auto& entry = *response.add_timers();
          entry.set_stream(timer.stream);
          entry.set_name(timer.name);
          *entry.mutable_due() = ToTimestamp(timer.due);
          entry.set_command(timer.command_type);
        }
        co_return AnswerWith(std::move(response));
      });
}

void AddParked(const OperationsParts& parts, const std::string& prefix, Queries& queries) {
  queries[prefix + "ListParked"] = TypedQuery<common::v1::ListParkedRequest>(
      [parts](const rpc::Caller&, const common::v1::ListParkedRequest&) -> awaitable<QueryAnswer> {
        const auto parked = co_await parts.store->Parked(kParkedMax);
        if (!parked) co_return StatusOf(parked.error());
        common::v1::ListParkedResponse response;
        for (const auto& event : *parked) {
          auto& entry = *response.add_entries();
          entry.set_id(event.id);
          entry.set_topic(event.topic);
          entry.set_partition(event.partition);
          entry.set_offset(event.offset);
          entry.set_key(event.key);
          entry.set_reason(event.reason);
          *entry.mutable_parked_time() = ToTimestamp(event.parked_time);
        }
        co_return AnswerWith(std::move(response));
      });
  queries[prefix + "RetryParked"] = TypedQuery<common::v1::RetryParkedRequest>(
      [parts](const rpc::Caller&,
              const common::v1::RetryParkedRequest& request) -> awaitable<QueryAnswer> {
        auto retried = co_await parts.reactions->RetryParked(request.key());
        if (!retried) co_return StatusOf(retried.error());
        co_return AnswerWith(std::move(*retried));
      });
}

awaitable<QueryAnswer> Verify(const OperationsParts& parts) {
  // Opened here: an in-memory store is copied on its own thread.
  std::shared_ptr<eventstore::StoreAudit> audit = parts.store->OpenAudit();
  // Named, not given in place: g++ 12 destroys such an argument of co_await twice.
  std::function<Result<StoreReport>(const std::atomic<bool>&)> work =
      [audit, registry = parts.registry](const std::atomic<bool>& stopping) {
        return VerifyStore(*registry, *audit, stopping);
      };
  auto report = co_await parts.background->Run(std::move(work));
  if (!report) co_return StatusOf(report.error());
  common::v1::VerifyStoreResponse response;
  response.set_events(report->events);
  response.set_differing(report->differing);
  for (std::string& sentence : report->differences) {
    response.add_differences(std::move(sentence));
  }
  co_return AnswerWith(std::move(response));
}

awaitable<QueryAnswer> Adopt(const OperationsParts& parts) {
  std::function<Result<std::int64_t>(const std::atomic<bool>&)> work =
      [registry = parts.registry, settings = parts.adopt](const std::atomic<bool>& stopping) {
        return AdoptStore(*registry, settings, stopping);
      };
  const auto adopted = co_await parts.background->Run(std::move(work));
  if (!adopted) co_return StatusOf(adopted.error());
  const auto heard = co_await parts.adopted();
  if (!heard) co_return StatusOf(heard.error());
  common::v1::AdoptStoreResponse response;
  response.set_adopted(*adopted);
  co_return AnswerWith(std::move(response));
}

awaitable<QueryAnswer> ReadStream(const OperationsParts& parts,
                                  const common::v1::ReadStreamRequest& request) {
  const auto limit = request.limit() > 0 ? std::min(request.limit(), kEventsMax) : kEventsMax;
  const auto slice = co_await parts.store->Read(request.council(), request.stream(),
                                                request.after_version(), limit);
  if (!slice) co_return StatusOf(slice.error());
  common::v1::ReadStreamResponse response;
  response.set_version(slice->version);
  for (const auto& recorded : slice->events) {
    auto& event = *response.add_events();
    event.set_position(recorded.position);
    event.set_council(recorded.tenant);
    event.set_stream(recorded.stream);
    event.set_version(recorded.version);
    event.set_type(recorded.type);
    event.set_id(recorded.id.ToString());
    event.set_body(recorded.body);
    if (!event.mutable_metadata()->ParseFromString(recorded.metadata)) {
      co_return StatusOf({FailureKind::kCorrupt, "metadata that cannot be read"});
    }
    *event.mutable_occurred_time() = ToTimestamp(recorded.occurred_time);
    *event.mutable_recorded_time() = ToTimestamp(recorded.recorded_time);
  }
  co_return AnswerWith(std::move(response));
}

}  // namespace

void AddOperations(const OperationsParts& parts, const std::string& service_full_name,
                   Queries& queries) {
  const std::string prefix = "kinward.common.v1.OperationsService/";
  queries[prefix + "Progress"] = TypedQuery<common::v1::ProgressRequest>(
      [parts](const rpc::Caller&, const common::v1::ProgressRequest&) { return Progress(parts); });
  AddClock(parts, prefix, queries);
  AddTimers(parts, prefix, queries);
  AddParked(parts, prefix, queries);
  queries[prefix + "Republish"] = TypedQuery<common::v1::RepublishRequest>(
      [parts](const rpc::Caller&, const common::v1::RepublishRequest&) -> awaitable<QueryAnswer> {
        const auto generation = eventstore::RequestRepublication(parts.conninfo, parts.topic);
        if (!generation) co_return StatusOf(generation.error());
        common::v1::RepublishResponse response;
        response.set_generation(*generation);
        co_return AnswerWith(std::move(response));
      });
  queries[prefix + "VerifyStore"] = TypedQuery<common::v1::VerifyStoreRequest>(
      [parts](const rpc::Caller&, const common::v1::VerifyStoreRequest&) { return Verify(parts); });
  queries[prefix + "AdoptStore"] = TypedQuery<common::v1::AdoptStoreRequest>(
      [parts](const rpc::Caller&, const common::v1::AdoptStoreRequest&) { return Adopt(parts); });
  queries[service_full_name + "/ReadStream"] = TypedQuery<common::v1::ReadStreamRequest>(
      [parts](const rpc::Caller&, const common::v1::ReadStreamRequest& request) {
        return ReadStream(parts, request);
      });
}

}  // namespace kinward::host
