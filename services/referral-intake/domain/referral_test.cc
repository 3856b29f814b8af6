#include "services/referral-intake/domain/referral.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "kinward/intake/v1/family.pb.h"
#include "kinward/intake/v1/person.pb.h"
#include "libs/base/uuid.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"

namespace kinward::intake {
namespace {

using Event = Referral::Messages::Event;
using Events = std::vector<Event>;

const Time kNow = At(DateFrom(2016, 11, 12), "10:00");
const std::string kReferral = "01930000-0000-7000-8000-000000000001";
const std::string kOther = "01930000-0000-7000-8000-000000000002";
const std::string kFamily = "01930000-0000-7000-8000-00000000000f";
const std::string kChild = "01930000-0000-7000-8000-00000000000c";
const std::string kParent = "01930000-0000-7000-8000-00000000000d";
const std::string kPolice = "police-example";
const Actor kStaff{"staff", "duty.worker", {"duty-worker"}};
const Actor kPartner{"partner", kPolice, {}};
const Actor kStranger{"partner", "school-example", {}};

std::string CaseOf(const std::string& programme) {
  return UuidFrom(*Uuid::Parse(kReferral), programme).ToString();
}
template <typename Command>
Command For(const std::string& referral = kReferral) {
  Command command;
  command.set_referral_id(referral);
  return command;
}
v1::ReceiveReferral Receive(bool one_open = false) {
  auto command = For<v1::ReceiveReferral>();
  command.set_family_id(kFamily);
  command.set_kind(v1::REFERRAL_KIND_FRONT_DOOR);
  command.set_urgency(v1::URGENCY_ROUTINE);
  command.set_source(kPolice);
  command.set_reference("EX-1");
  command.set_programme("W-01");
  command.set_one_open_per_family(one_open);
  auto& child = *command.add_people();
  child.set_person_id(kChild);
  child.add_roles("child");
  return command;
}
v1::SubmitReferral Submit() {
  auto command = For<v1::SubmitReferral>();
  command.set_family_id(kFamily);
  command.set_source(kPolice);
  command.set_receipt("R-1");
  auto& child = *command.add_people();
  child.set_person_id(kChild);
  child.add_roles("child");
  child.set_sex("female");
  child.mutable_identity()->set_given_name("Zoë");
  child.mutable_identity()->set_date_of_birth("2003-11-13");
  auto& parent = *command.add_people();
  parent.set_person_id(kParent);
  parent.add_roles("parent");
  auto& kin = *command.add_relationships();
  kin.set_from_person_id(kParent);
  kin.set_to_person_id(kChild);
  kin.set_kind("parent");
  return command;
}
v1::DecideReferral DecideAs(v1::ReferralDecision decision) {
  auto command = For<v1::DecideReferral>();
  command.set_decision(decision);
  return command;
}
v1::AcknowledgeReferral Await(std::initializer_list<const char*> programmes) {
  auto command = For<v1::AcknowledgeReferral>();
  for (const char* programme : programmes) command.add_programmes(programme);
  return command;
}
template <typename Command>
Command WithCase(const std::string& case_id) {
  auto command = For<Command>();
  command.set_case_id(case_id);
  return command;
}
v1::RecordHelpEnded HelpEnded(const std::string& programme) {
  auto command = For<v1::RecordHelpEnded>();
  command.set_programme_id(programme);
  return command;
}

// A referral taken through commands; each must be accepted.
class Story {
 public:
  Story& Then(const auto& command, const Actor& actor = kStaff) {
    const ReferralAnswer answer = Decide(referral, command, Context{kNow, actor, "example"});
    EXPECT_TRUE(std::holds_alternative<Events>(answer)) << ::testing::PrintToString(answer.index());
    last = std::get<Events>(answer);
    for (const auto& event : last) {
      std::visit([&](const auto& one) { Apply(referral, one); }, event);
    }
    return *this;
  }
  [[nodiscard]] ReferralAnswer Answer(const auto& command, const Actor& actor = kStaff) const {
    return Decide(referral, command, Context{kNow, actor, "example"});
  }
  template <typename One>
  [[nodiscard]] const One* Last() const {
    for (const auto& event : last) {
      if (const auto* one = std::get_if<One>(&event)) return one;
    }
    return nullptr;
  }
  Referral referral;
  Events last;
};
Story Received() { return Story().Then(Receive()); }
Story Accepted() { return Received().Then(DecideAs(v1::REFERRAL_DECISION_ACCEPT)); }
ReferralAnswer Refused(v1::Rejection rule) { return Refusal<v1::Rejection>{rule}; }
ReferralAnswer Nothing() { return Events{}; }

TEST(ReceiveReferralTest, AnnouncesItsFirstStage) {
  const Story story = Received();
  EXPECT_NE(story.Last<v1::ReferralReceived>(), nullptr);
  ASSERT_NE(story.Last<v1::ReferralStatusChanged>(), nullptr);
  EXPECT_EQ(story.Last<v1::ReferralStatusChanged>()->to(), v1::REFERRAL_STAGE_RECEIVED);
}
TEST(ReceiveReferralTest, StaysQuietOnARetry) {
  EXPECT_EQ(Received().Answer(Receive()), Nothing());
}
TEST(ReceiveReferralTest, RefusesAnIdUsedForAnotherFamily) {
  auto other = Receive();
  other.set_family_id(kOther);
  EXPECT_EQ(Received().Answer(other), Refused(v1::REJECTION_REFERRAL_ID_MUST_NOT_BE_REUSED));
}
TEST(ReceiveReferralTest, RefusesAPersonNamedTwice) {
  auto command = Receive();
  *command.add_people() = command.people(0);
  EXPECT_EQ(Story().Answer(command), Refused(v1::REJECTION_PERSON_MUST_BE_NAMED_ONCE));
}
TEST(ReceiveReferralTest, RefusesAPartnerThatSendsAsAnother) {
  EXPECT_EQ(Story().Answer(Receive(), kStranger),
            Refused(v1::REJECTION_REFERRAL_MUST_NOT_BE_SENT_FOR_ANOTHER));
}
TEST(ReceiveReferralTest, ClaimsTheFamilysOnlyPlaceWhereTheProgrammeSaysSo) {
  const Story story = Story().Then(Receive(true));
  const Effects effects = Referral::EffectsOf(*story.Last<v1::ReferralReceived>());
  const Claim expected{"open-referral", kFamily + "/W-01", kNow, Time::max(), kReferral};
  ASSERT_EQ(effects.claims.size(), 1U);
  EXPECT_EQ(effects.claims[0], expected);
  EXPECT_TRUE(Referral::EffectsOf(*Received().Last<v1::ReferralReceived>()).claims.empty());
}
TEST(ReceiveReferralTest, TellsTheFamilyAndEachPerson) {
  const Story story = Received();
  EXPECT_EQ(Referral::CompanionsOf(*story.Last<v1::ReferralReceived>())[0].message().GetTypeName(),
            "kinward.intake.v1.NoteReferral");
  EXPECT_EQ(Referral::CompanionsOf(*story.Last<v1::PersonNamed>())[0].message().GetTypeName(),
            "kinward.intake.v1.IntroducePerson");
}

TEST(SubmitReferralTest, DerivesTheAgeOnTheDay) {
  const Story story = Story().Then(Submit(), kPartner);
  const auto& subject = story.Last<v1::ReferralReceived>()->subjects(0);
  ASSERT_EQ(subject.facts(0).name(), "age_years");
  EXPECT_EQ(subject.facts(0).number(), 12);  // thirteen tomorrow
  EXPECT_EQ(subject.facts(1).code(), "female");
}
TEST(SubmitReferralTest, KeepsDetailsOutOfTheReferralItself) {
  const Story story = Story().Then(Submit(), kPartner);
  EXPECT_EQ(story.Last<v1::ReferralReceived>()->SerializeAsString().find("Zoë"), std::string::npos);
  EXPECT_EQ(story.Last<v1::PersonNamed>()->identity().given_name(), "Zoë");
}
TEST(SubmitReferralTest, GivesEachPersonTheRelationshipsThatStartThere) {
  const Story story = Story().Then(Submit(), kPartner);
  const auto& parent = std::get<v1::PersonNamed>(story.last[2]);
  EXPECT_EQ(parent.person_id(), kParent);
  ASSERT_EQ(parent.relationships_size(), 1);
  EXPECT_EQ(parent.relationships(0).to_person_id(), kChild);
}
TEST(SubmitReferralTest, RefusesAChildThatIsItsOwnParent) {
  auto command = Submit();
  command.mutable_relationships(0)->set_to_person_id(kParent);
  EXPECT_EQ(Story().Answer(command, kPartner),
            Refused(v1::REJECTION_RELATIONSHIP_MUST_JOIN_TWO_PEOPLE));
}
TEST(SubmitReferralTest, StaysQuietOnARetry) {
  EXPECT_EQ(Story().Then(Submit(), kPartner).Answer(Submit(), kPartner), Nothing());
}

TEST(AcknowledgeReferralTest, MovesToScreeningOnce) {
  Story story = Received().Then(Await({"W-01"}));
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_SCREENING);
  EXPECT_EQ(story.Answer(Await({"W-01"})), Nothing());
}
TEST(AcknowledgeReferralTest, LearnsOfAnotherProgrammeLater) {
  Story story = Accepted().Then(Await({"W-01"})).Then(Await({"W-01", "W-02"}));
  EXPECT_EQ(story.Last<v1::ReferralAcknowledged>()->programmes(0), "W-02");
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_ACCEPTED);
}
TEST(AcknowledgeReferralTest, RefusesAnUnknownReferral) {
  EXPECT_EQ(Story().Answer(Await({})), Refused(v1::REJECTION_REFERRAL_MUST_BE_KNOWN));
}

