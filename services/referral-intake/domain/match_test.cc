#include "services/referral-intake/domain/match.h"

#include <gtest/gtest.h>

namespace kinward::intake {
namespace {

using Events = std::vector<Person::Messages::Event>;
using Words = std::vector<std::string>;

const std::string kNumber = "9434765919";

v1::MatchCandidate Zoe() {
  v1::MatchCandidate asked;
  asked.set_key("c1");
  asked.mutable_identity()->set_given_name("Zoë");
  asked.mutable_identity()->set_family_name("Example");
  asked.mutable_identity()->set_date_of_birth("2013-05-01");
  asked.mutable_identity()->set_nhs_number(kNumber);
  asked.mutable_location()->set_postcode("WV1 1AA");
  return asked;
}
// The same person, as known.
KnownPerson Known() {
  KnownPerson known;
  known.person_id = "zoe";
  known.identity = Zoe().identity();
  known.location = Zoe().location();
  return known;
}
v1::PersonRegistered Registered() {
  v1::PersonRegistered event;
  event.set_person_id("zoe");
  event.set_family_id("family");
  *event.mutable_identity() = Zoe().identity();
  *event.mutable_location() = Zoe().location();
  return event;
}

TEST(MatchTest, AnExactIdentifierAndNothingAgainstItIsAHundred) {
  const MatchScore match = ScoreOf(Zoe(), Known());
  EXPECT_EQ(match.score, 100);
  EXPECT_EQ(match.agrees, (Words{"nhs-number", "date-of-birth", "family-name-sound",
                                 "given-name-sound", "postcode"}));
  EXPECT_TRUE(match.disagrees.empty());
  v1::MatchCandidate number;
  number.mutable_identity()->set_nhs_number("943 476 5919");
  EXPECT_EQ(ScoreOf(number, Known()).score, 100);
}

TEST(MatchTest, AnotherBirthdayUnderTheSameNumberIsAMismatch) {
  KnownPerson known = Known();
  known.identity.set_date_of_birth("2011-01-01");
  const MatchScore match = ScoreOf(Zoe(), known);
  EXPECT_LT(match.score, 100);
  EXPECT_GT(match.score, 50);
  EXPECT_EQ(match.disagrees, Words{"date-of-birth"});
}

TEST(MatchTest, AnotherNameUnderTheSameNumberIsAMismatch) {
  KnownPerson known = Known();
  known.identity.set_family_name("Otherwise");
  EXPECT_EQ(ScoreOf(Zoe(), known).disagrees, Words{"family-name-sound"});
  known.identity.set_family_name("Exampel");
  EXPECT_EQ(ScoreOf(Zoe(), known).score, 100);
}

TEST(MatchTest, ANumberThatAgreesIsShownWhateverDisagrees) {
  KnownPerson known = Known();
  known.identity.set_family_name("Otherwise");
  known.identity.set_given_name("Bob");
  known.identity.set_date_of_birth("1980-01-01");
  known.identity.set_upn("A123456789012");
  v1::MatchCandidate asked = Zoe();
  asked.mutable_identity()->set_upn("B123456789012");
  EXPECT_GT(ScoreOf(asked, known).score, 0);
}

TEST(MatchTest, TheSameNameAndBirthdayWithoutANumberIsLikelyNotCertain) {
  KnownPerson known = Known();
  known.identity.clear_nhs_number();
  const int likely = ScoreOf(Zoe(), known).score;
  EXPECT_EQ(likely, 80);
  known.identity.set_given_name("Adam");  // a twin
  EXPECT_LT(ScoreOf(Zoe(), known).score, likely);
  EXPECT_EQ(ScoreOf(Zoe(), known).disagrees, Words{"given-name-sound"});
}

TEST(MatchTest, ANameAndAYearAloneShowNobody) {
  KnownPerson known;
  known.identity.set_family_name("Example");
  known.identity.set_given_name("Adam");
  known.identity.set_date_of_birth("2013-11-30");
  EXPECT_EQ(ScoreOf(Zoe(), known).score, 0);
}

TEST(MatchTest, AnotherPostcodeSaysNothing) {
  KnownPerson known = Known();
  known.location.set_postcode("SE5 8UB");
  EXPECT_EQ(ScoreOf(Zoe(), known).score, 100);
}

TEST(MatchTest, NothingKnownAgreesWithNothing) {
  const MatchScore match = ScoreOf(Zoe(), KnownPerson{});
  EXPECT_EQ(match.score, 0);
  EXPECT_TRUE(match.agrees.empty());
  EXPECT_TRUE(match.disagrees.empty());
}

TEST(MatchTest, LooksForNumbersThenForSoundsWithBirthdays) {
  auto identity = Zoe().identity();
  identity.set_upn("a123 456789012");
  identity.set_family_name("Smith-Jones");
  std::vector<std::pair<std::string, std::string>> clues = {{"nhs-number", kNumber},
                                                            {"upn", "A123456789012"}};
  EXPECT_EQ(ExactCluesOf(identity), clues);
  clues.insert(clues.end(), {{"sound-and-birthday", "S530|2013-05-01"},
                             {"sound-and-birthday", "J520|2013-05-01"},
                             {"sound-and-birth-year", "S530|2013"},
                             {"sound-and-birth-year", "J520|2013"}});
  EXPECT_EQ(CluesOf(identity), clues);
}

TEST(MatchTest, LooksForNobodyByANameAlone) {
  common::v1::IdentityDetails identity;
  identity.set_family_name("Example");
  EXPECT_TRUE(CluesOf(identity).empty());
  identity.clear_family_name();
  identity.set_date_of_birth("2013-05-01");
  EXPECT_TRUE(CluesOf(identity).empty());
}

TEST(MatchTest, KnowsAPersonAsCorrectedAndBorn) {
  v1::DetailsCorrected corrected;
  corrected.mutable_identity()->set_family_name("Married");
  corrected.mutable_location()->set_postcode("WV2 2BB");
  v1::BirthRecorded born;
  born.mutable_identity()->set_date_of_birth("2013-05-02");
  const KnownPerson known = KnownPersonOf({Registered(), corrected, born});
  EXPECT_EQ(known.person_id, "zoe");
  EXPECT_EQ(known.family_id, "family");
  EXPECT_EQ(known.identity.family_name(), "Married");
  EXPECT_EQ(known.identity.given_name(), "Zoë");
  EXPECT_EQ(known.identity.date_of_birth(), "2013-05-02");
  EXPECT_EQ(known.location.postcode(), "WV2 2BB");
}

TEST(MatchTest, KnowsWhoAPersonWasMergedIntoUntilThatIsUndone) {
  v1::PersonMergedInto merged;
  merged.set_into_person_id("survivor");
  EXPECT_EQ(KnownPersonOf({Registered(), merged}).merged_into, "survivor");
  EXPECT_EQ(KnownPersonOf({Registered(), merged, v1::PersonUnmergedFrom()}).merged_into, "");
}

TEST(MatchTest, ARecordIsRestrictedUntilTheLastRestrictionIsLifted) {
  v1::RecordRestricted adoption;
  adoption.set_category("adoption");
  v1::RecordRestricted interest;
  interest.set_category("staff-interest");
  v1::RestrictionLifted lifted;
  lifted.set_category("adoption");
  EXPECT_TRUE(KnownPersonOf({Registered(), adoption}).restricted);
  EXPECT_FALSE(KnownPersonOf({Registered(), adoption, lifted}).restricted);
  EXPECT_TRUE(KnownPersonOf({Registered(), adoption, interest, lifted}).restricted);
}

TEST(MatchTest, NothingIsKnownOfTheErased) {
  const KnownPerson known = KnownPersonOf({Registered(), v1::SubjectErased()});
  EXPECT_TRUE(known.erased);
  EXPECT_EQ(ScoreOf(Zoe(), known).score, 0);
}

}  // namespace
}  // namespace kinward::intake
