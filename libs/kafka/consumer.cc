#include "libs/kafka/consumer.h"

#include <utility>

#include "libs/base/check.h"
#include "libs/kafka/client.h"
#include "libs/observe/log.h"

namespace kinward::kafka {
namespace {

PartitionList ListOf(const std::vector<TopicOffset>& offsets) {
  PartitionList list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
  for (const TopicOffset& one : offsets) {
    rd_kafka_topic_partition_list_add(list.get(), one.topic.c_str(), one.partition)->offset =
        one.offset;
  }
  return list;
}

}  // namespace

struct Consumer::Client {
  ConsumerSettings settings;
  ConsumerEvents events;
  std::vector<std::int32_t> partitions;
  Handle handle;

  static void OnRebalance(rd_kafka_t* handle, rd_kafka_resp_err_t error,
                          rd_kafka_topic_partition_list_t* list, void* opaque);
  static void OnError(rd_kafka_t* handle, int error, const char* reason, void* opaque);
  void Assigned(std::vector<std::int32_t> ours);
  void Revoked(bool lost);
  void Report(const Failure& failure) const {
    if (events.on_error) events.on_error(failure);
  }
  void Failed(const rd_kafka_message_t& message);
  Result<void> Assign(const std::vector<TopicOffset>& offsets) const;
};

void Consumer::Client::OnRebalance(rd_kafka_t* handle, rd_kafka_resp_err_t error,
                                   rd_kafka_topic_partition_list_t* list, void* opaque) {
  Client& client = *static_cast<Client*>(opaque);
  if (error != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    client.Revoked(rd_kafka_assignment_lost(handle) == 1);
    return;
  }
  std::vector<std::int32_t> ours;
  for (int i = 0; i < list->cnt; ++i) ours.push_back(list->elems[i].partition);
  client.Assigned(std::move(ours));
}

void Consumer::Client::OnError(rd_kafka_t* handle, int error, const char* reason, void* opaque) {
  const auto code = static_cast<rd_kafka_resp_err_t>(error);
  Failure failure = FailureOf(code, reason);
  if (code == RD_KAFKA_RESP_ERR__FATAL) {
    char text[256] = {};
    rd_kafka_fatal_error(handle, text, sizeof text);
    failure.message = text;
  }
  static_cast<const Client*>(opaque)->Report(failure);
}

void Consumer::Client::Assigned(std::vector<std::int32_t> ours) {
  partitions = std::move(ours);
  const Result<std::vector<TopicOffset>> offsets = events.on_assigned(partitions);
  // The client waits for an answer to its call, so a failure assigns an empty list.
  const Result<void> assigned = Assign(offsets ? *offsets : std::vector<TopicOffset>{});
  if (!assigned) Report(assigned.error());
}

void Consumer::Client::Revoked(bool lost) {
  if (!partitions.empty()) events.on_revoked(partitions, lost);
  partitions.clear();
  rd_kafka_assign(handle.get(), nullptr);
}

Result<void> Consumer::Client::Assign(const std::vector<TopicOffset>& offsets) const {
  const rd_kafka_resp_err_t error = rd_kafka_assign(handle.get(), ListOf(offsets).get());
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return FailureOf(error, "assign");
  return {};
}

void Consumer::Client::Failed(const rd_kafka_message_t& message) {
  switch (message.err) {
    case RD_KAFKA_RESP_ERR__PARTITION_EOF:
      return;
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
      events.on_offset_lost(rd_kafka_topic_name(message.rkt), message.partition);
      return;
    case RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED:
      Report({FailureKind::kFenced, "polled too seldom: the group went on without us"});
      return;
    default:
      Report(FailureOf(message.err, "consume"));
  }
}

Result<std::unique_ptr<Consumer>> Consumer::Make(ConsumerSettings settings, ConsumerEvents events) {
  CHECK(!settings.topics.empty());
  CHECK(events.on_assigned && events.on_revoked && events.on_offset_lost);
  const bool grouped = !settings.group.empty();
  Result<Conf> conf =
      Configure(settings.connection,
                {{"group.id", grouped ? settings.group : "kinward-ungrouped"},
                 {"group.instance.id", grouped ? settings.instance : ""},
                 {"enable.auto.commit", "false"},
                 {"enable.auto.offset.store", "false"},
                 {"auto.offset.reset", "error"},  // a silent jump would be lost data
                 {"partition.assignment.strategy", "range"},
                 {"session.timeout.ms", std::to_string(settings.session_timeout.count())},
                 {"heartbeat.interval.ms", "1000"},
                 {"max.poll.interval.ms", "60000"},
                 {"fetch.wait.max.ms", std::to_string(settings.fetch_wait.count())},
                 {"fetch.min.bytes", std::to_string(settings.fetch_bytes_min)},
                 {"fetch.error.backoff.ms", "20"},
                 {"queued.min.messages", std::to_string(settings.queued_messages_min)},
                 {"queued.max.messages.kbytes", std::to_string(settings.queued_kilobytes_max)}});
  if (!conf) return conf.error();
  auto client = std::make_unique<Client>();
  client->settings = std::move(settings);
  client->events = std::move(events);
  rd_kafka_conf_set_opaque(conf->get(), client.get());
  rd_kafka_conf_set_rebalance_cb(conf->get(), &Client::OnRebalance);
  rd_kafka_conf_set_error_cb(conf->get(), &Client::OnError);
  Result<Handle> handle = MakeHandle(RD_KAFKA_CONSUMER, std::move(*conf));
  if (!handle) return handle.error();
  client->handle = std::move(*handle);
  rd_kafka_poll_set_consumer(client->handle.get());
  if (grouped) {
    const PartitionList lead(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(lead.get(), client->settings.topics.front().c_str(),
                                      RD_KAFKA_PARTITION_UA);
    const rd_kafka_resp_err_t error = rd_kafka_subscribe(client->handle.get(), lead.get());
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return FailureOf(error, "subscribe");
  }
  return std::unique_ptr<Consumer>(new Consumer(std::move(client)));
}

Consumer::Consumer(std::unique_ptr<Client> client) : client_(std::move(client)) {}

Consumer::~Consumer() {
  constexpr std::chrono::seconds kCloseMax{5};
  if (client_ && client_->handle && !Close(kCloseMax)) {
    observe::LogWarning("consumer_close_unfinished");
  }
}

Message Consumer::Poll(std::chrono::milliseconds timeout) {
  rd_kafka_message_t* message =
      rd_kafka_consumer_poll(client_->handle.get(), Milliseconds(timeout));
  Message read(message);
  if (message == nullptr || message->err == RD_KAFKA_RESP_ERR_NO_ERROR) return read;
  client_->Failed(*message);
  return {};
}

Result<void> Consumer::Reassign(const std::vector<TopicOffset>& offsets) {
  return client_->Assign(offsets);
}

const std::vector<std::int32_t>& Consumer::partitions() const { return client_->partitions; }

std::optional<Watermarks> Consumer::CachedWatermarks(const std::string& topic,
                                                     std::int32_t partition) const {
  Watermarks marks;
  if (rd_kafka_get_watermark_offsets(client_->handle.get(), topic.c_str(), partition, &marks.low,
                                     &marks.high) != RD_KAFKA_RESP_ERR_NO_ERROR ||
      marks.high < 0) {
    return std::nullopt;
  }
  return marks;
}

Result<void> Consumer::Close(std::chrono::milliseconds timeout) {
  if (!client_->handle) return {};
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  {
    const Queue queue(rd_kafka_queue_new(client_->handle.get()));
    if (rd_kafka_error_t* error =
            rd_kafka_consumer_close_queue(client_->handle.get(), queue.get())) {
      rd_kafka_error_destroy(error);  // closing already, or after a fatal error
    }
    while (rd_kafka_consumer_closed(client_->handle.get()) == 0) {
      if (std::chrono::steady_clock::now() >= deadline) {
        (void)client_.release();  // its threads may still use all of it
        client_ = std::make_unique<Client>();
        return Failure{FailureKind::kRetry, "the consumer did not close in time"};
      }
      // Not rd_kafka_queue_poll_callback: it aborts the process when an error of a partition (a
      // topic deleted under us) or a message is among what is left.
      if (rd_kafka_message_t* left = rd_kafka_consume_queue(queue.get(), 50)) {
        rd_kafka_message_destroy(left);
      }
    }
  }
  rd_kafka_t* closed = client_->handle.release();
  rd_kafka_destroy_flags(closed, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
  return {};
}

}  // namespace kinward::kafka
