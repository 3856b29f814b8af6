#include "kinward/intake/v1/held_message.pb.h"
#include "kinward/intake/v1/person.pb.h"
#include "kinward/intake/v1/referral.pb.h"
#include "kinward/intake/v1/service.pb.h"
#include "services/gateway/testing_gateway.h"

namespace kinward::gateway {
namespace {

const std::string kIntake = "/kinward.intake.v1.IntakeService/";
const std::string kHold = kIntake + "HoldMessage";

std::string CouncilOf(const FakeUpstream::Asked& asked) {
  for (const auto& [name, value] : asked.metadata) {
    if (name == "kinward-council") return value;
  }
  return "";
}

TEST_F(GatewayTest, Row33TakesAReferralOfAnotherAreaAndTellsItsCouncil) {
  const Reply reply = Post(Event(Data("WV1 1AA", "SE5 8UB")));
  EXPECT_EQ(reply.status, 202) << reply.body;
  EXPECT_NE(reply.body.find("warning.area_not_ours"), std::string::npos) << reply.body;
  EXPECT_NE(reply.body.find("wolverhampton has it and acts"), std::string::npos) << reply.body;
  EXPECT_NE(reply.body.find("southwark, whose area it is, has been told"), std::string::npos);
  const auto told = upstream_.asked(kHold);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(CouncilOf(told[0]), "southwark");
  intake::v1::HoldMessage held;
  ASSERT_TRUE(held.ParseFromString(told[0].request));
  EXPECT_EQ(held.cause(), "area-of-this-council");
  upstream_.On(kHold, [](auto&, auto&) { return Refused(rpc::Code::kUnavailable, ""); });
  const Reply untold = Post(Event(Data("WV1 1AA", "SE5 8UB"), "e-2"));
  EXPECT_EQ(untold.status, 202);
  EXPECT_NE(untold.body.find("please tell southwark council on 01632 960002"), std::string::npos);
}

TEST_F(GatewayTest, Row33KeepsAReferralOfAnAreaThatIsNobodysHere) {
  const Reply reply = Post(Event(Data("WV1 1AA", "LS1 4AP")));
  EXPECT_EQ(reply.status, 202);
  EXPECT_NE(reply.body.find("warning.area_not_ours"), std::string::npos);
  EXPECT_TRUE(upstream_.asked(kHold).empty());
}

TEST_F(GatewayTest, Row46WarnsOfAnIdentifierThatIsKnownWithOtherDetails) {
  intake::v1::FindMatchesReply found;
  auto& match = *found.add_matches();
  match.set_key("c1");
  match.add_agrees("nhs-number");
  match.add_disagrees("date-of-birth");
  upstream_.On(kIntake + "FindMatches", [found](auto&, auto&) { return Fine(found); });
  const Reply reply = Post(Event(Data()));
  EXPECT_EQ(reply.status, 202);
  EXPECT_NE(reply.body.find("warning.identity_mismatch"), std::string::npos) << reply.body;
  match.clear_disagrees();
  upstream_.On(kIntake + "FindMatches", [found](auto&, auto&) { return Fine(found); });
  EXPECT_EQ(Post(Event(Data(), "e-2")).body.find("identity_mismatch"), std::string::npos);
  intake::v1::FindMatchesRequest request;
  ASSERT_TRUE(request.ParseFromString(upstream_.asked(kIntake + "FindMatches").at(0).request));
  EXPECT_TRUE(request.exact_only());
  ASSERT_EQ(request.people_size(), 1);
  EXPECT_EQ(request.people(0).identity().nhs_number(), "9434765919");
}

TEST_F(GatewayTest, Row46SaysNothingOfNamesAloneNorWithoutAnAnswer) {
  intake::v1::FindMatchesReply found;
  auto& match = *found.add_matches();
  match.set_key("c1");
  match.add_agrees("family-name-sound");
  match.add_disagrees("date-of-birth");
  upstream_.On(kIntake + "FindMatches", [found](auto&, auto&) { return Fine(found); });
  EXPECT_EQ(Post(Event(Data())).body.find("identity_mismatch"), std::string::npos);
  upstream_.On(kIntake + "FindMatches",
               [](auto&, auto&) { return Refused(rpc::Code::kDeadlineExceeded, ""); });
  const Reply unanswered = Post(Event(Data(), "e-2"));
  EXPECT_EQ(unanswered.status, 202) << unanswered.body;
  EXPECT_EQ(unanswered.body.find("identity_mismatch"), std::string::npos);
}

TEST_F(GatewayTest, Row54WarnsOfANameInMixedScripts) {
  const Reply reply = Post(Event(Data("Zoë", "Z\u043eë")));  // Cyrillic о
  EXPECT_EQ(reply.status, 202) << reply.body;
  EXPECT_NE(reply.body.find("warning.confusable"), std::string::npos) << reply.body;
  intake::v1::SubmitReferral command;
  ASSERT_TRUE(command.ParseFromString(upstream_.asked(kSubmit).at(0).request));
  EXPECT_NE(std::find(command.warnings().begin(), command.warnings().end(), "warning.confusable"),
            command.warnings().end());
}

TEST_F(GatewayTest, Row65RestrictsTheRecordsWhereAProfessionalIsARelative) {
  const std::string restrict = kIntake + "RestrictRecord";
  upstream_.On(restrict, [](auto&, auto&) { return Fine(common::v1::CommandReply()); });
  const Reply reply = Post(Event(Data("[\"parent\"]", "[\"parent\",\"professional\"]")));
  EXPECT_EQ(reply.status, 202) << reply.body;
  EXPECT_NE(reply.body.find("warning.restricted"), std::string::npos) << reply.body;
  const auto asked = upstream_.asked(restrict);
  ASSERT_EQ(asked.size(), 2U);
  intake::v1::RestrictRecord command;
  ASSERT_TRUE(command.ParseFromString(asked[0].request));
  EXPECT_EQ(command.category(), "staff-interest");
}

TEST_F(GatewayTest, Row32HoldsAnOutcomeThatComesBeforeItsReferral) {
  std::string event = Event(R"({"referral":"0193a5c4-0000-7000-8000-000000000001",)"
                            R"("on":"2026-11-01","outcome":"home"})");
  event.replace(event.find("referral-submitted"), 18, "case-closed");
  upstream_.On(kIntake + "GetReferral",
               [](auto&, auto&) { return Refused(rpc::Code::kNotFound, "REFERRAL_MUST_EXIST"); });
  const Reply reply = Post(event);
  EXPECT_EQ(reply.status, 202) << reply.body;
  EXPECT_NE(reply.body.find("warning.held"), std::string::npos);
  EXPECT_NE(reply.body.find("\"referral\":null"), std::string::npos);
  intake::v1::HoldMessage held;
  ASSERT_TRUE(held.ParseFromString(upstream_.asked(kHold).at(0).request));
  EXPECT_EQ(held.cause(), "referral-unknown");
  event.replace(event.find("2026-11-01"), 10, "2026-31-11");
  EXPECT_EQ(Post(event).status, 422);
}

TEST_F(GatewayTest, Row52TellsTheTelephoneInUrgentAnswersAndInEveryRefusal) {
  const std::string number = "wolverhampton council on 01632 960001";
  const Reply immediate = Post(Event(Data("\"urgency\":\"routine\"", "\"urgency\":\"immediate\"")));
  EXPECT_EQ(immediate.status, 202);
  EXPECT_NE(immediate.body.find("also telephone " + number + " now"), std::string::npos);
  const Reply refused = Post(Event(Data("9434765919", "9434765918")));
  EXPECT_NE(Text(refused, "advice").find("call 999 or " + number), std::string::npos);
  std::string held = Data("\"urgency\":\"routine\"", "\"urgency\":\"urgent\"");
  held.replace(held.find("T-01"), 4, "T-77");
  EXPECT_NE(Post(Event(held, "e-9")).body.find(number), std::string::npos);
  token_ += "x";  // nobody knows whose it is: every council is named
  EXPECT_NE(Text(Post("{}"), "advice").find("southwark council on 01632 960002"),
            std::string::npos);
}

const std::string kWoman =
    R"("people":[{"key":"w1","roles":["subject"],"given_name":"Ana","family_name":"Example",)"
    R"("sex":"female","facts":{}}],"relationships":[],"facts":{}})";

std::string WithPeople(const std::string& programme, const std::string& people) {
  std::string data = Data("\"programme\":\"T-01\",", programme);
  return data.replace(data.find("\"people\""), std::string::npos, people);
}

TEST_F(GatewayTest, AProgrammeForAdultsNeedsNoChildNamed) {
  const Reply hers = Post(Event(WithPeople("\"programme\":\"T-05\",", kWoman)));
  EXPECT_EQ(hers.status, 202) << hers.body;
  const Reply any = Post(Event(WithPeople("", kWoman), "e-2"));  // one of all programmes is hers
  EXPECT_EQ(any.status, 202) << any.body;
  const Reply childs = Post(Event(WithPeople("\"programme\":\"T-01\",", kWoman), "e-3"));
  EXPECT_EQ(childs.status, 422);
  EXPECT_EQ(Text(childs, "code"), "child.unidentifiable");
  std::string nobody = kWoman;
  nobody.replace(nobody.find("\"given_name\":\"Ana\",\"family_name\":\"Example\","), 43, "");
  const Reply unknown = Post(Event(WithPeople("\"programme\":\"T-05\",", nobody), "e-4"));
  EXPECT_EQ(unknown.status, 422) << unknown.body;
  EXPECT_EQ(Text(unknown, "code"), "person.unidentifiable");
}

TEST_F(GatewayTest, AReasonIsAWordOfTheCatalogue) {
  const Reply reply = Post(Event(Data("\"edge-of-care\"", "\"edge-of-care\",\"rudeness\"")));
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(Text(reply, "code"), "field.type");
  EXPECT_NE(reply.body.find("/data/reasons/1"), std::string::npos) << reply.body;
  EXPECT_NE(reply.body.find("expected one of edge-of-care recent-removal"), std::string::npos);
  EXPECT_EQ(reply.body.find("rudeness"), std::string::npos);
  EXPECT_TRUE(upstream_.asked(kSubmit).empty());
}

}  // namespace
}  // namespace kinward::gateway
