// The projector on a real broker and a real Redis: what it follows, and what it survives.
#include "services/projection/store/projector.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <thread>

#include "libs/kafka/admin.h"
#include "libs/kafka/cloud_event.h"
#include "libs/kafka/producer.h"
#include "libs/testing/eventually.h"
#include "libs/testing/servers.h"
#include "services/projection/store/rebuilder.h"
#include "services/projection/testing/owner_of_streams.h"
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
    for (const std::string& topic : TopicsOf(prefix_)) ASSERT_TRUE(Create(topic));
    auto connected = redis::Connection::Open(Endpoint());
    ASSERT_TRUE(connected);
    redis_ = std::move(*connected);
  }
  void TearDown() override { Stop(); }

  // The events are of 2016: a broker that deletes what is old would delete them while we read.
  bool Create(const std::string& topic) {
    return admin_->CreateTopic({topic, kPartitions, 1, {{"retention.ms", "-1"}}}).has_value();
  }
  static redis::Endpoint Endpoint() { return *redis::ParseEndpoint(testing::Redis()); }
  WriterSettings Writing(int version) const {
    WriterSettings settings;
    settings.redis = Endpoint();
    settings.prefix = prefix_;
    settings.version = version;
    return settings;
  }
  ProjectorSettings Settings() const {
    ProjectorSettings settings;
    settings.kafka = kafka_;
    settings.topic_prefix = prefix_;
    settings.group = prefix_ + "projection";
    settings.writer = Writing(1);
    settings.parked_retry_every = std::chrono::milliseconds{100};
    return settings;
  }
  void Start(StreamReader* gaps = nullptr) {
    projector_ = std::make_unique<Projector>(Settings(), AllViews(), gaps);
    thread_.emplace([this] { projector_->Run(); });
  }
  void Stop() {
    if (!thread_) return;
    projector_->Stop();
    thread_->join();
    thread_.reset();
  }
  // Without the headers of these names; "*" leaves out all.
  void Publish(const std::vector<TestEvent>& events, std::int64_t generation = 1,
               const std::set<std::string_view>& left_out = {}) {
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
      std::vector<kafka::Header> headers;
      for (const kafka::Header& one : encoder.Encode(header)) {
        if (!left_out.contains(one.name) && !left_out.contains("*")) headers.push_back(one);
      }
      const kafka::OutgoingRecord record{event.family, event.body, headers, time};
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
  // What waits in all buckets, by what Redis says.
  [[nodiscard]] std::int64_t Parked(int version) const {
    std::int64_t parked = 0;
    for (int bucket = 0; bucket < kPartitions; ++bucket) {
      const auto count = redis_->Call({"HLEN", Layout(prefix_, bucket, version).Parked()});
      parked += count ? count->integer : 0;
    }
    return parked;
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

TEST_F(ProjectorTest, FollowsOnlyOnceItsPartitionsAreAssignedAndTheirOffsetsRead) {
  Start();
  while (!projector_->counters().following) std::this_thread::yield();
  EXPECT_EQ(projector_->counters().buckets, kPartitions);
  for (int bucket = 0; bucket < kPartitions; ++bucket) {
    const auto taken = redis_->Call({"EXISTS", Layout(prefix_, bucket, 1).Epoch()});
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->integer, 1);
  }
}

TEST_F(ProjectorTest, DoesNotFollowTopicsThatAreNotThere) {
  for (const std::string& topic : TopicsOf(prefix_)) ASSERT_TRUE(admin_->DeleteTopic(topic));
  Start();
  ASSERT_TRUE(testing::Eventually([&] { return projector_->counters().reconnects == 1; }));
  EXPECT_FALSE(projector_->counters().following);
  ASSERT_TRUE(testing::Eventually([&] {
    bool made = true;
    for (const std::string& topic : TopicsOf(prefix_)) made &= Create(topic);
    return made;
  }));
  EXPECT_TRUE(testing::Eventually([&] { return projector_->counters().following.load(); }));
}

TEST_F(ProjectorTest, FollowsWithoutAPartitionWhenOthersHaveThemAll) {
  std::vector<std::unique_ptr<Projector>> replicas;
  std::vector<std::thread> threads;
  for (int replica = 0; replica <= kPartitions; ++replica) {
    replicas.push_back(std::make_unique<Projector>(Settings(), AllViews(), nullptr));
    threads.emplace_back([&projector = *replicas.back()] { projector.Run(); });
  }
  EXPECT_TRUE(testing::Eventually([&] {
    int buckets = 0;
    bool all = true;
    for (const auto& replica : replicas) {
      all &= replica->counters().following;
      buckets += replica->counters().buckets;
    }
    return all && buckets == kPartitions;
  }));
  for (const auto& replica : replicas) replica->Stop();
  for (std::thread& thread : threads) thread.join();
}

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

TEST_F(ProjectorTest, ParksTheStreamOfARecordWhoseHeadersCannotBeReadAndAsksItsOwner) {
  const auto events = Stories(kReferrals);
  const auto count = static_cast<std::int64_t>(events.size());
  OwnerOfStreams owner;
  owner.events = events;
  owner.reachable = false;
  // The last of its stream: no later event would tell of a hole.
  Publish({events.begin(), events.end() - 1});
  Publish({events.back()}, 1, {"ce_time"});
  Start(&owner);
  ASSERT_TRUE(testing::Eventually([&] { return ReadToTheEnd(1, count); }));
  EXPECT_EQ(projector_->counters().unreadable, 1);
  EXPECT_EQ(Parked(1), 1);
  EXPECT_TRUE(testing::Eventually([&] { return projector_->counters().parked == 1; }));
  owner.reachable = true;
  EXPECT_TRUE(testing::Eventually([&] { return Parked(1) == 0; }));
  EXPECT_TRUE(testing::Eventually([&] { return projector_->counters().parked == 0; }));
  ExpectSameAsAFold(events, 1);
}

TEST_F(ProjectorTest, ParksARecordThatNamesNoStreamWhileItsNeighboursGoOn) {
  const auto events = Stories(kReferrals);
  const auto count = static_cast<std::int64_t>(events.size());
  TestEvent alien = events.front();
  alien.body = "of somebody else";
  Publish({alien}, 1, {"*"});  // the very first of its topic: not even a generation is known
  Start();
  ASSERT_TRUE(testing::Eventually([&] { return ReadToTheEnd(1, 1); }));
  Publish(events);
  Publish({alien}, 1, {"ce_subject"});
  ASSERT_TRUE(testing::Eventually([&] { return ReadToTheEnd(1, count + 2); }));
  EXPECT_EQ(Parked(1), 2);
  ExpectSameAsAFold(events, 1);

  RebuildSettings settings;
  settings.kafka = kafka_;
  settings.topic_prefix = prefix_;
  settings.writer = Writing(2);
  settings.from_version = 1;
  settings.partitions = kPartitions;
  settings.buckets = projector_->AssignedBuckets();
  Rebuild rebuild(settings, AllViews(), nullptr);
  const auto report = rebuild.Run();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->flipped);
  EXPECT_EQ(report->different, 0);
  EXPECT_EQ(Parked(2), 2);
}

