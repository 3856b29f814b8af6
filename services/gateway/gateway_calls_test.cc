#include "services/gateway/testing_gateway.h"

namespace kinward::gateway {
namespace {

TEST_F(GatewayTest, TranscodesConnectCallsAndTheirErrors) {
  const std::string method = "/kinward.intake.v1.IntakeService/AcknowledgeReferral";
  const std::string id = NewUuid().ToString();
  common::v1::CommandReply accepted;
  accepted.set_version(7);
  upstream_.On(method, [accepted](auto&, auto&) { return Fine(accepted); });
  const std::string staff = "Authorization: Bearer " +
                            TokenFor("staff", "worker-1", {"duty-worker"}) +
                            "\r\nContent-Type: application/json\r\n";
  const std::string body = "{\"referral_id\":\"" + id + "\"}";
  const Reply done =
      Send("POST", method, staff + "Idempotency-Key: " + id + "\r\nIf-Match: 6\r\n", body);
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(Text(done, "version"), "7");
  const auto asked = upstream_.asked(method);
  ASSERT_EQ(asked.size(), 1U);
  const std::pair<std::string, std::string> actor{"kinward-actor", "staff;worker-1;duty-worker"};
  EXPECT_NE(std::find(asked[0].metadata.begin(), asked[0].metadata.end(), actor),
            asked[0].metadata.end());
  EXPECT_EQ(Text(Send("POST", method, staff, body), "reason"), "COMMAND_ID_MUST_BE_GIVEN");
  const std::string key = staff + "Idempotency-Key: " + id + "\r\n";
  EXPECT_EQ(Send("POST", method, key, "{\"referral_id\":1,\"x\":2}").status, 400);
  upstream_.On(method, [](auto&, auto&) {
    return Refused(rpc::Code::kFailedPrecondition, "VERSION_MUST_BE_CURRENT");
  });
  EXPECT_EQ(Send("POST", method, key, body).status, 412);
  upstream_.On(method, [](auto&, auto&) {
    return Refused(rpc::Code::kFailedPrecondition, "REFERRAL_MUST_BE_OPEN");
  });
  const Reply refused = Send("POST", method, key, body);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(Text(refused, "reason"), "REFERRAL_MUST_BE_OPEN");
  EXPECT_EQ(Send("POST", method,
                 "Authorization: Bearer " + token_ + "\r\nContent-Type: application/json\r\n", body)
                .status,
            403);
}

TEST_F(GatewayTest, FindsEveryServiceOfTheContract) {
  for (const char* path :
       {"/kinward.intake.v1.IntakeService/ReceiveReferral",
        "/kinward.eligibility.v1.EligibilityService/Preview",
        "/kinward.scheduling.v1.SchedulingService/ReadStream",
        "/kinward.outcomes.v1.OutcomesService/ReadStream", "/kinward.views.v1.ViewService/Get"}) {
    EXPECT_NE(ConnectRoute::Find(path), nullptr) << path;
  }
  EXPECT_EQ(ConnectRoute::Find("/kinward.common.v1.OperationsService/SetClock"), nullptr);
  EXPECT_EQ(ConnectRoute::Find("/grpc.health.v1.Health/Check"), nullptr);
}

TEST_F(GatewayTest, ShowsAReferralToItsSenderAlone) {
  const std::string id = NewUuid().ToString();
  views::v1::View view;
  view.mutable_closed_loop()->set_referral(id);
  view.mutable_closed_loop()->set_stage("awaiting-panel");
  view.mutable_closed_loop()->set_source("police-wmp");
  upstream_.On("/kinward.views.v1.ViewService/Get", [&view](auto&, auto&) { return Fine(view); });
  const std::string mine = "Authorization: Bearer " + token_ + "\r\n";
  const Reply own = Send("GET", "/v1/referrals/" + id, mine, "");
  EXPECT_EQ(own.status, 200) << own.body;
  EXPECT_EQ(Text(own, "stage"), "awaiting-panel");
  view.mutable_closed_loop()->set_source("school-example");
  EXPECT_EQ(Send("GET", "/v1/referrals/" + id, mine, "").status, 404);
}

TEST_F(GatewayTest, ServesViewsWithETags) {
  views::v1::View view;
  view.set_etag("v1");
  view.set_stale(true);
  view.mutable_waitlist()->set_pool("pool-1");
  upstream_.On("/kinward.views.v1.ViewService/Get", [&view](auto&, auto&) { return Fine(view); });
  const std::string staff =
      "Authorization: Bearer " + TokenFor("staff", "worker-1", {"duty-worker"}) + "\r\n";
  const Reply reply = Send("GET", "/v1/views/waitlist/pool-1?month=2016-11", staff, "");
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(Text(reply, "pool"), "pool-1");
  EXPECT_EQ(reply.Header("ETag"), "\"v1\"");
  EXPECT_EQ(
      Send("GET", "/v1/views/waitlist/pool-1", staff + "If-None-Match: \"v1\"\r\n", "").status,
      304);
}

// Two changes, then the end.
class FakeWatching : public Watching {
 public:
  boost::asio::awaitable<std::optional<std::string>> Next(std::chrono::milliseconds) override {
    if (left_-- <= 0) co_return std::nullopt;
    views::v1::WatchedChange change;
    change.set_id("1:0:" + std::to_string(left_));
    change.mutable_watched()->set_view("tonight");
    co_return change.SerializeAsString();
  }
  void Cancel() override { left_ = 0; }

