#include "libs/kafka/admin.h"

#include <algorithm>
#include <array>
#include <thread>

#include "libs/kafka/client.h"
#include "libs/kafka/message.h"

namespace kinward::kafka {
namespace {

using Deadline = std::chrono::steady_clock::time_point;

Deadline After(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }

// Asks again every 50 ms until it answers something else than kRetry, or the deadline.
template <typename Ask>
auto AskUntil(Deadline deadline, const Ask& ask) -> decltype(ask()) {
  for (;;) {
    auto answer = ask();
    if (answer || answer.error().kind != FailureKind::kRetry ||
        std::chrono::steady_clock::now() >= deadline) {
      return answer;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

struct DestroyEvent {
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
};
using Event = std::unique_ptr<rd_kafka_event_t, DestroyEvent>;
struct DestroyNewTopic {
  void operator()(rd_kafka_NewTopic_t* topic) const { rd_kafka_NewTopic_destroy(topic); }
};
struct DestroyDeleteTopic {
  void operator()(rd_kafka_DeleteTopic_t* topic) const { rd_kafka_DeleteTopic_destroy(topic); }
};

Result<void> TopicResult(const rd_kafka_topic_result_t** topics, std::size_t count,
                         const std::string& doing) {
  for (std::size_t i = 0; i < count; ++i) {
    const rd_kafka_resp_err_t error = rd_kafka_topic_result_error(topics[i]);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return FailureOf(error, doing);
  }
  return {};
}

Result<Event> Answer(rd_kafka_queue_t* queue, const std::string& doing) {
  Event event(rd_kafka_queue_poll(queue, Milliseconds(Admin::kTimeout)));
  if (!event) return Failure{FailureKind::kRetry, doing + ": no answer"};
  if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return FailureOf(rd_kafka_event_error(event.get()), doing);
  }
  return event;
}

Result<Handle> Reader(const Connection& connection) {
  Result<Conf> conf = Configure(connection, {{"group.id", "kinward-ungrouped"},
                                             {"enable.auto.commit", "false"},
                                             {"auto.offset.reset", "error"},
                                             {"fetch.wait.max.ms", "10"}});
  if (!conf) return conf.error();
  Result<Handle> handle = MakeHandle(RD_KAFKA_CONSUMER, std::move(*conf));
  if (handle) rd_kafka_poll_set_consumer(handle->get());
  return handle;
}

// Reads one record at each offset.
Result<std::vector<Record>> ReadAt(const Connection& connection,
                                   const std::vector<TopicOffset>& offsets) {
  std::vector<Record> records;
  if (offsets.empty()) return records;
  Result<Handle> reader = Reader(connection);
  if (!reader) return reader.error();
  const PartitionList list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
  for (const TopicOffset& one : offsets) {
    rd_kafka_topic_partition_list_add(list.get(), one.topic.c_str(), one.partition)->offset =
        one.offset;
  }
  if (const auto error = rd_kafka_assign(reader->get(), list.get())) {
    return FailureOf(error, "assign");
  }
  const Deadline deadline = After(Admin::kTimeout);
  while (records.size() < offsets.size() && std::chrono::steady_clock::now() < deadline) {
    rd_kafka_message_t* read = rd_kafka_consumer_poll(reader->get(), 100);
    const Message message(read);
    if (read == nullptr || read->err != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    const bool asked = std::any_of(offsets.begin(), offsets.end(), [&](const TopicOffset& one) {
      return one.partition == message.partition() && one.offset == message.offset();
    });
    if (asked) records.push_back(message.Copy());
  }
  if (records.size() < offsets.size()) {
    return Failure{FailureKind::kRetry, "last records cannot be read"};
  }
  return records;
}

}  // namespace

struct Admin::Client {
  Connection connection;
  Handle handle;  // a producer: the lightest client that can ask
};

Result<std::unique_ptr<Admin>> Admin::Make(const Connection& connection) {
  Result<Conf> conf = Configure(connection, {});
  if (!conf) return conf.error();
  Result<Handle> handle = MakeHandle(RD_KAFKA_PRODUCER, std::move(*conf));
  if (!handle) return handle.error();
  return std::unique_ptr<Admin>(
      new Admin(std::make_unique<Client>(Client{connection, std::move(*handle)})));
}

Admin::Admin(std::unique_ptr<Client> client) : client_(std::move(client)) {}
Admin::~Admin() = default;

Result<void> Admin::CreateTopic(const TopicDefinition& topic) {
  const std::string doing = "create topic " + topic.name;
  std::array<char, 256> text{};
  const std::unique_ptr<rd_kafka_NewTopic_t, DestroyNewTopic> wanted(rd_kafka_NewTopic_new(
      topic.name.c_str(), topic.partitions, topic.replicas, text.data(), text.size()));
  if (!wanted) return Failure{FailureKind::kFatal, doing + ": " + text.data()};
  for (const auto& [name, value] : topic.settings) {
    rd_kafka_NewTopic_set_config(wanted.get(), name.c_str(), value.c_str());
  }
  rd_kafka_NewTopic_t* list[] = {wanted.get()};
  const Queue queue(rd_kafka_queue_new(client_->handle.get()));
  rd_kafka_CreateTopics(client_->handle.get(), list, 1, nullptr, queue.get());
  const Result<Event> event = Answer(queue.get(), doing);
  if (!event) return event.error();
  std::size_t count = 0;
  const rd_kafka_topic_result_t** topics =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event->get()), &count);
  if (Result<void> made = TopicResult(topics, count, doing); !made) return made;
  return AwaitLeaders(topic.name, topic.partitions);
}

Result<void> Admin::EnsureTopic(const TopicDefinition& topic) {
  const Result<void> made = CreateTopic(topic);
  if (made || made.error().kind != FailureKind::kConflict) return made;
  const Result<int> count = PartitionCount(topic.name);
  if (count && *count != topic.partitions) {
    return Failure{FailureKind::kFatal, topic.name + " has " + std::to_string(*count) +
                                            " partitions; they are fixed for ever"};
  }
  return AwaitLeaders(topic.name, topic.partitions);
}

Result<void> Admin::DeleteTopic(const std::string& topic) {
  const std::string doing = "delete topic " + topic;
  const std::unique_ptr<rd_kafka_DeleteTopic_t, DestroyDeleteTopic> wanted(
      rd_kafka_DeleteTopic_new(topic.c_str()));
  rd_kafka_DeleteTopic_t* list[] = {wanted.get()};
  const Queue queue(rd_kafka_queue_new(client_->handle.get()));
  rd_kafka_DeleteTopics(client_->handle.get(), list, 1, nullptr, queue.get());
  const Result<Event> event = Answer(queue.get(), doing);
  if (!event) return event.error();
  std::size_t count = 0;
  const rd_kafka_topic_result_t** topics =
      rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event->get()), &count);
  const Result<void> deleted = TopicResult(topics, count, doing);
  if (!deleted && deleted.error().kind != FailureKind::kNotFound) return deleted;
  const Result<void> gone = AskUntil(After(kTimeout), [&]() -> Result<void> {
    const Result<int> partitions = PartitionCount(topic);
    if (partitions) return Failure{FailureKind::kRetry, topic + " is still there"};
    return partitions.error();
  });
  return gone.error().kind == FailureKind::kNotFound ? Result<void>() : gone;
}