TEST_F(ProjectorTest, ForgetsRecordsThatNameNoStreamWhenTheirTopicIsToldAnew) {
  const auto events = Stories(kReferrals);
  const auto count = static_cast<std::int64_t>(events.size());
  Publish({events.begin() + 1, events.end()});
  Publish({events.front()}, 1, {"ce_subject"});
  Start();
  ASSERT_TRUE(testing::Eventually([&] { return ReadToTheEnd(1, count); }));
  // The stream's second event waits as well: nobody is there to fill the hole before it.
  EXPECT_EQ(Parked(1), 2);
  const std::string topic = TopicsOf(prefix_)[0];
  ASSERT_TRUE(admin_->DeleteTopic(topic));
  ASSERT_TRUE(testing::Eventually([&] { return Create(topic); }));
  auto intake = events;
  std::erase_if(intake, [](const TestEvent& event) { return event.source != Source::kIntake; });
  Publish(intake, 2);
  for (int number = kReferrals; number < kReferrals + 20; ++number) {  // and life goes on
    for (const TestEvent& event : StoryOf(number))
      if (event.source == Source::kIntake) Publish({event}, 2);
  }
  EXPECT_TRUE(testing::Eventually([&] { return Parked(1) == 1; }, std::chrono::seconds{60}));
}

TEST_F(ProjectorTest, StartsAgainWhenATopicWasRecreatedUnderANewGeneration) {
  const auto events = Stories(kReferrals);
  const auto count = static_cast<std::int64_t>(events.size());
  Publish(events);
  Start();
  ASSERT_TRUE(testing::Eventually([&] { return ReadToTheEnd(1, count); }));
  const std::string topic = TopicsOf(prefix_)[0];
  ASSERT_TRUE(admin_->DeleteTopic(topic));
  ASSERT_TRUE(testing::Eventually([&] { return Create(topic); }));
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
