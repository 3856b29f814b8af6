// Before the session: its agenda, in order, with its papers and deputies.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"
#include "services/scheduling/domain/panel_session.h"
#include "services/scheduling/testing/entailed.h"
#include "services/scheduling/testing/story_of_a_panel.h"

namespace kinward::scheduling {
namespace {

using Order = std::vector<std::string>;
using Because = std::vector<std::string>;

v1::ReorderItem Reorder(const std::string& item, int position) {
  auto command = About<v1::ReorderItem>(item);
  command.set_position(position);
  command.set_reason("court-tomorrow");
  return command;
}
template <typename Message = v1::SubmitPaper>
Message Paper(const std::string& item) {
  auto message = About<Message>(item);
  message.set_paper_id("paper-" + item);
  return message;
}
template <typename Message = v1::NominateDeputy>
Message Deputy(const std::string& item) {
  auto message = About<Message>(item);
  message.set_deputy_id("sw-9");
  return message;
}

// What every command about one item of the agenda asks first.
template <typename Command>
void ExpectTheRulesOfTheAgenda(const Command& about_old) {
  Story<PanelSession> unopened(kSaturdayMorning);
  EXPECT_EQ(unopened.Send(about_old), v1::REJECTION_SESSION_MUST_BE_OPENED);
  EXPECT_EQ(EmptySession().Send(about_old), v1::REJECTION_ITEM_MUST_BE_ON_THE_AGENDA);
  EXPECT_EQ(ClosedSession().Send(about_old), v1::REJECTION_SESSION_MUST_NOT_BE_CLOSED);
  auto session = Session();
  AgreeTo(session, "old");
  EXPECT_EQ(session.Send(about_old), v1::REJECTION_ITEM_MUST_NOT_BE_DECIDED);
}

TEST(OpenPanelSessionTest, SetsTheClockForItsPapersAndItsClose) {
  Story<PanelSession> session(kSaturdayMorning);
  EXPECT_EQ(session.Send(OpenWednesday()), kAccepted);
  auto opened = OfSession<v1::PanelSessionOpened>();
  opened.set_panel_id(kPanel);
  opened.set_on("2016-11-16");
  *opened.mutable_start_time() = ToTimestamp(kSitting);
  *opened.mutable_papers_by_time() = ToTimestamp(kPapersDue);
  *opened.mutable_closes_time() = ToTimestamp(kCloses);
  opened.set_slots(8);
  opened.set_referrer_must_attend(true);
  opened.set_panel_name("Resource panel");
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{opened}));
  const auto effects = PanelSession::EffectsOf(opened);
  EXPECT_EQ(DueOf(effects, "close-agenda"), kPapersDue);
  EXPECT_EQ(DueOf(effects, "close-session"), kCloses);
  EXPECT_EQ(SentByClock<v1::CloseAgenda>(effects).session_id(), kSession);
  EXPECT_EQ(SentByClock<v1::CloseSession>(effects).session_id(), kSession);
}

TEST(OpenPanelSessionTest, StaysQuietOnceItIsOpen) {
  auto session = EmptySession();
  auto again = OpenWednesday();
  EXPECT_EQ(session.Send(again), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
  again.set_slots(2);
  EXPECT_EQ(session.Send(again), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
}

TEST(OpenPanelSessionTest, MayDoWithoutTheReferringWorker) {
  Story<PanelSession> session(kSaturdayMorning);
  auto open = OpenWednesday();
  open.set_referrer_must_attend(false);
  session.Send(open);
  session.Send(Place(Entry("old")));
  EXPECT_EQ(WouldBeDeferredBecause(session.state, "old"), (Because{"paper-missing"}));
  EXPECT_EQ(session.Send(Agree("old")), kAccepted);
}

TEST(PlaceOnAgendaTest, SaysWhenAndInWhichPlaceItIsHeard) {
  auto session = Session();
  const auto entry = Entry("newer", "urgent", "2016-11-12");
  EXPECT_EQ(session.Send(Place(entry)), kAccepted);
  auto placed = OfSession<v1::ItemPlacedOnAgenda>();
  *placed.mutable_entry() = entry;
  *placed.mutable_session_time() = ToTimestamp(kSitting);
  placed.set_position(2);  // behind what is as urgent and older
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{placed}));
}

TEST(PlaceOnAgendaTest, RefusesASessionThatIsNotOpen) {
  Story<PanelSession> unopened(kSaturdayMorning);
  EXPECT_EQ(unopened.Send(Place(Entry("old"))), v1::REJECTION_SESSION_MUST_BE_OPENED);
  EXPECT_EQ(ClosedSession().Send(Place(Entry("late"))), v1::REJECTION_SESSION_MUST_NOT_BE_CLOSED);
}

