// How a referral begins: received or submitted, acknowledged, amended.
#include "services/referral-intake/domain/referral.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "kinward/intake/v1/family.pb.h"
#include "kinward/intake/v1/person.pb.h"
#include "services/referral-intake/domain/referral_fixture.h"

namespace kinward::intake::referral_test {
namespace {

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
  const Claim expected{"open-referral", kFamily + "/T-01", kNow, Time::max(), kReferral};
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

TEST(SubmitReferralTest, RefusesAnIdUsedForAnotherReference) {
  auto other = Submit();
  other.set_reference("EX-2");
  EXPECT_EQ(Story().Then(Submit(), kPartner).Answer(other, kPartner),
            Refused(v1::REJECTION_REFERRAL_ID_MUST_NOT_BE_REUSED));
}
TEST(SubmitReferralTest, RefusesAPersonNamedTwice) {
  auto command = Submit();
  command.mutable_people(1)->set_person_id(kChild);
  EXPECT_EQ(Story().Answer(command, kPartner), Refused(v1::REJECTION_PERSON_MUST_BE_NAMED_ONCE));
}
TEST(SubmitReferralTest, RefusesAPartnerThatSendsAsAnother) {
  EXPECT_EQ(Story().Answer(Submit(), kStranger),
            Refused(v1::REJECTION_REFERRAL_MUST_NOT_BE_SENT_FOR_ANOTHER));
}

TEST(AcknowledgeReferralTest, MovesToScreeningOnce) {
  Story story = Received().Then(Await({"T-01"}));
  EXPECT_EQ(story.referral.stage, v1::REFERRAL_STAGE_SCREENING);
  EXPECT_EQ(story.Answer(Await({"T-01"})), Nothing());
}
TEST(AcknowledgeReferralTest, LearnsOfAnotherProgrammeLater) {
  Story story = Accepted().Then(Await({"T-01"})).Then(Await({"T-01", "T-02"}));
  EXPECT_EQ(story.Last<v1::ReferralAcknowledged>()->programmes(0), "T-02");
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
TEST(AmendReferralTest, RefusesAChildThatIsItsOwnParent) {
  auto amend = For<v1::AmendReferral>();
  auto& kin = *amend.add_relationships();
  kin.set_from_person_id(kChild);
  kin.set_to_person_id(kChild);
  EXPECT_EQ(Received().Answer(amend), Refused(v1::REJECTION_RELATIONSHIP_MUST_JOIN_TWO_PEOPLE));
}

}  // namespace
}  // namespace kinward::intake::referral_test
