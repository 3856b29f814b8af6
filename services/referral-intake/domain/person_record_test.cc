// The record of a person: merged and unmerged, restricted, erased.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "kinward/intake/v1/family.pb.h"
#include "services/referral-intake/domain/person.h"
#include "services/referral-intake/domain/person_fixture.h"

namespace kinward::intake::person_test {
namespace {

const std::string kOther = "01930000-0000-7000-8000-000000000009";
const std::string kOtherFamily = "01930000-0000-7000-8000-00000000000b";

v1::UnmergePersons Unmerge() { return Of<v1::UnmergePersons>(Field("merged_person_id", kTwin)); }
v1::MarkMerged Mark(const std::string& into = kTwin, const std::string& family = kOtherFamily) {
  return Of<v1::MarkMerged>(Field("into_person_id", into) + Field("into_family_id", family));
}
v1::MarkUnmerged Unmark(const std::string& into = kTwin) {
  return Of<v1::MarkUnmerged>(Field("into_person_id", into));
}
v1::RestrictRecord Restrict(const std::string& category = "adoption") {
  return Of<v1::RestrictRecord>(Field("category", category));
}
v1::LiftRestriction Lift(const std::string& category = "adoption") {
  return Of<v1::LiftRestriction>(Field("category", category));
}
v1::LinkFamily Link(const std::string& family, const std::string& other) {
  return testing::Make<v1::LinkFamily>(Field("family_id", family) +
                                       Field("other_family_id", other));
}

TEST(MergePersonsTest, TellsTheOtherRecordWhoStandsForIt) {
  const auto event = Born().Then(Merge()).Only<v1::PersonsMerged>();
  EXPECT_EQ(event,
            Of<v1::PersonsMerged>(Field("merged_person_id", kTwin) + Field("family_id", kFamily)));
  const auto companions = Person::CompanionsOf(event);
  ASSERT_EQ(companions.size(), 1U);
  EXPECT_EQ(
      companions[0].message(),
      testing::Make<v1::MarkMerged>(Field("person_id", kTwin) + Field("into_person_id", kPerson) +
                                    Field("into_family_id", kFamily)));
}
TEST(MergePersonsTest, StaysQuietOnARetry) { EXPECT_TRUE(Born().Then(Merge()).IsQuietOn(Merge())); }
TEST(MergePersonsTest, RefusesItself) {
  EXPECT_EQ(Born().RuleAgainst(Merge(kPerson)), v1::REJECTION_PERSON_MUST_NOT_MERGE_WITH_ITSELF);
}
TEST(MergePersonsTest, RefusesToMergeIntoOneThatAnotherStandsFor) {
  EXPECT_EQ(Born().Then(Mark()).RuleAgainst(Merge(kOther)),
            v1::REJECTION_PERSON_MUST_NOT_BE_MERGED);
}
TEST(MergePersonsTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Unknown().RuleAgainst(Merge()), v1::REJECTION_PERSON_MUST_BE_KNOWN);
}

TEST(UnmergePersonsTest, TellsTheOtherRecordThatItStandsForItself) {
  const auto story = Born().Then(Merge()).Then(Unmerge());
  const auto event = story.Only<v1::PersonsUnmerged>();
  const auto companions = Person::CompanionsOf(event);
  ASSERT_EQ(companions.size(), 1U);
  EXPECT_EQ(companions[0].message(),
            testing::Make<v1::MarkUnmerged>(Field("person_id", kTwin) +
                                            Field("into_person_id", kPerson)));
  EXPECT_TRUE(story.state.absorbed.empty());
}
TEST(UnmergePersonsTest, LeavesTheOtherMergesAlone) {
  EXPECT_EQ(Born().Then(Merge()).Then(Merge(kOther)).Then(Unmerge()).state.absorbed,
            (std::set<std::string>{kOther}));
}
TEST(UnmergePersonsTest, RefusesTwoThatWereNeverMerged) {
  EXPECT_EQ(Born().Then(Merge(kOther)).RuleAgainst(Unmerge()),
            v1::REJECTION_PERSONS_MUST_BE_MERGED);
}
TEST(UnmergePersonsTest, RefusesTwoThatAreApartAgain) {
  EXPECT_EQ(Born().Then(Merge()).Then(Unmerge()).RuleAgainst(Unmerge()),
            v1::REJECTION_PERSONS_MUST_BE_MERGED);
}
TEST(UnmergePersonsTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Unknown().RuleAgainst(Unmerge()), v1::REJECTION_PERSON_MUST_BE_KNOWN);
}

TEST(MarkMergedTest, LinksTheTwoFamilies) {
  const auto event = Born().Then(Mark()).Only<v1::PersonMergedInto>();
  EXPECT_EQ(event,
            Of<v1::PersonMergedInto>(Field("into_person_id", kTwin) + Field("family_id", kFamily) +
                                     Field("into_family_id", kOtherFamily)));
  const auto companions = Person::CompanionsOf(event);
  ASSERT_EQ(companions.size(), 2U);
  EXPECT_EQ(companions[0].message(), Link(kFamily, kOtherFamily));
  EXPECT_EQ(companions[1].message(), Link(kOtherFamily, kFamily));
}
TEST(MarkMergedTest, LinksNothingWithinOneFamily) {
  const auto event = Born().Then(Mark(kTwin, kFamily)).Only<v1::PersonMergedInto>();
  EXPECT_TRUE(Person::CompanionsOf(event).empty());
}
TEST(MarkMergedTest, StaysQuietOnARetry) { EXPECT_TRUE(Born().Then(Mark()).IsQuietOn(Mark())); }
TEST(MarkMergedTest, RefusesOneThatAnotherStandsForAlready) {
  EXPECT_EQ(Born().Then(Mark()).RuleAgainst(Mark(kOther)), v1::REJECTION_PERSON_MUST_NOT_BE_MERGED);
}
TEST(MarkMergedTest, RefusesOneThatStandsForOthers) {
  EXPECT_EQ(Born().Then(Merge(kOther)).RuleAgainst(Mark()),
            v1::REJECTION_PERSON_MUST_NOT_BE_MERGED);
}
TEST(MarkMergedTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Unknown().RuleAgainst(Mark()), v1::REJECTION_PERSON_MUST_BE_KNOWN);
}

