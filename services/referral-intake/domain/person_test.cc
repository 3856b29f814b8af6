// Who somebody is and what is known of them: registration, details, facts, status, risk, kin.
#include "services/referral-intake/domain/person.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "kinward/intake/v1/family.pb.h"
#include "services/referral-intake/domain/person_fixture.h"

namespace kinward::intake::person_test {
namespace {

v1::RegisterPerson Register(const std::string& more = "") {
  return Of<v1::RegisterPerson>(Field("family_id", kFamily) + "sex: 'female' " + more);
}
v1::LinkRelationship Link(const std::string& to, const std::string& kind = "sibling") {
  return Of<v1::LinkRelationship>(Field("to_person_id", to) + Field("kind", kind));
}
const std::string kSchoolFact = "fact { name: 'school_exclusions' number: 2 } ";

TEST(IntroducePersonTest, RegistersSomebodyNew) {
  const Story::Events expected{
      Of<v1::PersonRegistered>(Field("family_id", kFamily) + "identity { given_name: 'Zoë' }"),
      Of<v1::PersonReferred>(Field("referral_id", kReferral))};
  EXPECT_EQ(Born().last, expected);
}
TEST(IntroducePersonTest, KeepsWhatIsKnownOfSomebodyMetBefore) {
  auto again = Introduce();
  again.set_referral_id(kTwin);
  EXPECT_EQ(Born().Then(again).Only<v1::PersonReferred>().referral_id(), kTwin);
}
TEST(IntroducePersonTest, LinksKinOnce) {
  auto again = Introduce();
  auto& kin = *again.add_relationships();
  kin.set_to_person_id(kTwin);
  kin.set_kind("sibling");
  const auto story = Born().Then(again);
  EXPECT_EQ(story.Only<v1::RelationshipLinked>().to_person_id(), kTwin);
  EXPECT_TRUE(story.IsQuietOn(again));
}
TEST(IntroducePersonTest, StaysQuietOnARetry) { EXPECT_TRUE(Born().IsQuietOn(Introduce())); }

TEST(RegisterPersonTest, MakesAMemberOfTheFamily) {
  const auto event = Unknown().Then(Register("roles: 'child'")).Only<v1::PersonRegistered>();
  EXPECT_EQ(event,
            Of<v1::PersonRegistered>(Field("family_id", kFamily) + "sex: 'female' roles: 'child'"));
  const auto companions = Person::CompanionsOf(event);
  ASSERT_EQ(companions.size(), 2U);
  EXPECT_EQ(companions[0].message(), testing::Make<v1::OpenFamily>(Field("family_id", kFamily)));
  EXPECT_EQ(companions[1].message(),
            Of<v1::AddMember>(Field("family_id", kFamily) + "roles: 'child'"));
}
TEST(RegisterPersonTest, TellsNoFamilyOfSomebodyWithoutAPartInIt) {
  const auto event = Unknown().Then(Register()).Only<v1::PersonRegistered>();
  EXPECT_TRUE(Person::CompanionsOf(event).empty());
}
TEST(RegisterPersonTest, IsExpectedWhileOnlyTheDayOfDeliveryIsKnown) {
  const std::string due = "identity { expected_delivery: '2017-01-10' ";
  EXPECT_EQ(Unknown().Then(Register(due + "}")).state.life, Life::kExpected);
  EXPECT_EQ(Unknown().Then(Register(due + "date_of_birth: '2016-11-01' }")).state.life,
            Life::kBorn);
}
TEST(RegisterPersonTest, RefusesAKnownIdEvenForTheSame) {
  EXPECT_EQ(Unknown().Then(Register()).RuleAgainst(Register()),
            v1::REJECTION_PERSON_ID_MUST_NOT_BE_REUSED);
}

TEST(CorrectDetailsTest, TellsOnlyWhatIsCorrected) {
  const auto story = Born().Then(Of<v1::CorrectDetails>("identity { given_name: 'Zoe' }"));
  EXPECT_EQ(story.Only<v1::DetailsCorrected>(),
            Of<v1::DetailsCorrected>("identity { given_name: 'Zoe' }"));
}
TEST(CorrectDetailsTest, NeedsSomethingToCorrect) {
  EXPECT_EQ(Born().RuleAgainst(Of<v1::CorrectDetails>()), v1::REJECTION_DETAILS_MUST_BE_GIVEN);
}
TEST(CorrectDetailsTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Unknown().RuleAgainst(Of<v1::CorrectDetails>("sex: 'female'")),
            v1::REJECTION_PERSON_MUST_BE_KNOWN);
}
TEST(CorrectDetailsTest, RefusesARecordMergedIntoAnother) {
  const auto merged = Born().Then(
      Of<v1::MarkMerged>(Field("into_person_id", kTwin) + Field("into_family_id", kFamily)));
  EXPECT_EQ(merged.RuleAgainst(Of<v1::CorrectDetails>("sex: 'female'")),
            v1::REJECTION_PERSON_MUST_NOT_BE_MERGED);
}

TEST(RecordFactTest, NamesEveryReferralOfThePerson) {
  EXPECT_EQ(Born().Then(Of<v1::RecordFact>(kSchoolFact)).Only<v1::FactRecorded>(),
            Of<v1::FactRecorded>(kSchoolFact + Field("family_id", kFamily) +
                                 Field("referral_ids", kReferral) + "on: '2016-11-12'"));
}
TEST(RecordFactTest, SaysOfWhomASensitiveFactIs) {
  const auto command =
      Of<v1::RecordFact>("sensitive_facts { facts { name: 'consent' flag: true } }");
  const auto event = Born().Then(command).Only<v1::FactRecorded>();
  EXPECT_EQ(event.sensitive_facts().facts(0).person_id(), kPerson);
  EXPECT_FALSE(event.has_fact());
}
TEST(RecordFactTest, NeedsAFact) {
  EXPECT_EQ(Born().RuleAgainst(Of<v1::RecordFact>()), v1::REJECTION_FACT_MUST_BE_GIVEN);
}
TEST(RecordFactTest, RefusesTheFutureAndTakesToday) {
  EXPECT_EQ(Born().RuleAgainst(Of<v1::RecordFact>(kSchoolFact + "on: '2016-11-13'")),
            v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
  EXPECT_EQ(Born().Then(Of<v1::RecordFact>(kSchoolFact + "on: '2016-11-12'")).last.size(), 1U);
}
TEST(RecordFactTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Unknown().RuleAgainst(Of<v1::RecordFact>(kSchoolFact)),
            v1::REJECTION_PERSON_MUST_BE_KNOWN);
}

TEST(RecordLegalStatusTest, TellsWhatWasInForceBefore) {
  const auto story =
      Born().Then(Status("cin", "2016-05-01")).Then(Status("looked-after", "2016-11-01"));
  EXPECT_EQ(
      story.Only<v1::LegalStatusRecorded>(),
      Of<v1::LegalStatusRecorded>(Field("family_id", kFamily) + Field("referral_ids", kReferral) +
                                  "status: 'looked-after' from: '2016-11-01' "
                                  "previous_status: 'cin'"));
}
TEST(RecordLegalStatusTest, TakesHistoryInAnyOrder) {
  const auto story =
      Born().Then(Status("looked-after", "2016-11-01")).Then(Status("cin", "2016-05-01"));
  EXPECT_EQ(story.Only<v1::LegalStatusRecorded>().previous_status(), "");
}
TEST(RecordLegalStatusTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Born().Then(Status("cin", "2016-05-01")).IsQuietOn(Status("cin", "2016-05-01")));
}
TEST(RecordLegalStatusTest, RefusesAnUnlistedStatusAndNamesTheList) {
  const auto refusal = Born().RuleAgainst(Status("lac", "2016-05-01"));
  EXPECT_EQ(refusal, v1::REJECTION_LEGAL_STATUS_MUST_BE_LISTED);
  EXPECT_EQ(refusal.instead.size(), 8U);
}
TEST(RecordLegalStatusTest, RefusesTheFuture) {
  EXPECT_EQ(Born().RuleAgainst(Status("cin", "2016-11-13")),
            v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
}
TEST(RecordLegalStatusTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Unknown().RuleAgainst(Status("cin", "2016-05-01")), v1::REJECTION_PERSON_MUST_BE_KNOWN);
}
TEST(RecordLegalStatusTest, AnUnbornChildMayHaveAPlanButIsNotLookedAfter) {
  EXPECT_EQ(Expected().Then(Status("cpp", "2016-11-01")).last.size(), 1U);
  EXPECT_EQ(Expected().RuleAgainst(Status("looked-after", "2016-11-01")),
            v1::REJECTION_PERSON_MUST_BE_BORN);
}

