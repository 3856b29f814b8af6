// The gateway over real loopback TLS against a fake upstream: what its tests share.
#pragma once

#include "services/gateway/gateway.h"

#include <gtest/gtest.h>

#include "kinward/common/v1/common.pb.h"
#include "kinward/common/v1/error.pb.h"
#include "kinward/eligibility/v1/service.pb.h"
#include "libs/http/server.h"
#include "libs/http/testing/loopback.h"
#include "libs/rpc/json_parse.h"
#include "services/gateway/testing_upstream.h"

namespace kinward::gateway {

using http::testing::Client;
using http::testing::Reply;

inline const std::string kSubmit = "/kinward.intake.v1.IntakeService/SubmitReferral";
inline const std::string kPartners =
    R"([{"name":"police-wmp","source":"urn:kinward:partner:police-wmp",
  "client_id":"police","client_secret":"synthetic","council":"wolverhampton"}])";

inline rpc::Answer Fine(const google::protobuf::Message& message) {
  rpc::Answer answer;
  answer.response = message.SerializeAsString();
  return answer;
}
inline rpc::Answer Refused(rpc::Code code, const std::string& reason) {
  rpc::Answer answer;
  answer.status.code = code;
  answer.status.reason = reason;
  return answer;
}

// A submission with the named parts replaced.
inline std::string Data(const std::string& changed_from = "", const std::string& changed_to = "") {
  std::string data =
      R"({"council":"wolverhampton","reference":"WMP-2026-00041","urgency":"routine",)"
      R"("reasons":["edge-of-care"],"programme":"T-01","lawful_basis":"public-task-safeguarding",)"
      R"("narrative":"Some words","occurred_on":"2026-11-01",)"
      R"("people":[{"key":"c1","roles":["child","subject"],)"
      R"("given_name":"Zoë","family_name":"Example","date_of_birth":"2013-05-01","sex":"female",)"
      R"("nhs_number":"9434765919","upn":null,"postcode":"WV1 1AA",)"
      R"("facts":{"legal_status":"cin"}},)"
      R"({"key":"m1","roles":["parent"],"given_name":"Ana","family_name":"Example",)"
      R"("sex":"female","safe_contact":{"telephone":"07700900123"}}],)"
      R"("relationships":[{"from":"m1","to":"c1","kind":"parent"}],"facts":{"edge_of_care":true}})";
  if (changed_from.empty()) return data;
  const std::size_t at = data.find(changed_from);
  EXPECT_NE(at, std::string::npos) << changed_from;
  return data.replace(at, changed_from.size(), changed_to);
}
inline std::string Event(const std::string& data, const std::string& id = "e-1") {
  return R"({"specversion":"1.0","id":")" + id +
         R"(","source":"urn:kinward:partner:police-wmp",)"
         R"("type":"kinward.partner.referral-submitted.v1",)"
         R"("time":"2026-11-02T09:15:00Z","datacontenttype":"application/json","data":)" +
         data + "}";
}

class GatewayTest : public ::testing::Test {
 protected:
  GatewayTest()
      : key_(rpc::TokenKey::Parse(rpc::TokenKey::Generate()).value()),
        gateway_({upstream_,
                  key_,
                  Partners::Parse(kPartners).value(),
                  FactBook{{},
                           {{"reasons", {"edge-of-care", "recent-removal", "special-needs"}},
                            {"notification_kinds", {"missing", "returned"}},
                            {"legal_status", {"cin", "looked-after"}}}},
                  Councils{CouncilsOf()},
                  "secret",
                  {}}) {
    http::ServerConfig config;
    config.certificate_file = certificate_.certificate_file();
    config.key_file = certificate_.key_file();
    server_ = std::move(http::Server::Start(config, gateway_)).value();
    client_ = std::make_unique<Client>(server_->port());
    token_ = TokenFor("partner", "police-wmp", {});
    common::v1::CommandReply reply;
    reply.set_stream("s");
    reply.add_event_ids("one");
    upstream_.On(kSubmit, [reply](auto&, auto&) { return Fine(reply); });
    eligibility::v1::ListProgrammesResponse programmes;
    programmes.add_programmes()->set_programme_id("T-01");
    programmes.mutable_programmes(0)->set_takes_referrals(true);
    programmes.add_programmes()->set_programme_id("T-99");
    auto& women = *programmes.add_programmes();
    women.set_programme_id("T-05");
    women.set_takes_referrals(true);
    women.set_counts(common::v1::CAPACITY_UNIT_WOMAN);
    upstream_.On("/kinward.eligibility.v1.EligibilityService/ListProgrammes",
                 [programmes](auto&, auto&) { return Fine(programmes); });
    upstream_.On("/kinward.intake.v1.IntakeService/HoldMessage",
                 [reply](auto&, auto&) { return Fine(reply); });
  }

  static std::map<std::string, config::Council> CouncilsOf() {
    return {{"wolverhampton", {"01632 960001", {"WV1", "WV2"}, false}},
            {"southwark", {"01632 960002", {"SE1", "SE5"}, false}}};
  }
  std::string TokenFor(const std::string& kind, const std::string& subject,
                       std::vector<std::string> roles) {
    rpc::Claims claims;
    claims.kind = kind;
    claims.subject = subject;
    claims.roles = std::move(roles);
    claims.council = "wolverhampton";
    claims.source = kind == "partner" ? "urn:kinward:partner:" + subject : "";
    claims.id = NewUuid().ToString();
    claims.issued = WallNow();
    claims.expires = claims.issued + rpc::kTokenLifeMax;
    return key_.Sign(claims);
  }
  Reply Send(const std::string& method, const std::string& path, const std::string& headers,
             const std::string& body) {
    return client_->Exchange(method + " " + path + " HTTP/1.1\r\nHost: gateway\r\n" + headers +
                             "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  Reply Post(const std::string& body, const std::string& type = "application/cloudevents+json") {
    return Send("POST", "/v1/events",
                "Authorization: Bearer " + token_ + "\r\nContent-Type: " + type + "\r\n", body);
  }
  static rpc::JsonValue Json(const Reply& reply) {
    auto parsed = rpc::ParseJson(reply.body);
    return std::holds_alternative<rpc::JsonValue>(parsed) ? std::get<rpc::JsonValue>(parsed)
                                                          : rpc::JsonValue{};
  }
  static std::string Text(const Reply& reply, const std::string& name) {
    const rpc::JsonValue json = Json(reply);
    const rpc::JsonValue* value = json.Find(name);
    return value == nullptr ? "" : value->text;
  }

  http::testing::Certificate certificate_;
  rpc::TokenKey key_;
  FakeUpstream upstream_;
  Gateway gateway_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<Client> client_;
  std::string token_;
};

}  // namespace kinward::gateway