TEST(MarkUnmergedTest, StandsForItselfAgain) {
  const auto story = Born().Then(Mark()).Then(Unmark());
  EXPECT_EQ(story.Only<v1::PersonUnmergedFrom>(),
            Of<v1::PersonUnmergedFrom>(Field("into_person_id", kTwin)));
  EXPECT_EQ(Story(story).Then(Of<v1::CorrectDetails>("sex: 'female'")).last.size(), 1U);
}
TEST(MarkUnmergedTest, RefusesTheWordOfOneThatNeverStoodForIt) {
  EXPECT_EQ(Born().Then(Mark()).RuleAgainst(Unmark(kOther)), v1::REJECTION_PERSONS_MUST_BE_MERGED);
}
TEST(MarkUnmergedTest, RefusesOneThatStandsForItself) {
  EXPECT_EQ(Born().RuleAgainst(Unmark()), v1::REJECTION_PERSONS_MUST_BE_MERGED);
  EXPECT_EQ(Born().Then(Mark()).Then(Unmark()).RuleAgainst(Unmark()),
            v1::REJECTION_PERSONS_MUST_BE_MERGED);
}

TEST(RestrictRecordTest, IsReviewedAfterNinetyDays) {
  EXPECT_EQ(Born().Then(Restrict()).Only<v1::RecordRestricted>(),
            Of<v1::RecordRestricted>("category: 'adoption' review_on: '2017-02-10'"));
}
TEST(RestrictRecordTest, StaysQuietOnARetryAndTakesASecondCategory) {
  auto story = Born().Then(Restrict());
  EXPECT_TRUE(story.IsQuietOn(Restrict()));
  EXPECT_EQ(story.Then(Restrict("high-risk")).state.restrictions.size(), 2U);
}
TEST(RestrictRecordTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Unknown().RuleAgainst(Restrict()), v1::REJECTION_PERSON_MUST_BE_KNOWN);
}

TEST(LiftRestrictionTest, LeavesTheOtherCategoryInForce) {
  const auto story = Born().Then(Restrict()).Then(Restrict("high-risk")).Then(Lift());
  EXPECT_EQ(story.Only<v1::RestrictionLifted>(), Of<v1::RestrictionLifted>("category: 'adoption'"));
  EXPECT_EQ(story.state.restrictions, (std::set<std::string>{"high-risk"}));
}
TEST(LiftRestrictionTest, RefusesWhatIsNotInForce) {
  EXPECT_EQ(Born().Then(Restrict("high-risk")).RuleAgainst(Lift()),
            v1::REJECTION_RESTRICTION_MUST_BE_IN_FORCE);
}
TEST(LiftRestrictionTest, RefusesWhatWasLiftedAlready) {
  EXPECT_EQ(Born().Then(Restrict()).Then(Lift()).RuleAgainst(Lift()),
            v1::REJECTION_RESTRICTION_MUST_BE_IN_FORCE);
}
TEST(LiftRestrictionTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Unknown().RuleAgainst(Lift()), v1::REJECTION_PERSON_MUST_BE_KNOWN);
}

TEST(EraseSubjectTest, TellsEveryReferralThatNamesThePerson) {
  EXPECT_EQ(Erased().Only<v1::SubjectErased>(),
            Of<v1::SubjectErased>(Field("family_id", kFamily) + Field("referral_ids", kReferral) +
                                  "on: '2016-11-12' reason: 'misfiled'"));
}
TEST(EraseSubjectTest, StaysQuietOnARetry) { EXPECT_TRUE(Erased().IsQuietOn(Erase())); }
TEST(EraseSubjectTest, RefusesSomebodyUnknown) {
  EXPECT_EQ(Unknown().RuleAgainst(Erase()), v1::REJECTION_PERSON_MUST_BE_KNOWN);
}
TEST(EraseSubjectTest, NothingMoreIsRecordedAfterwards) {
  const auto correct = Of<v1::CorrectDetails>("identity { given_name: 'Zoë' }");
  const auto fact = Of<v1::RecordFact>("fact { name: 'edge_of_care' flag: true }");
  EXPECT_EQ(Erased().RuleAgainst(correct), v1::REJECTION_PERSON_MUST_NOT_BE_ERASED);
  EXPECT_EQ(Erased().RuleAgainst(fact), v1::REJECTION_PERSON_MUST_NOT_BE_ERASED);
  EXPECT_EQ(Erased().RuleAgainst(Status("cin", "2016-11-01")),
            v1::REJECTION_PERSON_MUST_NOT_BE_ERASED);
  EXPECT_EQ(Erased().RuleAgainst(Risk("high")), v1::REJECTION_PERSON_MUST_NOT_BE_ERASED);
}
TEST(EraseSubjectTest, RefusesOneThatStandsForOthersAndErasesOneThatWasMergedIntoAnother) {
  EXPECT_EQ(Born().Then(Merge()).RuleAgainst(Erase()), v1::REJECTION_PERSON_MUST_NOT_BE_MERGED);
  EXPECT_EQ(Born().Then(Mark()).Then(Erase()).last.size(), 1U);
}

}  // namespace
}  // namespace kinward::intake::person_test