TEST(AmendReferralTest, CarriesWhatChanges) {
  auto amend = For<v1::AmendReferral>();
  amend.set_urgency(v1::URGENCY_URGENT);
  EXPECT_EQ(Received().Then(amend, kPartner).Last<v1::ReferralAmended>()->urgency(),
            v1::URGENCY_URGENT);
}
TEST(AmendReferralTest, HidesAReferralFromAnotherPartner) {
  EXPECT_EQ(Received().Answer(For<v1::AmendReferral>(), kStranger),
            Refused(v1::REJECTION_REFERRAL_MUST_BE_KNOWN));
}
TEST(AmendReferralTest, RefusesAnotherFamily) {
  auto amend = For<v1::AmendReferral>();
  amend.set_family_id(kOther);
  EXPECT_EQ(Received().Answer(amend), Refused(v1::REJECTION_FAMILY_OF_A_REFERRAL_MUST_NOT_CHANGE));
}
TEST(AmendReferralTest, RefusesWhatHasEnded) {
  const Story closed = Received().Then(For<v1::CloseReferral>());
  auto amend = For<v1::AmendReferral>();
  amend.set_urgency(v1::URGENCY_URGENT);
  EXPECT_EQ(closed.Answer(amend), Refused(v1::REJECTION_REFERRAL_MUST_BE_OPEN));
}

