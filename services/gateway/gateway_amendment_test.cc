#include "kinward/intake/v1/referral.pb.h"
#include "services/gateway/testing_gateway.h"

namespace kinward::gateway {
namespace {

const std::string kAmend = "/kinward.intake.v1.IntakeService/AmendReferral";

std::string Amendment(const std::string& members, const std::string& id = "a-1") {
  std::string event = Event(R"({"reference":"WMP-2026-00041")" + members + "}", id);
  return event.replace(event.find("submitted"), 9, "amended");
}

class AmendmentTest : public GatewayTest {
 protected:
  AmendmentTest() {
    common::v1::CommandReply reply;
    reply.add_event_ids("one");
    upstream_.On(kAmend, [reply](auto&, auto&) { return Fine(reply); });
  }
  intake::v1::AmendReferral Sent(std::size_t number = 0) {
    intake::v1::AmendReferral command;
    const auto asked = upstream_.asked(kAmend);
    EXPECT_LT(number, asked.size());
    if (number < asked.size()) {
      EXPECT_TRUE(command.ParseFromString(asked[number].request));
    }
    return command;
  }
};

const std::string kEvery =
    R"(,"programme":"T-01","lawful_basis":"legal-obligation","occurred_on":"2026-10-30",)"
    R"("purpose":"a safe home","late_reason":"told of it late","urgency":"urgent",)"
    R"("reasons":["recent-removal"],"narrative":"More words")";

TEST_F(AmendmentTest, TakesEveryMemberOfASubmission) {
  const Reply reply = Post(Amendment(kEvery));
  EXPECT_EQ(reply.status, 202) << reply.body;
  EXPECT_NE(reply.body.find("\"warnings\":[]"), std::string::npos) << reply.body;
  const auto command = Sent();
  EXPECT_EQ(command.programme(), "T-01");
  EXPECT_EQ(command.lawful_basis(), "legal-obligation");
  EXPECT_EQ(command.occurred_on(), "2026-10-30");
  EXPECT_EQ(command.purpose().text(), "a safe home");
  EXPECT_EQ(command.late_reason().text(), "told of it late");
  EXPECT_EQ(command.narrative().text(), "More words");
}

TEST_F(AmendmentTest, IsTheSameCommandInEveryMode) {
  const Reply structured = Post(Amendment(kEvery, "e-1"));
  EXPECT_EQ(Post("[" + Amendment(kEvery, "e-1") + "]", "application/cloudevents-batch+json").status,
            202);
  const Reply binary =
      Send("POST", "/v1/events",
           "Authorization: Bearer " + token_ +
               "\r\nContent-Type: application/json\r\nce-specversion: 1.0\r\nce-id: e-1\r\n"
               "ce-source: urn:kinward:partner:police-wmp\r\nce-type: "
               "kinward.partner.referral-amended.v1\r\nce-time: 2026-11-02T09:15:00Z\r\n",
           R"({"reference":"WMP-2026-00041")" + kEvery + "}");
  EXPECT_EQ(binary.status, 202) << binary.body;
  EXPECT_EQ(Text(binary, "receipt"), Text(structured, "receipt"));
  const auto asked = upstream_.asked(kAmend);
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_EQ(asked[0].request, asked[1].request);
  EXPECT_EQ(asked[0].request, asked[2].request);
}

TEST_F(AmendmentTest, LeavesOutWhatItDoesNotName) {
  EXPECT_EQ(Post(Amendment(R"(,"occurred_on":"2026-10-30","purpose":null)")).status, 202);
  const auto command = Sent();
  EXPECT_FALSE(command.has_programme());
  EXPECT_FALSE(command.has_lawful_basis());
  EXPECT_FALSE(command.has_purpose());
  EXPECT_FALSE(command.has_late_reason());
}

TEST_F(AmendmentTest, HasTheFieldRulesOfASubmission) {
  struct Fault {
    std::string members;
    int status;
    std::string code;
    std::string pointer;
  };
  const std::string long_text(501, 'a');
  const std::vector<Fault> faults = {
      {R"(,"programme":"none such")", 422, "id.charset", "/data/programme"},
      {R"(,"programme":"T-77")", 422, "programme.unknown", "/data/programme"},
      {R"(,"programme":"T-99")", 422, "programme.closed", "/data/programme"},
      {R"(,"lawful_basis":"because")", 422, "field.type", "/data/lawful_basis"},
      {R"(,"lawful_basis":"consent")", 422, "lawful_basis.invalid", "/data/lawful_basis"},
      {R"(,"occurred_on":"2026-02-30")", 422, "date.format", "/data/occurred_on"},
      {R"(,"purpose":")" + long_text + "\"", 422, "field.too_long", "/data/purpose"},
      {R"(,"late_reason":")" + long_text + "\"", 422, "field.too_long", "/data/late_reason"},
      {R"(,"purpose":"a\u0000b")", 422, "text.control", "/data/purpose"},
      {R"(,"nickname":"a")", 422, "field.unknown", "/data/nickname"},
  };
  for (const Fault& fault : faults) {
    SCOPED_TRACE(fault.code + " " + fault.pointer);
    const Reply reply = Post(Amendment(fault.members));
    EXPECT_EQ(reply.status, fault.status) << reply.body;
    EXPECT_NE(reply.body.find("\"pointer\":\"" + fault.pointer + "\",\"code\":\"" + fault.code),
              std::string::npos)
        << reply.body;
  }
  EXPECT_TRUE(upstream_.asked(kAmend).empty());
}

