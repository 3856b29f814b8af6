#include "libs/kafka/message.h"

#include <librdkafka/rdkafka.h>

#include <array>
#include <chrono>

namespace kinward::kafka {

Message::Message(rd_kafka_message_s* message) : message_(message) {}

void Message::Destroy::operator()(rd_kafka_message_s* message) const {
  rd_kafka_message_destroy(message);
}

std::string_view Message::topic() const { return rd_kafka_topic_name(message_->rkt); }
std::int32_t Message::partition() const { return message_->partition; }
std::int64_t Message::offset() const { return message_->offset; }
std::string_view Message::key() const {
  return {static_cast<const char*>(message_->key), message_->key_len};
}
std::string_view Message::value() const {
  return {static_cast<const char*>(message_->payload), message_->len};
}

Time Message::timestamp() const {
  rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  return Time(std::chrono::milliseconds(rd_kafka_message_timestamp(message_.get(), &type)));
}

std::span<const Header> Message::headers(std::span<Header, kHeadersMax> room) const {
  rd_kafka_headers_t* parsed = nullptr;
  if (rd_kafka_message_headers(message_.get(), &parsed) != RD_KAFKA_RESP_ERR_NO_ERROR) return {};
  std::size_t count = 0;
  for (; count < kHeadersMax; ++count) {
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    if (rd_kafka_header_get_all(parsed, count, &name, &value, &size) !=
        RD_KAFKA_RESP_ERR_NO_ERROR) {
      break;
    }
    room[count] = {name, {static_cast<const char*>(value), size}};
  }
  return room.first(count);
}

Record Message::Copy() const {
  Record record{std::string(topic()), partition(),      offset(),   std::string(key()),
                std::string(value()), {} /* headers */, timestamp()};
  std::array<Header, kHeadersMax> room;
  for (const Header& header : headers(room)) {
    record.headers.emplace_back(header.name, header.value);
  }
  return record;
}

}  // namespace kinward::kafka
