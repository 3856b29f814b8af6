// The writer on a real Redis: what is stored, what is refused, what is repaired.
#include "services/projection/store/writer.h"

#include <gtest/gtest.h>

#include <map>

#include "libs/testing/servers.h"
#include "services/projection/store/versions.h"
#include "services/projection/testing/owner_of_streams.h"
#include "services/projection/testing/stories.h"

namespace kinward::projection {
namespace {

constexpr int kBucket = 3;
constexpr int kReferrals = 120;

class WriterTest : public ::testing::Test {
 protected:
  WriterSettings Settings(int version = 1) {
    WriterSettings settings;
    settings.redis = *ParseEndpoint(testing::Redis());
    settings.prefix = prefix_;
    settings.version = version;
    return settings;
  }
  static redis::Endpoint ParsedRedis() { return *redis::ParseEndpoint(testing::Redis()); }
  static Result<redis::Endpoint> ParseEndpoint(const std::string& text) {
    return redis::ParseEndpoint(text);
  }

  std::unique_ptr<Writer> Started(int version = 1, StreamReader* gaps = nullptr,
                                  std::size_t cached = kCachedParts) {
    WriterSettings settings = Settings(version);
    settings.cached_parts = settings.cached_versions = cached;
    auto writer = std::make_unique<Writer>(settings, AllViews(), gaps);
    EXPECT_TRUE(writer->Connect());
    EXPECT_TRUE(writer->Open(kBucket, false));
    return writer;
  }
  static void WriteAll(Writer& writer, const std::vector<TestEvent>& events,
                       std::size_t batch = kBatchEvents) {
    const auto batches = BatchesOf(events, kBucket, batch);
    auto written = writer.Write(batches);
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_TRUE(written->empty());
    auto drained = writer.Drain();
    ASSERT_TRUE(drained) << drained.error().message;
    EXPECT_TRUE(drained->empty());
  }
  void ExpectSame(int left, int right) {
    auto connection = redis::Connection::Open(ParsedRedis());
    ASSERT_TRUE(connection);
    const auto comparison = Compare(**connection, prefix_, kBucket, left, right);
    ASSERT_TRUE(comparison) << comparison.error().message;
    EXPECT_GT(comparison->documents_old, kReferrals);
    EXPECT_EQ(comparison->documents_old, comparison->documents_new);
    EXPECT_EQ(comparison->different, 0)
        << (comparison->examples.empty() ? "" : comparison->examples[0]);
  }
  std::string Key(const std::string& rest) { return Layout(prefix_, kBucket, 1).base() + rest; }

