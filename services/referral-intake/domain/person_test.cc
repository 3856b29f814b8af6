#include "services/referral-intake/domain/person.h"

#include <gtest/gtest.h>

#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"

namespace kinward::intake {
namespace {

using Events = std::vector<Person::Messages::Event>;

const Context kContext{
    At(DateFrom(2016, 11, 12), "10:00"), {"staff", "duty.worker", {}}, "example"};
const std::string kPerson = "01930000-0000-7000-8000-00000000000c";
const std::string kTwin = "01930000-0000-7000-8000-00000000000e";
const std::string kFamily = "01930000-0000-7000-8000-00000000000f";
const std::string kReferral = "01930000-0000-7000-8000-000000000001";

template <typename Command>
Command Of(const std::string& person = kPerson) {
  Command command;
  command.set_person_id(person);
  return command;
}
v1::IntroducePerson Introduce(bool unborn = false) {
  auto command = Of<v1::IntroducePerson>();
  command.set_family_id(kFamily);
  command.set_referral_id(kReferral);
  command.set_unborn(unborn);
  command.mutable_identity()->set_given_name("Zoë");
  return command;
}
v1::RegisterPerson Register() {
  auto command = Of<v1::RegisterPerson>();
  command.set_family_id(kFamily);
  command.mutable_identity()->set_expected_delivery("2017-01-10");
  command.add_roles("child");
  return command;
}
v1::RecordLegalStatus Status(const std::string& status, const std::string& from) {
  auto command = Of<v1::RecordLegalStatus>();
  command.set_status(status);
  command.set_from(from);
  return command;
}
v1::RecordRiskLevel Risk(const std::string& level) {
  auto command = Of<v1::RecordRiskLevel>();
  command.set_level(level);
  command.set_of("exploitation");
  command.set_from("2016-11-01");
  return command;
}

class Story {
 public:
  Story& Then(const auto& command) {
    const PersonAnswer answer = Decide(person, command, kContext);
    EXPECT_TRUE(std::holds_alternative<Events>(answer));
    last = std::get<Events>(answer);
    for (const auto& event : last) {
      std::visit([&](const auto& one) { Apply(person, one); }, event);
    }
    return *this;
  }
  [[nodiscard]] PersonAnswer Answer(const auto& command) const {
    return Decide(person, command, kContext);
  }
  Person person;
  Events last;
};
Story Born() { return Story().Then(Introduce()); }
Story Expected() { return Story().Then(Introduce(true)); }
PersonAnswer Refused(v1::Rejection rule) { return Refusal<v1::Rejection>{rule}; }
PersonAnswer Nothing() { return Events{}; }

TEST(IntroducePersonTest, RegistersSomebodyNew) { EXPECT_EQ(Born().last.size(), 2U); }
TEST(IntroducePersonTest, KeepsWhatIsKnownOfSomebodyMetBefore) {
  auto again = Introduce();
  again.set_referral_id(kTwin);
  const Story story = Born().Then(again);
  ASSERT_EQ(story.last.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<v1::PersonReferred>(story.last[0]));
}
TEST(IntroducePersonTest, StaysQuietOnARetry) { EXPECT_EQ(Born().Answer(Introduce()), Nothing()); }

TEST(RegisterPersonTest, MakesAMemberOfTheFamily) {
  const Story story = Story().Then(Register());
  EXPECT_EQ(story.person.life, Life::kExpected);
  EXPECT_EQ(Person::CompanionsOf(std::get<v1::PersonRegistered>(story.last[0])).size(), 2U);
}
TEST(RegisterPersonTest, RefusesAKnownId) {
  EXPECT_EQ(Born().Answer(Register()), Refused(v1::REJECTION_PERSON_ID_MUST_NOT_BE_REUSED));
}

TEST(CorrectDetailsTest, NeedsSomethingToCorrect) {
  EXPECT_EQ(Born().Answer(Of<v1::CorrectDetails>()), Refused(v1::REJECTION_DETAILS_MUST_BE_GIVEN));
}
TEST(CorrectDetailsTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Story().Answer(Of<v1::CorrectDetails>()), Refused(v1::REJECTION_PERSON_MUST_BE_KNOWN));
}

TEST(RecordFactTest, NamesEveryReferralOfThePerson) {
  auto command = Of<v1::RecordFact>();
  command.mutable_fact()->set_name("school_exclusions");
  command.mutable_fact()->set_number(2);
  const Story story = Born().Then(command);
  EXPECT_EQ(std::get<v1::FactRecorded>(story.last[0]).referral_ids(0), kReferral);
  EXPECT_EQ(std::get<v1::FactRecorded>(story.last[0]).on(), "2016-11-12");
}
TEST(RecordFactTest, NeedsAFact) {
  EXPECT_EQ(Born().Answer(Of<v1::RecordFact>()), Refused(v1::REJECTION_FACT_MUST_BE_GIVEN));
}

TEST(RecordLegalStatusTest, TellsWhatWasInForceBefore) {
  const Story story =
      Born().Then(Status("cin", "2016-05-01")).Then(Status("looked-after", "2016-11-01"));
  const auto& event = std::get<v1::LegalStatusRecorded>(story.last[0]);
  EXPECT_EQ(event.previous_status(), "cin");
  EXPECT_EQ(event.referral_ids(0), kReferral);
}
TEST(RecordLegalStatusTest, TakesHistoryInAnyOrder) {
  const Story story =
      Born().Then(Status("looked-after", "2016-11-01")).Then(Status("cin", "2016-05-01"));
  EXPECT_EQ(std::get<v1::LegalStatusRecorded>(story.last[0]).previous_status(), "");
}
TEST(RecordLegalStatusTest, StaysQuietOnARetry) {
  EXPECT_EQ(Born().Then(Status("cin", "2016-05-01")).Answer(Status("cin", "2016-05-01")),
            Nothing());
}
TEST(RecordLegalStatusTest, RefusesAnUnlistedStatus) {
  EXPECT_EQ(Born().Answer(Status("lac", "2016-05-01")),
            Refused(v1::REJECTION_LEGAL_STATUS_MUST_BE_LISTED));
}
TEST(RecordLegalStatusTest, RefusesTheFuture) {
  EXPECT_EQ(Born().Answer(Status("cin", "2016-11-13")),
            Refused(v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE));
}
TEST(RecordLegalStatusTest, AnUnbornChildMayHaveAPlanButIsNotLookedAfter) {
  EXPECT_EQ(Expected().Then(Status("cpp", "2016-11-01")).last.size(), 1U);
  EXPECT_EQ(Expected().Answer(Status("looked-after", "2016-11-01")),
            Refused(v1::REJECTION_PERSON_MUST_BE_BORN));
}

TEST(RecordRiskLevelTest, RefusesAnUnlistedLevel) {
  EXPECT_EQ(Born().Then(Risk("high")).last.size(), 1U);
  EXPECT_EQ(Born().Answer(Risk("purple")), Refused(v1::REJECTION_RISK_LEVEL_MUST_BE_LISTED));
}

TEST(LinkRelationshipTest, RefusesOneself) {
  auto command = Of<v1::LinkRelationship>();
  command.set_to_person_id(kPerson);
  EXPECT_EQ(Born().Answer(command), Refused(v1::REJECTION_RELATIONSHIP_MUST_JOIN_TWO_PEOPLE));
}

TEST(RecordBirthTest, IntroducesATwin) {
  auto birth = Of<v1::RecordBirth>();
  birth.add_also_born()->set_person_id(kTwin);
  const Story story = Expected().Then(birth);
  EXPECT_EQ(story.person.life, Life::kBorn);
  EXPECT_EQ(Person::CompanionsOf(std::get<v1::BirthRecorded>(story.last[0])).size(), 2U);
}
TEST(RecordBirthTest, RefusesAChildAlreadyBorn) {
  EXPECT_EQ(Born().Answer(Of<v1::RecordBirth>()), Refused(v1::REJECTION_PERSON_MUST_BE_EXPECTED));
}
TEST(RecordBirthTest, RefusesATwinNamedTwice) {
  auto birth = Of<v1::RecordBirth>();
  birth.add_also_born()->set_person_id(kPerson);
  EXPECT_EQ(Expected().Answer(birth), Refused(v1::REJECTION_PERSON_MUST_BE_NAMED_ONCE));
}

TEST(QuietStopTest, NothingMoreIsRecordedOfStatusOrRisk) {
  const Story ended = Expected().Then(Of<v1::RecordPregnancyEnded>());
  EXPECT_EQ(ended.Answer(Status("cin", "2016-11-01")), Refused(v1::REJECTION_PERSON_MUST_BE_ALIVE));
  const Story dead = Born().Then(Of<v1::RecordDeath>());
  EXPECT_EQ(dead.Answer(Risk("high")), Refused(v1::REJECTION_PERSON_MUST_BE_ALIVE));
  EXPECT_EQ(dead.Answer(Of<v1::RecordDeath>()), Nothing());
}

TEST(MergePersonsTest, IsLosslessBothWays) {
  auto merge = Of<v1::MergePersons>();
  merge.set_merged_person_id(kTwin);
  auto unmerge = Of<v1::UnmergePersons>();
  unmerge.set_merged_person_id(kTwin);
  const Story merged = Born().Then(merge);
  EXPECT_EQ(merged.Answer(merge), Nothing());
  const Story apart = Born().Then(merge).Then(unmerge);
  EXPECT_TRUE(apart.person.absorbed.empty());
  EXPECT_EQ(apart.Answer(unmerge), Refused(v1::REJECTION_PERSONS_MUST_BE_MERGED));
}
TEST(MergePersonsTest, RefusesItself) {
  auto merge = Of<v1::MergePersons>();
  merge.set_merged_person_id(kPerson);
  EXPECT_EQ(Born().Answer(merge), Refused(v1::REJECTION_PERSON_MUST_NOT_MERGE_WITH_ITSELF));
}
TEST(MarkMergedTest, LinksTheTwoFamilies) {
  auto mark = Of<v1::MarkMerged>();
  mark.set_into_person_id(kTwin);
  mark.set_into_family_id(kReferral);
  const Story story = Born().Then(mark);
  EXPECT_EQ(Person::CompanionsOf(std::get<v1::PersonMergedInto>(story.last[0])).size(), 2U);
  auto merge = Of<v1::MergePersons>();
  merge.set_merged_person_id(kReferral);
  EXPECT_EQ(story.Answer(merge), Refused(v1::REJECTION_PERSON_MUST_NOT_BE_MERGED));
}

TEST(RestrictRecordTest, IsReviewedAfterNinetyDays) {
  auto restrict = Of<v1::RestrictRecord>();
  restrict.set_category("adoption");
  const Story story = Born().Then(restrict);
  EXPECT_EQ(std::get<v1::RecordRestricted>(story.last[0]).review_on(), "2017-02-10");
}
TEST(LiftRestrictionTest, RefusesWhatIsNotInForce) {
  auto lift = Of<v1::LiftRestriction>();
  lift.set_category("adoption");
  EXPECT_EQ(Born().Answer(lift), Refused(v1::REJECTION_RESTRICTION_MUST_BE_IN_FORCE));
}

v1::EraseSubject Erase() {
  auto command = Of<v1::EraseSubject>();
  command.set_reason("misfiled");
  return command;
}
TEST(EraseSubjectTest, TellsEveryReferralThatNamesThePerson) {
  const Story erased = Born().Then(Erase());
  const auto& event = std::get<v1::SubjectErased>(erased.last.at(0));
  EXPECT_EQ(event.family_id(), kFamily);
  ASSERT_EQ(event.referral_ids_size(), 1);
  EXPECT_EQ(event.on(), "2016-11-12");
}
TEST(EraseSubjectTest, StaysQuietOnARetryAndRefusesSomebodyUnknown) {
  EXPECT_EQ(Born().Then(Erase()).Answer(Erase()), Nothing());
  EXPECT_EQ(Story().Answer(Erase()), Refused(v1::REJECTION_PERSON_MUST_BE_KNOWN));
}
TEST(EraseSubjectTest, NothingMoreIsRecordedAfterwards) {
  const Story erased = Born().Then(Erase());
  auto correct = Of<v1::CorrectDetails>();
  correct.mutable_identity()->set_given_name("Zoë");
  auto fact = Of<v1::RecordFact>();
  fact.mutable_fact()->set_name("edge_of_care");
  const auto no = Refused(v1::REJECTION_PERSON_MUST_NOT_BE_ERASED);
  EXPECT_EQ(erased.Answer(correct), no);
  EXPECT_EQ(erased.Answer(fact), no);
  EXPECT_EQ(erased.Answer(Status("cin", "2016-11-01")), no);
  EXPECT_EQ(erased.Answer(Risk("high")), no);
}
TEST(EraseSubjectTest, RefusesOneThatStandsForOthers) {
  auto merge = Of<v1::MergePersons>();
  merge.set_merged_person_id(kTwin);
  EXPECT_EQ(Born().Then(merge).Answer(Erase()), Refused(v1::REJECTION_PERSON_MUST_NOT_BE_MERGED));
}

}  // namespace
}  // namespace kinward::intake
