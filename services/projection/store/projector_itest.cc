// The projector on a real broker and a real Redis: what it follows, and what it survives.
#include "services/projection/store/projector.h"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "libs/kafka/admin.h"
#include "libs/kafka/cloud_event.h"
#include "libs/kafka/producer.h"
#include "libs/testing/eventually.h"
#include "libs/testing/servers.h"
#include "services/projection/store/rebuilder.h"
#include "services/projection/testing/stories.h"

namespace kinward::projection {
namespace {

constexpr int kPartitions = 3;
constexpr int kReferrals = 150;

class ProjectorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = kafka::Admin::Make(kafka_);
    ASSERT_TRUE(made);
    admin_ = std::move(*made);
    for (const std::string& topic : TopicsOf(prefix_))
      ASSERT_TRUE(admin_->CreateTopic({topic, kPartitions, 1, {}}));
    auto connected = redis::Connection::Open(Endpoint());
    ASSERT_TRUE(connected);
    redis_ = std::move(*connected);
  }
  void TearDown() override { Stop(); }

  static redis::Endpoint Endpoint() { return *redis::ParseEndpoint(testing::Redis()); }
  WriterSettings Writing(int version) const {
    WriterSettings settings;
    settings.redis = Endpoint();
    settings.prefix = prefix_;
    settings.version = version;
    return settings;
  }
  void Start() {
    ProjectorSettings settings;
    settings.kafka = kafka_;
    settings.topic_prefix = prefix_;
    settings.group = prefix_ + "projection";
    settings.writer = Writing(1);
    projector_ = std::make_unique<Projector>(settings, AllViews(), nullptr);
    thread_.emplace([this] { projector_->Run(); });
  }
  void Stop() {
    if (!thread_) return;
    projector_->Stop();
    thread_->join();
    thread_.reset();
  }
  void Publish(const std::vector<TestEvent>& events, std::int64_t generation = 1) {
    auto producer = kafka::Producer::Make({.connection = kafka_});
    ASSERT_TRUE(producer);
    kafka::Batch batch;
    kafka::CloudEventEncoder encoder;
    for (const TestEvent& event : events) {
      const Time time{std::chrono::seconds{event.seconds}};
      const std::string occurred = FormatTime(time);
      kafka::CloudEvent header;
      header.id = event.id;
      header.context = NameOf(event.source);
      header.type = event.type;
      header.time = occurred;
      header.subject = event.stream;
      header.sequence = event.version;
      header.partition_key = event.family;
      header.council = "wolverhampton";
      header.generation = generation;
      const kafka::OutgoingRecord record{event.family, event.body, encoder.Encode(header), time};
      ASSERT_TRUE((*producer)->Send(TopicsOf(prefix_)[static_cast<std::size_t>(event.source)],
                                    record, batch));
    }
    ASSERT_TRUE((*producer)->Await(batch, std::chrono::seconds{20}));
  }
  // Every topic has been read to its end, by what Redis says.
  [[nodiscard]] bool ReadToTheEnd(int version, std::int64_t events) const {
    std::int64_t read = 0;
    for (int bucket = 0; bucket < kPartitions; ++bucket) {
      const auto offsets = redis_->Call({"HVALS", Layout(prefix_, bucket, version).Offsets()});
      if (!offsets) return false;
      for (const auto& offset : offsets->elements) {
        Position position;
        if (ParsePosition(offset.text, position)) read += position.next;
      }
    }
    return read == events;
  }
  // What a fold of the same events in one go, without Kafka, would have stored.
  void ExpectSameAsAFold(const std::vector<TestEvent>& events, int version) {
    Writer writer(Writing(99), AllViews(), nullptr);
    ASSERT_TRUE(writer.Connect());
    std::int64_t documents = 0;
    for (int bucket = 0; bucket < kPartitions; ++bucket) {
      ASSERT_TRUE(writer.Open(bucket, false));
      std::vector<TestEvent> ours;
      for (const TestEvent& event : events) {
        if (kafka::PartitionOf(event.family, kPartitions) == bucket) ours.push_back(event);
      }
      ASSERT_TRUE(writer.Write(BatchesOf(ours, bucket, kBatchEvents)));
      ASSERT_TRUE(writer.Drain());
      const auto compared = Compare(*redis_, prefix_, bucket, 99, version);
      ASSERT_TRUE(compared);
      EXPECT_EQ(compared->different, 0)
          << (compared->examples.empty() ? "" : compared->examples[0]);
      documents += compared->documents_new;
    }
    EXPECT_GT(documents, static_cast<std::int64_t>(events.size()) / 10);
  }

  std::string prefix_ = testing::UniqueName("projector") + ".";
  kafka::Connection kafka_{testing::Kafka(), "projector-test", {}};
  std::unique_ptr<kafka::Admin> admin_;
  std::unique_ptr<redis::Connection> redis_;
  std::unique_ptr<Projector> projector_;
  std::optional<std::thread> thread_;
};

TEST_F(ProjectorTest, KeepsTheViewsEqualToAFoldOfTheTopics) {
  const auto events = Stories(kReferrals);
  const auto count = static_cast<std::int64_t>(events.size());
  Publish(events);
  Start();
  EXPECT_TRUE(testing::Eventually([&] { return ReadToTheEnd(1, count); }));
  ExpectSameAsAFold(events, 1);
}

