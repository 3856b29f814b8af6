// Whom the projection refuses: who is not the gateway or a service, other councils, other partners.
#include "services/projection/front.h"

#include <gtest/gtest.h>

#include <future>

#include "libs/kafka/producer.h"
#include "libs/testing/servers.h"
#include "services/projection/testing/owner_of_streams.h"
#include "services/projection/testing/writing.h"

namespace kinward::projection {
namespace {

constexpr int kBuckets = 2;
const std::string kCouncil = "wolverhampton";
const std::string kSecret = "a secret of the tests";

rpc::Caller By(const std::string& kind, const std::string& id, const std::string& council,
               std::vector<std::string> roles = {}) {
  rpc::Caller caller;
  caller.actor = {kind, id, std::move(roles)};
  caller.council = council;
  return caller;
}

class FrontTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto writer = WriterOn(endpoint_, prefix_, kBuckets);
    const int bucket = kafka::PartitionOf(story_[0].family, kBuckets);
    ASSERT_TRUE(writer->Write(BatchesOf(story_, bucket, kBatchEvents)));
    for (const int number : {1, 2}) {  // the first child's record is restricted
      const auto missing = MissingStoryOf(number);
      const int other = kafka::PartitionOf(missing[0].family, kBuckets);
      ASSERT_TRUE(writer->Write(BatchesOf(missing, other, kBatchEvents)));
    }
    ASSERT_TRUE(writer->Drain());
  }
  void TearDown() override { front_.Stop(); }

