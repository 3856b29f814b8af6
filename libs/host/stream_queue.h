// Commands of one process queue per stream, first come first served, so that two of them rarely
// meet in the store. A courtesy, not a guarantee: the store's expected version is. One thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>

namespace kinward::host {

class StreamQueue {
 public:
  // Holds the stream's turn until destroyed.
  class Turn {
   public:
    Turn(StreamQueue* queue, std::string key) : queue_(queue), key_(std::move(key)) {}
    Turn(Turn&& other) noexcept : queue_(other.queue_), key_(std::move(other.key_)) {
      other.queue_ = nullptr;
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (queue_ != nullptr) queue_->Leave(key_);
    }

   private:
    StreamQueue* queue_;
    std::string key_;
  };

  boost::asio::awaitable<Turn> Enter(std::string tenant, std::string stream);

 private:
  using Waiter = std::shared_ptr<boost::asio::steady_timer>;
  void Leave(const std::string& key);
  std::unordered_map<std::string, std::deque<Waiter>> waiting_;  // an entry: somebody has the turn
};

}  // namespace kinward::host
