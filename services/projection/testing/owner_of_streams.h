// The services that own the streams, for tests: what a hole is filled from.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "services/projection/store/stream_reader.h"
#include "services/projection/testing/stories.h"

namespace kinward::projection {

// Answers from a list of events, as the services that own the streams would.
class OwnerOfStreams : public StreamReader {
 public:
  std::vector<TestEvent> events;
  std::atomic<bool> reachable = true;

  Result<std::vector<common::v1::StoredEvent>> Read(Source source, std::string_view council,
                                                    std::string_view stream, std::int64_t after,
                                                    std::int64_t until) override {
    if (!reachable) return Failure{FailureKind::kRetry, "not there"};
    std::vector<common::v1::StoredEvent> found;
    for (const TestEvent& event : events) {
      if (event.source != source || event.stream != stream || event.version <= after ||
          (until != 0 && event.version > until))
        continue;
      auto& stored = found.emplace_back();
      stored.set_council(std::string(council));
      stored.set_stream(event.stream);
      stored.set_version(event.version);
      stored.set_type(event.type);
      stored.set_id(event.id);
      stored.set_body(event.body);
      stored.mutable_occurred_time()->set_seconds(event.seconds);
    }
    return found;
  }
};

}  // namespace kinward::projection
