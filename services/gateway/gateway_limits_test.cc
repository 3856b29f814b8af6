#include <atomic>
#include <thread>

#include "services/gateway/testing_gateway.h"

namespace kinward::gateway {
namespace {

// A gateway with its own limits.
class LimitsTest : public GatewayTest {
 protected:
  void StartWith(const config::Limits& limits) {
    limited_ = std::make_unique<Gateway>(
        GatewayParts{upstream_, key_, Partners::Parse(kPartners).value(), FactBook{},
                     Councils{CouncilsOf()}, "secret", limits});
    http::ServerConfig config;
    config.certificate_file = certificate_.certificate_file();
    config.key_file = certificate_.key_file();
    limited_server_ = std::move(http::Server::Start(config, *limited_)).value();
    client_ = std::make_unique<Client>(limited_server_->port());
  }
  std::unique_ptr<Gateway> limited_;
  std::unique_ptr<http::Server> limited_server_;
};

TEST_F(LimitsTest, Row68TurnsAwayAPartnerBeyondItsRateWithRetryAfter) {
  config::Limits limits;
  limits.partner_per_second = 1;
  limits.partner_burst = 2;
  StartWith(limits);
  EXPECT_EQ(Post(Event(Data(), "1")).status, 202);
  EXPECT_EQ(Post(Event(Data(), "2")).status, 202);
  const Reply refused = Post(Event(Data(), "3"));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(Text(refused, "code"), "rate.exceeded");
  EXPECT_GE(std::atoi(refused.Header("Retry-After").c_str()), 1);
  EXPECT_NE(refused.body.find("\"received\":false"), std::string::npos);
  EXPECT_EQ(upstream_.asked(kSubmit).size(), 2U);
}

TEST_F(LimitsTest, Row68TurnsAwayAWorkerAndAnAddressBeyondTheirRates) {
  config::Limits limits;
  limits.user_per_second = 1;
  limits.address_per_second = 1;
  StartWith(limits);
  const std::string staff =
      "Authorization: Bearer " + TokenFor("staff", "worker-1", {"duty-worker"}) + "\r\n";
  const std::string method = "/kinward.intake.v1.IntakeService/GetReferral";
  const std::string json = staff + "Content-Type: application/json\r\n";
  EXPECT_NE(Send("POST", method, json, "{}").status, 429);
  const Reply worker = Send("POST", method, json, "{}");
  EXPECT_EQ(worker.status, 429);
  EXPECT_EQ(Text(worker, "code"), "resource_exhausted");
  EXPECT_FALSE(worker.Header("Retry-After").empty());
  EXPECT_EQ(Send("GET", "/v1/views/tonight", "", "").status, 401);
  EXPECT_EQ(Send("GET", "/v1/views/tonight", "", "").status, 429);
}

TEST_F(LimitsTest, Row68ShedsWhatIsNotAnEventFirst) {
  config::Limits limits;
  limits.in_flight_max = 4;
  Admission admission{limits};
  std::vector<Admission::Pass> under_way;
  for (int i = 0; i < 3; ++i) {
    auto pass = admission.Enter(false);
    ASSERT_TRUE(pass);
    under_way.push_back(std::move(*pass));
  }
  EXPECT_FALSE(admission.Enter(false));
  auto event = admission.Enter(true);
  ASSERT_TRUE(event);
  under_way.push_back(std::move(*event));
  EXPECT_FALSE(admission.Enter(true));
  under_way.clear();
  EXPECT_TRUE(admission.Enter(false));
}

TEST_F(LimitsTest, Row68AnswersAnOverloadWith503AndRetryAfter) {
  config::Limits limits;
  limits.in_flight_max = 1;
  StartWith(limits);
  upstream_.stalled = true;
  client_->Send("POST /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token_ +
                "\r\nContent-Type: application/cloudevents+json\r\nContent-Length: " +
                std::to_string(Event(Data()).size()) + "\r\n\r\n" + Event(Data()));
  while (upstream_.arrived == 0) std::this_thread::yield();
  const Reply refused = Client{limited_server_->port()}.Exchange(
      "POST /v1/events HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
  upstream_.stalled = false;
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(Text(refused, "code"), "overload");
  EXPECT_FALSE(refused.Header("Retry-After").empty());
  EXPECT_EQ(client_->Receive().status, 202);
}

TEST(RateLimit, RefillsAndKeepsKeysApart) {
  RateLimit limit{10, 2};
  RateLimit::Clock::time_point now{};
  EXPECT_FALSE(limit.Take("a", now));
  EXPECT_FALSE(limit.Take("a", now));
  EXPECT_EQ(limit.Take("a", now), std::chrono::milliseconds{100});
  EXPECT_FALSE(limit.Take("b", now));
  now += std::chrono::milliseconds{100};
  EXPECT_FALSE(limit.Take("a", now));
  EXPECT_TRUE(limit.Take("a", now));
  EXPECT_FALSE(RateLimit(0, 0).Take("a", now));  // no limit
}

TEST_F(GatewayTest, Row12AnswersOtherMethodsAndUnknownPaths) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"GET", "/v1/events"},         {"PUT", "/v1/events"},
      {"DELETE", "/v1/events"},      {"PATCH", "/v1/events"},
      {"GET", "/oauth/token"},       {"PUT", "/v1/preview"},
      {"POST", "/v1/live"},          {"POST", "/openapi.json"},
      {"DELETE", "/v1/referrals/a"}, {"GET", "/kinward.intake.v1.IntakeService/SubmitReferral"}};
  for (const auto& [method, path] : wrong) {
    const Reply reply = Send(method, path, "", "");
    EXPECT_EQ(reply.status, 405) << method << path;
    // On Connect routes in Connect's words: contract.md.
    const bool connect = path.starts_with("/kinward.");
    EXPECT_EQ(Text(reply, connect ? "reason" : "code"), "method.not_allowed");
    EXPECT_FALSE(reply.Header("Allow").empty()) << path;
  }
  for (const char* path : {"/", "/v1", "/v1/event", "/v2/events", "/V1/EVENTS", "/v1/events/",
                           "/v1/../v1/events", "/kinward.intake.v1.IntakeService/Nothing",
                           "/kinward.intake.v1.VaultService/FetchKeys", "/metrics"}) {
    const Reply reply = Send("POST", path, "", "");
    EXPECT_EQ(reply.status, 404) << path;
    const bool connect = std::string_view{path}.starts_with("/kinward.");
    EXPECT_EQ(Text(reply, connect ? "reason" : "code"), "route.unknown");
  }
}

