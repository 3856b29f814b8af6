#include "libs/host/programme_loop.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "libs/observe/log.h"

namespace kinward::host {
namespace {

constexpr std::chrono::milliseconds kPause{500};
constexpr std::int32_t kReadPage = 500;

}  // namespace

ProgrammeLoop::ProgrammeLoop(boost::asio::io_context& io, eventstore::EventStore& store,
                             const Registry& registry, ProgrammeCatalogue& programmes,
                             std::string aggregate, Hear hear)
    : io_(&io),
      store_(&store),
      registry_(&registry),
      programmes_(&programmes),
      aggregate_(std::move(aggregate)),
      hear_(std::move(hear)),
      pause_(io) {}

void ProgrammeLoop::Start() {
  if (!aggregate_.empty()) boost::asio::co_spawn(*io_, Loop(), boost::asio::detached);
}

void ProgrammeLoop::Stop() {
  stopping_ = true;
  pause_.cancel();
}

boost::asio::awaitable<void> ProgrammeLoop::Loop() {
  std::string told;  // a failure that lasts is told once
  while (!stopping_) {
    behind_ = false;
    const auto heard = co_await CatchUp();
    const std::string failure = heard ? "" : heard.error().message;
    if (failure != told && !failure.empty() && !stopping_)
      observe::LogWarning("programmes-wait", {{"message", failure}});
    told = failure;
    if (behind_ && heard) continue;  // its own commit came while the streams were read
    pause_.expires_after(kPause);
    boost::system::error_code woken;
    co_await pause_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
  }
}

// Positions become visible out of order, so it is versions that are compared: a stream's are
// committed one after the other.
boost::asio::awaitable<Result<bool>> ProgrammeLoop::CatchUp() {
  if (aggregate_.empty()) co_return true;
  auto heads = co_await store_->StreamsOf(aggregate_);
  if (!heads) co_return heads.error();
  std::optional<Failure> failure;
  for (auto& head : *heads) {
    if (head.version <= heard_[{head.tenant, head.stream}]) continue;
    const auto heard = co_await CatchUpWith(std::move(head));
    if (!heard && !failure) failure = heard.error();
  }
  if (failure) co_return *failure;
  co_return true;
}

boost::asio::awaitable<Result<bool>> ProgrammeLoop::CatchUpWith(eventstore::StreamHead head) {
  const StreamKey key{head.tenant, head.stream};
  std::vector<std::pair<std::int64_t, std::shared_ptr<Message>>> events;
  std::int64_t read = heard_[key];
  while (read < head.version) {
    auto slice = co_await store_->Read(head.tenant, head.stream, read, kReadPage);
    if (!slice) co_return slice.error();
    if (slice->events.empty()) break;
    for (const auto& recorded : slice->events) {
      auto event = registry_->ParseEvent(recorded.type, recorded.body);
      if (event == nullptr)
        co_return Failure{FailureKind::kCorrupt, "an event that cannot be read: " + recorded.type};
      read = recorded.version;
      events.emplace_back(read, std::move(event));
    }
  }
  for (const auto& [version, event] : events) HearNext(key, version, *event);
  co_return true;
}

void ProgrammeLoop::Take(const eventstore::StreamHead& before, const Aggregate& aggregate,
                         const Events& events) {
  if (aggregate_.empty() || aggregate.name() != aggregate_) return;
  const StreamKey key{before.tenant, before.stream};
  std::int64_t version = before.version;
  for (const auto& event : events) HearNext(key, ++version, *event);
  if (heard_[key] >= version) return;
  behind_ = true;
  pause_.cancel();
}

// Only the next of its stream: what was heard already is skipped, and nothing is heard before what
// precedes it.
void ProgrammeLoop::HearNext(const StreamKey& stream, std::int64_t version, const Message& event) {
  std::int64_t& heard = heard_[stream];
  if (version != heard + 1) return;
  hear_(*programmes_, stream.first, event);
  heard = version;
}

}  // namespace kinward::host
