// What a session leaves behind: the actions that it set, and the items that it did not decide.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kinward/scheduling/v1/panel.pb.h"
#include "libs/testing/messages.h"
#include "services/scheduling/domain/panel_session.h"
#include "services/scheduling/testing/entailed.h"
#include "services/scheduling/testing/story_of_a_panel.h"

namespace kinward::scheduling {
namespace {

template <typename Message = v1::SetAction>
Message Action(const std::string& item = "old") {
  auto message = About<Message>(item);
  message.set_action_id("action");
  message.set_action("school-visit");
  message.set_agency("education");
  message.set_due("2016-12-01");
  return message;
}
template <typename Message = v1::CompleteAction>
Message Completed(const std::string& action) {
  auto message = OfSession<Message>();
  message.set_action_id(action);
  return message;
}
// Closed with "urgent" agreed to: "old" and "young" move on, in the order of the agenda.
v1::PanelSessionClosed ClosedWithoutTheUrgent() {
  auto closed = OfSession<v1::PanelSessionClosed>();
  closed.set_panel_id(kPanel);
  *closed.add_undecided() = Entry("old", "routine", "2016-11-01");
  *closed.add_undecided() = Entry("young", "routine", "2016-11-10");
  return closed;
}
// Closed with so many undecided items; the first of them, agreed to, is one more.
Story<PanelSession> ClosedLongAgenda(int undecided) {
  auto session = EmptySession();
  session.Send(Place(Entry("agreed")));
  AgreeTo(session, "agreed");
  for (int i = 1; i <= undecided; ++i) session.Send(Place(Entry("item-" + std::to_string(i))));
  session.Send(OfSession<v1::CloseSession>());
  return session;
}

TEST(SetActionTest, SaysWhoDoesWhatByWhen) {
  auto session = Session();
  EXPECT_EQ(session.Send(Action()), kAccepted);
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{Action<v1::ActionSet>()}));
}

TEST(SetActionTest, StaysQuietOnARepeatAndRefusesAnotherActionByItsId) {
  auto session = Session();
  session.Send(Action());
  session.Send(Completed("action"));
  EXPECT_EQ(session.Send(Action()), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
  auto other = Action();
  other.set_due("2016-12-08");
  EXPECT_EQ(session.Send(other), v1::REJECTION_ACTION_ID_MUST_NOT_BE_REUSED);
}

TEST(SetActionTest, RefusesWhatIsNotAtThisSession) {
  Story<PanelSession> unopened(kSaturdayMorning);
  EXPECT_EQ(unopened.Send(Action()), v1::REJECTION_SESSION_MUST_BE_OPENED);
  EXPECT_EQ(Session().Send(Action("nobody")), v1::REJECTION_ITEM_MUST_BE_ON_THE_AGENDA);
}

TEST(SetActionTest, MayBeWrittenDownAfterTheSession) {
  auto session = ClosedSession();
  EXPECT_EQ(session.Send(Action()), kAccepted);
  EXPECT_EQ(session.Made<v1::ActionSet>().agency(), "education");
}

TEST(CompleteActionTest, CompletesWhatWasSet) {
  auto session = Session();
  session.Send(Action());
  EXPECT_EQ(session.Send(Completed("action")), kAccepted);
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{Completed<v1::ActionCompleted>("action")}));
}

TEST(CompleteActionTest, RefusesAnActionThatWasNotSet) {
  auto session = Session();
  session.Send(Action());
  EXPECT_EQ(session.Send(Completed("another")), v1::REJECTION_ACTION_MUST_BE_SET);
}

TEST(CompleteActionTest, StaysQuietOnARepeat) {
  auto session = Session();
  session.Send(Action());
  session.Send(Completed("action"));
  EXPECT_EQ(session.Send(Completed("action")), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
}

TEST(MarkInquorateTest, ClosesTheSessionAndSendsEverythingUndecidedOn) {
  auto session = Session();
  AgreeTo(session, "urgent");
  EXPECT_EQ(session.Send(OfSession<v1::MarkInquorate>()), kAccepted);
  auto inquorate = OfSession<v1::SessionInquorate>();
  inquorate.set_panel_id(kPanel);
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{inquorate, ClosedWithoutTheUrgent()}));
  EXPECT_EQ(session.Send(Agree("young")), v1::REJECTION_SESSION_MUST_NOT_BE_CLOSED);
}

TEST(MarkInquorateTest, RefusesASessionThatIsNotOpen) {
  Story<PanelSession> unopened(kSaturdayMorning);
  EXPECT_EQ(unopened.Send(OfSession<v1::MarkInquorate>()), v1::REJECTION_SESSION_MUST_BE_OPENED);
  EXPECT_EQ(ClosedSession().Send(OfSession<v1::MarkInquorate>()),
            v1::REJECTION_SESSION_MUST_NOT_BE_CLOSED);
}

