#include "services/scheduling/domain/panel.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kinward/scheduling/v1/agenda_item.pb.h"
#include "kinward/scheduling/v1/panel_session.pb.h"
#include "kinward/scheduling/v1/request.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"
#include "services/scheduling/domain/identifiers.h"
#include "services/scheduling/testing/entailed.h"
#include "services/scheduling/testing/story_of_a_panel.h"

namespace kinward::scheduling {
namespace {

TEST(DefinePanelTest, OpensTheNextWeeklySession) {
  Story<Panel> panel(kSaturdayMorning);
  EXPECT_EQ(panel.Send(Define(8)), kAccepted);
  EXPECT_EQ(panel.Made<v1::PanelDefined>().definition(), Define(8).definition());
  const auto opened = panel.Made<v1::SessionOpened>();
  EXPECT_EQ(opened.session_id(), Wednesday());
  EXPECT_EQ(ToTime(opened.start_time()), kSitting);
  EXPECT_EQ(ToTime(opened.papers_by_time()), kPapersDue);
  EXPECT_EQ(ToTime(opened.closes_time()), kCloses);
  EXPECT_EQ(Asked<v1::OpenPanelSession>(Panel::CompanionsOf(opened)).session_id(), Wednesday());
}

TEST(DefinePanelTest, StaysQuietOnARepeat) {
  auto panel = Weekly(8);
  EXPECT_EQ(panel.Send(Define(8)), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
}

TEST(DefinePanelTest, KeepsTheSessionThatIsOpenUnderTheOldRules) {
  auto panel = Weekly(8);
  EXPECT_EQ(panel.Send(Define(4, 5)), kAccepted);
  EXPECT_EQ(panel.events.size(), 1U);
  EXPECT_EQ(panel.Made<v1::PanelDefined>().definition().weekday(), 5);
  panel.Send(List("a"));
  EXPECT_EQ(DayOf(panel.Made<v1::ItemListed>()), "2016-11-16");
}

TEST(ListItemTest, GoesToTheNextSessionWithAFreeSlot) {
  auto panel = Weekly(1);
  panel.Send(List("a"));
  EXPECT_EQ(DayOf(panel.Made<v1::ItemListed>()), "2016-11-16");
  panel.Send(List("b"));
  EXPECT_EQ(DayOf(panel.Made<v1::ItemListed>()), "2016-11-23");
}

TEST(ListItemTest, KeepsTheNearSessionsWhenAFarOneIsOpened) {
  auto panel = Weekly(1);
  panel.Send(List("a"));
  EXPECT_EQ(panel.Send(OpenOn("2017-03-01")), kAccepted);
  panel.Send(List("a"));
  EXPECT_TRUE(panel.StayedQuiet());
  panel.Send(List("b"));
  EXPECT_EQ(DayOf(panel.Made<v1::ItemListed>()), "2016-11-23");
}

TEST(ListItemTest, MissesASessionWhosePapersAreDue) {
  auto panel = Weekly(8);
  panel.now = At(DateFrom(2016, 11, 14), "10:01");
  panel.Send(List("a"));
  EXPECT_EQ(DayOf(panel.Made<v1::ItemListed>()), "2016-11-23");
}

TEST(ListItemTest, TellsTheAgendaTheFamilysItemAndTheRequest) {
  auto panel = Weekly(8);
  auto list = List("");
  list.set_urgency("urgent");
  EXPECT_EQ(panel.Send(list), kAccepted);
  const auto listed = panel.Made<v1::ItemListed>();
  const auto& entry = listed.entry();
  EXPECT_EQ(entry.item_id(), AgendaItemId("referral-", "T-01", kPanel));
  EXPECT_EQ(entry.referred_on(), "2016-11-12");  // nobody said: today
  EXPECT_FALSE(entry.retrospective());
  const auto companions = Panel::CompanionsOf(listed);
  EXPECT_EQ(companions.size(), 3U);
  EXPECT_EQ(Asked<v1::PlaceOnAgenda>(companions).session_id(), Wednesday());
  EXPECT_EQ(Asked<v1::PlaceOnAgenda>(companions).entry(), entry);
  EXPECT_EQ(Asked<v1::RecordItemListed>(companions).family_id(), "family-");
  EXPECT_EQ(Asked<v1::RecordPartListed>(companions).item_id(), entry.item_id());
}

TEST(ListItemTest, StaysQuietOnARepeat) {
  auto panel = Weekly(8);
  panel.Send(List("a"));
  EXPECT_EQ(panel.Send(List("a")), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
}

TEST(ListItemTest, RefusesAPanelThatIsNotDefined) {
  Story<Panel> panel(kSaturdayMorning);
  EXPECT_EQ(panel.Send(List("a")), v1::REJECTION_PANEL_MUST_BE_DEFINED);
}

TEST(AuthoriseCrisisStartTest, AlwaysFitsTheNextSession) {
  auto panel = Weekly(1);
  panel.Send(List("a"));
  panel.now = At(DateFrom(2016, 11, 15), "22:40");
  EXPECT_EQ(panel.Send(List<v1::AuthoriseCrisisStart>("b")), kAccepted);
  EXPECT_EQ(DayOf(panel.Made<v1::ItemListed>()), "2016-11-16");
  EXPECT_EQ(panel.Send(List<v1::AuthoriseCrisisStart>("b")), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
}

TEST(AuthoriseCrisisStartTest, SaysWhoAuthorisedItAndStartsHelp) {
  auto panel = Weekly(8);
  EXPECT_EQ(panel.Send(List<v1::AuthoriseCrisisStart>("a")), kAccepted);
  EXPECT_TRUE(panel.Made<v1::ItemListed>().entry().retrospective());
  v1::CrisisStartAuthorised authorised;
  authorised.set_panel_id(kPanel);
  authorised.set_item_id("a");
  authorised.set_referral_id("referral-a");
  authorised.set_family_id("family-a");
  authorised.set_programme_id("T-01");
  *authorised.mutable_authorised_time() = ToTimestamp(kSaturdayMorning);
  authorised.set_authorised_by("duty-1");
  EXPECT_EQ(panel.Made<v1::CrisisStartAuthorised>(), authorised);
  const auto companions = Panel::CompanionsOf(authorised);
  EXPECT_EQ(companions.size(), 1U);
  EXPECT_EQ(Asked<v1::RecordPartDecided>(companions).decision(), "crisis-start");
}

TEST(AuthoriseCrisisStartTest, KeepsTheSlotOfWhatIsListedAlready) {
  auto panel = Weekly(8);
  panel.Send(List("a"));
  EXPECT_EQ(panel.Send(List<v1::AuthoriseCrisisStart>("a")), kAccepted);
  EXPECT_EQ(panel.Made<v1::ItemListed>().session_id(), Wednesday());
  EXPECT_TRUE(panel.Made<v1::ItemListed>().entry().retrospective());
  EXPECT_EQ(panel.state.diary.sessions.at(kSitting).taken, 1);
}

TEST(AuthoriseCrisisStartTest, RefusesAPanelThatIsNotDefinedUnlessItIsAwaited) {
  Story<Panel> panel(kSaturdayMorning);
  EXPECT_EQ(panel.Send(List<v1::AuthoriseCrisisStart>("a")), v1::REJECTION_PANEL_MUST_BE_DEFINED);
  EXPECT_EQ(panel.Send(Await<v1::AuthoriseCrisisStart>("a")), kAccepted);
  EXPECT_TRUE(panel.Made<v1::ItemQueued>().entry().retrospective());
  EXPECT_EQ(panel.Made<v1::CrisisStartAuthorised>().item_id(), "a");
  EXPECT_EQ(panel.Send(Await<v1::AuthoriseCrisisStart>("a")), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
}

TEST(OpenSessionTest, OpensTheNextWeekWhenOneSits) {
  auto panel = Weekly(8);
  const auto effects = Panel::EffectsOf(panel.Made<v1::SessionOpened>());
  EXPECT_EQ(DueOf(effects, "after/" + Wednesday()), kSitting);
  const auto next = SentByClock<v1::OpenSession>(effects);
  EXPECT_EQ(panel.Send(next), kAccepted);  // too early: one is open ahead
  EXPECT_TRUE(panel.StayedQuiet());
  panel.now = kSitting;
  EXPECT_EQ(panel.Send(next), kAccepted);
  EXPECT_EQ(panel.Made<v1::SessionOpened>().session_id(), NextWednesday());
  EXPECT_EQ(panel.Send(next), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
}

TEST(OpenSessionTest, RefusesAPanelThatIsNotDefined) {
  Story<Panel> panel(kSaturdayMorning);
  EXPECT_EQ(panel.Send(OpenOn("2016-12-01")), v1::REJECTION_PANEL_MUST_BE_DEFINED);
}

TEST(OpenSessionTest, WaitsForASessionWhereThereIsNoWeek) {
  Story<Panel> panel(kSaturdayMorning);
  panel.Send(Define(8, 0));
  EXPECT_EQ(panel.Send(List("a")), kAccepted);
  EXPECT_TRUE(panel.Made<v1::ItemListed>().session_id().empty());
  EXPECT_EQ(panel.Send(OpenOn("2016-12-01")), kAccepted);
  EXPECT_EQ(DayOf(panel.Made<v1::ItemListed>()), "2016-12-01");
}

TEST(OpenSessionTest, RefusesThePastAndTheHourThatDoesNotExist) {
  auto panel = Weekly(8);
  EXPECT_EQ(panel.Send(OpenOn("2016-11-11")), v1::REJECTION_SESSION_MUST_BE_IN_THE_FUTURE);
  auto open = OpenOn("2017-03-26");
  open.set_start_time("01:30");
  EXPECT_EQ(panel.Send(open), v1::REJECTION_LOCAL_TIME_MUST_EXIST);
  EXPECT_EQ(panel.instead, (std::vector<std::string>{"02:30"}));
}

}  // namespace
}  // namespace kinward::scheduling
