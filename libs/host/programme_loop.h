// Keeps what deciders know of programmes in step with the store: every event of a programme's
// stream is heard once and in the stream's order, whichever replica wrote it. Its own are heard as
// soon as they are committed; others' by asking for the streams' versions twice a second. One
// thread: the service's io_context.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "libs/base/programmes.h"
#include "libs/eventstore/event_store.h"
#include "libs/host/registry.h"

namespace kinward::host {

class ProgrammeLoop {
 public:
  // What an event changes in what deciders know.
  using Hear =
      std::function<void(ProgrammeCatalogue&, const std::string& council, const Message& event)>;

  // `aggregate`: whose streams carry programmes; empty: none do, and nothing is ever heard.
  ProgrammeLoop(boost::asio::io_context& io, eventstore::EventStore& store,
                const Registry& registry, ProgrammeCatalogue& programmes, std::string aggregate,
                Hear hear);
  void Start();
  void Stop();

  // Hears all that is in the store and was not heard. A stream's events are read first and then
  // heard in one go, so no decision falls between two of them. kCorrupt: one cannot be read; the
  // other streams are heard all the same.
  boost::asio::awaitable<Result<bool>> CatchUp();
  // What this process has committed to a stream that stood at `before`. When another replica wrote
  // to it meanwhile, both are left to CatchUp, which follows at once.
  void Take(const eventstore::StreamHead& before, const Aggregate& aggregate, const Events& events);

 private:
  using StreamKey = std::pair<std::string, std::string>;  // tenant, stream

  boost::asio::awaitable<void> Loop();
  boost::asio::awaitable<Result<bool>> CatchUpWith(eventstore::StreamHead head);
  void HearNext(const StreamKey& stream, std::int64_t version, const Message& event);

  boost::asio::io_context* io_;
  eventstore::EventStore* store_;
  const Registry* registry_;
  ProgrammeCatalogue* programmes_;
  std::string aggregate_;
  Hear hear_;
  std::map<StreamKey, std::int64_t> heard_;  // the version up to which each was heard
  boost::asio::steady_timer pause_;
  bool behind_ = false;
  bool stopping_ = false;
};

}  // namespace kinward::host