  std::string prefix_ = testing::UniqueName("writer") + ":";
};

TEST_F(WriterTest, RepeatsTheSameBytesWhateverTheInterleavingOfTopics) {
  const auto events = Stories(kReferrals);
  WriteAll(*Started(1), events);
  for (const unsigned seed : {1U, 2U, 3U}) {
    WriteAll(*Started(2), Shuffled(events, seed), 17 + seed * 30);
    ExpectSame(1, 2);
    auto connection = redis::Connection::Open(ParsedRedis());
    ASSERT_TRUE(connection);
    ASSERT_TRUE(RemoveVersion(**connection, prefix_, kBucket, 2));
  }
}

TEST_F(WriterTest, RepeatsTheSameBytesWithACacheTooSmallForAnything) {
  const auto events = Stories(kReferrals);
  WriteAll(*Started(1), events);
  auto writer = Started(2, nullptr, 4);
  for (const TestEvent& event : events) WriteAll(*writer, {event});
  ExpectSame(1, 2);
}

TEST_F(WriterTest, DropsDuplicates) {
  const auto events = Stories(kReferrals);
  auto writer = Started(1);
  WriteAll(*writer, events);
  auto again = events;  // the topic was recreated: the same events under a newer generation
  for (TestEvent& event : again) event.generation = 2;
  for (std::size_t i = 0; i < kSources; ++i) writer->Restart(kBucket, static_cast<Source>(i), 2);
  WriteAll(*writer, again);
  EXPECT_EQ(writer->counters().duplicates, static_cast<std::int64_t>(events.size()));
  WriteAll(*Started(2), events);
  ExpectSame(1, 2);
}

TEST_F(WriterTest, FencesTheFormerOwner) {
  const auto events = Stories(20);
  auto former = Started(1);
  auto owner = Started(1);
  const auto batches = BatchesOf(events, kBucket, kBatchEvents);
  auto written = former->Write(batches);
  ASSERT_TRUE(written);
  auto drained = former->Drain();
  ASSERT_TRUE(drained);
  ASSERT_EQ(drained->size() + written->size(), 1U);
  EXPECT_EQ((drained->empty() ? *written : *drained)[0].outcome, ScriptOutcome::kFenced);
  const auto again = former->Open(kBucket, true);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, FailureKind::kFenced);
  WriteAll(*owner, events);
}

TEST_F(WriterTest, RereadsWhenTheOffsetsAreNotThoseExpected) {
  const auto events = Stories(20);
  auto writer = Started(1);
  WriteAll(*writer, events);
  auto connection = redis::Connection::Open(ParsedRedis());
  ASSERT_TRUE(connection);
  ASSERT_TRUE(
      (*connection)->Call({"HSET", Key("offsets"), "intake", "1:5"}));  // as after a failover
  auto more = events;
  for (TestEvent& event : more) event.offset += 1000;
  const auto batches = BatchesOf(more, kBucket, 50);
  auto written = writer->Write(batches);
  ASSERT_TRUE(written);
  auto drained = writer->Drain();
  ASSERT_TRUE(drained);
  const Trouble trouble = written->empty() ? drained->at(0) : written->at(0);
  EXPECT_EQ(trouble.outcome, ScriptOutcome::kReread);
  const auto positions = writer->Open(kBucket, true);
  ASSERT_TRUE(positions);
  EXPECT_EQ((*positions)[0].next, 5);
}

TEST_F(WriterTest, ABrokenBucketStaysBroken) {
  auto connection = redis::Connection::Open(ParsedRedis());
  ASSERT_TRUE(connection);
  // A key of the wrong kind makes a command fail midway.
  ASSERT_TRUE((*connection)->Call({"SET", Key("wolverhampton:i:referrals"), "not a sorted set"}));
  auto writer = Started(1);
  const auto events = Stories(5);
  const auto batches = BatchesOf(events, kBucket, kBatchEvents);
  auto written = writer->Write(batches);
  ASSERT_TRUE(written);
  auto drained = writer->Drain();
  ASSERT_TRUE(drained);
  ASSERT_EQ(drained->size(), 1U);
  EXPECT_EQ((*drained)[0].outcome, ScriptOutcome::kBroken);
  const auto again = writer->Open(kBucket, true);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, FailureKind::kCorrupt);
  const auto offsets = (*connection)->Call({"EXISTS", Key("offsets")});
  ASSERT_TRUE(offsets);
  EXPECT_EQ(offsets->integer, 0);
}

TEST_F(WriterTest, FillsAHoleFromTheOwnerOfTheStream) {
  const auto events = Stories(kReferrals);
  WriteAll(*Started(2), events);
  OwnerOfStreams owner;
  owner.events = events;
  auto holed = events;  // a first event lost on the way: its stream's second is heard first
  std::erase_if(holed, [](const TestEvent& event) {
    return event.source == Source::kScheduling && event.version == 1;
  });
  auto writer = Started(1, &owner);
  WriteAll(*writer, holed);
  EXPECT_EQ(writer->counters().gaps_filled, kReferrals);
  EXPECT_EQ(writer->counters().parked, 0);
  ExpectSame(1, 2);
}

TEST_F(WriterTest, ParksAStreamWithAHoleAndHealsItLater) {
  const auto events = Stories(kReferrals);
  WriteAll(*Started(2), events);
  OwnerOfStreams owner;
  owner.events = events;
  owner.reachable = false;
  auto holed = events;
  const std::string stream = events[0].stream;
  std::erase_if(holed, [&](const TestEvent& event) {
    return event.stream == stream && event.source == Source::kIntake && event.version == 1;
  });
  auto writer = Started(1, &owner);
  WriteAll(*writer, holed);
  EXPECT_EQ(writer->counters().parked, 1);
  ASSERT_TRUE(writer->RetryParked());
  EXPECT_EQ(writer->counters().parked, 1);
  owner.reachable = true;
  ASSERT_TRUE(writer->RetryParked());
  EXPECT_EQ(writer->counters().parked, 0);
  EXPECT_EQ(writer->counters().gaps_filled, 2);  // the lost one and the one that waited behind it
  ExpectSame(1, 2);
}

}  // namespace
}  // namespace kinward::projection
