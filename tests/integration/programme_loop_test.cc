// What one replica publishes, the others know: the programme loop with real aggregates.
#include <gmock/gmock.h>

#include "kinward/eligibility/v1/check.pb.h"
#include "libs/eventstore/memory_store.h"
#include "libs/testing/make.h"
#include "tests/integration/eligibility_replica.h"

namespace kinward {
namespace {

namespace v1 = eligibility::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Make;

constexpr const char* kPublished = "leeds ProgrammeVersionPublished";
constexpr const char* kWithdrawn = "leeds ProgrammeWithdrawn";

class ProgrammeLoopTest : public ::testing::Test {
 protected:
  boost::asio::io_context io_;
  eventstore::MemoryStore store_;
  EligibilityReplica first_{io_, store_};
  EligibilityReplica second_{io_, store_};
  const v1::WithdrawProgramme withdraw_ =
      Make<v1::WithdrawProgramme>("programme_id: 'T-01' from: '2016-09-01'");
};

TEST_F(ProgrammeLoopTest, WhatOneReplicaPublishedTheOtherKnows) {
  first_.Run("leeds", PublishVersionOf(1));
  EXPECT_EQ(second_.programmes.Newest("leeds", "T-01"), nullptr);
  second_.CatchUp();
  const auto* known = second_.programmes.InForce("leeds", "T-01", "2016-07-12");
  ASSERT_NE(known, nullptr);
  EXPECT_EQ(known->version(), 1);
  EXPECT_EQ(second_.programmes.Newest("hull", "T-01"), nullptr);
}
TEST_F(ProgrammeLoopTest, LicencesAndWithdrawalsAreHeardInOrderAndOnce) {
  first_.Run("leeds", PublishVersionOf(1));
  second_.CatchUp();
  first_.Run("leeds", Make<v1::LicenseSite>(
                          "programme_id: 'T-01' site: 'hub' holder: 'Example' from: '2016-01-01'"));
  EXPECT_EQ(second_.programmes.LicenceOn("leeds", "T-01", "2016-07-12"), nullptr);
  second_.CatchUp();
  EXPECT_NE(second_.programmes.LicenceOn("leeds", "T-01", "2016-07-12"), nullptr);
  first_.Run("leeds",
             Make<v1::RevokeLicence>("programme_id: 'T-01' site: 'hub' from: '2016-07-01'"));
  first_.Run("leeds", withdraw_);
  second_.CatchUp();
  second_.CatchUp();
  EXPECT_EQ(second_.programmes.LicenceOn("leeds", "T-01", "2016-07-12"), nullptr);
  EXPECT_EQ(second_.programmes.InForce("leeds", "T-01", "2016-09-01"), nullptr);
  EXPECT_THAT(second_.heard,
              ElementsAre(kPublished, "leeds SiteLicensed", "leeds LicenceRevoked", kWithdrawn));
}
TEST_F(ProgrammeLoopTest, ItsOwnAreHeardAtOnceAndOnce) {
  first_.Run("leeds", PublishVersionOf(1));
  EXPECT_THAT(first_.heard, ElementsAre(kPublished));
  EXPECT_NE(first_.programmes.Newest("leeds", "T-01"), nullptr);
  first_.CatchUp();
  EXPECT_THAT(first_.heard, ElementsAre(kPublished));
}
TEST_F(ProgrammeLoopTest, ItsOwnWaitForWhatAnotherReplicaWroteBefore) {
  first_.Run("leeds", PublishVersionOf(1));
  second_.CatchUp();
  first_.Run("leeds", PublishVersionOf(2));
  second_.Run("leeds", withdraw_);
  EXPECT_THAT(second_.heard, ElementsAre(kPublished));
  second_.CatchUp();
  EXPECT_THAT(second_.heard, ElementsAre(kPublished, kPublished, kWithdrawn));
  EXPECT_EQ(second_.programmes.Newest("leeds", "T-01")->version(), 2);
  first_.CatchUp();
  EXPECT_THAT(first_.heard, ElementsAre(kPublished, kPublished, kWithdrawn));
}
TEST_F(ProgrammeLoopTest, AReplicaThatStartsLaterHearsEverything) {
  first_.Run("leeds", PublishVersionOf(1));
  first_.Run("hull", PublishVersionOf(1));
  EligibilityReplica third(io_, store_);
  third.CatchUp();
  EXPECT_THAT(third.heard, ElementsAre("hull ProgrammeVersionPublished", kPublished));
}
TEST_F(ProgrammeLoopTest, WhatCannotBeReadHoldsUpItsOwnStreamAlone) {
  eventstore::AppendRequest strange;
  strange.tenant = "bath";
  strange.command_id = NewUuid();
  strange.writes.push_back(
      {"T-09", "programme", 0, "T-09", {{NewUuid(), "unheard-of", "", "", {}}}});
  ASSERT_TRUE(first_.Await(store_.Append(strange)).has_value());
  first_.Run("leeds", PublishVersionOf(1));
  const auto heard = second_.Await(second_.loop.CatchUp());
  ASSERT_FALSE(heard.has_value());
  EXPECT_EQ(heard.error().kind, FailureKind::kCorrupt);
  EXPECT_THAT(second_.heard, ElementsAre(kPublished));
}
TEST_F(ProgrammeLoopTest, OtherAggregatesAreNotHeard) {
  first_.Run("leeds", PublishVersionOf(1));
  auto check = Make<v1::CheckEligibility>("referral_id: 'r' family_id: 'f' on: '2016-07-12'");
  first_.Run("leeds", check);
  second_.CatchUp();
  EXPECT_THAT(second_.heard, ElementsAre(kPublished));
}

}  // namespace
}  // namespace kinward