TEST_F(GatewayTest, Row69GivesTheSameReceiptToASenderThatDidNotWait) {
  common::v1::CommandReply first;
  first.add_event_ids("one");
  common::v1::CommandReply again;
  again.set_repeat(true);
  std::atomic<int> asked = 0;
  upstream_.On(kSubmit, [&](auto&, auto&) { return Fine(asked++ == 0 ? first : again); });
  const std::string body = Event(Data());
  {
    Client impatient{server_->port()};
    impatient.Send("POST /v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token_ +
                   "\r\nContent-Type: application/cloudevents+json\r\nContent-Length: " +
                   std::to_string(body.size()) + "\r\n\r\n" + body);
    while (asked == 0) std::this_thread::yield();
  }
  const Reply retry = Post(body);
  EXPECT_EQ(retry.status, 200);
  const auto commands = upstream_.asked(kSubmit);
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].request, commands[1].request);  // the same receipt is in it
  EXPECT_NE(commands[0].request.find(Text(retry, "receipt")), std::string::npos);
}

TEST_F(GatewayTest, Row58RefusesControlBytesInHeadersAndEchoesNone) {
  const Reply escape = Send("POST", "/v1/events", "X-Note: a\x1b[31mred\r\n", "{}");
  EXPECT_EQ(escape.status, 400);
  EXPECT_EQ(Text(escape, "code"), "http.framing");
  EXPECT_EQ(escape.body.find('\x1b'), std::string::npos);
  client_ = std::make_unique<Client>(server_->port());
  const Reply subject =
      Send("POST", "/v1/events",
           "Authorization: Bearer " + token_ +
               "\r\nContent-Type: application/json\r\nce-specversion: 1.0\r\nce-id: a%0D%0Ab\r\n"
               "ce-source: urn:kinward:partner:police-wmp\r\n"
               "ce-type: kinward.partner.referral-submitted.v1\r\n"
               "ce-time: 2026-11-02T09:15:00Z\r\n",
           Data());
  EXPECT_EQ(subject.status, 400);
  EXPECT_EQ(Text(subject, "code"), "ce.id");
}

}  // namespace
}  // namespace kinward::gateway
