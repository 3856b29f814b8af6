// A database restored to an older state, and Kafka that holds what came after: adopting gives it
// everything back, and nothing on the topic is contradicted afterwards.
#include <gmock/gmock.h>

#include <array>
#include <map>
#include <set>

#include "libs/eventstore/relay.h"
#include "libs/host/store_adopt.h"
#include "libs/host/topic_reader.h"
#include "libs/kafka/admin.h"
#include "libs/testing/eventually.h"
#include "tests/integration/intake_store.h"

namespace kinward {
namespace {

using eventstore::Relay;
using eventstore::RelayState;
using testing::Eventually;

constexpr int kPartitions = 3;
const std::atomic<bool> kGoOn{false};

kafka::Connection Kafka() { return {testing::Kafka(), "adopt-test"}; }

class StoreAdoptTest : public ::testing::Test {
 protected:
  StoreAdoptTest() : intake_(MigratedDatabase()) {
    auto admin = kafka::Admin::Make(Kafka());
    CHECK(admin.has_value());
    CHECK((*admin)->CreateTopic({topic_, kPartitions, 1, {{"retention.ms", "-1"}}}).has_value());
    intake_.SetClock(kMorning);
  }
  [[nodiscard]] std::unique_ptr<Relay> StartRelay() const {
    return std::make_unique<Relay>(
        eventstore::RelaySettings{testing::PostgresConninfo(intake_.database()),
                                  "intake",
                                  {topic_, kPartitions, 1, {{"retention.ms", "-1"}}},
                                  Kafka()});
  }
  void PublishAll() const {
    const auto relay = StartRelay();
    ASSERT_TRUE(Reaches(*relay, RelayState::kRunning));
    ASSERT_TRUE(Eventually([&] { return Outbox() == 0; }));
  }
  static bool Reaches(const Relay& relay, RelayState state) {
    return Eventually([&] { return relay.status().state == state; });
  }
  [[nodiscard]] std::int64_t Count(const std::string& what) const {
    auto line = eventstore::RelayLine::Open(testing::PostgresConninfo(intake_.database()),
                                            "PREPARE ask AS SELECT count(*) FROM " + what);
    CHECK(line.has_value());
    return (*line)->Run("ask", {})->Number(0, 0);
  }
  [[nodiscard]] std::int64_t Outbox() const { return Count("outbox"); }

  // As a restore does: everything is as it was at Mark.
  void Mark() const {
    std::string script = "CREATE SCHEMA marked;";
    for (const std::string table : kTables) {
      script += "CREATE TABLE marked." + table + " AS TABLE public." + table + ";";
    }
    Execute(intake_.database(), script);
  }
  void Restore() const {
    std::string script = "BEGIN;";
    for (const std::string table : kTables) {
      script += "DELETE FROM public." + table + ";INSERT INTO public." + table +
                (table == "event" ? " OVERRIDING SYSTEM VALUE" : "") + " TABLE marked." + table +
                ";";
    }
    Execute(intake_.database(), script + "COMMIT");
  }
  Result<std::int64_t> Adopt() {
    return host::AdoptStore(
        intake_.registry(),
        {"intake", testing::PostgresConninfo(intake_.database()), topic_, Kafka(), {}}, kGoOn);
  }
  // By stream and version: every body that the topic holds there.
  std::map<std::string, std::set<std::string>> Bodies() {
    std::map<std::string, std::set<std::string>> bodies;
    const auto read = host::ReadTopic(Kafka(), topic_, kGoOn,
                                      [&](std::vector<kafka::Record> records) -> Result<void> {
                                        for (const kafka::Record& record : records) {
                                          bodies[std::string(record.header("ce_subject")) + "/" +
                                                 std::string(record.header("ce_sequence"))]
                                              .insert(record.value);
                                        }
                                        return {};
                                      });
    EXPECT_TRUE(read.has_value());
    return bodies;
  }

