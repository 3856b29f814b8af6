#include "libs/host/stream_queue.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace kinward::host {

boost::asio::awaitable<StreamQueue::Turn> StreamQueue::Enter(std::string tenant,
                                                             std::string stream) {
  std::string key = std::move(tenant) + '\n' + stream;
  const auto [entry, first] = waiting_.try_emplace(key);
  if (!first) {
    auto timer =
        std::make_shared<boost::asio::steady_timer>(co_await boost::asio::this_coro::executor);
    timer->expires_at(boost::asio::steady_timer::time_point::max());
    entry->second.push_back(timer);
    boost::system::error_code woken;  // cancelled: the turn is ours
    co_await timer->async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
  }
  co_return Turn(this, std::move(key));
}

void StreamQueue::Leave(const std::string& key) {
  const auto found = waiting_.find(key);
  if (found->second.empty()) {
    waiting_.erase(found);
    return;
  }
  const Waiter next = found->second.front();
  found->second.pop_front();
  next->cancel();
}

}  // namespace kinward::host
