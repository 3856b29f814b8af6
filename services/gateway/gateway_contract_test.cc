// What an outsider may hold the gateway to: HTTP's own rules, OAuth's errors, the documents.
#include "services/gateway/testing_gateway.h"

namespace kinward::gateway {
namespace {

class ContractTest : public GatewayTest {
 protected:
  std::string Staff(const std::string& role = "team-manager") {
    return "Authorization: Bearer " + TokenFor("staff", "worker-1", {role}) + "\r\n";
  }
  Reply Token(const std::string& body, const std::string& scheme = "Basic",
              const std::string& type = "application/x-www-form-urlencoded") {
    return Send(
        "POST", "/oauth/token",
        "Content-Type: " + type + "\r\nAuthorization: " + scheme + " cG9saWNlOnN5bnRoZXRpYw==\r\n",
        body);
  }
};

TEST_F(ContractTest, AnswersHeadWithTheHeadAlone) {
  client_->Send(
      "HEAD /openapi.json HTTP/1.1\r\nHost: gateway\r\n\r\n"
      "HEAD /v1/events HTTP/1.1\r\nHost: gateway\r\n\r\n"
      "GET /nowhere HTTP/1.1\r\nHost: gateway\r\n\r\n");
  const std::string all = client_->ReceiveUntil("route.unknown", std::chrono::seconds{5});
  EXPECT_TRUE(all.starts_with("HTTP/1.1 200 OK")) << all;
  EXPECT_NE(all.find("\r\n\r\nHTTP/1.1 405"), std::string::npos) << all;
  EXPECT_NE(all.find("\r\n\r\nHTTP/1.1 404"), std::string::npos) << all;
}

TEST_F(ContractTest, TellsOAuthsErrors) {
  const std::string good = "grant_type=client_credentials";
  EXPECT_EQ(Token(good).Header("Pragma"), "no-cache");
  EXPECT_EQ(Token(good, "BASIC").status, 200);  // a scheme's case does not count (RFC 9110 §11.1)
  EXPECT_EQ(Token(good + "&scope=events").status, 200);
  for (const std::string& form : {std::string{}, std::string{"grant_type="}, good + "&" + good}) {
    EXPECT_EQ(Text(Token(form), "error"), "invalid_request") << form;
  }
  EXPECT_EQ(Text(Token(good, "Basic", "application/json"), "error"), "invalid_request");
  EXPECT_EQ(Text(Token("grant_type=password"), "error"), "unsupported_grant_type");
  EXPECT_EQ(Text(Token(good, "Bearer"), "error"), "invalid_client");
}

TEST_F(ContractTest, ReadsMediaTypesAndSchemesWhateverTheirCase) {
  EXPECT_EQ(Post(Event(Data()), "Application/CloudEvents+JSON; Charset=\"UTF-8\"").status, 202);
  const std::string method = "/kinward.intake.v1.IntakeService/GetReferral";
  const std::string caller =
      "authorization: BEARER " + TokenFor("staff", "worker-1", {"duty-worker"}) + "\r\n";
  const Reply upper =
      Send("POST", method, caller + "Content-Type: Application/JSON; charset=utf-8\r\n", "{}");
  EXPECT_EQ(upper.status, 400) << upper.body;
  for (const char* type : {"application/jsonx", "application/json; charset=utf-16", "text/plain"}) {
    EXPECT_EQ(
        Send("POST", method, caller + "Content-Type: " + std::string{type} + "\r\n", "{}").status,
        415)
        << type;
    EXPECT_EQ(
        Send("POST", "/v1/preview", caller + "Content-Type: " + std::string{type} + "\r\n", "{}")
            .status,
        415)
        << type;
  }
}

TEST_F(ContractTest, AnAttributeIsNoObject) {
  std::string event = Event(Data());
  event.insert(1, R"("myext":{"a":1},)");
  const Reply reply = Post(event);
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(Text(reply, "code"), "ce.attribute");
}

TEST_F(ContractTest, WhatIsTooDeepIsToldSoHoweverLarge) {
  const Reply reply = Post(std::string(100'000, '['));
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(Text(reply, "code"), "json.too_deep");
}

TEST_F(ContractTest, NamesATypeThatIsNotTakenYet) {
  std::string event = Event(Data());
  event.replace(event.find("referral-submitted"), 18, "statement-recorded");
  const Reply reply = Post(event);
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(Text(reply, "code"), "ce.type_unknown");
  EXPECT_NE(reply.body.find("kinward.partner.statement-recorded.v1 is not taken yet"),
            std::string::npos)
      << reply.body;
}

TEST_F(ContractTest, AnUnbornChildHasNoDateOfBirth) {
  const std::string born = "\"date_of_birth\":\"2013-05-01\"";
  const Reply both = Post(Event(Data(born, born + ",\"expected_delivery\":\"2026-12-01\"")));
  EXPECT_EQ(both.status, 422);
  EXPECT_EQ(Text(both, "code"), "field.conflict");
  const Reply unborn = Post(Event(Data(born, "\"expected_delivery\":\"2026-12-01\""), "e-2"));
  EXPECT_EQ(unborn.status, 202) << unborn.body;
}

TEST_F(ContractTest, AnEmptyTextIsNoDateAndNoNumber) {
  EXPECT_EQ(Text(Post(Event(Data("2013-05-01", ""))), "code"), "child.dob_format");
  EXPECT_EQ(Text(Post(Event(Data("9434765919", ""))), "code"), "nhs.format");
}

TEST_F(ContractTest, ReadsAnIdThatIsPercentEncoded) {
  const std::string id = "0193a5c4-0000-7000-8000-000000000001";
  views::v1::View view;
  view.mutable_closed_loop()->set_referral(id);
  view.mutable_closed_loop()->set_source("police-wmp");
  upstream_.On("/kinward.views.v1.ViewService/Get", [&view](auto&, auto&) { return Fine(view); });
  const std::string mine = "Authorization: Bearer " + token_ + "\r\n";
  const Reply reply = Send("GET", "/v1/referrals/%30" + id.substr(1), mine, "");
  EXPECT_EQ(reply.status, 200) << reply.body;
  // Where no team is known yet, the council's own line.
  EXPECT_NE(reply.body.find(R"("telephone":"01632 960001")"), std::string::npos) << reply.body;
}

TEST_F(ContractTest, ComparesEntityTags) {
  views::v1::View view;
  view.set_etag("v1");
  view.mutable_waitlist()->set_pool("pool-1");
  upstream_.On("/kinward.views.v1.ViewService/Get", [&view](auto&, auto&) { return Fine(view); });
  for (const char* tags : {"\"v1\"", "W/\"v1\"", "\"v0\", \"v1\"", "*"}) {
    const Reply same = Send("GET", "/v1/views/waitlist/pool-1",
                            Staff() + "If-None-Match: " + std::string{tags} + "\r\n", "");
    EXPECT_EQ(same.status, 304) << tags;
    EXPECT_EQ(same.Header("ETag"), "\"v1\"");
  }
  EXPECT_EQ(
      Send("GET", "/v1/views/waitlist/pool-1", Staff() + "If-None-Match: \"v0\"\r\n", "").status,
      200);
}

TEST_F(ContractTest, RefusesAViewThatIsNotThereBeforeAnyStreamBegins) {
  upstream_.watching = nullptr;
  for (const char* path : {"/v1/views/nonsense", "/v1/views/as_of", "/v1/live?views=nonsense",
                           "/v1/live?views=capacity,nonsense"}) {
    EXPECT_EQ(Send("GET", path, Staff(), "").status, 404) << path;
  }
  for (const char* path :
       {"/v1/views/waitlist", "/v1/live?views=waitlist", "/v1/live?views=case"}) {
    const Reply reply = Send("GET", path, Staff(), "");
    EXPECT_EQ(reply.status, 400) << path;
    EXPECT_NE(reply.body.find("/{id}"), std::string::npos) << reply.body;
  }
  EXPECT_EQ(Text(Send("GET", "/v1/views/capacity", Staff() + "Kinward-Council: southwark\r\n", ""),
                 "code"),
            "tenant.mismatch");
}

TEST_F(ContractTest, NamesTheParameterThatAViewDoesNotTake) {
  rpc::Answer refused = Refused(rpc::Code::kInvalidArgument, "FIELDS_MUST_BE_RIGHT");
  refused.status.message = "as_at";
  upstream_.On("/kinward.views.v1.ViewService/List", [refused](auto&, auto&) { return refused; });
  const Reply reply = Send("GET", "/v1/views/capacity?as_at=2016-11-01T00:00:00Z", Staff(), "");
  EXPECT_EQ(reply.status, 400);
  EXPECT_NE(reply.body.find(R"("pointer":"/as_at")"), std::string::npos) << reply.body;
}

TEST_F(ContractTest, ConnectRoutesAnswerInConnectsWords) {
  const Reply unknown = Send("POST", "/kinward.intake.v1.IntakeService/Nothing", Staff(), "{}");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(Text(unknown, "code"), "unimplemented");
  const Reply get = Send("GET", "/kinward.intake.v1.IntakeService/GetReferral", Staff(), "");
  EXPECT_EQ(get.status, 405);
  EXPECT_EQ(get.Header("Allow"), "POST");
  EXPECT_EQ(Text(get, "code"), "unimplemented");
}

TEST_F(ContractTest, ConnectTellsTypesAndRulesTogetherAndTheVersionAsATag) {
  const std::string method = "/kinward.intake.v1.IntakeService/AcknowledgeReferral";
  const std::string key = Staff("duty-worker") +
                          "Content-Type: application/json\r\nIdempotency-Key: "
                          "0193a5c4-0000-7000-8000-000000000001\r\n";
  const Reply faults = Send("POST", method, key, R"({"unheard_of":1})");
  EXPECT_NE(faults.body.find("\"/unheard_of\",\"code\":\"field.unknown\""), std::string::npos)
      << faults.body;
  EXPECT_NE(faults.body.find("\"/referral_id\",\"code\":\"field.required\""), std::string::npos)
      << faults.body;
  common::v1::CommandReply accepted;
  accepted.set_version(7);
  upstream_.On(method, [accepted](auto&, auto&) { return Fine(accepted); });
  const Reply done =
      Send("POST", method, key, R"({"referral_id":"0193a5c4-0000-7000-8000-000000000001"})");
  EXPECT_EQ(done.Header("ETag"), "\"7\"") << done.body;
}

TEST_F(ContractTest, NoScorecardIsPublished) {
  const Reply reply = Send("GET", "/v1/public/scorecards/T-01", "", "");
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(Text(reply, "code"), "scorecard.not_published");
}

TEST_F(ContractTest, OpenApiDescribesEveryRouteWithItsParameters) {
  const Reply reply = Send("GET", "/openapi.json", "", "");
  const rpc::JsonValue json = Json(reply);
  ASSERT_NE(json.Find("paths"), nullptr);
  const rpc::JsonValue& paths = *json.Find("paths");
  for (const char* path :
       {"/oauth/token", "/v1/events", "/v1/referrals/{id}", "/v1/preview", "/v1/views/{view}",
        "/v1/views/{view}/{id}", "/v1/live", "/v1/public/scorecards/{programme}", "/openapi.json",
        "/asyncapi.json", "/schemas/{type}", "/kinward.scheduling.v1.SchedulingService/ListItem"}) {
    EXPECT_NE(paths.Find(path), nullptr) << path;
  }
  for (std::size_t i = 0; i < paths.names.size(); ++i) {
    const rpc::JsonValue& operation = paths.items[i].items.front();
    ASSERT_NE(operation.Find("parameters"), nullptr) << paths.names[i];
    std::size_t in_path = 0;
    for (const auto& parameter : operation.Find("parameters")->items) {
      in_path += parameter.Find("in")->text == "path" ? 1 : 0;
    }
    const std::string& path = paths.names[i];
    EXPECT_EQ(in_path, static_cast<std::size_t>(std::count(path.begin(), path.end(), '{'))) << path;
  }
}

TEST_F(ContractTest, ASchemaTakesNullWhereTheReaderDoes) {
  const Reply reply = Send("GET", "/schemas/kinward.partner.referral-submitted.v1", "", "");
  EXPECT_NE(reply.body.find(R"("upn":{"type":["string","null"])"), std::string::npos) << reply.body;
  EXPECT_NE(reply.body.find(R"("reference":{"type":"string")"), std::string::npos) << reply.body;
}

}  // namespace
}  // namespace kinward::gateway
