// At the session: who came, and what was decided.
#include "services/scheduling/domain/panel_session.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kinward/scheduling/v1/agenda_item.pb.h"
#include "kinward/scheduling/v1/panel.pb.h"
#include "kinward/scheduling/v1/request.pb.h"
#include "libs/testing/messages.h"
#include "services/scheduling/testing/entailed.h"
#include "services/scheduling/testing/story_of_a_panel.h"

namespace kinward::scheduling {
namespace {

v1::DecideItem AgreeOnConditions(const std::string& item,
                                 const std::vector<std::string>& conditions) {
  auto command = DecideAs(item, v1::PANEL_DECISION_AGREE_WITH_CONDITIONS);
  for (const auto& condition : conditions) command.add_conditions()->set_condition_id(condition);
  return command;
}
v1::MeetCondition Meet(const std::string& item, const std::string& condition) {
  auto command = About<v1::MeetCondition>(item);
  command.set_condition_id(condition);
  return command;
}
// "old" is agreed to on condition of "one" and "two".
Story<PanelSession> Conditional() {
  auto session = Session();
  session.Send(AttendanceOf("sw-old"));
  session.Send(AgreeOnConditions("old", {"one", "two"}));
  return session;
}
// "crisis" is there to be ratified, and so is its worker.
Story<PanelSession> AfterACrisis() {
  auto session = Session();
  session.Send(Place(CrisisEntry("crisis")));
  session.Send(AttendanceOf("sw-crisis"));
  return session;
}
v1::RatifyItem RatifyAs(const std::string& item, bool ratified) {
  auto command = About<v1::RatifyItem>(item);
  command.set_ratified(ratified);
  return command;
}

TEST(RecordAttendanceTest, RecordsTheReferringWorkerForTheWholeSession) {
  auto session = Session();
  auto command = OfSession<v1::RecordAttendance>();
  command.set_worker_id("sw-old");
  EXPECT_EQ(session.Send(command), kAccepted);
  auto recorded = OfSession<v1::AttendanceRecorded>();
  recorded.set_worker_id("sw-old");
  recorded.set_role("referring-worker");
  recorded.set_present(true);
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{recorded}));
}

TEST(RecordAttendanceTest, IsQuietWhenNothingChanged) {
  auto session = Session();
  session.Send(AttendanceOf("sw-old"));
  EXPECT_EQ(session.Send(AttendanceOf("sw-old")), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
  session.Send(AttendanceOf("sw-old", false));
  EXPECT_FALSE(session.Made<v1::AttendanceRecorded>().present());
  EXPECT_FALSE(session.StayedQuiet());
}

TEST(RecordAttendanceTest, CountsForTheItemsThatItNames) {
  auto session = Session();
  auto another = Entry("another");
  another.set_referrer_id("sw-old");
  session.Send(Place(another));
  auto command = AttendanceOf("sw-old");
  command.add_item_ids("old");
  EXPECT_EQ(session.Send(command), kAccepted);
  EXPECT_EQ(session.Send(Agree("another")), v1::REJECTION_REFERRING_WORKER_MUST_ATTEND);
  EXPECT_EQ(session.Send(Agree("old")), kAccepted);
}

TEST(RecordAttendanceTest, RefusesWhatIsNotAnOpenSessionOrOneOfItsItems) {
  Story<PanelSession> unopened(kSaturdayMorning);
  EXPECT_EQ(unopened.Send(AttendanceOf("sw-old")), v1::REJECTION_SESSION_MUST_BE_OPENED);
  EXPECT_EQ(ClosedSession().Send(AttendanceOf("sw-old")), v1::REJECTION_SESSION_MUST_NOT_BE_CLOSED);
  auto elsewhere = AttendanceOf("sw-old");
  elsewhere.add_item_ids("nobody");
  EXPECT_EQ(Session().Send(elsewhere), v1::REJECTION_ITEM_MUST_BE_ON_THE_AGENDA);
}

TEST(DecideItemTest, TellsTheFamilysItemAndTheRequest) {
  auto session = Session();
  session.Send(AttendanceOf("sw-old"));
  auto decide = Agree("old");
  decide.set_reason("threshold-met");
  EXPECT_EQ(session.Send(decide), kAccepted);
  auto decided = About<v1::ItemDecided>("old");
  decided.set_decision(v1::PANEL_DECISION_AGREE);
  decided.set_reason("threshold-met");
  *decided.mutable_entry() = Entry("old");
  decided.set_panel_id(kPanel);
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{decided}));
  const auto companions = PanelSession::CompanionsOf(decided);
  EXPECT_EQ(companions.size(), 2U);
  EXPECT_EQ(Asked<v1::RecordItemDecided>(companions).decision(), "agreed");
  EXPECT_EQ(Asked<v1::RecordPartDecided>(companions).decision(), "agreed");
  EXPECT_EQ(Asked<v1::RecordPartDecided>(companions).referral_id(), "referral-old");
}