TEST(DecideReferralTest, AnnouncesTheStage) {
  EXPECT_EQ(Accepted().Last<v1::ReferralStatusChanged>()->to(), v1::REFERRAL_STAGE_ACCEPTED);
}
TEST(DecideReferralTest, StaysQuietOnARetry) {
  EXPECT_EQ(Accepted().Answer(DecideAs(v1::REFERRAL_DECISION_ACCEPT)), Nothing());
}
TEST(DecideReferralTest, FreesTheFamilysPlaceWhenNothingFollows) {
  const Story ended = Received().Then(DecideAs(v1::REFERRAL_DECISION_NO_FURTHER_ACTION));
  EXPECT_EQ(Referral::EffectsOf(*ended.Last<v1::ReferralDecided>()).releases.size(), 1U);
  EXPECT_TRUE(Referral::EffectsOf(*Accepted().Last<v1::ReferralDecided>()).releases.empty());
}
TEST(DecideReferralTest, RefusesARedirectionToNowhere) {
  EXPECT_EQ(Received().Answer(DecideAs(v1::REFERRAL_DECISION_REDIRECT)),
            Refused(v1::REJECTION_REDIRECTION_MUST_NAME_ITS_TARGET));
}
TEST(DecideReferralTest, RefusesToEndARunningCase) {
  const Story helped = Accepted().Then(WithCase<v1::RecordCaseOpened>(CaseOf("W-01")));
  EXPECT_EQ(helped.Answer(DecideAs(v1::REFERRAL_DECISION_NO_FURTHER_ACTION)),
            Refused(v1::REJECTION_REFERRAL_MUST_HAVE_NO_OPEN_CASE));
}

TEST(WithdrawReferralTest, APartnersWishAsksForADecision) {
  Story story = Accepted().Then(For<v1::WithdrawReferral>(), kPartner);
  EXPECT_EQ(story.Last<v1::WithdrawalRequested>()->requested_by(), kPolice);
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_ACCEPTED);
  EXPECT_EQ(story.Answer(For<v1::WithdrawReferral>(), kPartner), Nothing());
}
TEST(WithdrawReferralTest, TheCouncilMayKeepItsDuty) {
  const Story kept = Accepted()
                         .Then(For<v1::WithdrawReferral>(), kPartner)
                         .Then(DecideAs(v1::REFERRAL_DECISION_ACCEPT));
  EXPECT_EQ(kept.last.size(), 1U);
  EXPECT_FALSE(kept.referral.withdrawal_requested);
}
TEST(WithdrawReferralTest, TheCouncilsOwnEndsIt) {
  Story story = Accepted().Then(For<v1::WithdrawReferral>());
  EXPECT_EQ(story.Last<v1::ReferralWithdrawn>()->family_id(), kFamily);
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_WITHDRAWN);
  EXPECT_EQ(story.Answer(For<v1::WithdrawReferral>()), Nothing());
}
TEST(WithdrawReferralTest, RefusesAStrangersReferralAsUnknown) {
  EXPECT_EQ(Received().Answer(For<v1::WithdrawReferral>(), kStranger),
            Refused(v1::REJECTION_REFERRAL_MUST_BE_KNOWN));
}

