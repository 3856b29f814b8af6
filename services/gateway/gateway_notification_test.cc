// What happens to one person, told outside any referral: whose it is, and which command it becomes.
#include "kinward/intake/v1/education.pb.h"
#include "kinward/intake/v1/held_message.pb.h"
#include "kinward/intake/v1/notification.pb.h"
#include "kinward/intake/v1/person.pb.h"
#include "kinward/intake/v1/service.pb.h"
#include "services/gateway/testing_gateway.h"

namespace kinward::gateway {
namespace {

const std::string kIntake = "/kinward.intake.v1.IntakeService/";
const std::string kPerson =
    R"({"key":"c1","roles":["child"],"given_name":"Zoë","family_name":"Example",)"
    R"("date_of_birth":"2013-05-01","nhs_number":"943 476 5919","facts":{"edge_of_care":true}})";

std::string Of(const std::string& type, const std::string& data, const std::string& id) {
  std::string event = Event(data, id);
  return event.replace(event.find("referral-submitted"), 18, type);
}
std::string Notification(const std::string& more = "", const std::string& id = "n-1",
                         const std::string& person = kPerson) {
  return Of("notification-raised",
            R"({"person":)" + person + R"(,"kind":"missing","on":"2026-11-01")" + more + "}", id);
}
std::string Attendance(const std::string& more = "", const std::string& id = "s-1") {
  return Of("school-attendance-recorded",
            R"({"person":)" + kPerson +
                R"(,"from":"2026-10-05","until":"2026-10-23","sessions_possible":30,)"
                R"("sessions_attended":24)" +
                more + "}",
            id);
}

class NotificationTest : public GatewayTest {
 protected:
  NotificationTest() {
    common::v1::CommandReply reply;
    reply.add_event_ids("one");
    for (const char* method : {"RaiseNotification", "RecordSchoolAttendance"}) {
      upstream_.On(kIntake + method, [reply](auto&, auto&) { return Fine(reply); });
    }
  }
  void Knows(std::vector<intake::v1::PersonMatch> matches) {
    intake::v1::FindMatchesReply reply;
    for (auto& match : matches) *reply.add_matches() = std::move(match);
    upstream_.On(kIntake + "FindMatches", [reply](auto&, auto&) { return Fine(reply); });
  }
  static intake::v1::PersonMatch Match(const std::string& person, const std::string& against = "") {
    intake::v1::PersonMatch match;
    match.set_person_id(person);
    match.set_family_id("family of " + person);
    match.add_agrees("nhs-number");
    if (!against.empty()) match.add_disagrees(against);
    return match;
  }
  template <typename Command>
  Command Sent(const std::string& method, std::size_t number = 0) {
    Command command;
    const auto asked = upstream_.asked(kIntake + method);
    EXPECT_LT(number, asked.size()) << method;
    if (number < asked.size()) {
      EXPECT_TRUE(command.ParseFromString(asked[number].request));
    }
    return command;
  }
  intake::v1::RaiseNotification Raised(std::size_t number = 0) {
    return Sent<intake::v1::RaiseNotification>("RaiseNotification", number);
  }
};

TEST_F(NotificationTest, BecomesANotificationOfANewPerson) {
  const Reply reply = Post(Notification(R"(,"at":"22:40","narrative":"Some words")"));
  EXPECT_EQ(reply.status, 202) << reply.body;
  EXPECT_NE(reply.body.find(R"("received":true)"), std::string::npos);
  EXPECT_NE(reply.body.find(R"("referral":null)"), std::string::npos);
  const auto command = Raised();
  EXPECT_EQ(command.kind(), "missing");
  EXPECT_EQ(command.on(), "2026-11-01");
  EXPECT_EQ(FormatTime(ToTime(command.occurred_time())), "2026-11-01T22:40:00Z");
  EXPECT_EQ(command.source(), "police-wmp");
  EXPECT_EQ(command.narrative().text(), "Some words");
  EXPECT_EQ(command.receipt(), Text(reply, "receipt"));
  EXPECT_EQ(command.person().person_id(), command.person_id());
  EXPECT_EQ(command.person().identity().nhs_number(), "9434765919");
  EXPECT_EQ(command.person().facts(0).name(), "edge_of_care");
}

TEST_F(NotificationTest, IsTheSameCommandAndReceiptWhenItIsSentAgain) {
  const Reply first = Post(Notification());
  common::v1::CommandReply repeated;
  repeated.set_repeat(true);
  upstream_.On(kIntake + "RaiseNotification", [repeated](auto&, auto&) { return Fine(repeated); });
  const Reply again = Post(Notification());
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(Text(again, "receipt"), Text(first, "receipt"));
  const auto asked = upstream_.asked(kIntake + "RaiseNotification");
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].request, asked[1].request);
}

