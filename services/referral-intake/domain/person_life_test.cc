// Births, deaths and pregnancies that end: what may follow, and the quiet stop.
#include <gtest/gtest.h>

#include <string>

#include "kinward/intake/v1/family.pb.h"
#include "services/referral-intake/domain/person.h"
#include "services/referral-intake/domain/person_fixture.h"

namespace kinward::intake::person_test {
namespace {

v1::RecordBirth Birth(const std::string& more = "") {
  return Of<v1::RecordBirth>("sex: 'female' identity { date_of_birth: '2016-11-11' } " + more);
}
std::string AlsoBorn(const std::string& person) {
  return "also_born { sex: 'male' " + Field("person_id", person) + "} ";
}
std::string On(const std::string& day) { return Field("family_id", kFamily) + Field("on", day); }

TEST(RecordBirthTest, TellsTheFamilyAndKeepsItsIdentitySealed) {
  const auto story = Expected().Then(Birth());
  const auto event = story.Only<v1::BirthRecorded>();
  EXPECT_EQ(event, Of<v1::BirthRecorded>(Field("family_id", kFamily) +
                                         "sex: 'female' identity { date_of_birth: '2016-11-11' }"));
  EXPECT_TRUE(Person::CompanionsOf(event).empty());
  EXPECT_EQ(story.state.life, Life::kBorn);
}
TEST(RecordBirthTest, IntroducesATwinToTheFamily) {
  const auto event = Expected().Then(Birth(AlsoBorn(kTwin))).Only<v1::BirthRecorded>();
  const auto companions = Person::CompanionsOf(event);
  const std::string twin = Field("person_id", kTwin) + Field("family_id", kFamily);
  ASSERT_EQ(companions.size(), 2U);
  EXPECT_EQ(companions[0].message(), testing::Make<v1::IntroducePerson>(twin + "sex: 'male'"));
  EXPECT_EQ(companions[1].message(), testing::Make<v1::AddMember>(twin + "roles: 'child'"));
}
TEST(RecordBirthTest, RefusesAChildAlreadyBorn) {
  EXPECT_EQ(Born().RuleAgainst(Birth()), v1::REJECTION_PERSON_MUST_BE_EXPECTED);
}
TEST(RecordBirthTest, RefusesATwinNamedTwice) {
  for (const std::string& twice : {AlsoBorn(kPerson), AlsoBorn(kTwin) + AlsoBorn(kTwin)}) {
    EXPECT_EQ(Expected().RuleAgainst(Birth(twice)), v1::REJECTION_PERSON_MUST_BE_NAMED_ONCE);
  }
}
TEST(RecordBirthTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Unknown().RuleAgainst(Birth()), v1::REJECTION_PERSON_MUST_BE_KNOWN);
}

TEST(RecordPregnancyEndedTest, IsOfTodayUnlessSaid) {
  EXPECT_EQ(Expected().Then(Of<v1::RecordPregnancyEnded>()).Only<v1::PregnancyEnded>(),
            Of<v1::PregnancyEnded>(On("2016-11-12")));
  EXPECT_EQ(
      Expected().Then(Of<v1::RecordPregnancyEnded>("on: '2016-11-02'")).Only<v1::PregnancyEnded>(),
      Of<v1::PregnancyEnded>(On("2016-11-02")));
}
TEST(RecordPregnancyEndedTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Expected()
                  .Then(Of<v1::RecordPregnancyEnded>("on: '2016-11-02'"))
                  .IsQuietOn(Of<v1::RecordPregnancyEnded>("on: '2016-11-02'")));
}
TEST(RecordPregnancyEndedTest, RefusesAChildThatIsBorn) {
  EXPECT_EQ(Expected().Then(Birth()).RuleAgainst(Of<v1::RecordPregnancyEnded>()),
            v1::REJECTION_PERSON_MUST_BE_EXPECTED);
}
TEST(RecordPregnancyEndedTest, RefusesTheFuture) {
  EXPECT_EQ(Expected().RuleAgainst(Of<v1::RecordPregnancyEnded>("on: '2016-11-13'")),
            v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
}
TEST(RecordPregnancyEndedTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Unknown().RuleAgainst(Of<v1::RecordPregnancyEnded>()),
            v1::REJECTION_PERSON_MUST_BE_KNOWN);
}

TEST(RecordDeathTest, IsOfTodayUnlessSaid) {
  EXPECT_EQ(Born().Then(Of<v1::RecordDeath>()).Only<v1::DeathRecorded>(),
            Of<v1::DeathRecorded>(On("2016-11-12")));
  EXPECT_EQ(Born().Then(Of<v1::RecordDeath>("on: '2016-11-02'")).Only<v1::DeathRecorded>(),
            Of<v1::DeathRecorded>(On("2016-11-02")));
}
TEST(RecordDeathTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Born().Then(Of<v1::RecordDeath>()).IsQuietOn(Of<v1::RecordDeath>()));
}
TEST(RecordDeathTest, RefusesAChildThatIsExpected) {
  EXPECT_EQ(Expected().RuleAgainst(Of<v1::RecordDeath>()), v1::REJECTION_PERSON_MUST_BE_BORN);
}
TEST(RecordDeathTest, RefusesTheFuture) {
  EXPECT_EQ(Born().RuleAgainst(Of<v1::RecordDeath>("on: '2016-11-13'")),
            v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
}
TEST(RecordDeathTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Unknown().RuleAgainst(Of<v1::RecordDeath>()), v1::REJECTION_PERSON_MUST_BE_KNOWN);
}

TEST(QuietStopTest, NothingMoreIsRecordedOfStatusOrRisk) {
  const auto ended = Expected().Then(Of<v1::RecordPregnancyEnded>());
  const auto dead = Born().Then(Of<v1::RecordDeath>());
  for (const auto& story : {ended, dead}) {
    EXPECT_EQ(story.RuleAgainst(Status("cin", "2016-11-01")), v1::REJECTION_PERSON_MUST_BE_ALIVE);
    EXPECT_EQ(story.RuleAgainst(Risk("high")), v1::REJECTION_PERSON_MUST_BE_ALIVE);
  }
}
TEST(QuietStopTest, NobodyIsBornAfterwards) {
  EXPECT_EQ(Expected().Then(Of<v1::RecordPregnancyEnded>()).RuleAgainst(Birth()),
            v1::REJECTION_PERSON_MUST_BE_EXPECTED);
}

}  // namespace
}  // namespace kinward::intake::person_test