TEST(RecordRiskLevelTest, SaysOfWhatAndSinceWhen) {
  EXPECT_EQ(
      Born().Then(Risk("high")).Only<v1::RiskLevelRecorded>(),
      Of<v1::RiskLevelRecorded>(Field("family_id", kFamily) + Field("referral_ids", kReferral) +
                                "level: 'high' of: 'exploitation' from: '2016-11-01'"));
}
TEST(RecordRiskLevelTest, StaysQuietOnARetryAndTakesAnotherLevelOfTheSameDay) {
  auto story = Born().Then(Risk("high"));
  EXPECT_TRUE(story.IsQuietOn(Risk("high")));
  EXPECT_EQ(story.Then(Risk("very-high")).last.size(), 1U);
}
TEST(RecordRiskLevelTest, RefusesAnUnlistedLevelAndNamesTheList) {
  const auto refusal = Born().RuleAgainst(Risk("purple"));
  EXPECT_EQ(refusal, v1::REJECTION_RISK_LEVEL_MUST_BE_LISTED);
  EXPECT_EQ(refusal.instead, (std::vector<std::string>{"low", "medium", "high", "very-high"}));
}
TEST(RecordRiskLevelTest, RefusesTheFuture) {
  EXPECT_EQ(Born().RuleAgainst(Risk("high", "2016-11-13")),
            v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
}
TEST(RecordRiskLevelTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Unknown().RuleAgainst(Risk("high")), v1::REJECTION_PERSON_MUST_BE_KNOWN);
}

TEST(LinkRelationshipTest, SaysToWhomAndAsWhat) {
  EXPECT_EQ(Born().Then(Link(kTwin)).Only<v1::RelationshipLinked>(),
            Of<v1::RelationshipLinked>(Field("to_person_id", kTwin) + "kind: 'sibling'"));
}
TEST(LinkRelationshipTest, StaysQuietOnARetryAndTakesASecondKind) {
  auto story = Born().Then(Link(kTwin));
  EXPECT_TRUE(story.IsQuietOn(Link(kTwin)));
  EXPECT_EQ(story.Then(Link(kTwin, "carer")).last.size(), 1U);
}
TEST(LinkRelationshipTest, RefusesOneself) {
  EXPECT_EQ(Born().RuleAgainst(Link(kPerson)), v1::REJECTION_RELATIONSHIP_MUST_JOIN_TWO_PEOPLE);
}
TEST(LinkRelationshipTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Unknown().RuleAgainst(Link(kTwin)), v1::REJECTION_PERSON_MUST_BE_KNOWN);
}

}  // namespace
}  // namespace kinward::intake::person_test