TEST(DecideItemTest, NeedsTheReferringWorkerOfThatItem) {
  auto session = Session();
  EXPECT_EQ(session.Send(Agree("old")), v1::REJECTION_REFERRING_WORKER_MUST_ATTEND);
  session.Send(AttendanceOf("sw-young"));
  EXPECT_EQ(session.Send(Agree("old")), v1::REJECTION_REFERRING_WORKER_MUST_ATTEND);
  session.Send(AttendanceOf("sw-old", false));
  EXPECT_EQ(session.Send(Agree("old")), v1::REJECTION_REFERRING_WORKER_MUST_ATTEND);
  session.Send(AttendanceOf("sw-old"));
  EXPECT_EQ(session.Send(Agree("old")), kAccepted);
  EXPECT_EQ(session.Send(Agree("old")), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
}

TEST(DecideItemTest, DefersWithNobodyThereAndListsItAgain) {
  auto session = Session();
  EXPECT_EQ(session.Send(DecideAs("old", v1::PANEL_DECISION_DEFER)), kAccepted);
  const auto companions = PanelSession::CompanionsOf(session.Made<v1::ItemDecided>());
  EXPECT_EQ(companions.size(), 3U);
  EXPECT_EQ(Asked<v1::RecordPartDecided>(companions).decision(), "deferred");
  EXPECT_EQ(Asked<v1::RelistItem>(companions).panel_id(), kPanel);
  EXPECT_EQ(Asked<v1::RelistItem>(companions).entry(), Entry("old"));
  EXPECT_EQ(Asked<v1::RelistItem>(companions).from_session_id(), kSession);
}

TEST(DecideItemTest, RefusesWhatIsNotThereOrDecided) {
  Story<PanelSession> unopened(kSaturdayMorning);
  EXPECT_EQ(unopened.Send(Agree("old")), v1::REJECTION_SESSION_MUST_BE_OPENED);
  auto session = Session();
  EXPECT_EQ(session.Send(Agree("nobody")), v1::REJECTION_ITEM_MUST_BE_ON_THE_AGENDA);
  AgreeTo(session, "old");
  EXPECT_EQ(session.Send(DecideAs("old", v1::PANEL_DECISION_REFUSE)),
            v1::REJECTION_ITEM_MUST_NOT_BE_DECIDED);
}

TEST(DecideItemTest, LeavesACrisisStartToBeRatifiedOrDeferred) {
  auto session = AfterACrisis();
  for (const auto decision : {v1::PANEL_DECISION_AGREE, v1::PANEL_DECISION_REFUSE}) {
    EXPECT_EQ(session.Send(DecideAs("crisis", decision)),
              v1::REJECTION_RETROSPECTIVE_ITEM_MUST_BE_RATIFIED);
  }
  EXPECT_EQ(session.Send(DecideAs("crisis", v1::PANEL_DECISION_DEFER)), kAccepted);
}

TEST(DecideItemTest, NamesEachConditionOnce) {
  auto session = Session();
  session.Send(AttendanceOf("sw-old"));
  EXPECT_EQ(session.Send(AgreeOnConditions("old", {})), v1::REJECTION_CONDITIONS_MUST_BE_NAMED);
  EXPECT_EQ(session.Send(AgreeOnConditions("old", {"one", "one"})),
            v1::REJECTION_CONDITIONS_MUST_BE_NAMED);
  EXPECT_EQ(session.Send(AgreeOnConditions("old", {"one", "two"})), kAccepted);
  const auto companions = PanelSession::CompanionsOf(session.Made<v1::ItemDecided>());
  EXPECT_EQ(Asked<v1::RecordItemDecided>(companions).conditions_size(), 2);
  EXPECT_EQ(Asked<v1::RecordPartDecided>(companions).decision(), "agreed-with-conditions");
}

TEST(DecideItemTest, DoesNotTakeOtherConditionsForARepeat) {
  auto session = Conditional();
  EXPECT_EQ(session.Send(AgreeOnConditions("old", {"two", "one"})), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
  EXPECT_EQ(session.Send(AgreeOnConditions("old", {"one", "three"})),
            v1::REJECTION_ITEM_MUST_NOT_BE_DECIDED);
}

TEST(DecideItemTest, TakesWhoeverComesForAReferralThatNamesNoWorker) {
  auto session = EmptySession();
  auto entry = Entry("old");
  entry.clear_referrer_id();
  session.Send(Place(entry));
  auto chair = AttendanceOf("sw-1");
  chair.set_role("chair");
  session.Send(chair);
  EXPECT_EQ(session.Send(Agree("old")), v1::REJECTION_REFERRING_WORKER_MUST_ATTEND);
  session.Send(AttendanceOf("sw-2"));
  EXPECT_EQ(session.Send(Agree("old")), kAccepted);
}

TEST(MeetConditionTest, CountsAsAgreedOnceTheLastIsMet) {
  auto session = Conditional();
  EXPECT_EQ(session.Send(Meet("old", "one")), kAccepted);
  EXPECT_FALSE(session.Made<v1::ConditionMet>().last());
  EXPECT_TRUE(PanelSession::CompanionsOf(session.Made<v1::ConditionMet>()).empty());
  EXPECT_EQ(session.Send(Meet("old", "two")), kAccepted);
  auto met = About<v1::ConditionMet>("old");
  met.set_condition_id("two");
  met.set_last(true);
  met.set_referral_id("referral-old");
  met.set_programme_id("T-01");
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{met}));
  const auto companions = PanelSession::CompanionsOf(met);
  EXPECT_EQ(Asked<v1::RecordItemDecided>(companions).decision(), "conditions-met");
  EXPECT_EQ(Asked<v1::RecordPartDecided>(companions).decision(), "conditions-met");
}