TEST_F(NotificationTest, NamesThePersonWhomAnIdentifierNames) {
  Knows({Match("b"), Match("a"), Match("0", "date-of-birth")});
  const Reply reply = Post(Notification());
  EXPECT_EQ(reply.status, 202) << reply.body;
  EXPECT_EQ(Raised().person_id(), "a");  // of two records of one person always the same
  EXPECT_EQ(Raised().family_id(), "family of a");
  EXPECT_NE(reply.body.find("warning.identity_mismatch"), std::string::npos) << reply.body;
}

TEST_F(NotificationTest, TheSendersOwnReferenceNamesThePersonOfItsReferral) {
  EXPECT_EQ(Post(Event(Data())).status, 202);
  intake::v1::SubmitReferral referral;
  ASSERT_TRUE(referral.ParseFromString(upstream_.asked(kSubmit).at(0).request));
  upstream_.On(kIntake + "GetPersonFacts",
               [](auto&, auto&) { return Fine(intake::v1::GetPersonFactsReply{}); });
  Knows({Match("another")});
  EXPECT_EQ(Post(Notification(R"(,"reference":"WMP-2026-00041")")).status, 202);
  EXPECT_EQ(Raised().person_id(), referral.people(0).person_id());
  EXPECT_EQ(Raised().family_id(), referral.family_id());
}

TEST_F(NotificationTest, AReferenceThatNamesNobodyYetNamesTheSamePersonLater) {
  EXPECT_EQ(Post(Notification(R"(,"reference":"MISPER-1")")).status, 202);
  EXPECT_EQ(Post(Notification(R"(,"reference":"MISPER-1")", "n-2")).status, 202);
  EXPECT_EQ(Raised(0).person_id(), Raised(1).person_id());
  EXPECT_NE(Raised(0).notification_id(), Raised(1).notification_id());
}

// The person was new at first and is known by now: the first answer stands.
TEST_F(NotificationTest, ARetryIsAnsweredAsTheFirstWasWhomeverThePersonIsTakenForSince) {
  EXPECT_EQ(Post(Notification()).status, 202);
  const auto first = Raised();
  intake::v1::NotificationRaised raised;
  raised.set_person_id(first.person_id());
  raised.set_family_id(first.family_id());
  common::v1::ReadStreamResponse stream;
  stream.add_events()->set_body(raised.SerializeAsString());
  upstream_.On(kIntake + "ReadStream", [stream](auto&, auto&) { return Fine(stream); });
  const std::string bytes = first.SerializeAsString();
  upstream_.On(kIntake + "RaiseNotification", [bytes](auto&, const std::string& request) {
    if (request != bytes) return Refused(rpc::Code::kAborted, "COMMAND_ID_REUSED");
    common::v1::CommandReply reply;
    reply.set_repeat(true);
    return Fine(reply);
  });
  Knows({Match("somebody")});
  EXPECT_EQ(Post(Notification()).status, 200);
  const Reply another = Post(Notification(R"(,"narrative":"Other words")"));
  EXPECT_EQ(another.status, 409);
  EXPECT_EQ(Text(another, "code"), "ce.id_conflict");
}

