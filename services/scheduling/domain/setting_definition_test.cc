// What a setting is: its definition, its approval, its beds in and out of service, its members.
#include <gtest/gtest.h>

#include "libs/testing/messages.h"
#include "services/scheduling/domain/setting.h"
#include "services/scheduling/testing/story_of_a_house.h"

namespace kinward::scheduling {
namespace {

const std::string kMember = "01930000-0000-7000-8000-0000000000d1";

v1::RecordApproval Approve(const std::string& terms, const std::string& until) {
  v1::RecordApproval command;
  command.set_setting_id(kHouse);
  command.set_terms(terms);
  command.set_until(until);
  return command;
}
v1::TakeBedOutOfService TakeOut(const std::string& bed, int day) {
  v1::TakeBedOutOfService command;
  command.set_setting_id(kHouse);
  command.set_bed(bed);
  command.set_from_night(NightFrom(day));
  command.set_reason("repair");
  return command;
}
v1::ReturnBedToService Return(const std::string& bed) {
  v1::ReturnBedToService command;
  command.set_setting_id(kHouse);
  command.set_bed(bed);
  return command;
}
template <typename Command>
Command OfMember(const std::string& member) {
  Command command;
  command.set_setting_id(kHouse);
  command.set_member_id(member);
  return command;
}

TEST(DefineSettingTest, SaysWhatTheHouseIs) {
  Story<Setting> house(kMondayMorning);
  EXPECT_EQ(house.Send(DefineHouse(2, 28)), kAccepted);
  const auto defined = house.Made<v1::SettingDefined>();
  EXPECT_EQ(defined.setting_id(), kHouse);
  EXPECT_EQ(defined.definition(), DefineHouse(2, 28).definition());
}

TEST(DefineSettingTest, StaysQuietOnARepeat) {
  auto house = House(2);
  EXPECT_EQ(house.Send(DefineHouse(2)), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

TEST(DefineSettingTest, KeepsWhoIsBookedWhenItChanges) {
  auto house = House(1);
  house.Send(Hold("s1", kChild, 0, 1));
  EXPECT_EQ(house.Send(DefineHouse(2)), kAccepted);
  EXPECT_EQ(house.Send(Hold("s2", kOtherChild, 0, 1)), kAccepted);
  EXPECT_EQ(house.Made<v1::BedHeld>().stay().bed(), "bed-2");
}

TEST(RecordApprovalTest, RecordsTheTermsAndTheirEnd) {
  auto house = House(1);
  EXPECT_EQ(house.Send(Approve("three children", "2017-11-13")), kAccepted);
  v1::ApprovalRecorded recorded;
  recorded.set_setting_id(kHouse);
  recorded.set_terms("three children");
  recorded.set_until("2017-11-13");
  EXPECT_EQ(house.Made<v1::ApprovalRecorded>(), recorded);
}

TEST(RecordApprovalTest, RefusesASettingThatIsNotDefined) {
  Story<Setting> nowhere(kMondayMorning);
  EXPECT_EQ(nowhere.Send(Approve("three children", "2017-11-13")),
            v1::REJECTION_SETTING_MUST_BE_DEFINED);
}

TEST(RecordApprovalTest, StaysQuietOnARepeatButHearsOfALaterEnd) {
  auto house = House(1);
  house.Send(Approve("three children", "2017-11-13"));
  EXPECT_EQ(house.Send(Approve("three children", "2017-11-13")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
  EXPECT_EQ(house.Send(Approve("three children", "2018-11-13")), kAccepted);
  EXPECT_EQ(house.Made<v1::ApprovalRecorded>().until(), "2018-11-13");
}

TEST(TakeBedOutOfServiceTest, TakesItFromTheNightNamedAndNotBefore) {
  auto house = House(1);
  EXPECT_EQ(house.Send(TakeOut("bed-1", 3)), kAccepted);
  v1::BedTakenOutOfService out;
  out.set_setting_id(kHouse);
  out.set_bed("bed-1");
  out.set_from_night(NightFrom(3));
  out.set_reason("repair");
  EXPECT_EQ(house.Made<v1::BedTakenOutOfService>(), out);
  EXPECT_EQ(house.Send(Hold("s1", kChild, 0, 4)), v1::REJECTION_BED_MUST_BE_FREE);
  EXPECT_EQ(house.Send(Hold("s1", kChild, 0, 3)), kAccepted);
}

TEST(TakeBedOutOfServiceTest, TakesItTonightWhenNoNightIsNamed) {
  auto house = House(1);
  auto tonight = TakeOut("bed-1", 0);
  tonight.clear_from_night();
  house.now = At(kMonday, "12:00");
  EXPECT_EQ(house.Send(tonight), kAccepted);
  EXPECT_EQ(house.Made<v1::BedTakenOutOfService>().from_night(), NightFrom(0));
}

TEST(TakeBedOutOfServiceTest, RefusesABedThatTheHouseDoesNotHave) {
  Story<Setting> nowhere(kMondayMorning);
  EXPECT_EQ(nowhere.Send(TakeOut("bed-1", 0)), v1::REJECTION_SETTING_MUST_BE_DEFINED);
  auto house = House(1);
  EXPECT_EQ(house.Send(TakeOut("bed-2", 0)), v1::REJECTION_BED_MUST_EXIST);
}

TEST(TakeBedOutOfServiceTest, MayFollowTheLastNightOfAStayOrAHoldThatRanOut) {
  auto house = House(2);
  house.Send(Hold("s1", kChild, 0, 3));
  EXPECT_EQ(house.Send(TakeOut("bed-1", 2)), v1::REJECTION_BED_MUST_BE_EMPTY);
  EXPECT_EQ(house.Send(TakeOut("bed-1", 3)), kAccepted);
  house.Send(Hold("s2", kOtherChild, 2, 1));
  EXPECT_EQ(house.Send(TakeOut("bed-2", 2)), v1::REJECTION_BED_MUST_BE_EMPTY);
  house.now += std::chrono::hours{24};
  EXPECT_EQ(house.Send(TakeOut("bed-2", 2)), kAccepted);
}

TEST(TakeBedOutOfServiceTest, StaysQuietOnARepeatButHearsOfAnEarlierNight) {
  auto house = House(1);
  house.Send(TakeOut("bed-1", 3));
  EXPECT_EQ(house.Send(TakeOut("bed-1", 3)), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
  EXPECT_EQ(house.Send(TakeOut("bed-1", 1)), kAccepted);
  EXPECT_EQ(house.Made<v1::BedTakenOutOfService>().from_night(), NightFrom(1));
  EXPECT_EQ(house.Send(Hold("s1", kChild, 1, 1)), v1::REJECTION_BED_MUST_BE_FREE);
}

TEST(ReturnBedToServiceTest, LetsTheBedBeHeldAgain) {
  auto house = House(1);
  house.Send(TakeOut("bed-1", 0));
  EXPECT_EQ(house.Send(Return("bed-1")), kAccepted);
  v1::BedReturnedToService returned;
  returned.set_setting_id(kHouse);
  returned.set_bed("bed-1");
  EXPECT_EQ(house.Made<v1::BedReturnedToService>(), returned);
  EXPECT_EQ(house.Send(Hold("s1", kChild, 0, 1)), kAccepted);
}

TEST(ReturnBedToServiceTest, RefusesABedThatTheHouseDoesNotHave) {
  Story<Setting> nowhere(kMondayMorning);
  EXPECT_EQ(nowhere.Send(Return("bed-1")), v1::REJECTION_SETTING_MUST_BE_DEFINED);
  auto house = House(1);
  EXPECT_EQ(house.Send(Return("bed-2")), v1::REJECTION_BED_MUST_EXIST);
}

TEST(ReturnBedToServiceTest, StaysQuietAboutABedInService) {
  auto house = House(2);
  EXPECT_EQ(house.Send(Return("bed-1")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
  house.Send(TakeOut("bed-2", 0));
  house.Send(Return("bed-2"));
  EXPECT_EQ(house.Send(Return("bed-2")), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

TEST(JoinMembershipTest, RecordsWhoJoined) {
  auto house = House(0);
  EXPECT_EQ(house.Send(OfMember<v1::JoinMembership>(kMember)), kAccepted);
  v1::MembershipJoined joined;
  joined.set_setting_id(kHouse);
  joined.set_member_id(kMember);
  EXPECT_EQ(house.Made<v1::MembershipJoined>(), joined);
}

TEST(JoinMembershipTest, RefusesASettingThatIsNotDefined) {
  Story<Setting> nowhere(kMondayMorning);
  EXPECT_EQ(nowhere.Send(OfMember<v1::JoinMembership>(kMember)),
            v1::REJECTION_SETTING_MUST_BE_DEFINED);
}

TEST(JoinMembershipTest, StaysQuietWhileAMemberAndTakesOneBackWhoLeft) {
  auto house = House(0);
  house.Send(OfMember<v1::JoinMembership>(kMember));
  EXPECT_EQ(house.Send(OfMember<v1::JoinMembership>(kMember)), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
  house.Send(OfMember<v1::LeaveMembership>(kMember));
  EXPECT_EQ(house.Send(OfMember<v1::JoinMembership>(kMember)), kAccepted);
  EXPECT_EQ(house.Made<v1::MembershipJoined>().member_id(), kMember);
}

TEST(LeaveMembershipTest, RecordsWhoLeftAndKeepsTheOthers) {
  auto house = House(0);
  house.Send(OfMember<v1::JoinMembership>(kMember));
  house.Send(OfMember<v1::JoinMembership>(kChild));
  EXPECT_EQ(house.Send(OfMember<v1::LeaveMembership>(kMember)), kAccepted);
  v1::MembershipLeft left;
  left.set_setting_id(kHouse);
  left.set_member_id(kMember);
  EXPECT_EQ(house.Made<v1::MembershipLeft>(), left);
  EXPECT_EQ(house.state.members, std::set<std::string>{kChild});
}

TEST(LeaveMembershipTest, RefusesASettingThatIsNotDefined) {
  Story<Setting> nowhere(kMondayMorning);
  EXPECT_EQ(nowhere.Send(OfMember<v1::LeaveMembership>(kMember)),
            v1::REJECTION_SETTING_MUST_BE_DEFINED);
}

TEST(LeaveMembershipTest, StaysQuietAboutWhoNeverJoinedOrHasLeft) {
  auto house = House(0);
  EXPECT_EQ(house.Send(OfMember<v1::LeaveMembership>(kMember)), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
  house.Send(OfMember<v1::JoinMembership>(kMember));
  house.Send(OfMember<v1::LeaveMembership>(kMember));
  EXPECT_EQ(house.Send(OfMember<v1::LeaveMembership>(kMember)), kAccepted);
  EXPECT_TRUE(house.StayedQuiet());
}

}  // namespace
}  // namespace kinward::scheduling
