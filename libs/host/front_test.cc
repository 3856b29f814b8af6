#include "libs/host/front.h"

#include <gtest/gtest.h>

#include "kinward/common/v1/operations.pb.h"
#include "kinward/eligibility/v1/service.pb.h"

namespace kinward::host {
namespace {

using boost::asio::awaitable;

// A service without commands and with one query, which counts how often it was reached.
class FrontTest : public ::testing::Test {
 protected:
  static Queries Counting(int& reached) {
    Queries queries;
    queries["kinward.eligibility.v1.EligibilityService/Explain"] =
        TypedQuery<eligibility::v1::ExplainRequest>(
            [&reached](const rpc::Caller&,
                       const eligibility::v1::ExplainRequest&) -> awaitable<QueryAnswer> {
              ++reached;
              co_return AnswerWith(eligibility::v1::ExplainResponse());
            });
    return queries;
  }
  rpc::Status Ask(const std::string& kind, std::vector<std::string> roles,
                  const std::string& secret = "secret") {
    rpc::Caller caller;
    caller.actor = {kind, "somebody", std::move(roles)};
    caller.council = "wolverhampton";
    rpc::Call call;
    call.method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
        "kinward.eligibility.v1.EligibilityService.Explain");
    for (const auto& [name, value] : rpc::MetadataOf(caller, secret)) call.metadata[name] = value;
    eligibility::v1::ExplainRequest request;
    request.set_council("wolverhampton");
    request.set_referral_id("0193a5c4-0000-7000-8000-000000000001");
    call.request = request.SerializeAsString();
    call.deadline = std::chrono::system_clock::now() + std::chrono::seconds{5};
    rpc::Status answered;
    call.finish = [&answered](const rpc::Status& status, const std::string&) { answered = status; };
    front_.Take(std::move(call));
    io_.restart();
    io_.run();
    return answered;
  }

  int reached_ = 0;
  boost::asio::io_context io_;
  Registry registry_{{}};
  CommandRunner runner_{{&registry_, nullptr, nullptr, nullptr, nullptr, "", [] {}}};
  Front front_{io_, registry_, runner_, Counting(reached_), "secret"};
};

TEST_F(FrontTest, AQueryIsAnsweredToTheRolesThatItNames) {
  EXPECT_TRUE(Ask("staff", {"social-worker"}).ok());
  EXPECT_TRUE(Ask("staff", {"commissioner", "duty-worker"}).ok());
  EXPECT_TRUE(Ask("system", {}).ok());
  EXPECT_EQ(reached_, 3);
}

TEST_F(FrontTest, AQueryIsRefusedToOtherRolesNamingThoseThatWouldDo) {
  const rpc::Status refused = Ask("staff", {"commissioner"});
  EXPECT_EQ(refused.code, rpc::Code::kPermissionDenied);
  EXPECT_EQ(refused.reason, "ROLE_MUST_ALLOW");
  EXPECT_NE(refused.message.find("team-manager"), std::string::npos) << refused.message;
  EXPECT_EQ(Ask("staff", {}).code, rpc::Code::kPermissionDenied);
  EXPECT_EQ(reached_, 0);
}

TEST_F(FrontTest, APartnerDoesNotReachAQueryThatIsNotOpenedToPartners) {
  EXPECT_EQ(Ask("partner", {}).code, rpc::Code::kPermissionDenied);
  EXPECT_EQ(Ask("staff", {"social-worker"}, "guessed").code, rpc::Code::kUnauthenticated);
  EXPECT_EQ(reached_, 0);
}

}  // namespace
}  // namespace kinward::host