  static constexpr std::array<const char*, 6> kTables = {"stream", "event", "command",
                                                         "claim",  "timer", "outbox"};
  std::string topic_ = testing::UniqueName("adopt-itest");
  IntakeStore intake_;
};

// A database restored to `Mark`, with commands of every kind after it.
class RestoredTest : public StoreAdoptTest {
 protected:
  RestoredTest() {
    intake_.Run(Referral(before_, family_));
    intake_.Run(Consent(fires_, "2026-11-05"));
    PublishAll();
    Mark();
    intake_.Run(Withdraw(before_));                             // frees the family's place,
    first_ = intake_.Run(Referral(after_, family_), command_);  // which this one takes
    intake_.Run(Consent(waits_, "2027-01-31"));
    intake_.SetClock(kMorning + std::chrono::days{7});
    EXPECT_EQ(intake_.FireDue(), 1);
    lost_ = Count("event") - Count("marked.event");
    PublishAll();
    Restore();
  }
  std::string family_ = NewUuid().ToString();
  std::string before_ = NewUuid().ToString();
  std::string after_ = NewUuid().ToString();
  std::string fires_ = NewUuid().ToString();
  std::string waits_ = NewUuid().ToString();
  Uuid command_ = NewUuid();
  host::RunOutcome first_;
  std::int64_t lost_ = 0;
};

TEST_F(RestoredTest, IsRefusedUntilItHasAdoptedWhatItLacks) {
  const auto relay = StartRelay();
  ASSERT_TRUE(Reaches(*relay, RelayState::kBehindKafka));
  EXPECT_FALSE(relay->MayWrite());
  EXPECT_THAT(relay->status().fault, ::testing::HasSubstr("kinwardctl store adopt"));
  const auto adopted = Adopt();
  ASSERT_TRUE(adopted.has_value()) << adopted.error().message;
  EXPECT_EQ(*adopted, lost_);
  ASSERT_TRUE(Reaches(*relay, RelayState::kRunning));
  EXPECT_TRUE(relay->MayWrite());
}

TEST_F(RestoredTest, HoldsWhatItsEventsEntail) {
  ASSERT_EQ(Adopt().value(), lost_);
  EXPECT_THAT(intake_.Verify().differences, ::testing::ElementsAre());
  EXPECT_EQ(Count("claim"), 1);
  EXPECT_EQ(Count("timer"), 1);  // the one that fired does not fire again
  EXPECT_EQ(Outbox(), 0);
}

TEST_F(RestoredTest, KnowsTheCommandsThatWereRetried) {
  ASSERT_TRUE(Adopt().has_value());
  IntakeStore restarted(intake_.database());
  const auto again = restarted.Run(Referral(after_, family_), command_);
  EXPECT_TRUE(again.reply.repeat());
  EXPECT_EQ(again.reply.stream(), first_.reply.stream());
  EXPECT_EQ(again.reply.version(), first_.reply.version());
  EXPECT_EQ(again.reply.token(), first_.reply.token());
  EXPECT_EQ(
      std::vector<std::string>(again.reply.event_ids().begin(), again.reply.event_ids().end()),
      std::vector<std::string>(first_.reply.event_ids().begin(), first_.reply.event_ids().end()));
}

TEST_F(RestoredTest, GoesOnWithTheNextVersionAndContradictsNothing) {
  const auto before = Bodies();
  ASSERT_TRUE(Adopt().has_value());
  IntakeStore restarted(intake_.database());
  const auto version = restarted.Run(Withdraw(after_)).reply.version();
  PublishAll();
  const auto bodies = Bodies();
  EXPECT_GT(bodies.size(), before.size());
  for (const auto& [place, held] : bodies) EXPECT_EQ(held.size(), 1U) << place;
  EXPECT_GT(version, first_.reply.version());
  for (std::int64_t each = 1; each <= version; ++each) {
    EXPECT_TRUE(bodies.contains(after_ + "/" + std::to_string(each))) << each;
  }
}

TEST_F(RestoredTest, AdoptsNothingTwice) {
  ASSERT_EQ(Adopt().value(), lost_);
  EXPECT_EQ(Adopt().value(), 0);
  EXPECT_THAT(intake_.Verify().differences, ::testing::ElementsAre());
}

TEST_F(RestoredTest, IsRefusedOnceItHasGoneItsOwnWay) {
  IntakeStore parted(intake_.database());
  auto other = Withdraw(before_);
  other.set_reason("another-reason");
  parted.Run(other);
  const auto events = Count("event");
  const auto adopted = Adopt();
  ASSERT_FALSE(adopted.has_value());
  EXPECT_EQ(adopted.error().kind, FailureKind::kConflict);
  EXPECT_THAT(adopted.error().message, ::testing::HasSubstr("another event"));
  EXPECT_EQ(Count("event"), events);
}

TEST_F(StoreAdoptTest, RefusesATopicWithAGapAndChangesNothing) {
  intake_.Run(Referral("0193a000-0000-7000-8000-000000000001", NewUuid().ToString()));
  Mark();
  intake_.Run(Withdraw("0193a000-0000-7000-8000-000000000001"));
  // The second event of the referral is published, what comes before it is nowhere.
  Execute(intake_.database(),
          "DELETE FROM outbox WHERE position = (SELECT min(position) FROM outbox)");
  PublishAll();
  Execute(intake_.database(),
          "DELETE FROM marked.event; DELETE FROM marked.stream;"
          "DELETE FROM marked.claim; DELETE FROM marked.timer;"
          "DELETE FROM marked.command; DELETE FROM marked.outbox");
  Restore();
  const auto adopted = Adopt();
  ASSERT_FALSE(adopted.has_value());
  EXPECT_EQ(adopted.error().kind, FailureKind::kConflict);
  EXPECT_THAT(adopted.error().message, ::testing::HasSubstr("lacks events that come next"));
  EXPECT_EQ(Count("event"), 0);
}

TEST_F(StoreAdoptTest, FollowsTheTopicToItsNewerGeneration) {
  intake_.Run(Referral(NewUuid().ToString(), NewUuid().ToString()));
  PublishAll();
  Mark();
  const std::string conninfo = testing::PostgresConninfo(intake_.database());
  ASSERT_TRUE(eventstore::RequestRepublication(conninfo, topic_).has_value());
  PublishAll();
  intake_.Run(Referral(NewUuid().ToString(), NewUuid().ToString()));
  PublishAll();
  Restore();
  Execute(intake_.database(), "UPDATE relay_state SET generation = 1");
  const auto relay = StartRelay();
  ASSERT_TRUE(Reaches(*relay, RelayState::kBehindKafka));
  ASSERT_TRUE(Adopt().has_value());
  ASSERT_TRUE(Reaches(*relay, RelayState::kRunning));
  EXPECT_EQ(relay->status().generation, 2);
}

}  // namespace
}  // namespace kinward