TEST_F(AmendmentTest, TellsAllFaultsAtOnce) {
  const Reply reply =
      Post(Amendment(R"(,"lawful_basis":"consent","occurred_on":"yesterday","urgency":"Routine")"));
  EXPECT_EQ(reply.status, 422);
  for (const char* pointer : {"/data/lawful_basis", "/data/occurred_on", "/data/urgency"}) {
    EXPECT_NE(reply.body.find(pointer), std::string::npos) << reply.body;
  }
}

TEST_F(AmendmentTest, WarnsOfWhatASubmissionIsWarnedOf) {
  const Reply late = Post(Amendment(R"(,"occurred_on":"2026-01-01")"));
  EXPECT_NE(late.body.find("warning.late"), std::string::npos) << late.body;
  const Reply explained =
      Post(Amendment(R"(,"occurred_on":"2026-01-01","late_reason":"told of it late")", "a-2"));
  EXPECT_EQ(explained.body.find("warning.late"), std::string::npos) << explained.body;
  const Reply immediate =
      Post(Amendment(R"(,"urgency":"immediate","lawful_basis":"consent")", "a-3"));
  EXPECT_EQ(immediate.status, 202) << immediate.body;
  EXPECT_NE(immediate.body.find("warning.lawful_basis"), std::string::npos);
  EXPECT_NE(immediate.body.find("warning.telephone"), std::string::npos);
}

TEST_F(AmendmentTest, AnUnknownProgrammeIsHeldWhenTheMatterPresses) {
  const Reply reply = Post(Amendment(R"(,"programme":"T-77","urgency":"urgent")"));
  EXPECT_EQ(reply.status, 202) << reply.body;
  EXPECT_NE(reply.body.find("warning.held"), std::string::npos);
  EXPECT_TRUE(upstream_.asked(kAmend).empty());
}

TEST_F(AmendmentTest, SaysWhyTheProgrammeMayNoLongerChange) {
  upstream_.On(kAmend, [](auto&, auto&) {
    return Refused(rpc::Code::kFailedPrecondition, "HELP_MUST_NOT_HAVE_BEGUN");
  });
  const Reply reply = Post(Amendment(R"(,"programme":"T-01")"));
  EXPECT_EQ(reply.status, 409);
  EXPECT_EQ(Text(reply, "code"), "HELP_MUST_NOT_HAVE_BEGUN");
  EXPECT_NE(reply.body.find("/data/programme"), std::string::npos) << reply.body;
}

TEST_F(GatewayTest, ASubmissionsPurposeTravelsWhereItIsSealed) {
  const std::string data = Data("\"occurred_on\"", "\"purpose\":\"a safe home\",\"occurred_on\"");
  EXPECT_EQ(Post(Event(data)).status, 202);
  intake::v1::SubmitReferral command;
  ASSERT_TRUE(command.ParseFromString(upstream_.asked(kSubmit).at(0).request));
  EXPECT_EQ(command.purpose().text(), "a safe home");
}

}  // namespace
}  // namespace kinward::gateway
