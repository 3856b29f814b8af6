// Beds of a request: taken, begun and over; and what is to be looked at again under a new version.
#include <gtest/gtest.h>

#include "libs/testing/messages.h"
#include "services/scheduling/domain/request.h"
#include "services/scheduling/testing/entailed.h"
#include "services/scheduling/testing/story.h"
#include "services/scheduling/testing/story_of_one_family.h"

namespace kinward::scheduling {
namespace {

const std::string kSecondStay = "01930000-0000-7000-8000-0000000000a2";

v1::RecordStayTaken Take(const std::string& stay = kStay,
                         v1::AdmissionType admission = v1::ADMISSION_TYPE_PLANNED) {
  v1::RecordStayTaken command;
  command.set_referral_id(kReferral);
  command.set_family_id(kFamily);
  command.mutable_stay()->set_stay_id(stay);
  command.mutable_stay()->set_setting_id(kHouse);
  command.mutable_stay()->set_admission(admission);
  return command;
}
template <typename Command>
Command About(const std::string& stay) {
  Command command;
  command.set_referral_id(kReferral);
  command.set_stay_id(stay);
  return command;
}
v1::RecordStayBegun Begin(const std::string& stay = kStay) {
  return About<v1::RecordStayBegun>(stay);
}
v1::RecordStayOver EndStay(const std::string& stay = kStay) {
  auto command = About<v1::RecordStayOver>(stay);
  command.set_reason("departed");
  return command;
}
v1::RecordReviewDue Review(int version, const std::string& programme = kBreaks) {
  v1::RecordReviewDue command;
  command.set_referral_id(kReferral);
  command.set_programme_id(programme);
  command.set_version(version);
  return command;
}
Story<Request> ForBreaks() {
  Story<Request> request(kSaturdayNight);
  request.Send(Help(kBreaks));
  return request;
}

TEST(RecordStayTakenTest, IsForTheProgrammeThatBeginsWithAStay) {
  auto request = ForBreaks();
  request.Send(Help(kIfs));
  EXPECT_EQ(request.Send(Take()), kAccepted);
  const auto held = request.Made<v1::PartHeld>();
  EXPECT_EQ(held.programme_id(), kBreaks);
  EXPECT_EQ(held.family_id(), kFamily);
  const auto open = Asked<v1::OpenStay>(Request::CompanionsOf(held));
  EXPECT_EQ(open.keyed_by(), kFamily);
  EXPECT_EQ(open.stay().programme_id(), kBreaks);
  EXPECT_EQ(open.stay().family_id(), kFamily);
}

TEST(RecordStayTakenTest, NamesNoProgrammeWhenTwoCouldBeMeant) {
  auto request = ForBreaks();
  auto other = Help(kKft);
  other.set_begins_with("stay");
  request.Send(other);
  EXPECT_EQ(request.Send(Take()), kAccepted);
  EXPECT_EQ(request.Made<v1::PartHeld>().programme_id(), "");
}

TEST(RecordStayTakenTest, RefusesAWithdrawnRequest) {
  auto request = ForBreaks();
  request.Send(Withdraw());
  EXPECT_EQ(request.Send(Take()), v1::REJECTION_REFERRAL_MUST_NOT_BE_WITHDRAWN);
}

TEST(RecordStayTakenTest, StaysQuietOnARepeatEvenOnceWithdrawn) {
  auto request = ForBreaks();
  request.Send(Take());
  request.Send(Withdraw());
  EXPECT_EQ(request.Send(Take()), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
}

TEST(RecordStayTakenTest, RefusesTheIdOfAStayInAnotherSetting) {
  auto request = ForBreaks();
  request.Send(Take());
  auto elsewhere = Take();
  elsewhere.mutable_stay()->set_setting_id("other-house");
  EXPECT_EQ(request.Send(elsewhere), v1::REJECTION_STAY_ID_MUST_NOT_BE_REUSED);
}

TEST(RecordPartWaitingTest, RefusesTheIdOfAStayInAnotherSetting) {
  auto request = ForBreaks();
  request.Send(Take());
  v1::RecordPartWaiting wait;
  wait.set_referral_id(kReferral);
  wait.set_programme_id(kBreaks);
  wait.set_stay_id(kStay);
  wait.set_setting_id(kHouse);
  EXPECT_EQ(request.Send(wait), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
  wait.set_setting_id("other-house");
  EXPECT_EQ(request.Send(wait), v1::REJECTION_STAY_ID_MUST_NOT_BE_REUSED);
}

TEST(RecordStayBegunTest, PlacesThePart) {
  auto request = ForBreaks();
  request.Send(Take());
  EXPECT_EQ(request.Send(Begin()), kAccepted);
  EXPECT_EQ(request.Made<v1::PartStayBegun>().setting_id(), kHouse);
  const auto placed = request.Made<v1::PartPlaced>();
  EXPECT_EQ(placed.programme_id(), kBreaks);
  EXPECT_EQ(placed.basis(), v1::START_BASIS_STAY);
  EXPECT_EQ(placed.stay_id(), kStay);
  EXPECT_EQ(placed.ratified_by(), "");
}

TEST(RecordStayBegunTest, AsksThePanelToRatifyWhatBeganInACrisis) {
  auto request = ForBreaks();
  request.Send(Take(kStay, v1::ADMISSION_TYPE_CRISIS));
  EXPECT_EQ(request.Send(Begin()), kAccepted);
  const auto placed = request.Made<v1::PartPlaced>();
  EXPECT_EQ(placed.basis(), v1::START_BASIS_CRISIS);
  EXPECT_EQ(placed.ratified_by(), kPanel);
  const auto authorise = Asked<v1::AuthoriseCrisisStart>(Request::CompanionsOf(placed));
  EXPECT_EQ(authorise.panel_id(), kPanel);
  EXPECT_EQ(authorise.referral_id(), kReferral);
}

TEST(RecordStayBegunTest, PlacesThePartOnceHoweverManyStaysFollow) {
  auto request = ForBreaks();
  request.Send(Take());
  request.Send(Take(kSecondStay));
  request.Send(Begin());
  EXPECT_EQ(request.Send(Begin(kSecondStay)), kAccepted);
  ASSERT_EQ(request.events.size(), 1U);
  EXPECT_EQ(request.Made<v1::PartStayBegun>().stay_id(), kSecondStay);
}

TEST(RecordStayBegunTest, PlacesNothingOnceWithdrawn) {
  auto request = ForBreaks();
  request.Send(Take());
  request.Send(Withdraw());
  EXPECT_EQ(request.Send(Begin()), kAccepted);
  EXPECT_EQ(request.events.size(), 1U);
  EXPECT_EQ(request.Made<v1::PartStayBegun>().stay_id(), kStay);
}

TEST(RecordStayBegunTest, StaysQuietOnARepeatAndAboutAStayThatIsNotIts) {
  auto request = ForBreaks();
  EXPECT_EQ(request.Send(Begin()), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
  request.Send(Take());
  request.Send(Begin());
  EXPECT_EQ(request.Send(Begin()), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
}

TEST(RecordStayOverTest, EndsThatStayAndNoOther) {
  auto request = ForBreaks();
  request.Send(Take());
  request.Send(Take(kSecondStay));
  EXPECT_EQ(request.Send(EndStay()), kAccepted);
  v1::PartStayOver over;
  over.set_referral_id(kReferral);
  over.set_family_id(kFamily);
  over.set_programme_id(kBreaks);
  over.set_stay_id(kStay);
  over.set_reason("departed");
  EXPECT_EQ(request.Made<v1::PartStayOver>(), over);
  EXPECT_FALSE(request.state.stays.contains(kStay));
  EXPECT_TRUE(request.state.stays.contains(kSecondStay));
}

TEST(RecordStayOverTest, IsHeardOfAWithdrawnRequestToo) {
  auto request = ForBreaks();
  request.Send(Take());
  request.Send(Withdraw());
  EXPECT_EQ(request.Send(EndStay()), kAccepted);
  EXPECT_EQ(request.Made<v1::PartStayOver>().stay_id(), kStay);
}

TEST(RecordStayOverTest, StaysQuietOnARepeatAndAboutAStayThatIsNotIts) {
  auto request = ForBreaks();
  EXPECT_EQ(request.Send(EndStay()), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
  request.Send(Take());
  request.Send(EndStay());
  EXPECT_EQ(request.Send(EndStay()), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
}

TEST(RecordReviewDueTest, SaysWhichVersionDecidedAndWhichIsInEffect) {
  auto request = ForBreaks();
  EXPECT_EQ(request.Send(Review(2)), kAccepted);
  v1::PartReviewDue due;
  due.set_referral_id(kReferral);
  due.set_family_id(kFamily);
  due.set_programme_id(kBreaks);
  due.set_programme_version(1);
  due.set_version(2);
  EXPECT_EQ(request.Made<v1::PartReviewDue>(), due);
}

TEST(RecordReviewDueTest, SaysItOnceForEachNewerVersion) {
  auto request = ForBreaks();
  EXPECT_EQ(request.Send(Review(1)), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
  request.Send(Review(3));
  for (const int version : {3, 2}) {
    EXPECT_EQ(request.Send(Review(version)), kAccepted);
    EXPECT_TRUE(request.StayedQuiet());
  }
  request.Send(Review(4));
  EXPECT_EQ(request.Made<v1::PartReviewDue>().version(), 4);
}

TEST(RecordReviewDueTest, StaysQuietOnceHelpHasBegunOrEndedOrWasNeverAskedFor) {
  Story<Request> unasked(kSaturdayNight);
  EXPECT_EQ(unasked.Send(Review(2)), kAccepted);
  EXPECT_TRUE(unasked.StayedQuiet());
  auto begun = ForBreaks();
  begun.Send(Take());
  begun.Send(Begin());
  EXPECT_EQ(begun.Send(Review(2)), kAccepted);
  EXPECT_TRUE(begun.StayedQuiet());
  auto ended = ForBreaks();
  ended.Send(End(kBreaks));
  EXPECT_EQ(ended.Send(Review(2)), kAccepted);
  EXPECT_TRUE(ended.StayedQuiet());
}

}  // namespace
}  // namespace kinward::scheduling
