#include "services/referral-intake/domain/family.h"

#include <gtest/gtest.h>

#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"

namespace kinward::intake {
namespace {

using Events = std::vector<Family::Messages::Event>;

const Context kContext{
    At(DateFrom(2016, 11, 12), "10:00"), {"staff", "duty.worker", {}}, "example"};
const std::string kFamily = "family";
const std::string kChild = "child";

template <typename Command>
Command Of() {
  Command command;
  command.set_family_id(kFamily);
  return command;
}
v1::NoteReferral Note(const std::string& referral, const std::string& reason = "missing") {
  auto command = Of<v1::NoteReferral>();
  command.set_referral_id(referral);
  command.add_reasons(reason);
  auto& member = *command.add_members();
  member.set_person_id(kChild);
  member.add_roles("child");
  return command;
}
v1::NoteReferralEnded Ended(const std::string& referral, const std::string& on) {
  auto command = Of<v1::NoteReferralEnded>();
  command.set_referral_id(referral);
  command.set_ended_on(on);
  return command;
}
v1::RecordAccount Account() {
  auto command = Of<v1::RecordAccount>();
  command.set_question("what-happened");
  command.mutable_account()->set_text("…");
  return command;
}

class Story {
 public:
  Story& Then(const auto& command) {
    const FamilyAnswer answer = Decide(family, command, kContext);
    EXPECT_TRUE(std::holds_alternative<Events>(answer));
    last = std::get<Events>(answer);
    for (const auto& event : last) {
      std::visit([&](const auto& one) { Apply(family, one); }, event);
    }
    return *this;
  }
  [[nodiscard]] FamilyAnswer Answer(const auto& command) const {
    return Decide(family, command, kContext);
  }
  Family family;
  Events last;
};
FamilyAnswer Refused(v1::Rejection rule) { return Refusal<v1::Rejection>{rule}; }
FamilyAnswer Nothing() { return Events{}; }

TEST(NoteReferralTest, OpensANewFamilyWithItsMembers) {
  EXPECT_EQ(Story().Then(Note("r1")).last.size(), 3U);
}
TEST(NoteReferralTest, StaysQuietOnARetry) {
  EXPECT_EQ(Story().Then(Note("r1")).Answer(Note("r1")), Nothing());
}
TEST(NoteReferralTest, DetectsARepeatWithTheDaysSinceTheLastEnd) {
  const Story story = Story().Then(Note("r1")).Then(Ended("r1", "2016-10-13")).Then(Note("r2"));
  const auto& repeat = std::get<v1::RepeatReferralDetected>(story.last.back());
  EXPECT_EQ(repeat.previous_referral_id(), "r1");
  EXPECT_EQ(repeat.days_since_end(), 30);
  EXPECT_EQ(repeat.same_reasons(0), "missing");
  EXPECT_EQ(repeat.referrals(), 2);
}
TEST(NoteReferralTest, SaysNothingOfDaysWhileTheLastOneIsOpen) {
  const Story story = Story().Then(Note("r1")).Then(Note("r2", "self-harm"));
  const auto& repeat = std::get<v1::RepeatReferralDetected>(story.last.back());
  EXPECT_FALSE(repeat.has_days_since_end());
  EXPECT_TRUE(repeat.same_reasons().empty());
}
TEST(NoteReferralEndedTest, RefusesAReferralNeverNoted) {
  EXPECT_EQ(Story().Answer(Ended("r1", "2016-10-13")),
            Refused(v1::REJECTION_REFERRAL_MUST_BE_KNOWN));
}
TEST(AddMemberTest, AddsAPersonOnce) {
  auto add = Of<v1::AddMember>();
  add.set_person_id("other");
  EXPECT_EQ(Story().Then(Of<v1::OpenFamily>()).Then(add).Answer(add), Nothing());
}
TEST(AddMemberTest, RefusesAFamilyNotOpened) {
  EXPECT_EQ(Story().Answer(Of<v1::AddMember>()), Refused(v1::REJECTION_FAMILY_MUST_BE_OPEN));
}
TEST(RemoveMemberTest, RefusesAStranger) {
  auto remove = Of<v1::RemoveMember>();
  remove.set_person_id("stranger");
  EXPECT_EQ(Story().Then(Note("r1")).Answer(remove),
            Refused(v1::REJECTION_PERSON_MUST_BE_A_MEMBER));
}
TEST(RecordAccountTest, CountsHowOftenTheFamilyWasAsked) {
  const Story story = Story().Then(Note("r1")).Then(Account()).Then(Account());
  EXPECT_EQ(std::get<v1::AccountRecorded>(story.last[0]).times_asked(), 2);
}
TEST(LinkFamilyTest, LinksOnce) {
  auto link = Of<v1::LinkFamily>();
  link.set_other_family_id("other");
  EXPECT_EQ(Story().Then(link).Answer(link), Nothing());
}

}  // namespace
}  // namespace kinward::intake
