// The plain types of the log: what is sent, what is read, where it lies.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libs/base/time.h"

namespace kinward::kafka {

// How to reach the cluster. `settings` are librdkafka's own (TLS, SASL); they win over ours.
struct Connection {
  std::string brokers;      // host:port, comma separated
  std::string client_id{};  // names us in the broker's log
  std::map<std::string, std::string> settings{};
};

// A header that somebody else owns.
struct Header {
  std::string_view name;
  std::string_view value;
};

// What is sent: views of the caller's bytes, copied before Send returns.
struct OutgoingRecord {
  std::string_view key;
  std::string_view value;
  std::span<const Header> headers;
  Time timestamp;  // stored as the record's time, in milliseconds
};

// A record with bytes of its own, for the few that are kept.
struct Record {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  std::string key;
  std::string value;
  std::vector<std::pair<std::string, std::string>> headers;
  Time timestamp;
  // The first header of this name; empty when there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const {
    for (const auto& [key_of, value_of] : headers) {
      if (key_of == name) return value_of;
    }
    return {};
  }
};

// Where to read on in one partition: `offset` is the next to read.
struct TopicOffset {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  bool operator==(const TopicOffset&) const = default;
};

// The first offset there is, and the one the next record will get.
struct Watermarks {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

}  // namespace kinward::kafka
