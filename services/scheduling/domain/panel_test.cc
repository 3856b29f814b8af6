#include "services/scheduling/domain/panel.h"

#include <gtest/gtest.h>

#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/panel_session.h"
#include "services/scheduling/testing/story.h"

namespace kinward::scheduling {
namespace {

const LocalDate kWednesday = DateFrom(2016, 11, 16);
const Time kSaturday = At(DateFrom(2016, 11, 12), "10:00");
const std::string kPanel = "resource-panel";

v1::DefinePanel Define(int slots, int weekday = 3) {
  v1::DefinePanel command;
  command.set_panel_id(kPanel);
  auto& definition = *command.mutable_definition();
  definition.set_weekday(weekday);
  definition.set_start_time("10:00");
  definition.set_slots(slots);
  definition.set_paper_deadline_hours(48);
  definition.set_referrer_must_attend(true);
  return command;
}
template <typename Command = v1::ListItem>
Command List(const std::string& item) {
  Command command;
  command.set_panel_id(kPanel);
  command.set_referral_id("referral-" + item);
  command.set_family_id("family-" + item);
  command.set_programme_id("W-01");
  command.set_item_id(item);
  return command;
}
Story<Panel> Weekly(int slots) {
  Story<Panel> panel(kSaturday);
  panel.Send(Define(slots));
  return panel;
}
std::string DayOf(const v1::ItemListed& listed) {
  return FormatDate(DateOf(ToTime(listed.session_time())));
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
  v1::OpenSession far;
  far.set_panel_id(kPanel);
  far.set_on("2017-03-01");
  EXPECT_EQ(panel.Send(far), kAccepted);
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

TEST(ListItemTest, StaysQuietOnARepeat) {
  auto panel = Weekly(8);
  panel.Send(List("a"));
  EXPECT_EQ(panel.Send(List("a")), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
}

TEST(ListItemTest, RefusesAPanelThatIsNotDefined) {
  Story<Panel> panel(kSaturday);
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

TEST(WithdrawItemTest, GivesItsSlotBackButNeverDropsACrisisStart) {
  auto panel = Weekly(1);
  panel.Send(List("a"));
  v1::WithdrawItem withdraw;
  withdraw.set_panel_id(kPanel);
  withdraw.set_item_id("a");
  panel.Send(withdraw);
  panel.Send(List("b"));
  EXPECT_EQ(DayOf(panel.Made<v1::ItemListed>()), "2016-11-16");
  panel.Send(List<v1::AuthoriseCrisisStart>("c"));
  withdraw.set_item_id("c");
  EXPECT_EQ(panel.Send(withdraw), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
}

TEST(OpenSessionTest, WaitsForASessionWhereThereIsNoWeek) {
  Story<Panel> panel(kSaturday);
  panel.Send(Define(8, 0));
  EXPECT_EQ(panel.Send(List("a")), kAccepted);
  EXPECT_TRUE(panel.Made<v1::ItemListed>().session_id().empty());
  v1::OpenSession open;
  open.set_panel_id(kPanel);
  open.set_on("2016-12-01");
  EXPECT_EQ(panel.Send(open), kAccepted);
  EXPECT_EQ(DayOf(panel.Made<v1::ItemListed>()), "2016-12-01");
}

TEST(OpenSessionTest, RefusesThePastAndTheHourThatDoesNotExist) {
  auto panel = Weekly(8);
  v1::OpenSession open;
  open.set_panel_id(kPanel);
  open.set_on("2016-11-11");
  EXPECT_EQ(panel.Send(open), v1::REJECTION_SESSION_MUST_BE_IN_THE_FUTURE);
  open.set_on("2017-03-26");
  open.set_start_time("01:30");
  EXPECT_EQ(panel.Send(open), v1::REJECTION_LOCAL_TIME_MUST_EXIST);
  EXPECT_EQ(panel.instead, (std::vector<std::string>{"02:30"}));
}

// --- the session ---

v1::AgendaEntry Entry(const std::string& item, const std::string& urgency,
                      const std::string& referred_on) {
  v1::AgendaEntry entry;
  entry.set_item_id(item);
  entry.set_referral_id("referral-" + item);
  entry.set_urgency(urgency);
  entry.set_referred_on(referred_on);
  entry.set_referrer_id("sw-" + item);
  return entry;
}
template <typename Command>
Command About(const std::string& item) {
  Command command;
  command.set_session_id("session");
  command.set_item_id(item);
  return command;
}
v1::PlaceOnAgenda Place(const v1::AgendaEntry& entry) {
  v1::PlaceOnAgenda place;
  place.set_session_id("session");
  *place.mutable_entry() = entry;
  return place;
}
Story<PanelSession> Session() {
  Story<PanelSession> session(kSaturday);
  v1::OpenPanelSession open;
  open.set_session_id("session");
  open.set_panel_id(kPanel);
  open.set_referrer_must_attend(true);
  *open.mutable_papers_by_time() = ToTimestamp(At(DateFrom(2016, 11, 14), "10:00"));
  session.Send(open);
  for (const auto& entry :
       {Entry("young", "routine", "2016-11-10"), Entry("old", "routine", "2016-11-01"),
        Entry("urgent", "urgent", "2016-11-11")})
    session.Send(Place(entry));
  return session;
}
void Attend(Story<PanelSession>& session, const std::string& worker, bool present = true) {
  v1::RecordAttendance command;
  command.set_session_id("session");
  command.set_worker_id(worker);
  command.set_present(present);
  session.Send(command);
}
v1::DecideItem Agree(const std::string& item) {
  auto command = About<v1::DecideItem>(item);
  command.set_decision(v1::PANEL_DECISION_AGREE);
  return command;
}

TEST(AgendaTest, IsOrderedByUrgencyThenAge) {
  auto session = Session();
  EXPECT_EQ(session.state.order, (std::vector<std::string>{"urgent", "old", "young"}));
  auto reorder = About<v1::ReorderItem>("young");
  reorder.set_position(1);
  reorder.set_reason("court-tomorrow");
  EXPECT_EQ(session.Send(reorder), kAccepted);
  EXPECT_EQ(session.state.order, (std::vector<std::string>{"young", "urgent", "old"}));
}

TEST(AgendaTest, KeepsWhereTheChairPutAnItem) {
  auto session = Session();
  auto reorder = About<v1::ReorderItem>("young");
  reorder.set_position(1);
  session.Send(reorder);
  EXPECT_EQ(session.Send(reorder), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
  EXPECT_EQ(session.Send(Place(Entry("second", "urgent", "2016-11-12"))), kAccepted);
  EXPECT_EQ(session.state.order, (std::vector<std::string>{"young", "urgent", "second", "old"}));
  // Listed again as urgent: it leaves its own place.
  EXPECT_EQ(session.Send(Place(Entry("old", "urgent", "2016-11-01"))), kAccepted);
  EXPECT_EQ(session.Made<v1::ItemPlacedOnAgenda>().position(), 1);
  EXPECT_EQ(session.state.order, (std::vector<std::string>{"old", "young", "urgent", "second"}));
}

TEST(RecordAttendanceTest, IsQuietWhenNothingChanged) {
  auto session = Session();
  Attend(session, "sw-old");
  EXPECT_FALSE(session.StayedQuiet());
  Attend(session, "sw-old");
  EXPECT_TRUE(session.StayedQuiet());
  Attend(session, "sw-old", false);
  EXPECT_FALSE(session.StayedQuiet());
}

TEST(DecideItemTest, NeedsTheReferringWorkerOfThatItem) {
  auto session = Session();
  EXPECT_EQ(session.Send(Agree("old")), v1::REJECTION_REFERRING_WORKER_MUST_ATTEND);
  Attend(session, "sw-young");
  EXPECT_EQ(session.Send(Agree("old")), v1::REJECTION_REFERRING_WORKER_MUST_ATTEND);
  Attend(session, "sw-old", false);
  EXPECT_EQ(session.Send(Agree("old")), v1::REJECTION_REFERRING_WORKER_MUST_ATTEND);
  Attend(session, "sw-old");
  EXPECT_EQ(session.Send(Agree("old")), kAccepted);
  EXPECT_EQ(session.Send(Agree("old")), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
}

TEST(DecideItemTest, TakesANominatedDeputy) {
  auto session = Session();
  auto nominate = About<v1::NominateDeputy>("old");
  nominate.set_deputy_id("sw-9");
  EXPECT_EQ(session.Send(nominate), kAccepted);
  Attend(session, "sw-9");
  EXPECT_EQ(session.Send(Agree("old")), kAccepted);
}

TEST(DecideItemTest, RefusesWhatIsNotThereOrDecided) {
  Story<PanelSession> unopened(kSaturday);
  EXPECT_EQ(unopened.Send(Agree("old")), v1::REJECTION_SESSION_MUST_BE_OPENED);
  auto session = Session();
  EXPECT_EQ(session.Send(Agree("nobody")), v1::REJECTION_ITEM_MUST_BE_ON_THE_AGENDA);
  Attend(session, "sw-old");
  session.Send(Agree("old"));
  auto refuse = Agree("old");
  refuse.set_decision(v1::PANEL_DECISION_REFUSE);
  EXPECT_EQ(session.Send(refuse), v1::REJECTION_ITEM_MUST_NOT_BE_DECIDED);
  EXPECT_EQ(session.Send(About<v1::RatifyItem>("young")),
            v1::REJECTION_ONLY_A_CRISIS_START_MUST_BE_RATIFIED);
}

TEST(MeetConditionTest, KnowsTheConditionsThatWereSet) {
  auto session = Session();
  Attend(session, "sw-old");
  auto decide = Agree("old");
  decide.set_decision(v1::PANEL_DECISION_AGREE_WITH_CONDITIONS);
  EXPECT_EQ(session.Send(decide), v1::REJECTION_CONDITIONS_MUST_BE_NAMED);
  decide.add_conditions()->set_condition_id("one");
  decide.add_conditions()->set_condition_id("two");
  session.Send(decide);
  auto meet = About<v1::MeetCondition>("old");
  meet.set_condition_id("three");
  EXPECT_EQ(session.Send(meet), v1::REJECTION_CONDITION_MUST_BE_SET);
  meet.set_condition_id("one");
  session.Send(meet);
  EXPECT_FALSE(session.Made<v1::ConditionMet>().last());
  meet.set_condition_id("two");
  session.Send(meet);
  EXPECT_TRUE(session.Made<v1::ConditionMet>().last());
}

TEST(SubmitPaperTest, HasADeadlineAndAPreFlight) {
  auto session = Session();
  EXPECT_EQ(WouldBeDeferredBecause(session.state, "old"),
            (std::vector<std::string>{"paper-missing", "referring-worker-absent"}));
  EXPECT_EQ(session.Send(About<v1::SubmitPaper>("old")), kAccepted);
  session.now = At(DateFrom(2016, 11, 15), "10:00");
  EXPECT_EQ(session.Send(About<v1::SubmitPaper>("young")),
            v1::REJECTION_PAPER_MUST_MEET_THE_DEADLINE);
  v1::CloseAgenda close;
  close.set_session_id("session");
  session.Send(close);
  EXPECT_EQ(session.Made<v1::AgendaClosed>().warnings_size(), 2);
}

TEST(SetActionTest, IsCompletedOnce) {
  auto session = Session();
  auto set = About<v1::SetAction>("old");
  set.set_action_id("action");
  EXPECT_EQ(session.Send(set), kAccepted);
  EXPECT_EQ(session.Send(set), v1::REJECTION_ACTION_ID_MUST_NOT_BE_REUSED);
  v1::CompleteAction complete;
  complete.set_action_id("nothing");
  EXPECT_EQ(session.Send(complete), v1::REJECTION_ACTION_MUST_BE_SET);
  complete.set_action_id("action");
  EXPECT_EQ(session.Send(complete), kAccepted);
}

TEST(MarkInquorateTest, SendsEverythingUndecidedOn) {
  auto session = Session();
  Attend(session, "sw-old");
  session.Send(Agree("old"));
  v1::MarkInquorate mark;
  mark.set_session_id("session");
  EXPECT_EQ(session.Send(mark), kAccepted);
  EXPECT_EQ(session.Made<v1::PanelSessionClosed>().undecided_size(), 2);
  Attend(session, "sw-young");
  EXPECT_EQ(session.Send(Agree("young")), v1::REJECTION_SESSION_MUST_NOT_BE_CLOSED);
}

}  // namespace
}  // namespace kinward::scheduling
