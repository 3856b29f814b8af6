// The relay against the real servers: nothing lost, order kept within a stream, whatever happens.
#include "libs/eventstore/relay.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>
#include <array>

#include <cstdlib>
#include <map>
#include <set>

#include "kinward/common/v1/common.pb.h"
#include "libs/base/uuid.h"
#include "libs/eventstore/migrate.h"
#include "libs/eventstore/relay_line.h"
#include "libs/kafka/admin.h"
#include "libs/kafka/consumer.h"
#include "libs/testing/eventually.h"
#include "libs/testing/servers.h"

namespace kinward::eventstore {
namespace {

using std::chrono::milliseconds;
using testing::Eventually;

constexpr int kPartitions = 3;

kafka::Connection Kafka() { return {testing::Kafka(), "relay-test"}; }

// Writes events as Append does, without its other tables.
class Writer {
 public:
  explicit Writer(const std::string& database) {
    auto line = RelayLine::Open(
        testing::PostgresConninfo(database),
        "PREPARE put (text, bigint, uuid, bytea) AS WITH e AS (INSERT INTO event"
        " (tenant, stream, version, type, id, body, metadata, occurred_time)"
        " VALUES ('wolverhampton', $1, $2, 'kinward.intake.referral.referral-received.v1', $3,"
        "  'body', $4, '2026-11-02T09:15:00Z') RETURNING position)"
        " INSERT INTO outbox (position) SELECT position FROM e");
    CHECK(line.has_value());
    line_ = std::move(*line);
  }
  void Write(const std::string& stream, std::int64_t version) const {
    common::v1::EventMetadata metadata;
    metadata.set_partition_key(stream);
    metadata.set_correlation_id("correlation");
    WriteWith(metadata.SerializeAsString(), stream, version);
  }
  void WriteWith(const std::string& metadata, const std::string& stream,
                 std::int64_t version) const {
    const auto written =
        line_->Run("put", PgParams().Text(stream).Number(version).Id(NewUuid()).Text(metadata));
    CHECK(written.has_value());
  }
  void Run(const std::string& script) const { CHECK(line_->RunScript(script).has_value()); }

 private:
  std::unique_ptr<RelayLine> line_;
};

std::unique_ptr<kafka::Consumer> ReaderOf(const std::string& topic) {
  kafka::ConsumerEvents events;
  events.on_assigned = [](const auto&) {
    return Result<std::vector<kafka::TopicOffset>>(std::vector<kafka::TopicOffset>());
  };
  events.on_revoked = [](const auto&, bool) {};
  events.on_offset_lost = [](const auto&, auto) {};
  auto reader = kafka::Consumer::Make({.connection = Kafka(), .topics = {topic}}, events);
  CHECK(reader.has_value());
  std::vector<kafka::TopicOffset> start;
  for (int partition = 0; partition < kPartitions; ++partition) {
    start.push_back({topic, partition, 0});
  }
  CHECK((*reader)->Reassign(start).has_value());
  return std::move(*reader);
}

// A service's database and topic.
struct World {
  std::string database = testing::FreshDatabase();
  std::string topic = testing::UniqueName("relay-itest");
  std::unique_ptr<kafka::Admin> admin;