TEST_F(ProjectorTest, GoesOnWhereItStoppedAndDropsWhatIsRepublished) {
  const auto events = Stories(kReferrals);
  const auto count = static_cast<std::int64_t>(events.size());
  const auto half = events.begin() + static_cast<std::ptrdiff_t>(events.size() / 2);
  Publish({events.begin(), half});
  Start();
  EXPECT_TRUE(testing::Eventually([&] { return ReadToTheEnd(1, half - events.begin()); }));
  Stop();
  Publish({half, events.end()});
  Publish({events.begin(), half});  // a relay that restarted
  Start();
  EXPECT_TRUE(
      testing::Eventually([&] { return ReadToTheEnd(1, count + (half - events.begin())); }));
  EXPECT_EQ(projector_->writer_counters().duplicates, half - events.begin());
  ExpectSameAsAFold(events, 1);
}

TEST_F(ProjectorTest, RebuildsWhatAnEmptiedRedisHasLost) {
  const auto events = Stories(kReferrals);
  const auto count = static_cast<std::int64_t>(events.size());
  Publish(events);
  Start();
  ASSERT_TRUE(testing::Eventually([&] { return ReadToTheEnd(1, count); }));
  for (int bucket = 0; bucket < kPartitions; ++bucket)
    ASSERT_TRUE(RemoveVersion(*redis_, prefix_, bucket, 1));
  ASSERT_TRUE(redis_->Call({"DEL", prefix_ + std::string(kActiveKey)}));
  EXPECT_TRUE(testing::Eventually([&] { return ReadToTheEnd(1, count); }));
  ExpectSameAsAFold(events, 1);
}

TEST_F(ProjectorTest, StartsAgainWhenATopicWasRecreatedUnderANewGeneration) {
  const auto events = Stories(kReferrals);
  const auto count = static_cast<std::int64_t>(events.size());
  Publish(events);
  Start();
  ASSERT_TRUE(testing::Eventually([&] { return ReadToTheEnd(1, count); }));
  const std::string topic = TopicsOf(prefix_)[0];
  ASSERT_TRUE(admin_->DeleteTopic(topic));
  ASSERT_TRUE(testing::Eventually([&] {
    return admin_->CreateTopic({topic, kPartitions, 1, {}}).has_value();
  }));
  auto intake = events;
  std::erase_if(intake, [](const TestEvent& event) { return event.source != Source::kIntake; });
  Publish(intake, 2);
  for (const TestEvent& event : StoryOf(kReferrals)) {  // and life goes on
    Publish({event}, event.source == Source::kIntake ? 2 : 1);
  }
  EXPECT_TRUE(testing::Eventually(
      [&] {
        return projector_->writer_counters().applied ==
               count + static_cast<std::int64_t>(StoryOf(kReferrals).size());
      },
      std::chrono::seconds{60}));
  auto all = Stories(kReferrals + 1);
  ExpectSameAsAFold(all, 1);
}

TEST_F(ProjectorTest, FlipsToARebuiltVersionThatIsEqualByteForByte) {
  const auto events = Stories(kReferrals);
  const auto count = static_cast<std::int64_t>(events.size());
  Publish(events);
  Start();
  ASSERT_TRUE(testing::Eventually([&] { return ReadToTheEnd(1, count); }));
  RebuildSettings settings;
  settings.kafka = kafka_;
  settings.topic_prefix = prefix_;
  settings.writer = Writing(2);
  settings.from_version = 1;
  settings.partitions = kPartitions;
  settings.buckets = projector_->AssignedBuckets();
  ASSERT_EQ(settings.buckets.size(), static_cast<std::size_t>(kPartitions));
  Rebuild rebuild(settings, AllViews(), nullptr);
  const auto report = rebuild.Run();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->flipped);
  EXPECT_EQ(report->events, count);
  EXPECT_EQ(report->different, 0) << (report->examples.empty() ? "" : report->examples[0]);
  EXPECT_TRUE(testing::Eventually([&] { return projector_->counters().version == 2; }));
  auto more = StoryOf(kReferrals);
  Publish(more);
  EXPECT_TRUE(testing::Eventually(
      [&] { return ReadToTheEnd(2, count + static_cast<std::int64_t>(more.size())); }));
  ExpectSameAsAFold(Stories(kReferrals + 1), 2);
}

TEST_F(ProjectorTest, BuildsTheViewsAnewByItselfWhenAStoredPartCannotBeRead) {
  const auto events = Stories(kReferrals);
  const auto half = events.begin() + static_cast<std::ptrdiff_t>(events.size() / 2);
  Publish({events.begin(), half});
  Start();
  ASSERT_TRUE(testing::Eventually([&] { return ReadToTheEnd(1, half - events.begin()); }));
  Stop();
  for (int number = 0; number < kReferrals; ++number) {
    const TestEvent first = StoryOf(number).front();
    const Layout names(prefix_, kafka::PartitionOf(first.family, kPartitions), 1);
    ASSERT_TRUE(redis_->Call(
        {"HSET", names.Document("wolverhampton", "case", first.stream), "intake", "not a part"}));
  }
  Start();
  RebuildSettings settings;
  settings.kafka = kafka_;
  settings.topic_prefix = prefix_;
  settings.writer = Writing(0);
  settings.partitions = kPartitions;
  Rebuilder rebuilder(settings, AllViews(), nullptr,
                      [this] { return projector_->AssignedBuckets(); });
  std::thread rebuilding([&] { rebuilder.Run(); });
  Publish({half, events.end()});
  EXPECT_TRUE(
      testing::Eventually([&] { return ReadToTheEnd(2, static_cast<std::int64_t>(events.size())); },
                          std::chrono::seconds{60}));
  rebuilder.Stop();
  rebuilding.join();
  EXPECT_EQ(rebuilder.counters().rebuilds, 1);
  ExpectSameAsAFold(events, 2);
}

}  // namespace
}  // namespace kinward::projection
