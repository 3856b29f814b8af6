#include "libs/kafka/producer.h"

#include <algorithm>
#include <array>

#include "libs/base/check.h"
#include "libs/kafka/client.h"

namespace kinward::kafka {

// The topic handle is made once per topic: making one per record takes a lock and a search.
struct Producer::Client {
  Handle handle;
  std::string topic_name;
  Topic topic;

  rd_kafka_topic_t* TopicOf(const std::string& name) {
    if (topic_name != name || !topic) {
      topic.reset(rd_kafka_topic_new(handle.get(), name.c_str(), nullptr));
      topic_name = name;
    }
    return topic.get();
  }
  static void OnDelivery(rd_kafka_t* /*handle*/, const rd_kafka_message_t* message,
                         void* /*opaque*/) {
    Batch& batch = *static_cast<Batch*>(message->_private);
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      ++batch.acknowledged_;
      std::int64_t& next = batch.next_[message->partition];
      next = std::max(next, message->offset + 1);
      return;
    }
    if (++batch.failed_ == 1) batch.error_ = rd_kafka_err2str(message->err);
  }
};

Result<std::unique_ptr<Producer>> Producer::Make(const ProducerSettings& settings) {
  Result<Conf> conf = Configure(
      settings.connection,
      {{"enable.idempotence", "true"},
       {"acks", "all"},
       // A record that cannot be delivered stops the producer: none of its partition may overtake.
       {"enable.gapless.guarantee", "true"},
       {"partitioner", "murmur2_random"},
       {"compression.type", "lz4"},
       {"linger.ms", std::to_string(settings.linger.count())},
       {"retry.backoff.ms", "20"},
       {"delivery.timeout.ms", std::to_string(settings.delivery_timeout.count())},
       {"queue.buffering.max.messages", std::to_string(settings.queued_messages_max)}});
  if (!conf) return conf.error();
  rd_kafka_conf_set_dr_msg_cb(conf->get(), &Client::OnDelivery);
  Result<Handle> handle = MakeHandle(RD_KAFKA_PRODUCER, std::move(*conf));
  if (!handle) return handle.error();
  auto client = std::make_unique<Client>();
  client->handle = std::move(*handle);
  return std::unique_ptr<Producer>(new Producer(std::move(client)));
}

Producer::Producer(std::unique_ptr<Client> client) : client_(std::move(client)) {}

Producer::~Producer() {
  rd_kafka_purge(client_->handle.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT |
                                            RD_KAFKA_PURGE_F_NON_BLOCKING);
  client_->topic.reset();
}

Result<int> Producer::WarmUp(const std::string& topic, std::chrono::milliseconds timeout) {
  rd_kafka_topic_t* asked = client_->TopicOf(topic);
  if (asked == nullptr) return FailureOf(rd_kafka_last_error(), "topic " + topic);
  Result<Metadata> metadata = TopicMetadata(client_->handle.get(), topic, timeout);
  if (!metadata) return metadata.error();
  if (!HasLeaders(**metadata)) return Failure{FailureKind::kRetry, topic + " has no leaders"};
  return (*metadata)->topics[0].partition_cnt;
}

Result<void> Producer::Send(const std::string& topic, const OutgoingRecord& record, Batch& batch) {
  CHECK(!record.key.empty());  // else the partition would be a random one
  rd_kafka_topic_t* target = client_->TopicOf(topic);
  if (target == nullptr) return FailureOf(rd_kafka_last_error(), "topic " + topic);
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(record.timestamp.time_since_epoch());
  rd_kafka_headers_t* headers = rd_kafka_headers_new(record.headers.size());
  for (const Header& header : record.headers) {
    rd_kafka_header_add(headers, header.name.data(), static_cast<ssize_t>(header.name.size()),
                        header.value.data(), static_cast<ssize_t>(header.value.size()));
  }
  std::array<rd_kafka_vu_t, 7> parts{};
  parts[0].vtype = RD_KAFKA_VTYPE_RKT;
  parts[0].u.rkt = target;
  parts[1].vtype = RD_KAFKA_VTYPE_KEY;
  parts[1].u.mem.ptr = const_cast<char*>(record.key.data());
  parts[1].u.mem.size = record.key.size();
  parts[2].vtype = RD_KAFKA_VTYPE_VALUE;
  parts[2].u.mem.ptr = const_cast<char*>(record.value.data());
  parts[2].u.mem.size = record.value.size();
  parts[3].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  parts[3].u.i = RD_KAFKA_MSG_F_COPY;
  parts[4].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
  parts[4].u.i64 = milliseconds.count();
  parts[5].vtype = RD_KAFKA_VTYPE_HEADERS;
  parts[5].u.headers = headers;
  parts[6].vtype = RD_KAFKA_VTYPE_OPAQUE;
  parts[6].u.ptr = &batch;
  for (;;) {
    rd_kafka_error_t* error = rd_kafka_produceva(client_->handle.get(), parts.data(), parts.size());
    if (error == nullptr) break;
    const rd_kafka_resp_err_t code = rd_kafka_error_code(error);
    rd_kafka_error_destroy(error);
    if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
      rd_kafka_headers_destroy(headers);
      return Failure{FailureKind::kFatal, "send to " + topic + ": " + rd_kafka_err2str(code)};
    }
    // Bounded: what fills the queue is acknowledged, or fails at the delivery timeout.
    rd_kafka_poll(client_->handle.get(), 5);
  }
  ++batch.sent_;
  return {};
}

void Producer::SignalOn(int descriptor) {
  const std::uint64_t one = 1;
  const Queue queue(rd_kafka_queue_get_main(client_->handle.get()));
  rd_kafka_queue_io_event_enable(queue.get(), descriptor, &one, sizeof one);
}

void Producer::Poll(std::chrono::milliseconds timeout) {
  rd_kafka_poll(client_->handle.get(), Milliseconds(timeout));
}

Result<void> Producer::Await(Batch& batch, std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (!batch.done() && !batch.failed()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return Failure{FailureKind::kRetry, "acknowledgements are late"};
    Poll(std::min(left, std::chrono::milliseconds(100)));
  }
  if (batch.failed()) return Failure{FailureKind::kFatal, batch.error()};
  return {};
}

std::string Producer::FatalError() const {
  std::array<char, 256> text{};
  if (rd_kafka_fatal_error(client_->handle.get(), text.data(), text.size()) ==
      RD_KAFKA_RESP_ERR_NO_ERROR) {
    return {};
  }
  return text.data();
}

int PartitionOf(std::string_view key, int partitions) {
  return rd_kafka_msg_partitioner_murmur2(nullptr, key.data(), key.size(), partitions, nullptr,
                                          nullptr);
}

}  // namespace kinward::kafka