  World() {
    CHECK(Migrate(testing::PostgresConninfo(database)).has_value());
    auto made = kafka::Admin::Make(Kafka());
    CHECK(made.has_value());
    admin = std::move(*made);
    CHECK(admin->CreateTopic({topic, kPartitions, 1, {{"retention.ms", "-1"}}}).has_value());
  }
  [[nodiscard]] RelaySettings Settings() const { return SettingsOn(database); }
  [[nodiscard]] RelaySettings SettingsOn(const std::string& other) const {
    return {testing::PostgresConninfo(other),
            "intake",
            {topic, kPartitions, 1, {{"retention.ms", "-1"}}},
            Kafka()};
  }
  // Everything in the topic once `count` different events are there.
  [[nodiscard]] std::vector<kafka::Record> Published(std::size_t count) const {
    const auto reader = ReaderOf(topic);
    std::vector<kafka::Record> records;
    std::set<std::string> ids;
    const bool all = Eventually([&] {
      while (const kafka::Message message = reader->Poll(milliseconds(50))) {
        records.push_back(message.Copy());
        ids.emplace(records.back().header("ce_id"));
      }
      return ids.size() >= count;
    });
    EXPECT_TRUE(all) << ids.size() << " of " << count;
    return records;
  }
};

bool Reaches(const Relay& relay, RelayState state) {
  return Eventually([&] { return relay.status().state == state; });
}

// The versions of each stream as a consumer keeps them: what is not newer is a duplicate.
std::map<std::string, std::vector<std::int64_t>> Deduplicated(
    const std::vector<kafka::Record>& records) {
  std::map<std::string, std::vector<std::int64_t>> streams;
  for (const kafka::Record& record : records) {
    const std::int64_t version = std::stoll(std::string(record.header("ce_sequence")));
    auto& versions = streams[std::string(record.header("ce_subject"))];
    if (versions.empty() || version > versions.back()) versions.push_back(version);
  }
  return streams;
}

void CopyDatabase(const std::string& from, const std::string& to) {
  const testing::PostgresServer server = testing::Postgres();
  const std::string where =
      " -h " + server.host + " -p " + std::to_string(server.port) + " -U " + server.user + " ";
  const std::string command = "export PGPASSWORD='" + server.password + "'; pg_dump" + where +
                              from + " | psql -qX -v ON_ERROR_STOP=1" + where + to + " >/dev/null";
  std::string shell = "/bin/sh";
  std::string option = "-c";
  std::string line = command;
  std::array<char*, 4> words{shell.data(), option.data(), line.data(), nullptr};
  pid_t child = 0;
  int status = -1;
  CHECK(posix_spawn(&child, shell.c_str(), nullptr, nullptr, words.data(), environ) == 0);
  CHECK(waitpid(child, &status, 0) == child && status == 0);
}

TEST(RelayTest, PublishesAnEventWithItsHeadersAndEmptiesTheOutbox) {
  const World world;
  const Writer writer(world.database);
  writer.Write("referral-1", 1);
  Relay relay(world.Settings());
  const std::vector<kafka::Record> records = world.Published(1);
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].key, "referral-1");
  EXPECT_EQ(records[0].value, "body");
  EXPECT_EQ(records[0].header("ce_source"), "urn:kinward:intake");
  EXPECT_EQ(records[0].header("ce_time"), "2026-11-02T09:15:00Z");
  EXPECT_EQ(records[0].header("ce_kinwardcouncil"), "wolverhampton");
  EXPECT_EQ(records[0].header("ce_kinwardgeneration"), "1");
  EXPECT_EQ(records[0].header("ce_correlationid"), "correlation");
  EXPECT_TRUE(Eventually([&] { return relay.status().published_through > Time{}; }));
  EXPECT_TRUE(Eventually([&] { return relay.status().outbox_rows == 0; }));
  EXPECT_TRUE(relay.status().MayServe());
}

TEST(RelayTest, PublishesASlowWritersEventThatCommitsAfterLaterOnes) {
  const World world;
  const Writer slow(world.database);
  const Writer fast(world.database);
  Relay relay(world.Settings());
  slow.Run("BEGIN");
  slow.Write("slow", 1);
  fast.Write("fast", 1);
  relay.Notify();
  (void)world.Published(1);
  slow.Run("COMMIT");
  relay.Notify();
  EXPECT_EQ(world.Published(2).size(), 2U);
}

// Late below the cursor, its successor above it, and always something under way.
TEST(RelayTest, NothingOvertakesASlowWritersEventInItsStream) {
  constexpr int kRounds = 200;
  constexpr int kBusyEvents = 20;
  const World world;
  const Writer slow(world.database);
  const Writer fast(world.database);
  Relay relay(world.Settings());
  ASSERT_TRUE(Reaches(relay, RelayState::kRunning));
  int busy = 0;
  for (int round = 0; round < kRounds; ++round) {
    const std::string stream = "slow-" + std::to_string(round);
    slow.Run("BEGIN");
    slow.Write(stream, 1);
    for (int i = 0; i < kBusyEvents; ++i) {
      fast.Write("busy", ++busy);
      relay.Notify();
    }
    slow.Run("COMMIT");
    slow.Write(stream, 2);
    relay.Notify();
  }
  auto streams = Deduplicated(world.Published((kBusyEvents + 2U) * kRounds));
  EXPECT_EQ(streams["busy"].size(), static_cast<std::size_t>(busy));
  streams.erase("busy");
  for (const auto& [stream, versions] : streams) {
    EXPECT_EQ(versions, (std::vector<std::int64_t>{1, 2})) << stream;
  }
}

TEST(RelayTest, PublishesAllThatARestoredDatabaseStillHolds) {
  const World world;
  const Writer writer(world.database);
  for (int version = 1; version <= 50; ++version) writer.Write("referral-1", version);
  const std::string restored = testing::FreshDatabase();
  CopyDatabase(world.database, restored);
  Relay relay(world.SettingsOn(restored));
  EXPECT_EQ(world.Published(50).size(), 50U);
}

TEST(RelayTest, RefusesToRunOnADatabaseThatKafkaIsAheadOf) {
  const World world;
  const Writer writer(world.database);
  writer.Write("referral-1", 1);
  const std::string restored = testing::FreshDatabase();
  CopyDatabase(world.database, restored);
  writer.Write("referral-1", 2);
  {
    Relay relay(world.Settings());
    (void)world.Published(2);
  }
  Relay relay(world.SettingsOn(restored));
  ASSERT_TRUE(Reaches(relay, RelayState::kBehindKafka));
  EXPECT_FALSE(relay.status().MayServe());
  EXPECT_NE(relay.status().fault.find("lacks"), std::string::npos);
  EXPECT_EQ(world.Published(2).size(), 2U);
  // A republication would destroy the only copy of what is missing.
  const auto refused = RequestRepublication(testing::PostgresConninfo(restored), world.topic);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FailureKind::kConflict);
}