TEST_F(NotificationTest, TellsAllFaultsAtOnce) {
  const std::string person =
      R"({"key":"c 1","roles":["child"],"nhs_number":"9434765918","date_of_birth":"2027-01-01"})";
  const Reply reply = Post(Of(
      "notification-raised",
      R"({"person":)" + person +
          R"(,"on":"2026-11-03","at":"25:00","reference":"a b","nickname":"x","attachments":[]})",
      "n-1"));
  EXPECT_EQ(reply.status, 422);
  for (const char* fault :
       {R"("/data/kind","code":"field.required")", R"("/data/person/key","code":"id.charset")",
        R"("/data/person/nhs_number","code":"nhs.checksum")",
        R"("/data/person/date_of_birth","code":"child.dob_future")",
        R"("/data/on","code":"date.future")", R"("/data/at","code":)",
        R"("/data/reference","code":"id.charset")", R"("/data/nickname","code":"field.unknown")",
        R"("/data/attachments","code":"attachment.not_allowed")"}) {
    EXPECT_NE(reply.body.find(fault), std::string::npos) << fault << "\n" << reply.body;
  }
  EXPECT_TRUE(upstream_.asked(kIntake + "RaiseNotification").empty());
}

TEST_F(NotificationTest, RefusesWhoeverCannotBeToldFromOthers) {
  const Reply nobody =
      Post(Notification("", "n-1", R"({"key":"c1","roles":["child"],"sex":"female"})"));
  EXPECT_EQ(Text(nobody, "code"), "child.unidentifiable") << nobody.body;
  const Reply without =
      Post(Of("notification-raised", R"({"kind":"missing","on":"2026-11-01"})", "n-2"));
  EXPECT_NE(without.body.find(R"("/data/person","code":"field.required")"), std::string::npos)
      << without.body;
}

TEST_F(NotificationTest, RefusesAKindThatIsNotListedAndNamesThoseThatAre) {
  std::string event = Notification();
  event.replace(event.find("\"missing\""), 9, "\"vanished\"");
  const Reply reply = Post(event);
  EXPECT_EQ(reply.status, 422);
  EXPECT_NE(reply.body.find(R"("/data/kind","code":"field.type")"), std::string::npos)
      << reply.body;
  EXPECT_NE(reply.body.find("missing returned"), std::string::npos) << reply.body;
  EXPECT_EQ(reply.body.find("vanished"), std::string::npos);
}

// Where the edge has no catalogue intake says so.
TEST_F(NotificationTest, TellsIntakesRefusalOfAKindAsItsOwn) {
  upstream_.On(kIntake + "RaiseNotification", [](auto&, auto&) {
    return Refused(rpc::Code::kFailedPrecondition, "NOTIFICATION_KIND_MUST_BE_LISTED");
  });
  const Reply reply = Post(Notification());
  EXPECT_EQ(reply.status, 422);
  EXPECT_NE(reply.body.find(R"("/data/kind","code":"field.type")"), std::string::npos)
      << reply.body;
}

TEST_F(NotificationTest, WarnsOfWhatAReferralIsWarnedOf) {
  std::string late = Notification(R"(,"urgency":"immediate")");
  late.replace(late.find("2026-11-01"), 10, "2026-09-01");
  const Reply reply = Post(late);
  EXPECT_EQ(reply.status, 202) << reply.body;
  EXPECT_NE(reply.body.find("warning.late"), std::string::npos);
  EXPECT_NE(reply.body.find("warning.telephone"), std::string::npos);
}

TEST_F(NotificationTest, ItsSchemaIsServed) {
  for (const char* type :
       {"notification-raised", "legal-status-changed", "school-attendance-recorded"}) {
    const Reply reply =
        Send("GET", "/schemas/kinward.partner." + std::string{type} + ".v1", "", "");
    EXPECT_EQ(reply.status, 200) << type;
    EXPECT_NE(reply.body.find("\"person\":{\"type\":\"object\""), std::string::npos) << reply.body;
  }
}

