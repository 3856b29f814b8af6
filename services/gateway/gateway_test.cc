#include "services/gateway/testing_gateway.h"

namespace kinward::gateway {
namespace {

TEST_F(GatewayTest, TakesAReferralInEveryMode) {
  const Reply structured = Post(Event(Data()));
  EXPECT_EQ(structured.status, 202) << structured.body;
  EXPECT_FALSE(Text(structured, "receipt").empty());
  EXPECT_FALSE(Text(structured, "referral").empty());
  const Reply batch = Post("[" + Event(Data()) + "]", "application/cloudevents-batch+json");
  EXPECT_EQ(batch.status, 202);
  EXPECT_NE(batch.body.find(Text(structured, "receipt")), std::string::npos);
  EXPECT_EQ(Post("[]", "application/cloudevents-batch+json").status, 204);
  const Reply binary =
      Send("POST", "/v1/events",
           "Authorization: Bearer " + token_ +
               "\r\nContent-Type: application/json\r\nce-specversion: 1.0\r\nce-id: e%2D1\r\n"
               "ce-source: urn:kinward:partner:police-wmp\r\nce-type: "
               "kinward.partner.referral-submitted.v1\r\n"
               "ce-time: 2026-11-02T09:15:00Z\r\nce-subject: 100%\r\n",
           Data());
  EXPECT_EQ(binary.status, 202) << binary.body;
  EXPECT_EQ(Text(binary, "receipt"), Text(structured, "receipt"));
  const auto asked = upstream_.asked(kSubmit);
  ASSERT_EQ(asked.size(), 3U);
  EXPECT_EQ(asked[0].request, asked[1].request);  // a retry is the same command
  EXPECT_EQ(asked[0].request, asked[2].request);
}

struct Row {
  int number;
  std::string body;
  int status;
  std::string code;
  std::string pointer;
};

TEST_F(GatewayTest, AnswersEveryRowOfBadInput) {
  const std::string a = "\"urgency\":\"routine\"";
  const std::string basis = "\"lawful_basis\":\"public-task-safeguarding\",";
  const std::string born = "\"date_of_birth\":\"2013-05-01\"";
  const std::string nhs = "9434765919";
  auto event = [](const std::string& from, const std::string& to) {
    std::string text = Event(Data());
    return text.replace(text.find(from), from.size(), to);
  };
  auto data = [](const std::string& from, const std::string& to) { return Event(Data(from, to)); };
  const std::vector<Row> rows = {
      {1, Event(Data()).substr(0, 90), 400, "json.malformed", ""},
      {2, "", 400, "json.not_object", ""},
      {2, "null", 400, "json.not_object", ""},
      {2, "[]", 400, "json.not_object", ""},
      {3, event("\"id\":\"e-1\"", "\"id\":\"e-1\",\"id\":\"e-2\""), 400, "json.duplicate_key",
       "/id"},
      {4, std::string(60000, '['), 400, "json.too_deep", ""},
      {5, data("true", "1e400"), 400, "json.number_range", "/data/facts/edge_of_care"},
      {5, data("true", "NaN"), 400, "json.number_range", ""},
      {6, data("Some", "\xff"), 400, "json.encoding", ""},
      {6, data("Some", "\\ud800"), 400, "json.encoding", ""},
      {7, data("Some words", std::string(64 * 1024, 'a')), 413, "size.event", ""},
      {19, event("\"1.0\"", "\"0.3\""), 400, "ce.specversion", "/specversion"},
      {20, event("\"e-1\"", "\"\""), 400, "ce.id", "/id"},
      {20, event("\"e-1\"", "\"a\\u0007\""), 400, "ce.id", "/id"},
      {20, event("\"e-1\"", "\"" + std::string(129, 'a') + "\""), 400, "ce.id", "/id"},
      {21, event("police-wmp", "other"), 403, "ce.source_mismatch", "/source"},
      {22, event("referral-submitted.v1", "referral-submitted.v0"), 422, "ce.type_unknown",
       "/type"},
      {23, event("2026-11-02T09:15:00Z", "2026-11-02T09:15:00"), 400, "ce.time", "/time"},
      {23, event("2026-11-02T09:15:00Z", "2026-02-30T09:15:00Z"), 400, "ce.time", "/time"},
      {23, event("2026-11-02T09:15:00Z", "2026-11-02T24:15:00Z"), 400, "ce.time", "/time"},
      {24, event("2026-11-02T09:15:00Z", "2999-11-02T09:15:00Z"), 422, "ce.time_future", "/time"},
      {34, data("\"wolverhampton\"", "\"southwark\""), 403, "tenant.mismatch", "/data/council"},
      {35, data("T-01", "T-77"), 422, "programme.unknown", "/data/programme"},
      {35, data("T-01", "T-99"), 422, "programme.closed", "/data/programme"},
      {38,
       data("\"given_name\":\"Zoë\",\"family_name\":\"Example\"," + born +
                ",\"sex\":\"female\",\"nhs_number\":\"" + nhs + "\",",
            ""),
       422, "child.unidentifiable", "/data/people/0"},
      {39, data("2013-05-01", "2026-12-25"), 422, "child.dob_future",
       "/data/people/0/date_of_birth"},
      {40, data("2013-05-01", "2000-05-01"), 422, "child.age", "/data/people/0/date_of_birth"},
      {41, data("2013-05-01", "2013-02-31"), 422, "child.dob_format",
       "/data/people/0/date_of_birth"},
      {42, data(nhs, "9434765918"), 422, "nhs.checksum", "/data/people/0/nhs_number"},
      {43, data(nhs, "943476591"), 422, "nhs.format", "/data/people/0/nhs_number"},
      {44, data(nhs, "1111111111"), 422, "nhs.placeholder", "/data/people/0/nhs_number"},
      {45, data(nhs, "9990000018"), 422, "nhs.test_range", "/data/people/0/nhs_number"},
      {47, data("\"upn\":null", "\"upn\":\"A336123456789\""), 422, "upn.code",
       "/data/people/0/upn"},
      {47, data("\"upn\":null", "\"ethnicity\":\"XXXX\""), 422, "ethnicity.code",
       "/data/people/0/ethnicity"},
      {48, data("WV1 1AA", "SW1A 1A"), 422, "postcode.format", "/data/people/0/postcode"},
      {49, data("07700900123", "12"), 422, "contact.telephone",
       "/data/people/1/safe_contact/telephone"},
      {49, data("[\"parent\"]", "[\"alleged-perpetrator\"]"), 422, "contact.unsafe",
       "/data/people/1/safe_contact"},
      {50, data("public-task-safeguarding", "consent"), 422, "lawful_basis.invalid",
       "/data/lawful_basis"},
      {51, data(basis, ""), 422, "lawful_basis.required", "/data/lawful_basis"},
      {53, data("Ana", "A\u202ena"), 422, "text.hidden_chars", "/data/people/1/given_name"},
      {56, data("WMP-2026-00041", "../../x"), 422, "id.charset", "/data/reference"},
      {57, event("\"e-1\"", "\"\\r\\nFLUSHALL\\r\\n\""), 400, "ce.id", "/id"},
      {59, data("Some words", "Some\\u0000words"), 422, "text.control", "/data/narrative"},
      {60, data("Some words", std::string(20001, 'a')), 422, "narrative.too_long",
       "/data/narrative"},
      {60, data("Some words", " "), 422, "narrative.empty", "/data/narrative"},
      {61,
       data("\"facts\":{\"edge", "\"attachments\":[{\"url\":\"javascript:x\"}],\"facts\":{\"edge"),
       422, "attachment.not_allowed", "/data/attachments"},
      {62, data("\"occurred_on\"", "\"nickname\":\"a\",\"occurred_on\""), 422, "field.unknown",
       "/data/nickname"},
      {63, data(a, "\"urgency\":\"Routine\""), 422, "field.type", "/data/urgency"},
      {63, data("\"WMP-2026-00041\"", "41"), 422, "field.type", "/data/reference"},
      {64, data("\"key\":\"m1\"", "\"key\":\"c1\""), 422, "relation.duplicate_person",
       "/data/people/1/key"},
      {64, data("\"to\":\"c1\"", "\"to\":\"m1\""), 422, "relation.self", "/data/relationships/0"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(std::to_string(row.number) + " " + row.code);
    const Reply reply = Post(row.body);
    EXPECT_EQ(reply.status, row.status) << reply.body;
    EXPECT_EQ(Text(reply, "code"), row.code);
    EXPECT_NE(reply.body.find("\"pointer\":\"" + row.pointer + "\",\"code\":\"" + row.code),
              std::string::npos)
        << reply.body;
    EXPECT_NE(reply.body.find("\"received\":false"), std::string::npos);
    EXPECT_NE(reply.head.find("application/problem+json"), std::string::npos);
  }
}

TEST_F(GatewayTest, TakesWhatMustNotBeTurnedAway) {
  struct Accepted {
    std::string data;
    std::string warning;
  };
  const std::string urgent = "\"urgency\":\"urgent\"";
  const std::string routine = "\"urgency\":\"routine\"";
  auto both = [&](const std::string& from, const std::string& to) {
    std::string data = Data(routine, urgent);
    return data.replace(data.find(from), from.size(), to);
  };
  const std::vector<Accepted> cases = {
      {Data("2026-11-01", "2026-01-01"), "warning.late"},
      {Data(routine, "\"urgency\":\"immediate\""), "warning.telephone"},
      {both("public-task-safeguarding", "consent"), "warning.lawful_basis"},
      {both("\"lawful_basis\":\"public-task-safeguarding\",", ""), "warning.lawful_basis"},
      {both("T-01", "T-77"), "warning.held"},
      {Data("Some words", "<script>'; DROP TABLE ${jndi:}"), "\"warnings\":[]"},
      {Data("9434765919", "943 476 5919"), "\"warnings\":[]"},
      {Data("WV1 1AA", "ZZ99 3VZ"), "\"warnings\":[]"},
      {Data("2013-05-01", "2016-02-29"), "\"warnings\":[]"},
  };
  int id = 0;
  for (const auto& [data, warning] : cases) {
    SCOPED_TRACE(warning);
    const Reply reply = Post(Event(data, "ok-" + std::to_string(++id)));
    EXPECT_EQ(reply.status, 202) << reply.body;
    EXPECT_NE(reply.body.find(warning), std::string::npos) << reply.body;
    const bool held = reply.body.find("\"referral\":null") != std::string::npos;
    EXPECT_EQ(held, warning == "warning.held");
  }
}

TEST_F(GatewayTest, ReturnsAllFaultsTogetherAndNoValue) {
  std::string data = Data("9434765919", "9434765918");
  data.replace(data.find("WV1 1AA"), 7, "SECRET99");
  const Reply reply = Post(Event(data));
  EXPECT_EQ(reply.status, 422);
  EXPECT_NE(reply.body.find("nhs.checksum"), std::string::npos);
  EXPECT_NE(reply.body.find("postcode.format"), std::string::npos);
  EXPECT_EQ(reply.body.find("SECRET99"), std::string::npos);
  EXPECT_EQ(reply.body.find("9434765918"), std::string::npos);
}

TEST_F(GatewayTest, ChecksMediaTypesRoutesAndTokens) {
  EXPECT_EQ(Text(Post("{}", "text/xml"), "code"), "media_type");
  EXPECT_EQ(Text(Post("{}", "application/json"), "code"), "media_type");
  EXPECT_EQ(Text(Post("{}", "application/cloudevents+avro"), "code"), "media_type");
  EXPECT_EQ(Text(Post("{}", "application/cloudevents+json; charset=utf-16"), "code"),
            "media_type.charset");
  EXPECT_EQ(Text(Post("{}", "application/cloudevents+json\r\nContent-Encoding: gzip"), "code"),
            "encoding.unsupported");
  const Reply get = Send("GET", "/v1/events", "", "");
  EXPECT_EQ(get.status, 405);
  EXPECT_EQ(get.Header("Allow"), "POST");
  EXPECT_EQ(Send("GET", "/nowhere", "", "").status, 404);
  const Reply cookie = Send("POST", "/v1/events", "Cookie: session=a\r\n", "{}");
  EXPECT_EQ(cookie.status, 401);
  EXPECT_EQ(Text(cookie, "code"), "token.missing");
  token_ += "x";
  EXPECT_EQ(Text(Post("{}"), "code"), "token.invalid");
}

TEST_F(GatewayTest, AnswersRepeatsConflictsAndOutages) {
  common::v1::CommandReply again;
  again.set_repeat(true);
  upstream_.On(kSubmit, [again](auto&, auto&) { return Fine(again); });
  EXPECT_EQ(Post(Event(Data())).status, 200);
  upstream_.On(kSubmit,
               [](auto&, auto&) { return Refused(rpc::Code::kAborted, "COMMAND_ID_REUSED"); });
  const Reply conflict = Post(Event(Data()));
  EXPECT_EQ(conflict.status, 409);
  EXPECT_EQ(Text(conflict, "code"), "ce.id_conflict");
  upstream_.On(kSubmit,
               [](auto&, auto&) { return Refused(rpc::Code::kUnavailable, "NOT_RECEIVED"); });
  const Reply outage = Post(Event(Data()));
  EXPECT_EQ(outage.status, 503);
  EXPECT_EQ(outage.Header("Retry-After"), "2");
}

TEST_F(GatewayTest, MakesALaterReferralOfAUsedReference) {
  int calls = 0;
  upstream_.On(kSubmit, [&calls](auto&, auto&) {
    if (++calls == 1)
      return Refused(rpc::Code::kFailedPrecondition, "REFERRAL_ID_MUST_NOT_BE_REUSED");
    common::v1::CommandReply reply;
    reply.add_event_ids("one");
    return Fine(reply);
  });
  const Reply reply = Post(Event(Data(), "e-2"));
  EXPECT_EQ(reply.status, 202);
  EXPECT_NE(reply.body.find("warning.possible_duplicate"), std::string::npos);
}

TEST_F(GatewayTest, AnswersABatchItemByItem) {
  const std::string batch = "application/cloudevents-batch+json";
  const Reply mixed =
      Post("[" + Event(Data(), "1") + "," + Event(Data("WV1 1AA", "X"), "2") + "]", batch);
  EXPECT_EQ(mixed.status, 202);
  EXPECT_NE(mixed.body.find("{\"results\":[{\"status\":202,"), std::string::npos) << mixed.body;
  EXPECT_NE(mixed.body.find("/1/data/people/0/postcode"), std::string::npos);
  EXPECT_EQ(Post("[" + Event(Data(), "1") + "," + Event(Data(), "1") + "]", batch).status, 409);
  std::string many = "[{}";
  for (int i = 0; i < 20; ++i) many += ",{}";
  EXPECT_EQ(Post(many + "]", batch).status, 413);
}

TEST_F(GatewayTest, RefusesAnAmendmentOfAnUnknownReferral) {
  upstream_.On("/kinward.intake.v1.IntakeService/WithdrawReferral", [](auto&, auto&) {
    return Refused(rpc::Code::kFailedPrecondition, "REFERRAL_MUST_BE_KNOWN");
  });
  std::string event = Event(R"({"reference":"WMP-1"})");
  event.replace(event.find("submitted"), 9, "withdrawn");
  const Reply reply = Post(event);
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(Text(reply, "code"), "referral.not_found");
}

TEST_F(GatewayTest, GrantsATokenForGoodCredentialsAlone) {
  const std::string form = "Content-Type: application/x-www-form-urlencoded\r\n";
  const Reply good =
      Send("POST", "/oauth/token", form + "Authorization: Basic cG9saWNlOnN5bnRoZXRpYw==\r\n",
           "grant_type=client_credentials");
  EXPECT_EQ(good.status, 200) << good.body;
  token_ = Text(good, "access_token");
  EXPECT_EQ(Post(Event(Data())).status, 202);
  EXPECT_EQ(Send("POST", "/oauth/token", form + "Authorization: Basic cG9saWNlOndyb25n\r\n",
                 "grant_type=client_credentials")
                .status,
            401);
  EXPECT_EQ(Send("POST", "/oauth/token", form, "grant_type=password").status, 400);
}

}  // namespace
}  // namespace kinward::gateway
