#include <gtest/gtest.h>

#include <array>
#include <map>

#include "libs/kafka/admin.h"
#include "libs/kafka/cloud_event.h"
#include "libs/kafka/consumer.h"
#include "libs/kafka/producer.h"
#include "libs/testing/eventually.h"
#include "libs/testing/servers.h"

namespace kinward::kafka {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kPartitions = 3;
const Time kNow{std::chrono::hours{480'000}};

Connection Server() { return {testing::Kafka(), "kinward-test", {}}; }

std::string MakeTopic(Admin& admin) {
  const std::string name = testing::UniqueName("kafka-itest");
  const Result<void> made = admin.CreateTopic({name, kPartitions, 1, {{"retention.ms", "-1"}}});
  EXPECT_TRUE(made);
  return name;
}
std::unique_ptr<Admin> MakeAdmin() {
  auto admin = Admin::Make(Server());
  CHECK(admin.has_value());
  return std::move(*admin);
}
std::unique_ptr<Producer> MakeProducer() {
  auto producer = Producer::Make({Server()});
  CHECK(producer.has_value());
  return std::move(*producer);
}
void SendAll(const std::string& topic, const std::vector<std::string>& keys) {
  const auto producer = MakeProducer();
  ASSERT_TRUE(producer->WarmUp(topic, seconds(10)));
  Batch batch;
  const std::array<Header, 1> headers = {Header{"name", "value"}};
  for (const std::string& key : keys) {
    ASSERT_TRUE(producer->Send(topic, {key, "value of " + key, headers, kNow}, batch));
  }
  const Result<void> acknowledged = producer->Await(batch, seconds(20));
  ASSERT_TRUE(acknowledged) << acknowledged.error().message;
}

// Everything a consumer tells its owner, for tests that act as one.
struct Owner {
  std::vector<std::int32_t> assigned;
  std::vector<TopicOffset> lost;
  std::vector<TopicOffset> start;  // what on_assigned answers
  int revoked = 0;

  ConsumerEvents Events() {
    return {[this](const std::vector<std::int32_t>& partitions) {
              assigned = partitions;
              return Result<std::vector<TopicOffset>>(start);
            },
            [this](const std::vector<std::int32_t>&, bool) { ++revoked; },
            [this](const std::string& topic, std::int32_t partition) {
              lost.push_back({topic, partition, 0});
            },
            {}};
  }
};
std::unique_ptr<Consumer> MakeConsumer(const ConsumerSettings& settings, Owner& owner) {
  auto consumer = Consumer::Make(settings, owner.Events());
  CHECK(consumer.has_value());
  return std::move(*consumer);
}
std::vector<TopicOffset> FromTheStart(const std::vector<std::string>& topics) {
  std::vector<TopicOffset> offsets;
  for (const std::string& topic : topics) {
    for (std::int32_t partition = 0; partition < kPartitions; ++partition) {
      offsets.push_back({topic, partition, 0});
    }
  }
  return offsets;
}
std::vector<Record> ReadSome(Consumer& consumer, std::size_t count) {
  std::vector<Record> records;
  (void)testing::Eventually([&] {
    if (const Message message = consumer.Poll(milliseconds(100))) {
      records.push_back(message.Copy());
    }
    return records.size() >= count;
  });
  return records;
}

TEST(ProducerTest, WritesKeyHeadersTimeAndTheFixedPartition) {
  const auto admin = MakeAdmin();
  const std::string topic = MakeTopic(*admin);
  SendAll(topic, {"family-1", "family-2", "family-3"});
  Owner owner;
  const auto consumer = MakeConsumer({.connection = Server(), .topics = {topic}}, owner);
  ASSERT_TRUE(consumer->Reassign(FromTheStart({topic})));
  const std::vector<Record> records = ReadSome(*consumer, 3);
  ASSERT_EQ(records.size(), 3U);
  for (const Record& record : records) {
    EXPECT_EQ(record.partition, PartitionOf(record.key, kPartitions));
    EXPECT_EQ(record.value, "value of " + record.key);
    EXPECT_EQ(record.header("name"), "value");
    EXPECT_EQ(record.timestamp, kNow);
  }
}

TEST(ProducerTest, TellsThatATopicDoesNotExist) {
  const auto producer = MakeProducer();
  const Result<int> partitions = producer->WarmUp("kafka-itest.none", seconds(5));
  ASSERT_FALSE(partitions);
  EXPECT_EQ(partitions.error().kind, FailureKind::kNotFound);
}

TEST(ProducerTest, FailsTheBatchWhenNobodyAcknowledges) {
  // Nobody listens on this port; the delivery timeout is what ends the wait.
  auto producer = Producer::Make(
      {.connection = {"127.0.0.1:9", "kinward-test", {}}, .delivery_timeout = milliseconds(200)});
  ASSERT_TRUE(producer);
  Batch batch;
  ASSERT_TRUE((*producer)->Send("topic", {"key", "value", {}, kNow}, batch));
  const Result<void> acknowledged = (*producer)->Await(batch, seconds(20));
  ASSERT_FALSE(acknowledged);
  EXPECT_EQ(acknowledged.error().kind, FailureKind::kFatal);
  EXPECT_TRUE(batch.failed());
}

TEST(ConsumerTest, ReadsEveryTopicOfItsPartitionsFromTheOwnersOffsets) {
  const auto admin = MakeAdmin();
  const std::string lead = MakeTopic(*admin);
  const std::string other = MakeTopic(*admin);
  SendAll(lead, {"family-1", "family-1"});
  SendAll(other, {"family-1", "family-1", "family-1"});
  const std::int32_t partition = PartitionOf("family-1", kPartitions);
  Owner owner;
  owner.start = FromTheStart({lead, other});
  for (TopicOffset& one : owner.start) {
    if (one.topic == other && one.partition == partition) one.offset = 2;
  }
  const auto consumer = MakeConsumer({.connection = Server(),
                                      .group = testing::UniqueName("group"),
                                      .instance = "0",
                                      .topics = {lead, other}},
                                     owner);
  const std::vector<Record> records = ReadSome(*consumer, 3);
  EXPECT_EQ(owner.assigned, (std::vector<std::int32_t>{0, 1, 2}));
  std::map<std::string, std::vector<std::int64_t>> offsets;
  for (const Record& record : records) offsets[record.topic].push_back(record.offset);
  EXPECT_EQ(offsets[lead], (std::vector<std::int64_t>{0, 1}));
  EXPECT_EQ(offsets[other], (std::vector<std::int64_t>{2}));
  EXPECT_TRUE(consumer->Close(seconds(5)));
  EXPECT_EQ(owner.revoked, 1);
}

TEST(ConsumerTest, TellsThatAnOffsetIsLostAndReadsOnWhenReassigned) {
  const auto admin = MakeAdmin();
  const std::string topic = MakeTopic(*admin);
  SendAll(topic, {"family-1"});
  Owner owner;
  const auto consumer = MakeConsumer({.connection = Server(), .topics = {topic}}, owner);
  std::vector<TopicOffset> beyond = FromTheStart({topic});
  for (TopicOffset& one : beyond) one.offset = 1'000;
  ASSERT_TRUE(consumer->Reassign(beyond));
  ASSERT_TRUE(testing::Eventually([&] {
    EXPECT_FALSE(consumer->Poll(milliseconds(100)));
    return owner.lost.size() >= kPartitions;
  }));
  ASSERT_TRUE(consumer->Reassign(FromTheStart({topic})));
  EXPECT_EQ(ReadSome(*consumer, 1).size(), 1U);
}

TEST(ConsumerTest, ReadsNothingWhileNothingIsAssignedAndAllOfItAfterwards) {
  const auto admin = MakeAdmin();
  const std::string topic = MakeTopic(*admin);
  Owner owner;
  const auto consumer = MakeConsumer({.connection = Server(), .topics = {topic}}, owner);
  std::vector<std::string> keys;
  for (int i = 0; i < 48; ++i) keys.push_back("family-" + std::to_string(i));
  SendAll(topic, keys);
  // Often, because what goes wrong here goes wrong for one partition, and rarely.
  for (int turn = 0; turn < 8; ++turn) {
    ASSERT_TRUE(consumer->Reassign({}));
    EXPECT_FALSE(consumer->Poll(milliseconds(1)));
    ASSERT_TRUE(consumer->Reassign(FromTheStart({topic})));
    ASSERT_EQ(ReadSome(*consumer, keys.size()).size(), keys.size());
  }
}

TEST(AdminTest, AnswersTheLastRecordOfEachPartitionThatHasAny) {
  const auto admin = MakeAdmin();
  const std::string topic = MakeTopic(*admin);
  EXPECT_TRUE(admin->LastRecords(topic)->empty());
  SendAll(topic, {"family-1", "family-1"});
  const Result<std::vector<Record>> last = admin->LastRecords(topic);
  ASSERT_TRUE(last);
  ASSERT_EQ(last->size(), 1U);
  EXPECT_EQ(last->front().offset, 1);
  EXPECT_EQ(last->front().header("name"), "value");
}

TEST(AdminTest, AnswersTheMarksOfEveryPartitionAtOnce) {
  const auto admin = MakeAdmin();
  const std::string topic = MakeTopic(*admin);
  SendAll(topic, {"family-1", "family-1"});
  const auto marks = admin->AllWatermarksOf(topic);
  ASSERT_TRUE(marks);
  ASSERT_EQ(marks->size(), static_cast<std::size_t>(kPartitions));
  for (std::int32_t partition = 0; partition < kPartitions; ++partition) {
    const auto one = marks->at(static_cast<std::size_t>(partition));
    EXPECT_EQ(one.low, 0);
    EXPECT_EQ(one.high, partition == PartitionOf("family-1", kPartitions) ? 2 : 0);
  }
}

TEST(AdminTest, RecreatesATopicEmpty) {
  const auto admin = MakeAdmin();
  const std::string topic = MakeTopic(*admin);
  SendAll(topic, {"family-1"});
  ASSERT_TRUE(admin->DeleteTopic(topic));
  EXPECT_EQ(admin->PartitionCount(topic).error().kind, FailureKind::kNotFound);
  ASSERT_TRUE(admin->CreateTopic({topic, kPartitions, 1, {{"retention.ms", "-1"}}}));
  EXPECT_EQ(admin->WatermarksOf(topic, PartitionOf("family-1", kPartitions))->high, 0);
}

TEST(AdminTest, RefusesATopicWithAnotherNumberOfPartitions) {
  const auto admin = MakeAdmin();
  const std::string topic = MakeTopic(*admin);
  EXPECT_TRUE(admin->EnsureTopic({topic, kPartitions, 1, {{"retention.ms", "-1"}}}));
  const Result<void> other = admin->EnsureTopic({topic, kPartitions + 1, 1, {}});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, FailureKind::kFatal);
}

}  // namespace
}  // namespace kinward::kafka
