// The programme loop on the real PostgreSQL: nobody asks it, and nothing is restarted.
#include <gmock/gmock.h>

#include "libs/testing/eventually.h"
#include "libs/testing/make.h"
#include "tests/integration/aggregate_store.h"
#include "tests/integration/eligibility_replica.h"

namespace kinward {
namespace {

namespace v1 = eligibility::v1;
using ::testing::ElementsAre;

class ProgrammeLoopOnPostgresTest : public ::testing::Test {
 protected:
  ~ProgrammeLoopOnPostgresTest() override {
    second_.loop.Stop();
    while (io_.poll() > 0) {
    }
  }
  eventstore::PostgresOptions Options() const { return {testing::PostgresConninfo(database_), 2}; }
  bool SecondHeard(std::size_t events) {
    return testing::Eventually([&] {
      io_.restart();
      io_.poll();
      return second_.heard.size() >= events;
    });
  }

  const std::string database_ = MigratedDatabase();
  boost::asio::io_context io_{1};
  eventstore::PostgresStore first_store_{io_.get_executor(), Options()};
  eventstore::PostgresStore second_store_{io_.get_executor(), Options()};
  EligibilityReplica first_{io_, first_store_};
  EligibilityReplica second_{io_, second_store_};
};

TEST_F(ProgrammeLoopOnPostgresTest, WhatIsPublishedThroughOneReplicaReachesTheOther) {
  first_.Run("leeds", PublishVersionOf(1));
  second_.loop.Start();
  EXPECT_TRUE(SecondHeard(1));
  first_.Run("leeds", PublishVersionOf(2));
  first_.Run("hull", PublishVersionOf(1));
  first_.Run("leeds",
             testing::Make<v1::WithdrawProgramme>("programme_id: 'T-01' from: '2016-09-01'"));
  EXPECT_TRUE(SecondHeard(4));
  std::erase(second_.heard, "hull ProgrammeVersionPublished");
  EXPECT_THAT(second_.heard,
              ElementsAre("leeds ProgrammeVersionPublished", "leeds ProgrammeVersionPublished",
                          "leeds ProgrammeWithdrawn"));
  EXPECT_EQ(second_.programmes.Newest("leeds", "T-01")->version(), 2);
  EXPECT_NE(second_.programmes.Newest("hull", "T-01"), nullptr);
  EXPECT_EQ(second_.programmes.InForce("leeds", "T-01", "2016-09-01"), nullptr);
}

TEST_F(ProgrammeLoopOnPostgresTest, WhenBothPublishEachEndsWithTheSame) {
  first_.loop.Start();
  second_.loop.Start();
  for (int version = 1; version <= 20; ++version) {
    (version % 2 == 0 ? first_ : second_).Run("leeds", PublishVersionOf(version));
  }
  EXPECT_TRUE(SecondHeard(20));
  EXPECT_TRUE(testing::Eventually([&] {
    io_.restart();
    io_.poll();
    return first_.heard.size() >= 20;
  }));
  first_.loop.Stop();
  EXPECT_EQ(first_.heard.size(), 20U);
  EXPECT_EQ(second_.heard.size(), 20U);
  EXPECT_EQ(first_.programmes.Newest("leeds", "T-01")->version(), 20);
}

}  // namespace
}  // namespace kinward
