// Reads topics from offsets that the owner keeps. A group is used for assignment only, by one lead
// topic: its partition n stands for partition n of every topic. Used by one thread; the callbacks
// run inside Poll, Reassign or Close on that thread. The sequence of calls is that of
// reference/measured-projection.md: assign with explicit offsets, never seek.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libs/base/result.h"
#include "libs/kafka/message.h"
#include "libs/kafka/record.h"

namespace kinward::kafka {

struct ConsumerSettings {
  Connection connection;
  std::string group{};                // empty: no group; the owner calls Reassign
  std::string instance{};             // static member, e.g. the pod's ordinal; empty: dynamic
  std::vector<std::string> topics{};  // the first leads; all have as many partitions
  std::chrono::milliseconds session_timeout{6'000};
  std::chrono::milliseconds fetch_wait{100};  // for `fetch_bytes_min` to come together
  int fetch_bytes_min = 1;
  int queued_messages_min = 200'000;
  int queued_kilobytes_max = 32'768;
};

// What the owner does when partitions come and go. Every callback must be set but `on_error`.
struct ConsumerEvents {
  // These partitions are ours now (all we have, also those we had before): where to read on, for
  // every topic and partition of them. A Failure leaves nothing assigned: call Reassign later.
  std::function<Result<std::vector<TopicOffset>>(const std::vector<std::int32_t>& partitions)>
      on_assigned;
  // They are ours no more: finish or abandon the work before returning. `lost`: somebody else may
  // have them already, so nothing may be stored.
  std::function<void(const std::vector<std::int32_t>& partitions, bool lost)> on_revoked;
  // The log does not hold the offset asked for (recreated or cut): Reassign, or nothing more comes.
  std::function<void(const std::string& topic, std::int32_t partition)> on_offset_lost;
  // Of the client; kFatal: drop all partitions, destroy the consumer, make another (there is no
  // on_revoked then). A deleted topic is reported here only, as kNotFound.
  std::function<void(const Failure& failure)> on_error;
};

class Consumer {
 public:
  // Subscribes when there is a group. kFatal for settings that cannot be right.
  static Result<std::unique_ptr<Consumer>> Make(ConsumerSettings settings, ConsumerEvents events);
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;
  ~Consumer();  // Close with five seconds, if nobody called it

  // The next message, or none within `timeout`. Call at least every 30 seconds in a group.
  Message Poll(std::chrono::milliseconds timeout);

  // Replaces what is assigned by the full list given; what was fetched ahead is dropped. An empty
  // list stops fetching and stays in the group. There is no pause and resume: beside an assignment
  // they may leave a partition unread for ever (librdkafka issues 2190 and 5591).
  Result<void> Reassign(const std::vector<TopicOffset>& offsets);

  // The partitions assigned now.
  [[nodiscard]] const std::vector<std::int32_t>& partitions() const;
  // From the last fetch, without asking the broker (0.01 ms); none before the first.
  [[nodiscard]] std::optional<Watermarks> CachedWatermarks(const std::string& topic,
                                                           std::int32_t partition) const;

  // Leaves without waiting longer than `timeout`. kRetry: it did not finish (the client is left
  // behind; end the process soon). A static member's partitions wait for its session timeout.
  Result<void> Close(std::chrono::milliseconds timeout);

 private:
  struct Client;
  explicit Consumer(std::unique_ptr<Client> client);
  std::unique_ptr<Client> client_;
};

}  // namespace kinward::kafka
