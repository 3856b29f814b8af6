// Follows the changes streams of all buckets and tells watchers what has changed; one thread for
// all of them. Changes to one document are told once, however many there were since the watcher
// last looked.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "libs/redis/connection.h"

namespace kinward::projection {

// A place in every bucket's changes stream of one view version: "v3;1700-0,1701-2,…".
struct FeedPosition {
  int version = 0;
  std::vector<std::string> last;  // per bucket
};
std::string FormatPosition(const FeedPosition& position);
bool ParseFeedPosition(const std::string& text, int buckets, FeedPosition& position);

// What one watcher waits for.
class Subscription {
 public:
  struct News {
    std::set<std::string> names;  // "<council> <collection>:<id>"
    bool everything = false;      // the version changed, or too much was missed: take a snapshot
    FeedPosition position;        // what has been told up to and including this
  };
  // Whatever has come since the last call; waits for it at most `wait`.
  News Take(std::chrono::milliseconds wait);

 private:
  friend class ChangeFeed;
  std::string council_;
  std::mutex mutex_;
  std::condition_variable changed_;
  News pending_;
};

class ChangeFeed {
 public:
  ChangeFeed(redis::Endpoint endpoint, std::string prefix, int buckets);

  // Runs until Stop; call it on a thread of its own.
  void Run();
  void Stop() { stopping_ = true; }

  std::shared_ptr<Subscription> Subscribe(const std::string& council);

 private:
  bool Connect();
  Result<void> Step();
  void Tell(const std::set<std::string>& names, bool everything);

  redis::Connection connection_;
  std::string prefix_;
  int buckets_;
  std::mutex mutex_;
  FeedPosition position_;
  std::vector<std::weak_ptr<Subscription>> subscriptions_;
  std::atomic<bool> stopping_{false};
};

}  // namespace kinward::projection