TEST(MarkInquorateTest, StaysQuietOnARepeat) {
  auto session = Session();
  session.Send(OfSession<v1::MarkInquorate>());
  EXPECT_EQ(session.Send(OfSession<v1::MarkInquorate>()), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
}

TEST(CloseSessionTest, ListsEachUndecidedItemAgainAndStopsItsClock) {
  auto session = Session();
  AgreeTo(session, "urgent");
  EXPECT_EQ(session.Send(OfSession<v1::CloseSession>()), kAccepted);
  const auto closed = ClosedWithoutTheUrgent();
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{closed}));
  const auto effects = PanelSession::EffectsOf(closed);
  EXPECT_TRUE(effects.timers.empty());
  EXPECT_EQ(effects.cancelled_timers, (std::vector<std::string>{"close-agenda", "close-session"}));
  const auto companions = PanelSession::CompanionsOf(closed);
  EXPECT_EQ(companions.size(), 3U);
  // The panel lists nothing more there, before it looks for another session.
  EXPECT_EQ(companions[0].message().GetTypeName(), "kinward.scheduling.v1.RecordSessionEnded");
  EXPECT_EQ(Asked<v1::RecordSessionEnded>(companions).session_id(), kSession);
  EXPECT_EQ(Asked<v1::RelistItem>(companions).entry(), closed.undecided(0));
  EXPECT_EQ(Asked<v1::RelistItem>(companions).from_session_id(), kSession);
}

TEST(CloseSessionTest, RefusesASessionThatWasNeverOpened) {
  Story<PanelSession> unopened(kSaturdayMorning);
  EXPECT_EQ(unopened.Send(OfSession<v1::CloseSession>()), v1::REJECTION_SESSION_MUST_BE_OPENED);
}

TEST(CloseSessionTest, StaysQuietOnARepeatAndAfterAnInquorateSession) {
  auto session = ClosedSession();
  EXPECT_EQ(session.Send(OfSession<v1::CloseSession>()), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
  auto inquorate = Session();
  inquorate.Send(OfSession<v1::MarkInquorate>());
  EXPECT_EQ(inquorate.Send(OfSession<v1::CloseSession>()), kAccepted);
  EXPECT_TRUE(inquorate.StayedQuiet());
}

TEST(CloseSessionTest, LeavesADeferredItemWhereItWasListedAgain) {
  auto session = Session();
  session.Send(DecideAs("urgent", v1::PANEL_DECISION_DEFER));
  session.Send(OfSession<v1::CloseSession>());
  EXPECT_EQ(session.Made<v1::PanelSessionClosed>(), ClosedWithoutTheUrgent());
}

TEST(CarryItemsOverTest, ListsTheRestOfALongAgendaAgain) {
  auto session = ClosedLongAgenda(45);
  const auto closed = session.Made<v1::PanelSessionClosed>();
  EXPECT_EQ(closed.undecided_size(), 40);
  EXPECT_EQ(closed.left(), 5);
  EXPECT_EQ(SentByClock<v1::CarryItemsOver>(PanelSession::EffectsOf(closed)).session_id(),
            kSession);
  EXPECT_EQ(session.Send(OfSession<v1::CarryItemsOver>()), kAccepted);
  auto carried = OfSession<v1::ItemsCarriedOver>();
  carried.set_panel_id(kPanel);
  for (int i = 41; i <= 45; ++i) *carried.add_undecided() = Entry("item-" + std::to_string(i));
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{carried}));
  EXPECT_TRUE(PanelSession::EffectsOf(carried).timers.empty());
  const auto companions = PanelSession::CompanionsOf(carried);
  EXPECT_EQ(companions.size(), 5U);
  EXPECT_EQ(Asked<v1::RelistItem>(companions).entry().item_id(), "item-41");
}

TEST(CarryItemsOverTest, GoesOnByItselfWhileSomeAreLeft) {
  auto session = ClosedLongAgenda(81);
  EXPECT_EQ(session.Send(OfSession<v1::CarryItemsOver>()), kAccepted);
  const auto carried = session.Made<v1::ItemsCarriedOver>();
  EXPECT_EQ(carried.undecided_size(), 40);
  EXPECT_EQ(carried.left(), 1);
  EXPECT_EQ(SentByClock<v1::CarryItemsOver>(PanelSession::EffectsOf(carried)).session_id(),
            kSession);
}

TEST(CarryItemsOverTest, StaysQuietBeforeTheCloseAndOnceAllAreListedAgain) {
  auto open = Session();
  EXPECT_EQ(open.Send(OfSession<v1::CarryItemsOver>()), kAccepted);
  EXPECT_TRUE(open.StayedQuiet());
  auto session = ClosedLongAgenda(40);
  EXPECT_EQ(session.Made<v1::PanelSessionClosed>().left(), 0);
  EXPECT_EQ(session.Send(OfSession<v1::CarryItemsOver>()), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
}

}  // namespace
}  // namespace kinward::scheduling