TEST(PlaceOnAgendaTest, StaysQuietOnARepeatEvenAfterItClosed) {
  auto session = Session();
  const auto again = Place(Entry("old", "routine", "2016-11-01"));
  EXPECT_EQ(session.Send(again), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
  session.Send(OfSession<v1::CloseSession>());
  EXPECT_EQ(session.Send(again), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
}

TEST(PlaceOnAgendaTest, OpensADecidedItemAnewWhenHelpHasBegunInACrisis) {
  auto session = Session();
  session.Send(DecideAs("old", v1::PANEL_DECISION_DEFER));
  EXPECT_EQ(session.Send(Place(CrisisEntry("old"))), kAccepted);
  EXPECT_EQ(session.state.order, (Order{"old", "urgent", "young"}));
  session.Send(AttendanceOf("sw-old"));
  EXPECT_EQ(session.Send(Ratify(kSession, "old")), kAccepted);
}

TEST(AgendaTest, IsOrderedByUrgencyThenAge) {
  auto session = Session();
  EXPECT_EQ(session.state.order, (Order{"urgent", "old", "young"}));
  EXPECT_EQ(session.Send(Reorder("young", 1)), kAccepted);
  EXPECT_EQ(session.state.order, (Order{"young", "urgent", "old"}));
}

TEST(AgendaTest, KeepsWhereTheChairPutAnItem) {
  auto session = Session();
  session.Send(Reorder("young", 1));
  EXPECT_EQ(session.Send(Reorder("young", 1)), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
  EXPECT_EQ(session.Send(Place(Entry("second", "urgent", "2016-11-12"))), kAccepted);
  EXPECT_EQ(session.state.order, (Order{"young", "urgent", "second", "old"}));
  // Listed again as urgent: it leaves its own place.
  EXPECT_EQ(session.Send(Place(Entry("old", "urgent", "2016-11-01"))), kAccepted);
  EXPECT_EQ(session.Made<v1::ItemPlacedOnAgenda>().position(), 1);
  EXPECT_EQ(session.state.order, (Order{"old", "young", "urgent", "second"}));
}

TEST(TakeOffAgendaTest, LeavesTheOthersInTheirOrder) {
  auto session = Session();
  auto take = About<v1::TakeOffAgenda>("old");
  take.set_reason("request-withdrawn");
  EXPECT_EQ(session.Send(take), kAccepted);
  auto taken = About<v1::ItemTakenOffAgenda>("old");
  taken.set_reason("request-withdrawn");
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{taken}));
  EXPECT_EQ(session.state.order, (Order{"urgent", "young"}));
}

TEST(TakeOffAgendaTest, StaysQuietOnARepeatAndOnWhatIsNotThere) {
  Story<PanelSession> unopened(kSaturdayMorning);
  EXPECT_EQ(unopened.Send(About<v1::TakeOffAgenda>("old")), kAccepted);
  EXPECT_TRUE(unopened.StayedQuiet());
  auto session = Session();
  session.Send(About<v1::TakeOffAgenda>("old"));
  EXPECT_EQ(session.Send(About<v1::TakeOffAgenda>("old")), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
}

TEST(TakeOffAgendaTest, KeepsTheRecordOfWhatWasDecidedOrMovedOn) {
  auto session = Session();
  AgreeTo(session, "old");
  EXPECT_EQ(session.Send(About<v1::TakeOffAgenda>("old")), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
  session.Send(OfSession<v1::CloseSession>());
  EXPECT_EQ(session.Send(About<v1::TakeOffAgenda>("young")), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
}

TEST(SubmitPaperTest, RecordsWhereThePaperIsKept) {
  auto session = Session();
  EXPECT_EQ(session.Send(Paper("old")), kAccepted);
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{Paper<v1::PaperSubmitted>("old")}));
  EXPECT_EQ(WouldBeDeferredBecause(session.state, "old"), (Because{"referring-worker-absent"}));
  EXPECT_EQ(WouldBeDeferredBecause(session.state, "young"),
            (Because{"paper-missing", "referring-worker-absent"}));
}

TEST(SubmitPaperTest, TakesThePaperUntilTheDeadlineAndOfACrisisStartAfterIt) {
  auto session = Session();
  session.now = kPapersDue;
  EXPECT_EQ(session.Send(Paper("old")), kAccepted);
  session.now = kPapersDue + std::chrono::seconds{1};
  EXPECT_EQ(session.Send(Paper("young")), v1::REJECTION_PAPER_MUST_MEET_THE_DEADLINE);
  session.Send(Place(CrisisEntry("crisis")));
  EXPECT_EQ(session.Send(Paper("crisis")), kAccepted);
}

TEST(SubmitPaperTest, StaysQuietOnARepeatAfterTheDeadline) {
  auto session = Session();
  session.Send(Paper("old"));
  session.now = kCloses;
  EXPECT_EQ(session.Send(Paper("old")), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
}

TEST(SubmitPaperTest, RefusesWhatIsNotOnAnOpenAgenda) { ExpectTheRulesOfTheAgenda(Paper("old")); }

TEST(ReorderItemTest, SaysWhyAndWhereTo) {
  auto session = Session();
  EXPECT_EQ(session.Send(Reorder("young", 2)), kAccepted);
  auto reordered = About<v1::ItemReordered>("young");
  reordered.set_reason("court-tomorrow");
  reordered.set_position(2);
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{reordered}));
  EXPECT_EQ(session.state.order, (Order{"urgent", "young", "old"}));
}

TEST(ReorderItemTest, PutsWhatIsMovedFarBehindLast) {
  auto session = Session();
  EXPECT_EQ(session.Send(Reorder("urgent", 200)), kAccepted);
  EXPECT_EQ(session.Made<v1::ItemReordered>().position(), 3);
  EXPECT_EQ(session.state.order, (Order{"old", "young", "urgent"}));
  EXPECT_EQ(session.Send(Reorder("urgent", 4)), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
}

TEST(ReorderItemTest, RefusesWhatIsNotOnAnOpenAgenda) {
  ExpectTheRulesOfTheAgenda(Reorder("old", 1));
}

TEST(NominateDeputyTest, StandsInForThatItemAlone) {
  auto session = Session();
  EXPECT_EQ(session.Send(Deputy("old")), kAccepted);
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{Deputy<v1::DeputyNominated>("old")}));
  session.Send(AttendanceOf("sw-9"));
  EXPECT_EQ(session.Send(Agree("young")), v1::REJECTION_REFERRING_WORKER_MUST_ATTEND);
  EXPECT_EQ(session.Send(Agree("old")), kAccepted);
}

