// Changes of views as server-sent events: `id` resumes by Last-Event-ID, a comment every 15 s keeps
// the line open (edge.md §8).
#pragma once

#include <atomic>
#include <memory>

#include "libs/base/time.h"
#include "libs/http/message.h"
#include "services/gateway/upstream.h"

namespace kinward::gateway {

class EventStream : public http::Stream {
 public:
  // Ends at `until`: a stream does not outlive its caller's token.
  EventStream(std::shared_ptr<Watching> watching, Time until)
      : watching_(std::move(watching)), until_(until) {}
  boost::asio::awaitable<std::optional<std::string>> Next() override;
  void Close() override;

 private:
  std::shared_ptr<Watching> watching_;
  Time until_;
  bool opened_ = false;
  std::atomic<bool> closed_{false};
};

}  // namespace kinward::gateway
