// ViewService as plain functions: Get, List and Watch. Blocking; call them on worker threads, as
// many at once as you like. main.cc maps failures: kNotFound → NOT_FOUND, kFatal → INVALID_ARGUMENT
// (the message names the field), kRetry → UNAVAILABLE (Redis is gone or the views are being
// rebuilt), the rest → INTERNAL. Not here: who may ask, opening of sealed details.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "kinward/views/v1/service.pb.h"
#include "services/projection/server/as_of.h"
#include "services/projection/server/change_feed.h"
#include "services/projection/server/view_composer.h"

namespace kinward::projection {

struct ViewServerSettings {
  redis::Endpoint redis;
  std::string prefix;
  int buckets = 12;
};

class ViewServer;

// One watcher's stream. One thread.
class ViewWatch {
 public:
  // What has changed since the last call; waits at most `wait` for something (none: send a
  // heartbeat). The first call answers the snapshot, or, for a known Last-Event-ID, what changed
  // since then.
  Result<std::vector<views::v1::WatchedChange>> Next(std::chrono::milliseconds wait);

 private:
  friend class ViewServer;
  struct Watched {
    views::v1::WatchedView view;
    std::vector<std::string> depends_on;
    std::string etag;
  };
  ViewWatch(ViewServer& server, const views::v1::WatchViews& request, Asker asker);
  Result<bool> Resume(const std::string& last_id);
  void Mark(const std::set<std::string>& names);
  Result<void> Answer(Watched& watched, std::vector<views::v1::WatchedChange>& changes);

  ViewServer& server_;
  std::string council_;
  Asker asker_;
  std::string last_id_;
  std::shared_ptr<Subscription> subscription_;
  std::vector<Watched> watched_;
  std::set<std::size_t> due_;
  bool snapshot_ = true;
  bool started_ = false;
};

class ViewServer {
 public:
  // `now` answers a tenant's time; `feed` and `as_of` are run by main.cc. `streams` is asked for a
  // case's past, from any thread. All outlive the server.
  ViewServer(ViewServerSettings settings, std::function<Time(const std::string& council)> now,
             ChangeFeed& feed, AsOf& as_of, StreamReader& streams);

  Result<views::v1::View> Get(const views::v1::GetView& request, const Asker& asker = {});
  Result<views::v1::View> List(const views::v1::ListView& request, const Asker& asker = {});
  std::unique_ptr<ViewWatch> Watch(const views::v1::WatchViews& request, const Asker& asker = {});

  // Once a second, from main.cc's ticker: moves as-of on by what the views have read.
  Result<void> AdvanceAsOf();

 private:
  friend class ViewWatch;
  class Lease;  // a reader of the pool, given back at the end of its scope
  Result<bool> AwaitToken(ViewReader& reader, const std::string& after);
  void Finish(Composed& composed, bool stale, int version) const;
  Result<Composed> ComposeWith(const ViewRequest& request, const std::string& after);

  ViewServerSettings settings_;
  std::function<Time(const std::string&)> now_;
  ChangeFeed& feed_;
  AsOf& as_of_;
  StreamReader& streams_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<ViewReader>> idle_;
};

}  // namespace kinward::projection
