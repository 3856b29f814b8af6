// For tests: answers by method name, and remembers what it was asked.
#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "services/gateway/upstream.h"

namespace kinward::gateway {

class FakeUpstream : public Upstream {
 public:
  using Answerer = std::function<rpc::Answer(const rpc::Metadata&, const std::string& request)>;
  struct Asked {
    std::string method;
    rpc::Metadata metadata;
    std::string request;
  };

  void On(const std::string& method, Answerer answerer) {
    const std::lock_guard lock{mutex_};
    answerers_[method] = std::move(answerer);
  }
  std::vector<Asked> asked(const std::string& method) {
    const std::lock_guard lock{mutex_};
    std::vector<Asked> found;
    for (const Asked& one : asked_) {
      if (one.method == method) found.push_back(one);
    }
    return found;
  }
  boost::asio::awaitable<rpc::Answer> Call(std::string /*service*/, std::string method,
                                           rpc::Metadata metadata, std::string request,
                                           std::chrono::milliseconds /*deadline*/) override {
    ++arrived;
    while (stalled) {  // without holding up the thread, which serves others
      boost::asio::steady_timer pause{co_await boost::asio::this_coro::executor,
                                      std::chrono::milliseconds{2}};
      co_await pause.async_wait(boost::asio::use_awaitable);
    }
    const std::lock_guard lock{mutex_};
    asked_.push_back({method, metadata, request});
    const auto found = answerers_.find(method);
    if (found != answerers_.end()) co_return found->second(metadata, request);
    rpc::Answer answer;
    answer.status.code = rpc::Code::kUnavailable;
    co_return answer;
  }
  std::shared_ptr<Watching> Watch(const std::string& /*service*/, const std::string& /*method*/,
                                  const rpc::Metadata& /*metadata*/,
                                  const std::string& /*request*/) override {
    return watching;
  }
  std::shared_ptr<Watching> watching;
  std::atomic<bool> stalled = false;  // while true no call is answered
  std::atomic<int> arrived = 0;

 private:
  std::mutex mutex_;
  std::map<std::string, Answerer> answerers_;
  std::vector<Asked> asked_;
};

}  // namespace kinward::gateway