TEST(MeetConditionTest, RefusesAConditionThatWasNotSet) {
  auto session = Conditional();
  EXPECT_EQ(session.Send(Meet("old", "three")), v1::REJECTION_CONDITION_MUST_BE_SET);
  EXPECT_EQ(session.Send(Meet("young", "one")), v1::REJECTION_CONDITION_MUST_BE_SET);
  EXPECT_EQ(session.Send(Meet("nobody", "one")), v1::REJECTION_ITEM_MUST_BE_ON_THE_AGENDA);
}

TEST(MeetConditionTest, StaysQuietOnARepeat) {
  auto session = Conditional();
  session.Send(Meet("old", "one"));
  EXPECT_EQ(session.Send(Meet("old", "one")), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
  session.Send(Meet("old", "two"));
  EXPECT_EQ(session.Send(Meet("old", "two")), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
}

TEST(RatifyItemTest, TellsTheFamilysItemAndTheRequest) {
  auto session = AfterACrisis();
  EXPECT_EQ(session.Send(About<v1::RatifyItem>("crisis")), kAccepted);
  auto ratified = About<v1::ItemRatified>("crisis");
  ratified.set_ratified(true);  // nobody said otherwise
  *ratified.mutable_entry() = CrisisEntry("crisis");
  ratified.set_panel_id(kPanel);
  EXPECT_EQ(session.events, (EventsOf<PanelSession>{ratified}));
  const auto companions = PanelSession::CompanionsOf(ratified);
  EXPECT_EQ(companions.size(), 2U);
  EXPECT_EQ(Asked<v1::RecordItemDecided>(companions).decision(), "ratified");
  EXPECT_EQ(Asked<v1::RecordPartDecided>(companions).referral_id(), "referral-crisis");
}

TEST(RatifyItemTest, KeepsInSightWhatThePanelDidNotRatify) {
  auto session = AfterACrisis();
  EXPECT_EQ(session.Send(RatifyAs("crisis", false)), kAccepted);
  const auto companions = PanelSession::CompanionsOf(session.Made<v1::ItemRatified>());
  EXPECT_EQ(Asked<v1::RecordPartDecided>(companions).decision(), "not-ratified");
  EXPECT_EQ(session.Send(RatifyAs("crisis", false)), kAccepted);
  EXPECT_TRUE(session.StayedQuiet());
  EXPECT_EQ(session.Send(RatifyAs("crisis", true)), v1::REJECTION_ITEM_MUST_NOT_BE_DECIDED);
}

TEST(RatifyItemTest, NeedsACrisisStartAndItsReferringWorker) {
  auto session = AfterACrisis();
  EXPECT_EQ(session.Send(About<v1::RatifyItem>("young")),
            v1::REJECTION_ONLY_A_CRISIS_START_MUST_BE_RATIFIED);
  session.Send(AttendanceOf("sw-crisis", false));
  EXPECT_EQ(session.Send(About<v1::RatifyItem>("crisis")),
            v1::REJECTION_REFERRING_WORKER_MUST_ATTEND);
}

TEST(RatifyItemTest, RefusesWhatIsNotOnAnOpenAgenda) {
  Story<PanelSession> unopened(kSaturdayMorning);
  const auto ratify = About<v1::RatifyItem>("crisis");
  EXPECT_EQ(unopened.Send(ratify), v1::REJECTION_SESSION_MUST_BE_OPENED);
  EXPECT_EQ(Session().Send(ratify), v1::REJECTION_ITEM_MUST_BE_ON_THE_AGENDA);
  auto session = AfterACrisis();
  session.Send(OfSession<v1::CloseSession>());
  EXPECT_EQ(session.Send(ratify), v1::REJECTION_SESSION_MUST_NOT_BE_CLOSED);
}

}  // namespace
}  // namespace kinward::scheduling