TEST_F(NotificationTest, AttendanceGoesToThePersonWhomAnIdentifierNames) {
  Knows({Match("0193a5c4-0000-7000-8000-000000000001")});
  const Reply reply = Post(Attendance(R"(,"sessions_unauthorised":6,"school":"example-school")"));
  EXPECT_EQ(reply.status, 202) << reply.body;
  const auto command = Sent<intake::v1::RecordSchoolAttendance>("RecordSchoolAttendance");
  EXPECT_EQ(command.person_id(), "0193a5c4-0000-7000-8000-000000000001");
  EXPECT_EQ(command.education_id(), UuidFrom(command.person_id(), "education").ToString());
  EXPECT_EQ(command.sessions_possible(), 30);
  EXPECT_EQ(command.sessions_attended(), 24);
  EXPECT_EQ(command.source(), "police-wmp");
}

TEST_F(NotificationTest, AttendanceOfSomebodyUnknownIsKept) {
  Knows({});
  const Reply reply = Post(Attendance());
  EXPECT_EQ(reply.status, 202) << reply.body;
  EXPECT_NE(reply.body.find("warning.held"), std::string::npos) << reply.body;
  EXPECT_EQ(Sent<intake::v1::HoldMessage>("HoldMessage").cause(), "person-unknown");
  EXPECT_TRUE(upstream_.asked(kIntake + "RecordSchoolAttendance").empty());
}

TEST_F(NotificationTest, ALegalStatusGoesToThePersonWhomAnIdentifierNames) {
  common::v1::CommandReply recorded;
  recorded.add_event_ids("one");
  upstream_.On(kIntake + "RecordLegalStatus", [recorded](auto&, auto&) { return Fine(recorded); });
  const std::string data =
      R"({"person":)" + kPerson + R"(,"status":"looked-after","basis":"c2","from":"2026-10-30"})";
  Knows({});
  EXPECT_NE(Post(Of("legal-status-changed", data, "l-1")).body.find("warning.held"),
            std::string::npos);
  Knows({Match("0193a5c4-0000-7000-8000-000000000001")});
  const Reply reply = Post(Of("legal-status-changed", data, "l-2"));
  EXPECT_EQ(reply.status, 202) << reply.body;
  const auto command = Sent<intake::v1::RecordLegalStatus>("RecordLegalStatus");
  EXPECT_EQ(command.person_id(), "0193a5c4-0000-7000-8000-000000000001");
  EXPECT_EQ(command.status(), "looked-after");
  EXPECT_EQ(command.basis(), "c2");
  EXPECT_EQ(command.from(), "2026-10-30");
}

TEST_F(NotificationTest, RefusesALegalStatusThatIsNotListedOrHasNotBegun) {
  const std::string data =
      R"({"person":)" + kPerson + R"(,"status":"in-care","from":"2026-12-01"})";
  const Reply reply = Post(Of("legal-status-changed", data, "l-1"));
  EXPECT_EQ(reply.status, 422);
  for (const char* fault :
       {R"("/data/status","code":"field.type")", R"("/data/from","code":"date.future")"}) {
    EXPECT_NE(reply.body.find(fault), std::string::npos) << reply.body;
  }
}

TEST_F(NotificationTest, AttendanceTellsAllFaultsAtOnce) {
  std::string event = Attendance(R"(,"sessions_unauthorised":7)");
  event.replace(event.find("2026-10-05"), 10, "2026-10-25");
  const Reply reply = Post(event);
  EXPECT_EQ(reply.status, 422);
  EXPECT_NE(reply.body.find(R"("/data/until","code":"date.order")"), std::string::npos)
      << reply.body;
  EXPECT_NE(reply.body.find(R"("/data/sessions_attended","code":"sessions.too_many")"),
            std::string::npos)
      << reply.body;
}

}  // namespace
}  // namespace kinward::gateway
