// What a ReactionLoop cannot hear now: kept aside in order, until somebody asks for it again.
#include <set>

#include "libs/host/reaction_loop.h"
#include "libs/observe/log.h"

namespace kinward::host {

boost::asio::awaitable<Result<void>> ReactionLoop::Park(const kafka::Record& record,
                                                        const common::v1::StoredEvent& event,
                                                        std::string reason) {
  eventstore::ParkedEvent parked;
  parked.topic = record.topic;
  parked.partition = record.partition;
  parked.offset = record.offset;
  parked.key = record.key;
  parked.reason = reason;
  parked.headers = event.SerializeAsString();
  auto stored = co_await store_->Park(std::move(parked));
  if (!stored) co_return stored.error();
  parked_keys_.insert(record.key);
  ++parked_count_;
  observe::LogError("event-parked",
                    {{"topic", record.topic}, {"offset", record.offset}, {"reason", reason}});
  co_return Result<void>{};
}

boost::asio::awaitable<Result<common::v1::RetryParkedResponse>> ReactionLoop::RetryParked(
    std::string key) {
  common::v1::RetryParkedResponse response;
  auto parked = co_await store_->Parked(100'000);
  if (!parked) co_return parked.error();
  std::set<std::string> stuck;
  for (const auto& entry : *parked) {
    if ((!key.empty() && entry.key != key) || stuck.contains(entry.key)) continue;
    common::v1::StoredEvent event;
    const bool readable = event.ParseFromString(entry.headers) && Uuid::Parse(event.id());
    const auto done = readable ? co_await ReactAll(event)
                               : Result<void>(Failure{FailureKind::kCorrupt, "cannot be read"});
    if (!done) {
      stuck.insert(entry.key);
      continue;
    }
    auto removed = co_await store_->Unpark(entry.id);
    if (!removed) co_return removed.error();
    --parked_count_;
    response.set_released(response.released() + 1);
  }
  parked_keys_.clear();
  parked = co_await store_->Parked(100'000);
  if (!parked) co_return parked.error();
  for (const auto& entry : *parked) parked_keys_.insert(entry.key);
  response.set_still_parked(static_cast<int>(parked->size()));
  co_return response;
}

}  // namespace kinward::host