TEST(RelayTest, LosesNothingAndKeepsOrderWhenItEndsMidway) {
  constexpr int kStreams = 20;
  constexpr int kVersions = 50;
  const World world;
  const Writer writer(world.database);
  for (int version = 1; version <= kVersions; ++version) {
    for (int stream = 0; stream < kStreams; ++stream) {
      writer.Write("stream-" + std::to_string(stream), version);
    }
  }
  RelaySettings settings = world.Settings();
  settings.page_rows_max = 7;  // many pages, so that every end lies between some
  for (int ends = 1; ends <= 3; ++ends) {
    Relay relay(settings);
    EXPECT_TRUE(Eventually(
        [&] { return relay.status().published_position > ends * kStreams * kVersions / 5; }));
  }
  Relay relay(settings);
  const auto streams = Deduplicated(world.Published(kStreams * kVersions));
  ASSERT_EQ(streams.size(), static_cast<std::size_t>(kStreams));
  for (const auto& [stream, versions] : streams) {
    ASSERT_EQ(versions.size(), static_cast<std::size_t>(kVersions)) << stream;
    EXPECT_EQ(versions.back(), kVersions);
  }
}

// Pages are asked for while rows are deleted: one that was asked for before still shows them.
TEST(RelayTest, SendsNothingTwiceWhileItReadsAndDeletes) {
  constexpr int kStreams = 40;
  constexpr int kVersions = 100;
  const World world;
  const Relay relay(world.Settings());
  const Writer writer(world.database);
  const auto write = [&](int version) {
    for (int stream = 0; stream < kStreams; ++stream)
      writer.Write("stream-" + std::to_string(stream), version);
  };
  for (int version = 1; version <= kVersions; ++version) write(version);
  ASSERT_EQ(world.Published(kStreams * kVersions).size(),
            static_cast<std::size_t>(kStreams * kVersions));
  write(kVersions + 1);  // last in every partition: whatever was sent twice stands before them
  EXPECT_EQ(world.Published(kStreams * (kVersions + 1)).size(),
            static_cast<std::size_t>(kStreams * (kVersions + 1)));
}

TEST(RelayTest, HandsOverToTheOneThatStandsBy) {
  const World world;
  const Writer writer(world.database);
  auto first = std::make_unique<Relay>(world.Settings());
  ASSERT_TRUE(Reaches(*first, RelayState::kRunning));
  Relay second(world.Settings());
  ASSERT_TRUE(Reaches(second, RelayState::kStandby));
  EXPECT_TRUE(second.status().MayServe());
  first.reset();
  ASSERT_TRUE(Reaches(second, RelayState::kRunning));
  writer.Write("referral-1", 1);
  (void)world.Published(1);
}

TEST(RelayTest, RepublishesEverythingUnderANewerGeneration) {
  const World world;
  const Writer writer(world.database);
  for (int version = 1; version <= 20; ++version) writer.Write("referral-1", version);
  Relay relay(world.Settings());
  (void)world.Published(20);
  const auto asked = RequestRepublication(testing::PostgresConninfo(world.database), world.topic);
  ASSERT_TRUE(asked);
  EXPECT_EQ(*asked, 2);
  ASSERT_TRUE(Eventually([&] {
    return relay.status().generation == 2 && relay.status().state == RelayState::kRunning;
  }));
  const std::vector<kafka::Record> records = world.Published(20);
  EXPECT_EQ(records.size(), 20U);
  for (const kafka::Record& record : records) {
    EXPECT_EQ(record.header("ce_kinwardgeneration"), "2");
  }
  writer.Write("referral-1", 21);
  EXPECT_EQ(world.Published(21).size(), 21U);
}

TEST(RelayTest, RepublishesWhenItsTopicWasDeleted) {
  const World world;
  const Writer writer(world.database);
  writer.Write("referral-1", 1);
  {
    Relay relay(world.Settings());
    (void)world.Published(1);
  }
  ASSERT_TRUE(world.admin->DeleteTopic(world.topic));
  Relay relay(world.Settings());
  ASSERT_TRUE(Reaches(relay, RelayState::kTroubled));
  EXPECT_TRUE(relay.status().MayServe());
  ASSERT_TRUE(RequestRepublication(testing::PostgresConninfo(world.database), world.topic));
  EXPECT_EQ(world.Published(1).at(0).header("ce_kinwardgeneration"), "2");
}

TEST(RelayTest, StopsBeforeARowThatCannotBePublishedAndSaysSo) {
  const World world;
  const Writer writer(world.database);
  writer.Write("referral-1", 1);
  writer.WriteWith("", "referral-2", 1);
  writer.Write("referral-1", 2);
  Relay relay(world.Settings());
  ASSERT_TRUE(Reaches(relay, RelayState::kTroubled));
  EXPECT_NE(relay.status().fault.find("position 2"), std::string::npos);
  EXPECT_EQ(world.Published(1).size(), 1U);
}

}  // namespace
}  // namespace kinward::eventstore
