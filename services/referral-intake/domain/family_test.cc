#include "services/referral-intake/domain/family.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <variant>

#include "libs/calendar/calendar.h"
#include "libs/testing/make.h"
#include "libs/testing/story.h"

namespace kinward::intake {
namespace {

using Story = testing::Story<Family>;

Story Unknown() {
  return Story(
      Context{At(DateFrom(2016, 11, 12), "10:00"), {"staff", "duty.worker", {}}, "example"});
}
template <typename Message>
Message Of(const std::string& fields = "") {
  return testing::Make<Message>("family_id: 'family' " + fields);
}
v1::NoteReferral Note(const std::string& referral, const std::string& reason = "missing") {
  auto command = Of<v1::NoteReferral>("members { person_id: 'child' roles: 'child' }");
  command.set_referral_id(referral);
  command.add_reasons(reason);
  return command;
}
v1::NoteReferralEnded Ended(const std::string& referral, const std::string& on) {
  auto command = Of<v1::NoteReferralEnded>();
  command.set_referral_id(referral);
  command.set_ended_on(on);
  return command;
}
v1::AddMember Add() { return Of<v1::AddMember>("person_id: 'parent' roles: 'parent'"); }
v1::RemoveMember Remove() { return Of<v1::RemoveMember>("person_id: 'parent'"); }
v1::RecordAccount Account(const std::string& question = "what-happened") {
  auto command = Of<v1::RecordAccount>("account { text: 'Example text.' }");
  command.set_question(question);
  return command;
}
v1::LinkFamily Link(const std::string& other = "other") {
  auto command = Of<v1::LinkFamily>();
  command.set_other_family_id(other);
  return command;
}
Story Opened() { return Unknown().Then(Of<v1::OpenFamily>()); }
Story Referred() { return Unknown().Then(Note("r1")); }

TEST(OpenFamilyTest, OpensOneThatIsNew) {
  EXPECT_EQ(Opened().Only<v1::FamilyOpened>(), Of<v1::FamilyOpened>());
}
TEST(OpenFamilyTest, StaysQuietOnARetry) { EXPECT_TRUE(Opened().IsQuietOn(Of<v1::OpenFamily>())); }
TEST(OpenFamilyTest, StaysQuietOnceAReferralOpenedIt) {
  EXPECT_TRUE(Referred().IsQuietOn(Of<v1::OpenFamily>()));
}

TEST(AddMemberTest, NamesThePersonsPartInTheFamily) {
  EXPECT_EQ(Opened().Then(Add()).Only<v1::MemberAdded>(),
            Of<v1::MemberAdded>("person_id: 'parent' roles: 'parent'"));
}
TEST(AddMemberTest, AddsAPersonOnce) { EXPECT_TRUE(Opened().Then(Add()).IsQuietOn(Add())); }
TEST(AddMemberTest, TakesBackSomebodyWhoHadLeft) {
  EXPECT_EQ(Opened().Then(Add()).Then(Remove()).Then(Add()).last.size(), 1U);
}
TEST(AddMemberTest, RefusesAFamilyNotOpened) {
  EXPECT_EQ(Unknown().RuleAgainst(Add()), v1::REJECTION_FAMILY_MUST_BE_OPEN);
}

TEST(RemoveMemberTest, LeavesTheOthers) {
  const auto story = Referred().Then(Add()).Then(Remove());
  EXPECT_EQ(story.Only<v1::MemberRemoved>(), Of<v1::MemberRemoved>("person_id: 'parent'"));
  EXPECT_EQ(story.state.members, (std::set<std::string>{"child"}));
}
TEST(RemoveMemberTest, RefusesAStranger) {
  EXPECT_EQ(Referred().RuleAgainst(Remove()), v1::REJECTION_PERSON_MUST_BE_A_MEMBER);
}
TEST(RemoveMemberTest, RefusesSomebodyWhoHasLeft) {
  EXPECT_EQ(Opened().Then(Add()).Then(Remove()).RuleAgainst(Remove()),
            v1::REJECTION_PERSON_MUST_BE_A_MEMBER);
}
TEST(RemoveMemberTest, RefusesAFamilyNotOpened) {
  EXPECT_EQ(Unknown().RuleAgainst(Remove()), v1::REJECTION_FAMILY_MUST_BE_OPEN);
}

TEST(RecordAccountTest, KeepsTheAnswerWhereItIsSealed) {
  EXPECT_EQ(Referred().Then(Account()).Only<v1::AccountRecorded>(),
            Of<v1::AccountRecorded>(
                "question: 'what-happened' account { text: 'Example text.' } times_asked: 1"));
}
TEST(RecordAccountTest, CountsHowOftenTheFamilyWasAsked) {
  const auto story = Referred().Then(Account()).Then(Account());
  EXPECT_EQ(story.Only<v1::AccountRecorded>().times_asked(), 2);
}
TEST(RecordAccountTest, CountsEachQuestionByItself) {
  const auto story = Referred().Then(Account()).Then(Account("who-helps"));
  EXPECT_EQ(story.Only<v1::AccountRecorded>().times_asked(), 1);
}
TEST(RecordAccountTest, RefusesAFamilyNotOpened) {
  EXPECT_EQ(Unknown().RuleAgainst(Account()), v1::REJECTION_FAMILY_MUST_BE_OPEN);
}

TEST(NoteReferralTest, OpensANewFamilyWithItsMembers) {
  const Story::Events expected{Of<v1::FamilyOpened>(),
                               Of<v1::MemberAdded>("person_id: 'child' roles: 'child'"),
                               Of<v1::FamilyReferred>("referral_id: 'r1' reasons: 'missing'")};
  EXPECT_EQ(Referred().last, expected);
}
TEST(NoteReferralTest, StaysQuietOnARetry) { EXPECT_TRUE(Referred().IsQuietOn(Note("r1"))); }
TEST(NoteReferralTest, DetectsARepeatWithTheDaysSinceTheLastEnd) {
  const auto story = Referred().Then(Ended("r1", "2016-10-13")).Then(Note("r2"));
  EXPECT_EQ(std::get<v1::RepeatReferralDetected>(story.last.back()),
            Of<v1::RepeatReferralDetected>(
                "referral_id: 'r2' previous_referral_id: 'r1' days_since_end: 30 "
                "same_reasons: 'missing' referrals: 2"));
}
TEST(NoteReferralTest, SaysNothingOfDaysWhileTheLastOneIsOpen) {
  const auto story = Referred().Then(Note("r2", "self-harm"));
  const auto& repeat = std::get<v1::RepeatReferralDetected>(story.last.back());
  EXPECT_FALSE(repeat.has_days_since_end());
  EXPECT_TRUE(repeat.same_reasons().empty());
}
TEST(NoteReferralTest, ComparesWithTheOneThatEndedLast) {
  const auto story = Referred()
                         .Then(Note("r2", "self-harm"))
                         .Then(Ended("r1", "2016-11-02"))
                         .Then(Ended("r2", "2016-10-13"))
                         .Then(Note("r3"));
  const auto& repeat = std::get<v1::RepeatReferralDetected>(story.last.back());
  EXPECT_EQ(repeat.previous_referral_id(), "r1");
  EXPECT_EQ(repeat.days_since_end(), 10);
}

TEST(NoteReferralEndedTest, SaysWhichAndWhen) {
  EXPECT_EQ(Referred().Then(Ended("r1", "2016-10-13")).Only<v1::FamilyReferralEnded>(),
            Of<v1::FamilyReferralEnded>("referral_id: 'r1' ended_on: '2016-10-13'"));
}
TEST(NoteReferralEndedTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Referred().Then(Ended("r1", "2016-10-13")).IsQuietOn(Ended("r1", "2016-10-13")));
}
TEST(NoteReferralEndedTest, TakesTheSecondEndOfOneThatWasReopened) {
  const auto story =
      Referred().Then(Ended("r1", "2016-10-13")).Then(Ended("r1", "2016-11-11")).Then(Note("r2"));
  EXPECT_EQ(std::get<v1::RepeatReferralDetected>(story.last.back()).days_since_end(), 1);
}
TEST(NoteReferralEndedTest, RefusesAReferralNeverNoted) {
  EXPECT_EQ(Referred().RuleAgainst(Ended("r2", "2016-10-13")),
            v1::REJECTION_REFERRAL_MUST_BE_KNOWN);
}

TEST(LinkFamilyTest, NamesTheOther) {
  EXPECT_EQ(Unknown().Then(Link()).Only<v1::FamilyLinked>(),
            Of<v1::FamilyLinked>("other_family_id: 'other'"));
}
TEST(LinkFamilyTest, LinksOnce) { EXPECT_TRUE(Unknown().Then(Link()).IsQuietOn(Link())); }
TEST(LinkFamilyTest, LinksAThirdFamilyToo) {
  EXPECT_EQ(Unknown().Then(Link()).Then(Link("third")).state.linked,
            (std::set<std::string>{"other", "third"}));
}

}  // namespace
}  // namespace kinward::intake
