#include "services/gateway/live/event_stream.h"

#include <utility>

#include "kinward/views/v1/service.pb.h"
#include "libs/rpc/json_writer.h"
#include "services/gateway/access.h"
#include "services/gateway/live/view_route.h"

namespace kinward::gateway {
namespace {

constexpr std::chrono::seconds kHeartbeat{15};

std::string EventOf(const views::v1::WatchedChange& change) {
  return "id: " + change.id() + "\nevent: " + (change.snapshot() ? "snapshot" : "change") +
         "\ndata: {\"view\":" + rpc::Quoted(change.watched().view()) +
         ",\"id\":" + rpc::Quoted(change.watched().id()) +
         ",\"document\":" + ViewJson(change.view()) + "}\n\n";
}

}  // namespace

boost::asio::awaitable<std::optional<std::string>> EventStream::Next() {
  if (!std::exchange(opened_, true)) co_return "retry: 3000\n\n";
  if (closed_ || WallNow() > until_) co_return std::nullopt;
  const auto bytes = co_await watching_->Next(kHeartbeat);
  if (!bytes || closed_) co_return std::nullopt;
  views::v1::WatchedChange change;
  if (bytes->empty() || !change.ParseFromString(*bytes)) co_return ": still here\n\n";
  co_return EventOf(change);
}

void EventStream::Close() {
  if (!closed_.exchange(true)) watching_->Cancel();
}

}  // namespace kinward::gateway
