#include "services/gateway/testing_gateway.h"

namespace kinward::gateway {
namespace {

// A gateway that knows police-wmp by an agreement.
class AgreementTest : public GatewayTest {
 protected:
  void StartWith(const std::string& more) {
    std::string partners = kPartners;
    partners.insert(partners.rfind('}'), "," + more);
    agreed_ = std::make_unique<Gateway>(GatewayParts{upstream_,
                                                     key_,
                                                     Partners::Parse(partners).value(),
                                                     FactBook{},
                                                     Councils{CouncilsOf()},
                                                     "secret",
                                                     {}});
    http::ServerConfig config;
    config.certificate_file = certificate_.certificate_file();
    config.key_file = certificate_.key_file();
    agreed_server_ = std::move(http::Server::Start(config, *agreed_)).value();
    client_ = std::make_unique<Client>(agreed_server_->port());
  }
  static std::string Urgent() {
    return Event(Data("\"urgency\":\"routine\"", "\"urgency\":\"urgent\""), "e-2");
  }
  std::unique_ptr<Gateway> agreed_;
  std::unique_ptr<http::Server> agreed_server_;
};

TEST_F(AgreementTest, Row36RefusesATypeThatTheAgreementDoesNotName) {
  StartWith(R"("types":["kinward.partner.referral-withdrawn.v1"])");
  const Reply routine = Post(Event(Data()));
  EXPECT_EQ(routine.status, 403);
  EXPECT_EQ(Text(routine, "code"), "isa.not_permitted");
  const Reply urgent = Post(Urgent());
  EXPECT_EQ(urgent.status, 202);
  EXPECT_NE(urgent.body.find("warning.held"), std::string::npos) << urgent.body;
}

TEST_F(AgreementTest, Row36HoldsForEveryType) {
  StartWith(R"("types":["kinward.partner.referral-submitted.v1"])");
  const std::string amended = [] {
    std::string event = Event(R"({"reference":"WMP-1","urgency":"urgent"})", "e-3");
    return event.replace(event.find("submitted"), 9, "amended");
  }();
  const Reply urgent = Post(amended);
  EXPECT_EQ(urgent.status, 202) << urgent.body;
  EXPECT_NE(urgent.body.find("warning.held"), std::string::npos) << urgent.body;
  const std::string person = R"({"person":{"key":"c1","roles":["child"],"given_name":"Zoë"},)";
  std::string notification =
      Event(person + R"("kind":"missing","on":"2026-11-01","urgency":"urgent"})", "e-5");
  notification.replace(notification.find("referral-submitted"), 18, "notification-raised");
  const Reply pressing = Post(notification);
  EXPECT_NE(pressing.body.find("warning.held"), std::string::npos) << pressing.body;
  notification.replace(notification.find("\"urgent\""), 8, "\"routine\"");
  EXPECT_EQ(Text(Post(notification), "code"), "isa.not_permitted");
  for (const char* type : {"referral-withdrawn", "referral-amended"}) {
    std::string event = Event(R"({"reference":"WMP-1"})", "e-4");
    event.replace(event.find("referral-submitted"), 18, type);
    EXPECT_EQ(Text(Post(event), "code"), "isa.not_permitted") << type;
  }
}

TEST_F(AgreementTest, Row37HoldsWhatComesAfterTheAgreementEnded) {
  StartWith(R"("until":"2020-01-01")");
  const Reply routine = Post(Event(Data()));
  EXPECT_EQ(routine.status, 202);
  EXPECT_NE(routine.body.find("warning.held"), std::string::npos) << routine.body;
  EXPECT_NE(routine.body.find("\"referral\":null"), std::string::npos);
  EXPECT_TRUE(upstream_.asked(kSubmit).empty());
}

}  // namespace
}  // namespace kinward::gateway
