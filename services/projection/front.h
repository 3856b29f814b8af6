// The projection's gRPC side: ViewService and its own Progress; each view is for the roles that
// its proto names. Calls are answered on a pool of
// threads, because reading Redis blocks; a watch holds one of a second pool.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <string>

#include "libs/rpc/caller.h"
#include "libs/rpc/server.h"
#include "services/projection/limits.h"
#include "services/projection/server/view_server.h"
#include "services/projection/store/projector.h"

namespace kinward::projection {

struct FrontSettings {
  std::string internal_secret;
  std::string topic_prefix;
  redis::Endpoint redis;
  std::string prefix;  // of the keys
  int buckets = 12;
};

class Front {
 public:
  Front(FrontSettings settings, ViewServer& views);
  void Take(rpc::Call call);
  void TakeStream(rpc::Stream stream);
  void Stop();

 private:
  void Answer(rpc::Call& call, const rpc::Caller& caller);
  void Progress(rpc::Call& call);
  void ListParked(rpc::Call& call);
  void RebuildViews(rpc::Call& call);
  void ViewsStatus(rpc::Call& call);
  void Follow(const rpc::Stream& stream, const rpc::Caller& caller);

  FrontSettings settings_;
  ViewServer& views_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> watching_ = 0;
  boost::asio::thread_pool workers_{kViewWorkers};
  boost::asio::thread_pool watchers_{32};
};

}  // namespace kinward::projection