Result<int> Admin::PartitionCount(const std::string& topic) {
  const Result<Metadata> metadata = TopicMetadata(client_->handle.get(), topic, kTimeout);
  if (!metadata) return metadata.error();
  return (*metadata)->topics[0].partition_cnt;
}

Result<void> Admin::AwaitLeaders(const std::string& topic, int partitions,
                                 std::chrono::milliseconds timeout) {
  return AskUntil(After(timeout), [&]() -> Result<void> {
    const Result<Metadata> metadata = TopicMetadata(client_->handle.get(), topic, timeout);
    const bool ready =
        metadata && HasLeaders(**metadata) && (*metadata)->topics[0].partition_cnt == partitions;
    if (ready) return {};
    return Failure{FailureKind::kRetry, topic + ": not every partition has a leader"};
  });
}

Result<Watermarks> Admin::WatermarksOf(const std::string& topic, std::int32_t partition) {
  // Right after a topic is made the broker refuses for about a second.
  return AskUntil(After(kTimeout), [&]() -> Result<Watermarks> {
    Watermarks marks;
    const rd_kafka_resp_err_t error =
        rd_kafka_query_watermark_offsets(client_->handle.get(), topic.c_str(), partition,
                                         &marks.low, &marks.high, Milliseconds(kTimeout));
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return FailureOf(error, "watermarks of " + topic);
    return marks;
  });
}