 private:
  int left_ = 2;
};

TEST_F(GatewayTest, StreamsChanges) {
  upstream_.watching = std::make_shared<FakeWatching>();
  client_->Send(
      "GET /v1/live?views=tonight,case/a HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " +
      TokenFor("staff", "worker-1", {"duty-worker"}) + "\r\n\r\n");
  const std::string all = client_->ReceiveUntil("\r\n0\r\n\r\n", std::chrono::seconds{5});
  EXPECT_NE(all.find("text/event-stream"), std::string::npos);
  EXPECT_NE(all.find("id: 1:0:1\n"), std::string::npos) << all;
  EXPECT_NE(all.find("id: 1:0:0\n"), std::string::npos);
}

TEST_F(GatewayTest, AViewIsRefusedToOtherRolesNamingThoseThatWouldDo) {
  upstream_.watching = std::make_shared<FakeWatching>();
  const std::string commissioner =
      "Authorization: Bearer " + TokenFor("staff", "worker-2", {"commissioner"}) + "\r\n";
  for (const char* views : {"case/a", "funnel/T-01,case/a"}) {
    const Reply live = Send("GET", std::string{"/v1/live?views="} + views, commissioner, "");
    EXPECT_EQ(live.status, 403);
    EXPECT_EQ(Text(live, "code"), "role.missing");
    EXPECT_NE(live.body.find("social-worker"), std::string::npos) << live.body;
  }
  rpc::Answer refused = Refused(rpc::Code::kPermissionDenied, "ROLE_MUST_ALLOW");
  refused.status.message = "needs one of the roles duty-worker, social-worker";
  upstream_.On("/kinward.views.v1.ViewService/Get", [refused](auto&, auto&) { return refused; });
  const Reply get = Send("GET", "/v1/views/case/a", commissioner, "");
  EXPECT_EQ(get.status, 403);
  EXPECT_NE(get.body.find("needs one of the roles duty-worker"), std::string::npos) << get.body;
  const Reply partner =
      Send("GET", "/v1/views/capacity", "Authorization: Bearer " + token_ + "\r\n", "");
  EXPECT_EQ(partner.status, 403);
  EXPECT_EQ(Text(partner, "code"), "role.missing");
}

TEST_F(GatewayTest, AQueryThatIsRefusedSaysWhichRoleIsMissing) {
  const std::string method = "/kinward.eligibility.v1.EligibilityService/Explain";
  common::v1::ErrorDetail detail;
  detail.add_instead("duty-worker");
  rpc::Answer refused = Refused(rpc::Code::kPermissionDenied, "ROLE_MUST_ALLOW");
  refused.status.detail = detail.SerializeAsString();
  upstream_.On(method, [refused](auto&, auto&) { return refused; });
  const Reply reply =
      Send("POST", method,
           "Authorization: Bearer " + TokenFor("staff", "worker-2", {"commissioner"}) +
               "\r\nContent-Type: application/json\r\n",
           R"({"referral_id":"0193a5c4-0000-7000-8000-000000000001"})");
  EXPECT_EQ(reply.status, 403) << reply.body;
  EXPECT_EQ(Text(reply, "code"), "permission_denied");
  EXPECT_EQ(Text(reply, "reason"), "ROLE_MUST_ALLOW");
  EXPECT_NE(reply.body.find("\"instead\":[\"duty-worker\"]"), std::string::npos) << reply.body;
}

TEST_F(GatewayTest, DescribesItselfInValidJson) {
  for (const char* path :
       {"/openapi.json", "/asyncapi.json", "/schemas/kinward.partner.referral-submitted.v1"}) {
    const Reply reply = Send("GET", path, "", "");
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(Json(reply).IsObject()) << path;
  }
  EXPECT_EQ(Send("GET", "/schemas/other", "", "").status, 404);
}

}  // namespace
}  // namespace kinward::gateway
