// What leaves a panel's session: moved on, withdrawn, or listed at last after it waited.
#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "kinward/scheduling/v1/agenda_item.pb.h"
#include "kinward/scheduling/v1/panel_session.pb.h"
#include "kinward/scheduling/v1/request.pb.h"
#include "libs/calendar/calendar.h"
#include "libs/testing/messages.h"
#include "services/scheduling/domain/panel.h"
#include "services/scheduling/testing/entailed.h"
#include "services/scheduling/testing/story_of_a_panel.h"

namespace kinward::scheduling {
namespace {

v1::RelistItem Relist(const std::string& item, const std::string& session_id) {
  v1::RelistItem command;
  command.set_panel_id(kPanel);
  *command.mutable_entry() = Entry(item);
  command.set_from_session_id(session_id);
  return command;
}
template <typename Message = v1::WithdrawItem>
Message Withdrawn(const std::string& item) {
  Message message;
  message.set_panel_id(kPanel);
  message.set_item_id(item);
  message.set_reason("request-withdrawn");
  return message;
}
template <typename Message = v1::RecordSessionEnded>
Message Ended(const std::string& session_id) {
  Message message;
  message.set_panel_id(kPanel);
  message.set_session_id(session_id);
  return message;
}
v1::ListQueuedItems TheRest() {
  v1::ListQueuedItems command;
  command.set_panel_id(kPanel);
  return command;
}
// Each waits for the panel to be defined.
Story<Panel> Awaited(int items) {
  Story<Panel> panel(kSaturdayMorning);
  for (int i = 1; i <= items; ++i) panel.Send(Await("item-" + std::to_string(i)));
  return panel;
}

TEST(RelistItemTest, MovesAnItemToTheNextSession) {
  auto panel = Weekly(8);
  panel.Send(List("a"));
  panel.now = At(kWednesday, "10:30");
  EXPECT_EQ(panel.Send(Relist("a", Wednesday())), kAccepted);
  auto entry = Entry("a");
  entry.set_relisted_from(Wednesday());
  v1::ItemListed listed;
  listed.set_panel_id(kPanel);
  *listed.mutable_entry() = entry;
  listed.set_session_id(NextWednesday());
  *listed.mutable_session_time() = ToTimestamp(At(AddDays(kWednesday, 7), "10:00"));
  EXPECT_EQ(panel.Made<v1::ItemListed>(), listed);
  const auto companions = Panel::CompanionsOf(listed);
  EXPECT_EQ(Asked<v1::PlaceOnAgenda>(companions).entry(), entry);
  EXPECT_EQ(Asked<v1::RecordPartListed>(companions).session_id(), NextWednesday());
}

TEST(RelistItemTest, NeverReturnsToTheSessionThatDidNotDecideIt) {
  auto panel = Weekly(8);
  panel.Send(List("a"));
  EXPECT_LT(panel.now, kSitting);  // put off before the panel sat, with slots free that day
  EXPECT_EQ(panel.Send(Relist("a", Wednesday())), kAccepted);
  EXPECT_EQ(DayOf(panel.Made<v1::ItemListed>()), "2016-11-23");
}

TEST(RelistItemTest, StaysQuietOnceItHasMoved) {
  auto panel = Weekly(8);
  panel.Send(List("a"));
  panel.Send(Relist("a", Wednesday()));
  EXPECT_EQ(panel.Send(Relist("a", Wednesday())), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
}

TEST(RelistItemTest, QueuesWhatNoSessionCanHear) {
  Story<Panel> panel(kSaturdayMorning);
  panel.Send(Define(8, 0));  // sits only when somebody opens a session
  panel.Send(OpenOn("2016-11-16"));
  panel.Send(List("a"));
  EXPECT_EQ(panel.Send(Relist("a", Wednesday())), kAccepted);
  EXPECT_EQ(panel.Made<v1::ItemQueued>().entry().relisted_from(), Wednesday());
  EXPECT_EQ(panel.Send(Relist("a", Wednesday())), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
}

TEST(WithdrawItemTest, TakesTheItemOffTheAgendaAndEndsItsStory) {
  auto panel = Weekly(8);
  panel.Send(List("a"));
  EXPECT_EQ(panel.Send(Withdrawn("a")), kAccepted);
  auto withdrawn = Withdrawn<v1::ItemWithdrawn>("a");
  withdrawn.set_session_id(Wednesday());
  EXPECT_EQ(panel.events, (EventsOf<Panel>{withdrawn}));
  const auto companions = Panel::CompanionsOf(withdrawn);
  EXPECT_EQ(companions.size(), 2U);
  EXPECT_EQ(Asked<v1::TakeOffAgenda>(companions).session_id(), Wednesday());
  EXPECT_EQ(Asked<v1::TakeOffAgenda>(companions).item_id(), "a");
  EXPECT_EQ(Asked<v1::RecordItemWithdrawn>(companions).reason(), "request-withdrawn");
}

TEST(WithdrawItemTest, GivesItsSlotBackButNeverDropsACrisisStart) {
  auto panel = Weekly(1);
  panel.Send(List("a"));
  panel.Send(Withdrawn("a"));
  panel.Send(List("b"));
  EXPECT_EQ(DayOf(panel.Made<v1::ItemListed>()), "2016-11-16");
  panel.Send(List<v1::AuthoriseCrisisStart>("c"));
  EXPECT_EQ(panel.Send(Withdrawn("c")), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
}

TEST(WithdrawItemTest, TakesWhatWaitsOutOfTheQueueAndTellsNobody) {
  auto panel = Awaited(1);
  EXPECT_EQ(panel.Send(Withdrawn("item-1")), kAccepted);
  EXPECT_EQ(panel.events, (EventsOf<Panel>{Withdrawn<v1::ItemWithdrawn>("item-1")}));
  EXPECT_TRUE(Panel::CompanionsOf(panel.Made<v1::ItemWithdrawn>()).empty());
  panel.Send(Define(8));
  EXPECT_EQ(panel.Made<v1::ItemListed>(), v1::ItemListed{});
}

TEST(WithdrawItemTest, StaysQuietOnARepeatAndOnWhatIsNotListed) {
  auto panel = Weekly(8);
  EXPECT_EQ(panel.Send(Withdrawn("a")), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
  panel.Send(List("a"));
  panel.Send(Withdrawn("a"));
  EXPECT_EQ(panel.Send(Withdrawn("a")), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
}

TEST(WithdrawItemTest, NeverDropsACrisisStartThatWaitsForItsPanel) {
  Story<Panel> panel(kSaturdayMorning);
  panel.Send(Await<v1::AuthoriseCrisisStart>("c"));
  EXPECT_EQ(panel.Send(Withdrawn("c")), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
  panel.Send(Define(8));
  EXPECT_EQ(panel.Made<v1::ItemListed>().entry().item_id(), "c");
}

TEST(RecordSessionEndedTest, ForgetsWhatWasListedThere) {
  auto panel = Weekly(8);
  panel.Send(List("a"));
  panel.now = kCloses;
  EXPECT_EQ(panel.Send(Ended(Wednesday())), kAccepted);
  EXPECT_EQ(panel.events, (EventsOf<Panel>{Ended<v1::SessionEnded>(Wednesday())}));
  // The case comes back: it is listed anew, not known still.
  panel.Send(List("a"));
  EXPECT_EQ(DayOf(panel.Made<v1::ItemListed>()), "2016-11-23");
}

TEST(RecordSessionEndedTest, LeavesWhatIsListedElsewhere) {
  auto panel = Weekly(1);
  panel.Send(List("a"));
  panel.Send(List("b"));  // at the next
  panel.now = kCloses;
  panel.Send(Ended(Wednesday()));
  EXPECT_EQ(panel.Send(List("b")), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
}

TEST(RecordSessionEndedTest, StaysQuietOnARepeatAndOnASessionItDoesNotKnow) {
  auto panel = Weekly(8);
  EXPECT_EQ(panel.Send(Ended("nothing")), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
  panel.Send(Ended(Wednesday()));
  EXPECT_EQ(panel.Send(Ended(Wednesday())), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
}

TEST(RecordSessionEndedTest, ListsNothingMoreOnThatDay) {
  auto panel = Weekly(8);
  EXPECT_LT(panel.now, kSitting);  // called off ahead
  panel.Send(Ended(Wednesday()));
  EXPECT_EQ(panel.Send(List<v1::AuthoriseCrisisStart>("c")), kAccepted);
  EXPECT_EQ(DayOf(panel.Made<v1::ItemListed>()), "2016-11-23");
}

TEST(ListQueuedItemsTest, ListsWhatOneCommandLeft) {
  auto panel = Awaited(41);
  panel.Send(Define(0));
  EXPECT_EQ(panel.state.queued.size(), 1U);
  EXPECT_EQ(panel.Send(TheRest()), kAccepted);
  EXPECT_EQ(panel.events.size(), 1U);
  const auto listed = panel.Made<v1::ItemListed>();
  EXPECT_EQ(listed.entry().item_id(), "item-41");
  EXPECT_EQ(listed.session_id(), Wednesday());
  EXPECT_TRUE(Panel::EffectsOf(listed).timers.empty());
  EXPECT_EQ(panel.Send(TheRest()), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
}

TEST(ListQueuedItemsTest, AsksForTheRestOnlyIfThereIsOne) {
  for (const int items : {80, 81}) {
    SCOPED_TRACE(items);
    auto panel = Awaited(items);
    panel.Send(Define(0));
    panel.Send(TheRest());
    EXPECT_EQ(panel.events.size(), 40U);
    const auto& last = std::get<v1::ItemListed>(panel.events.back());
    EXPECT_EQ(last.more_queued(), items == 81);
    EXPECT_EQ(SentByClock<v1::ListQueuedItems>(Panel::EffectsOf(last)).panel_id(),
              items == 81 ? kPanel : "");
  }
}

TEST(ListQueuedItemsTest, LeavesThemWhereThereIsNoSession) {
  auto panel = Awaited(2);
  EXPECT_EQ(panel.Send(TheRest()), kAccepted);
  EXPECT_TRUE(panel.StayedQuiet());
  EXPECT_EQ(panel.state.queued.size(), 2U);
}

}  // namespace
}  // namespace kinward::scheduling
