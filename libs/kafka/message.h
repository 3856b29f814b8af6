// One message read from the log, held without copying: every view lives as long as the Message.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "libs/base/time.h"
#include "libs/kafka/record.h"

struct rd_kafka_message_s;  // rdkafka.h stays inside this library

namespace kinward::kafka {

// Headers beyond this many are not seen; Kinward's records carry 15.
inline constexpr std::size_t kHeadersMax = 32;

class Message {
 public:
  Message() = default;  // nothing was there to read
  explicit Message(rd_kafka_message_s* message);
  explicit operator bool() const { return message_ != nullptr; }

  [[nodiscard]] std::string_view topic() const;
  [[nodiscard]] std::int32_t partition() const;
  [[nodiscard]] std::int64_t offset() const;
  [[nodiscard]] std::string_view key() const;
  [[nodiscard]] std::string_view value() const;
  [[nodiscard]] Time timestamp() const;

  // Fills `room` with the headers in their order and returns the part it used. Parsed once by the
  // client; nothing is allocated here.
  std::span<const Header> headers(std::span<Header, kHeadersMax> room) const;
  [[nodiscard]] Record Copy() const;

 private:
  struct Destroy {
    void operator()(rd_kafka_message_s* message) const;
  };
  std::unique_ptr<rd_kafka_message_s, Destroy> message_;
};

}  // namespace kinward::kafka
