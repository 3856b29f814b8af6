// Panels with all that they touch: from the request to what is agreed, ratified or moved on.
#include <gtest/gtest.h>

#include "services/scheduling/domain/panel.h"
#include "services/scheduling/domain/panel_session.h"
#include "services/scheduling/testing/flow.h"
#include "services/scheduling/testing/story_of_one_family.h"

namespace kinward::scheduling {
namespace {

TEST(PanelFlow, AnAgreedItemStartsHelpAtOnce) {
  Flow flow(kSaturdayNight);
  EXPECT_EQ(flow.Send(TheWeeklyPanel()), "");
  EXPECT_EQ(flow.Send(Help(kIfs)), "");
  EXPECT_EQ(flow.Last<v1::PartListed>().session_id(), Wednesday());
  EXPECT_EQ(flow.KeyOf(kItem), kFamily);
  flow.AdvanceTo(At(kWednesday, "10:30"));
  EXPECT_EQ(flow.Send(DecideOn(Wednesday(), kItem, v1::PANEL_DECISION_AGREE)),
            "REFERRING_WORKER_MUST_ATTEND");
  EXPECT_EQ(flow.Send(Attend(Wednesday())), "");
  EXPECT_EQ(flow.Send(DecideOn(Wednesday(), kItem, v1::PANEL_DECISION_AGREE)), "");
  EXPECT_EQ(flow.Last<v1::PartPlaced>().basis(), v1::START_BASIS_PANEL);
  EXPECT_EQ(flow.Last<v1::PartPlaced>().family_id(), kFamily);
}

TEST(PanelFlow, AnItemListedBeforeThePanelIsHeardOfIsListedOnceItIs) {
  Flow flow(kSaturdayNight);
  EXPECT_EQ(flow.Send(Help(kIfs)), "");
  EXPECT_TRUE(flow.All<v1::PartListed>().empty());
  EXPECT_EQ(flow.Send(TheWeeklyPanel()), "");
  EXPECT_EQ(flow.Last<v1::PartListed>().session_id(), Wednesday());
}

TEST(PanelFlow, ADeferredItemIsOnTheNextAgendaByItself) {
  Flow flow(kSaturdayNight);
  flow.Send(TheWeeklyPanel());
  flow.Send(Help(kIfs));
  flow.AdvanceTo(At(kWednesday, "10:30"));
  EXPECT_EQ(flow.Send(DecideOn(Wednesday(), kItem, v1::PANEL_DECISION_DEFER)), "");
  EXPECT_EQ(flow.Last<v1::PartListed>().session_id(), NextWednesday());
  EXPECT_TRUE(flow.StateOf<PanelSession>(NextWednesday()).items.contains(kItem));
}

TEST(PanelFlow, WhatNobodyDecidesMovesOnWeekAfterWeek) {
  Flow flow(kSaturdayNight);
  flow.Send(TheWeeklyPanel());
  flow.Send(Help(kIfs));
  flow.AdvanceTo(At(AddDays(kWednesday, 28), "08:00"));
  EXPECT_EQ(flow.All<v1::PartListed>().size(), 5U);
  EXPECT_EQ(flow.Last<v1::PartListed>().session_id(),
            SessionId(kPanel, FormatDate(AddDays(kWednesday, 28))));
}

TEST(PanelFlow, SessionsOpenWeeklyWithoutAHand) {
  Flow flow(kSaturdayNight);
  flow.Send(TheWeeklyPanel());
  flow.AdvanceTo(At(AddDays(kWednesday, 70), "10:00"));
  EXPECT_EQ(flow.All<v1::PanelSessionOpened>().size(), 12U);
  EXPECT_EQ(flow.All<v1::PanelSessionClosed>().size(), 10U);
}

TEST(PanelFlow, ASessionThatIsCalledOffAheadMovesEverythingOn) {
  Flow flow(kSaturdayNight);
  flow.Send(TheWeeklyPanel());
  flow.Send(Help(kIfs, "immediate"));
  flow.AdvanceTo(At(kWednesday, "09:55"));
  v1::MarkInquorate mark;
  mark.set_session_id(Wednesday());
  EXPECT_EQ(flow.Send(mark), "");
  EXPECT_EQ(flow.Last<v1::PartListed>().session_id(), NextWednesday());
  EXPECT_EQ(flow.All<v1::SessionOpened>().size(), 2U);
}

TEST(PanelFlow, APartThatEndedBeforeThePanelIsHeardOfDoesNotKeepItOut) {
  Flow flow(kSaturdayNight);
  flow.Send(TheHouse());
  EXPECT_EQ(flow.Send(Help(kBreaks)), "");
  auto hold = HoldTonight();
  hold.set_from_night("2016-11-19");
  EXPECT_EQ(flow.Send(hold), "");
  EXPECT_EQ(flow.Send(OfStay<v1::ConfirmBooking>()), "");
  EXPECT_EQ(flow.Last<v1::PartPlaced>().basis(), v1::START_BASIS_STAY);
  EXPECT_EQ(flow.Send(End(kBreaks)), "");
  EXPECT_EQ(flow.Send(TheWeeklyPanel()), "");
  EXPECT_TRUE(flow.StateOf<Panel>(kPanel).queued.empty());
  EXPECT_TRUE(flow.All<v1::ItemListed>().empty());
}

constexpr int kMany = 150;  // more than one command may write

void ListMany(Flow& flow) {
  for (int i = 0; i < kMany; ++i) {
    auto help = Help(kIfs);
    help.set_referral_id(UuidFrom(kReferral, std::to_string(i)).ToString());
    EXPECT_EQ(flow.Send(help), "");
  }
}
v1::DefinePanel APanelWithoutSlots() {
  auto define = TheWeeklyPanel();
  define.mutable_definition()->set_slots(0);
  return define;
}

TEST(PanelFlow, ALongAgendaMovesOnWholeAndOnce) {
  Flow flow(kSaturdayNight);
  flow.Send(APanelWithoutSlots());
  ListMany(flow);
  flow.AdvanceTo(At(AddDays(kWednesday, 3), "08:00"));
  EXPECT_EQ(flow.StateOf<PanelSession>(NextWednesday()).items.size(), kMany);
  EXPECT_EQ(flow.All<v1::ItemPlacedOnAgenda>().size(), 2U * kMany);
  EXPECT_EQ(flow.All<v1::ItemsCarriedOver>().back().left(), 0);
}

TEST(PanelFlow, ALongQueueIsListedWholeAndOnce) {
  Flow flow(kSaturdayNight);
  ListMany(flow);
  EXPECT_EQ(flow.Send(APanelWithoutSlots()), "");
  flow.AdvanceTo(flow.now());
  EXPECT_EQ(flow.StateOf<PanelSession>(Wednesday()).items.size(), kMany);
  EXPECT_EQ(flow.All<v1::ItemListed>().size(), kMany);
  EXPECT_TRUE(flow.StateOf<Panel>(kPanel).queued.empty());
}

TEST(PanelFlow, ConditionsAreMetBeforeHelpStarts) {
  Flow flow(kSaturdayNight);
  flow.Send(TheWeeklyPanel());
  flow.Send(Help(kIfs));
  flow.Send(Attend(Wednesday()));
  v1::DecideItem decide = DecideOn(Wednesday(), kItem, v1::PANEL_DECISION_AGREE_WITH_CONDITIONS);
  EXPECT_EQ(flow.Send(decide), "CONDITIONS_MUST_BE_NAMED");
  decide.add_conditions()->set_condition_id("school-plan");
  EXPECT_EQ(flow.Send(decide), "");
  EXPECT_TRUE(flow.All<v1::PartPlaced>().empty());
  v1::MeetCondition meet;
  meet.set_session_id(Wednesday());
  meet.set_item_id(kItem);
  meet.set_condition_id("school-plan");
  EXPECT_EQ(flow.Send(meet), "");
  EXPECT_EQ(flow.Last<v1::PartPlaced>().basis(), v1::START_BASIS_PANEL);
}

TEST(CrisisFlow, HelpStartsOnSaturdayAndTheNextPanelLooksAtIt) {
  Flow flow(kSaturdayNight);
  flow.Send(TheWeeklyPanel());
  EXPECT_EQ(flow.Send(Help(kIfs, "immediate")), "");
  EXPECT_EQ(flow.Last<v1::PartPlaced>().basis(), v1::START_BASIS_CRISIS);
  EXPECT_TRUE(flow.Last<v1::ItemPlacedOnAgenda>().entry().retrospective());
  EXPECT_EQ(flow.Last<v1::PartListed>().session_id(), Wednesday());
  flow.AdvanceTo(At(kWednesday, "10:30"));
  EXPECT_EQ(flow.Send(DecideOn(Wednesday(), kItem, v1::PANEL_DECISION_REFUSE)),
            "RETROSPECTIVE_ITEM_MUST_BE_RATIFIED");
  EXPECT_EQ(flow.Send(Ratify(Wednesday(), kItem)), "REFERRING_WORKER_MUST_ATTEND");
  flow.Send(Attend(Wednesday()));
  EXPECT_EQ(flow.Send(Ratify(Wednesday(), kItem)), "");
  EXPECT_EQ(flow.Last<v1::AgendaItemDecided>().decision(), "ratified");
  EXPECT_EQ(flow.All<v1::PartPlaced>().size(), 1U);
}

TEST(CrisisFlow, AStartThatEndedBeforeThePanelIsHeardOfIsStillLookedAt) {
  for (const bool withdrawn : {true, false}) {
    SCOPED_TRACE(withdrawn);
    Flow flow(kSaturdayNight);
    EXPECT_EQ(flow.Send(Help(kIfs, "immediate")), "");
    EXPECT_EQ(withdrawn ? flow.Send(Withdraw()) : flow.Send(End(kIfs)), "");
    EXPECT_EQ(flow.Send(TheWeeklyPanel()), "");
    EXPECT_TRUE(flow.StateOf<PanelSession>(Wednesday()).items.contains(kItem));
  }
}

TEST(CrisisFlow, AnUnratifiedStartStaysOnTheAgendaWhateverEnds) {
  Flow flow(kSaturdayNight);
  flow.Send(TheWeeklyPanel());
  flow.Send(Help(kIfs, "immediate"));
  EXPECT_EQ(flow.Send(Withdraw()), "");
  EXPECT_EQ(flow.Send(End(kIfs)), "");
  flow.AdvanceTo(At(AddDays(kWednesday, 3), "10:30"));
  EXPECT_TRUE(flow.StateOf<PanelSession>(NextWednesday()).items.contains(kItem));
}

}  // namespace
}  // namespace kinward::scheduling
