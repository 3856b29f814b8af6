// One thread for the few works of operations that block (verifying and adopting a store), one after
// the other, so that the service's own thread goes on.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <utility>

#include "libs/base/result.h"

namespace kinward::host {

class Background {
 public:
  Background() = default;
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  ~Background() { Stop(); }

  // Runs `work` on the other thread and resumes on the caller's.
  template <typename T>
  boost::asio::awaitable<Result<T>> Run(std::function<Result<T>(const std::atomic<bool>&)> work) {
    co_return co_await boost::asio::co_spawn(
        pool_.get_executor(), On<T>(std::move(work), stopping_), boost::asio::use_awaitable);
  }
  // Asks the work under way to end, and waits for it.
  void Stop() {
    stopping_ = true;
    pool_.join();
  }

 private:
  template <typename T>
  static boost::asio::awaitable<Result<T>> On(
      std::function<Result<T>(const std::atomic<bool>&)> work, const std::atomic<bool>& stopping) {
    co_return work(stopping);
  }
  std::atomic<bool> stopping_{false};
  boost::asio::thread_pool pool_{1};
};

}  // namespace kinward::host