Result<std::vector<Watermarks>> Admin::AllWatermarksOf(const std::string& topic) {
  constexpr std::int64_t kEarliest = -2;  // times with a meaning of their own (Kafka: ListOffsets)
  constexpr std::int64_t kLatest = -1;
  const Result<int> partitions = PartitionCount(topic);
  if (!partitions) return partitions.error();
  const auto ask = [&](std::int64_t time) {
    return AskUntil(After(kTimeout), [&]() -> Result<std::vector<std::int64_t>> {
      const PartitionList list(rd_kafka_topic_partition_list_new(*partitions));
      for (std::int32_t partition = 0; partition < *partitions; ++partition) {
        rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset = time;
      }
      const std::string doing = "watermarks of " + topic;
      rd_kafka_resp_err_t error =
          rd_kafka_offsets_for_times(client_->handle.get(), list.get(), Milliseconds(kTimeout));
      std::vector<std::int64_t> offsets(static_cast<std::size_t>(*partitions));
      for (int i = 0; i < list->cnt; ++i) {
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR) error = list->elems[i].err;
        offsets.at(static_cast<std::size_t>(list->elems[i].partition)) = list->elems[i].offset;
      }
      if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return FailureOf(error, doing);
      return offsets;
    });
  };
  const auto low = ask(kEarliest);
  if (!low) return low.error();
  const auto high = ask(kLatest);
  if (!high) return high.error();
  std::vector<Watermarks> marks;
  for (std::size_t i = 0; i < low->size(); ++i) marks.push_back({(*low)[i], (*high)[i]});
  return marks;
}

Result<std::optional<Record>> Admin::LastRecord(const std::string& topic, std::int32_t partition) {
  const Result<Watermarks> marks = WatermarksOf(topic, partition);
  if (!marks) return marks.error();
  if (marks->high == marks->low) return std::optional<Record>();
  Result<std::vector<Record>> records =
      ReadAt(client_->connection, {{topic, partition, marks->high - 1}});
  if (!records) return records.error();
  return std::optional<Record>(std::move(records->front()));
}

Result<std::vector<Record>> Admin::LastRecords(const std::string& topic) {
  const Result<std::vector<Watermarks>> marks = AllWatermarksOf(topic);
  if (!marks) return marks.error();
  std::vector<TopicOffset> last;
  for (std::size_t i = 0; i < marks->size(); ++i) {
    const Watermarks& one = (*marks)[i];
    if (one.high > one.low) last.push_back({topic, static_cast<std::int32_t>(i), one.high - 1});
  }
  return ReadAt(client_->connection, last);
}

Result<std::vector<std::string>> Admin::Topics(const std::string& prefix) {
  const rd_kafka_metadata_t* answered = nullptr;
  const rd_kafka_resp_err_t error =
      rd_kafka_metadata(client_->handle.get(), 1, nullptr, &answered, Milliseconds(kTimeout));
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return FailureOf(error, "topics");
  const Metadata metadata(answered);
  std::vector<std::string> names;
  for (int i = 0; i < metadata->topic_cnt; ++i) {
    const std::string_view name = metadata->topics[i].topic;
    if (name.starts_with(prefix)) names.emplace_back(name);
  }
  return names;
}

}  // namespace kinward::kafka
