// The host with real aggregates on the in-memory event store: repeats, conflicts, claims, refusals.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "kinward/intake/v1/referral.pb.h"
#include "kinward/outcomes/v1/worker.pb.h"
#include "libs/eventstore/memory_store.h"
#include "libs/host/command_runner.h"
#include "services/outcomes/aggregates.h"
#include "services/referral-intake/aggregates.h"
#include "services/referral-intake/domain/referral.h"
#include "tests/integration/commands.h"

namespace kinward {
namespace {

const std::string kFamily = NewUuid().ToString();

std::vector<std::unique_ptr<host::Aggregate>> AllAggregates() {
  auto all = intake::Aggregates();
  for (auto& aggregate : outcomes::Aggregates()) all.push_back(std::move(aggregate));
  return all;
}

// One service's runner; several may stand on one store, as replicas do.
struct Replica {
  explicit Replica(eventstore::EventStore& shared)
      : registry(AllAggregates()),
        store(&shared),
        clock(shared, false),
        runner({&registry, &shared, &clock, nullptr, nullptr, "key", [] {}}) {}

  host::RunOutcome Run(const google::protobuf::Message& command, Uuid id = NewUuid(),
                       bool keep_refusal = false) {
    host::RunRequest request = RequestOf(command, id);
    request.keep_refusal = keep_refusal;
    auto future =
        boost::asio::co_spawn(io, runner.Run(std::move(request)), boost::asio::use_future);
    io.restart();
    io.run();
    return future.get();
  }

  boost::asio::io_context io;
  host::Registry registry;
  eventstore::EventStore* store;
  host::TenantClock clock;
  host::CommandRunner runner;
};

intake::v1::ReceiveReferral Referral(const std::string& family, bool one_open = false) {
  return kinward::Referral(NewUuid().ToString(), family, one_open);
}

outcomes::v1::RegisterWorker Worker(const std::string& id) {
  outcomes::v1::RegisterWorker command;
  command.set_worker_id(id);
  command.set_role("social-worker");
  command.set_employment(outcomes::v1::EMPLOYMENT_PERMANENT);
  return command;
}
outcomes::v1::NameForSchool Named(const std::string& worker, const std::string& school) {
  outcomes::v1::NameForSchool command;
  command.set_worker_id(worker);
  command.set_school(school);
  return command;
}

TEST(HostTest, AnswersARepeatWithTheFirstReply) {
  eventstore::MemoryStore store;
  Replica replica(store);
  const auto command = Referral(kFamily);
  const Uuid id = NewUuid();
  const auto first = replica.Run(command, id);
  const auto second = replica.Run(command, id);
  ASSERT_TRUE(first.status.ok()) << first.status.message;
  EXPECT_FALSE(first.reply.repeat());
  EXPECT_TRUE(second.reply.repeat());
  EXPECT_EQ(second.reply.event_ids(0), first.reply.event_ids(0));
  EXPECT_EQ(second.reply.token(), first.reply.token());
}

TEST(HostTest, ARepeatWithAnotherBodyIsRefused) {
  eventstore::MemoryStore store;
  Replica replica(store);
  const Uuid id = NewUuid();
  ASSERT_TRUE(replica.Run(Referral(kFamily), id).status.ok());
  EXPECT_EQ(replica.Run(Referral(kFamily), id).status.reason, "COMMAND_ID_REUSED");
}

TEST(HostTest, OneOpenReferralAFamilyAndProgrammeWhereTheProgrammeSaysSo) {
  eventstore::MemoryStore store;
  Replica replica(store);
  ASSERT_TRUE(replica.Run(Referral(kFamily, true)).status.ok());
  const auto second = replica.Run(Referral(kFamily, true));
  EXPECT_TRUE(second.refused);
  EXPECT_EQ(second.status.reason, "OPEN_REFERRAL_MUST_BE_FREE");
  EXPECT_TRUE(replica.Run(Referral(NewUuid().ToString(), true)).status.ok());
}

TEST(HostTest, OneNamedWorkerASchool) {
  eventstore::MemoryStore store;
  Replica replica(store);
  ASSERT_TRUE(replica.Run(Worker("worker-a")).status.ok());
  ASSERT_TRUE(replica.Run(Worker("worker-b")).status.ok());
  ASSERT_TRUE(replica.Run(Named("worker-a", "synthetic-school")).status.ok());
  EXPECT_EQ(replica.Run(Named("worker-b", "synthetic-school")).status.reason,
            "SCHOOL_WORKER_MUST_BE_FREE");
}

TEST(HostTest, ReplicasOnOneStoreSeeEachOthersEvents) {
  eventstore::MemoryStore store;
  Replica first(store);
  Replica second(store);
  ASSERT_TRUE(first.Run(Worker("worker-a")).status.ok());
  // The second replica has never seen the worker; afterwards the first one's memory is old.
  ASSERT_TRUE(second.Run(Named("worker-a", "synthetic-school")).status.ok());
  const auto third = first.Run(Named("worker-a", "another-school"));
  ASSERT_TRUE(third.status.ok()) << third.status.reason;
  EXPECT_EQ(third.reply.version(), 3);
}

TEST(HostTest, ARefusalOfAReactionIsItsOutcomeForEver) {
  eventstore::MemoryStore store;
  Replica replica(store);
  const Uuid id = NewUuid();
  const auto command = Named("worker-a", "synthetic-school");
  const auto refused = replica.Run(command, id, true);
  ASSERT_TRUE(refused.refused);
  ASSERT_TRUE(replica.Run(Worker("worker-a")).status.ok());
  EXPECT_EQ(replica.Run(command, id, true).status.reason, refused.status.reason);
  EXPECT_TRUE(replica.Run(command, NewUuid(), true).status.ok());
}

}  // namespace
}  // namespace kinward