TEST(NominateDeputyTest, StaysQuietOnARepeatAndTakesASecond) {
  auto session = Session();
  session.Send(Deputy("old"));
  EXPECT_EQ(session.Send(Deputy("old")), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
  auto second = Deputy("old");
  second.set_deputy_id("sw-10");
  EXPECT_EQ(session.Send(second), kAccepted);
  EXPECT_EQ(session.Made<v1::DeputyNominated>().deputy_id(), "sw-10");
}

TEST(NominateDeputyTest, RefusesWhatIsNotOnAnOpenAgenda) {
  ExpectTheRulesOfTheAgenda(Deputy("old"));
}

TEST(CloseAgendaTest, WarnsOfEachItemWithoutAPaper) {
  auto session = Session();
  session.Send(Paper("urgent"));
  AgreeTo(session, "young");  // decided already: nothing to warn of
  EXPECT_EQ(session.Send(OfSession<v1::CloseAgenda>()), kAccepted);
  auto closed = OfSession<v1::AgendaClosed>();
  closed.set_panel_id(kPanel);
  closed.add_warnings()->set_item_id("old");
  closed.mutable_warnings(0)->add_because("paper-missing");
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{closed}));
  EXPECT_EQ(PanelSession::EffectsOf(closed).cancelled_timers, (Order{"close-agenda"}));
}

TEST(CloseAgendaTest, RefusesASessionThatWasNeverOpened) {
  Story<PanelSession> unopened(kSaturdayMorning);
  EXPECT_EQ(unopened.Send(OfSession<v1::CloseAgenda>()), v1::REJECTION_SESSION_MUST_BE_OPENED);
}

TEST(CloseAgendaTest, StaysQuietOnARepeatAndAfterTheSession) {
  auto session = Session();
  session.Send(OfSession<v1::CloseAgenda>());
  EXPECT_EQ(session.Send(OfSession<v1::CloseAgenda>()), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
  auto closed = ClosedSession();
  EXPECT_EQ(closed.Send(OfSession<v1::CloseAgenda>()), kAccepted);
  EXPECT_TRUE(closed.StayedQuiet());
}

}  // namespace
}  // namespace kinward::scheduling