TEST(ReopenReferralTest, GoesBackToScreening) {
  const Story story = Received().Then(For<v1::CloseReferral>()).Then(For<v1::ReopenReferral>());
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_SCREENING);
}
TEST(ReopenReferralTest, RefusesWhatWasWithdrawn) {
  EXPECT_EQ(Received().Then(For<v1::WithdrawReferral>()).Answer(For<v1::ReopenReferral>()),
            Refused(v1::REJECTION_REFERRAL_MUST_NOT_BE_WITHDRAWN));
}
TEST(ReopenReferralTest, RefusesWhatIsOpen) {
  EXPECT_EQ(Received().Answer(For<v1::ReopenReferral>()),
            Refused(v1::REJECTION_REFERRAL_MUST_HAVE_ENDED));
}

TEST(SupersedeReferralTest, NamesTheOther) {
  auto command = For<v1::SupersedeReferral>();
  command.set_superseded_by(kOther);
  EXPECT_EQ(Received().Then(command).Last<v1::ReferralSuperseded>()->superseded_by(), kOther);
}
TEST(SupersedeReferralTest, RefusesItself) {
  auto command = For<v1::SupersedeReferral>();
  command.set_superseded_by(kReferral);
  EXPECT_EQ(Received().Answer(command), Refused(v1::REJECTION_REFERRAL_MUST_NOT_SUPERSEDE_ITSELF));
}

TEST(CloseReferralTest, RefusesWhileACaseIsOpen) {
  const Story helped = Accepted().Then(WithCase<v1::RecordCaseOpened>(CaseOf("W-01")));
  EXPECT_EQ(helped.Answer(For<v1::CloseReferral>()),
            Refused(v1::REJECTION_REFERRAL_MUST_HAVE_NO_OPEN_CASE));
}

TEST(RecordCaseOpenedTest, MeansThatSomebodyAccepted) {
  EXPECT_EQ(Received().Then(WithCase<v1::RecordCaseOpened>(CaseOf("W-01"))).referral.stage,
            v1::REFERRAL_STAGE_ACCEPTED);
}
TEST(RecordCaseClosedTest, ClosesTheReferralWithItsLastCaseOnly) {
  Story story = Accepted()
                    .Then(Await({"W-01", "W-02"}))
                    .Then(WithCase<v1::RecordCaseOpened>(CaseOf("W-01")))
                    .Then(WithCase<v1::RecordCaseOpened>(CaseOf("W-02")))
                    .Then(WithCase<v1::RecordCaseClosed>(CaseOf("W-01")));
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_ACCEPTED);
  story.Then(WithCase<v1::RecordCaseClosed>(CaseOf("W-02")));
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_CLOSED);
  EXPECT_EQ(Referral::EffectsOf(*story.Last<v1::ReferralClosed>()).releases.size(), 1U);
}
TEST(RecordCaseClosedTest, WaitsForAProgrammeThatHasNotBegun) {
  Story story = Accepted()
                    .Then(Await({"W-01", "W-02"}))
                    .Then(WithCase<v1::RecordCaseOpened>(CaseOf("W-01")))
                    .Then(WithCase<v1::RecordCaseClosed>(CaseOf("W-01")));
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_ACCEPTED);
  EXPECT_EQ(story.Then(HelpEnded("W-02")).referral.stage, v1::REFERRAL_STAGE_CLOSED);
}
TEST(RecordHelpEndedTest, LeavesAReferralWithoutACaseToAPerson) {
  EXPECT_EQ(Accepted().Then(Await({"W-01"})).Then(HelpEnded("W-01")).referral.stage,
            v1::REFERRAL_STAGE_ACCEPTED);
}
// Topics have no order among each other: however its parts are heard of, it ends the same.
TEST(ReferralProperty, EveryOrderOfHearingEndsClosed) {
  const auto await = Await({"W-01", "W-02"});
  const auto opened = WithCase<v1::RecordCaseOpened>(CaseOf("W-01"));
  const auto closed = WithCase<v1::RecordCaseClosed>(CaseOf("W-01"));
  const auto ended = HelpEnded("W-02");
  std::vector<int> order{0, 1, 2, 3};
  do {
    Story story = Received();
    for (const int step : order) {
      if (step == 0) story.Then(await);
      if (step == 1) story.Then(opened);
      if (step == 2) story.Then(closed);
      if (step == 3) story.Then(ended);
    }
    EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_CLOSED) << ::testing::PrintToString(order);
  } while (std::next_permutation(order.begin(), order.end()));
}

}  // namespace
}  // namespace kinward::intake