  static std::map<std::string, std::string> MetadataOf(const rpc::Caller& caller,
                                                       const std::string& secret) {
    const auto pairs = rpc::MetadataOf(caller, secret);
    return {pairs.begin(), pairs.end()};
  }
  static const google::protobuf::MethodDescriptor* Method(const std::string& name) {
    return google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
        "kinward.views.v1.ViewService." + name);
  }
  rpc::Status Get(const std::string& view, const rpc::Caller& caller,
                  const std::string& secret = kSecret) {
    views::v1::GetView request;
    request.set_view(view);
    request.set_id(story_[0].stream);
    request.set_council(kCouncil);
    std::promise<rpc::Status> done;
    rpc::Call call;
    call.method = Method("Get");
    call.metadata = MetadataOf(caller, secret);
    call.request = request.SerializeAsString();
    call.finish = [&](const rpc::Status& status, std::string&& reply) {
      EXPECT_TRUE(!status.ok() || answered_.ParseFromString(reply));
      done.set_value(status);
    };
    front_.Take(std::move(call));
    return done.get_future().get();
  }
  // A list as somebody with this role sees it.
  const views::v1::View& Shown(const std::string& view, const std::string& role) {
    EXPECT_TRUE(Get(view, By("staff", "zoe-example", kCouncil, {role})).ok())
        << view << " " << role;
    return answered_;
  }
  rpc::Status Watch(const std::string& view, const rpc::Caller& caller) {
    views::v1::WatchViews request;
    request.set_council(kCouncil);
    request.add_views()->set_view(view);
    std::promise<rpc::Status> done;
    rpc::Stream stream;
    stream.method = Method("Watch");
    stream.metadata = MetadataOf(caller, kSecret);
    stream.request = request.SerializeAsString();
    stream.write = [](std::string&&) { return false; };  // who may watch is told so at once
    stream.cancelled = [] { return false; };
    stream.finish = [&done](const rpc::Status& status) { done.set_value(status); };
    front_.TakeStream(std::move(stream));
    return done.get_future().get();
  }

  views::v1::View answered_;
  redis::Endpoint endpoint_ = *redis::ParseEndpoint(testing::Redis());
  std::string prefix_ = testing::UniqueName("front") + ":";
  std::vector<TestEvent> story_ = StoryOf(1);
  OwnerOfStreams owner_;
  ChangeFeed feed_{endpoint_, prefix_, kBuckets};
  AsOf as_of_;
  ViewServer views_{{endpoint_, prefix_, kBuckets},
                    [](const std::string&) { return Time{std::chrono::seconds{1'470'000'000}}; },
                    feed_,
                    as_of_,
                    owner_};
  Front front_{{kSecret, "", endpoint_, prefix_, kBuckets}, views_};
};

TEST_F(FrontTest, RefusesACallerThatDoesNotKnowTheSecret) {
  const auto caller = By("staff", "zoe-example", kCouncil, {"duty-worker"});
  EXPECT_EQ(Get("case", caller, "another").reason, "CALLER_MUST_BE_KNOWN");
  EXPECT_TRUE(Get("case", caller).ok());
}

TEST_F(FrontTest, RefusesStaffOfAnotherCouncil) {
  const auto caller = By("staff", "zoe-example", "southwark", {"duty-worker"});
  EXPECT_EQ(Get("case", caller).reason, "TENANT_MUST_MATCH");
  EXPECT_EQ(Get("closed-loop", caller).reason, "TENANT_MUST_MATCH");
  EXPECT_EQ(Watch("referral-board", caller).reason, "TENANT_MUST_MATCH");
}

TEST_F(FrontTest, RefusesARoleThatTheViewDoesNotName) {
  const auto caller = By("staff", "zoe-example", kCouncil, {"commissioner"});
  EXPECT_EQ(Get("case", caller).reason, "ROLE_MUST_ALLOW");
  EXPECT_EQ(Watch("case", caller).reason, "ROLE_MUST_ALLOW");
}

TEST_F(FrontTest, NamesAMissingChildOfARestrictedRecordToThoseAloneWhoMayRestrictOne) {
  const auto seen = [&](const std::string& role) {
    int named = 0;
    for (const auto& row : Shown("missing", role).missing().past())
      named += row.restricted() ? 0 : 1;
    EXPECT_EQ(answered_.missing().past_size(), 2) << role;
    return named;
  };
  EXPECT_EQ(seen("missing-returns-officer"), 1);
  EXPECT_EQ(seen("performance-officer"), 1);
  EXPECT_EQ(seen("team-manager"), 2);
  EXPECT_EQ(Get("missing", By("staff", "zoe-example", kCouncil, {"commissioner"})).reason,
            "ROLE_MUST_ALLOW");
  EXPECT_EQ(Get("obligations", By("partner", "police-wmp", kCouncil)).reason, "ROLE_MUST_ALLOW");
}

TEST_F(FrontTest, ShowsIntelligenceToTheRolesThatItsHandlingNames) {
  const auto items = [&](const std::string& role) {
    int shown = 0;
    for (const auto& row : Shown("missing", role).missing().past())
      shown += row.intelligence_size();
    return shown;
  };
  EXPECT_EQ(items("missing-returns-officer"), 1);  // the other child's record is restricted
  EXPECT_EQ(items("team-manager"), 0);
  EXPECT_EQ(items("performance-officer"), 0);
  EXPECT_EQ(
      Get("intelligence", By("staff", "zoe-example", kCouncil, {"performance-officer"})).reason,
      "ROLE_MUST_ALLOW");
}

TEST_F(FrontTest, ShowsAPartnerItsOwnReferralAndHidesThatThereAreOthers) {
  EXPECT_TRUE(Get("closed-loop", By("partner", "school-wolverhampton", kCouncil)).ok());
  const auto refused = Get("closed-loop", By("partner", "police-wmp", kCouncil));
  EXPECT_EQ(refused.code, rpc::Code::kNotFound);
  EXPECT_EQ(refused.reason, "VIEW_MUST_EXIST");
}

TEST_F(FrontTest, RefusesAPartnerWhatIsNotForPartners) {
  const auto caller = By("partner", "school-wolverhampton", kCouncil);
  EXPECT_EQ(Get("case", caller).reason, "ROLE_MUST_ALLOW");
  EXPECT_EQ(Watch("closed-loop", caller).reason, "CALLER_MUST_BE_STAFF");
  EXPECT_EQ(Get("closed-loop", By("partner", "school-wolverhampton", "southwark")).reason,
            "TENANT_MUST_MATCH");
}

}  // namespace
}  // namespace kinward::projection
