#include "services/scheduling/domain/agenda_item.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/testing/messages.h"
#include "services/scheduling/testing/story_of_a_panel.h"

namespace kinward::scheduling {
namespace {

template <typename Message = v1::RecordItemListed>
Message Listed(const v1::AgendaEntry& entry, const std::string& session_id) {
  Message message;
  message.set_item_id(entry.item_id());
  message.set_family_id(entry.family_id());
  *message.mutable_entry() = entry;
  message.set_session_id(session_id);
  *message.mutable_session_time() = ToTimestamp(kSitting);
  return message;
}
v1::RecordItemDecided Decided(const std::string& decision) {
  v1::RecordItemDecided command;
  command.set_item_id("old");
  command.set_session_id(kSession);
  command.set_decision(decision);
  return command;
}
v1::RecordItemWithdrawn Withdrawn() {
  v1::RecordItemWithdrawn command;
  command.set_item_id("old");
  command.set_reason("request-withdrawn");
  return command;
}
Story<AgendaItem> ListedItem() {
  Story<AgendaItem> item(kSaturdayMorning);
  item.Send(Listed(Entry("old"), kSession));
  return item;
}

TEST(RecordItemListedTest, TellsTheFamilyWhenItIsHeard) {
  Story<AgendaItem> item(kSaturdayMorning);
  EXPECT_EQ(item.Send(Listed(Entry("old"), kSession)), kAccepted);
  EXPECT_EQ(item.events,
            (EventsOf<AgendaItem>{Listed<v1::AgendaItemListed>(Entry("old"), kSession)}));
}

TEST(RecordItemListedTest, StaysQuietOnARepeat) {
  auto item = ListedItem();
  EXPECT_EQ(item.Send(Listed(Entry("old"), kSession)), kAccepted);
  EXPECT_TRUE(item.StayedQuiet());
}

TEST(RecordItemListedTest, SaysSoAgainWhereTheSessionOrTheEntryIsAnother) {
  auto item = ListedItem();
  EXPECT_EQ(item.Send(Listed(Entry("old"), "next-session")), kAccepted);
  EXPECT_EQ(item.Made<v1::AgendaItemListed>().session_id(), "next-session");
  EXPECT_EQ(item.Send(Listed(CrisisEntry("old"), "next-session")), kAccepted);
  EXPECT_TRUE(item.Made<v1::AgendaItemListed>().entry().retrospective());
}

TEST(RecordItemListedTest, ListsAgainWhatWasWithdrawn) {
  auto item = ListedItem();
  item.Send(Withdrawn());
  EXPECT_EQ(item.Send(Listed(Entry("old"), kSession)), kAccepted);
  EXPECT_EQ(item.Made<v1::AgendaItemListed>().item_id(), "old");
}

TEST(RecordItemDecidedTest, TellsWhoseItemItWas) {
  Story<AgendaItem> item(kSaturdayMorning);
  item.Send(Listed(CrisisEntry("old"), kSession));
  auto decide = Decided("ratified");
  decide.add_conditions("school-plan");
  EXPECT_EQ(item.Send(decide), kAccepted);
  v1::AgendaItemDecided decided;
  decided.set_item_id("old");
  decided.set_family_id("family-old");
  decided.set_referral_id("referral-old");
  decided.set_programme_id("T-01");
  decided.set_session_id(kSession);
  decided.set_decision("ratified");
  decided.add_conditions("school-plan");
  decided.set_retrospective(true);
  EXPECT_EQ(item.events, (EventsOf<AgendaItem>{decided}));
}

TEST(RecordItemDecidedTest, RefusesWhatWasNeverListed) {
  Story<AgendaItem> item(kSaturdayMorning);
  EXPECT_EQ(item.Send(Decided("agreed")), v1::REJECTION_ITEM_MUST_BE_LISTED);
}

TEST(RecordItemDecidedTest, StaysQuietOnARepeatUntilItIsListedAgain) {
  auto item = ListedItem();
  item.Send(Decided("deferred"));
  EXPECT_EQ(item.Send(Decided("deferred")), kAccepted);
  EXPECT_TRUE(item.StayedQuiet());
  item.Send(Listed(Entry("old"), "next-session"));
  EXPECT_EQ(item.Send(Decided("deferred")), kAccepted);
  EXPECT_EQ(item.Made<v1::AgendaItemDecided>().decision(), "deferred");
}

TEST(RecordItemWithdrawnTest, TellsWhoseItemItWas) {
  auto item = ListedItem();
  EXPECT_EQ(item.Send(Withdrawn()), kAccepted);
  v1::AgendaItemWithdrawn withdrawn;
  withdrawn.set_item_id("old");
  withdrawn.set_family_id("family-old");
  withdrawn.set_referral_id("referral-old");
  withdrawn.set_programme_id("T-01");
  withdrawn.set_reason("request-withdrawn");
  EXPECT_EQ(item.events, (EventsOf<AgendaItem>{withdrawn}));
}

TEST(RecordItemWithdrawnTest, StaysQuietOnARepeatAndOnWhatWasNeverListed) {
  Story<AgendaItem> nothing(kSaturdayMorning);
  EXPECT_EQ(nothing.Send(Withdrawn()), kAccepted);
  EXPECT_TRUE(nothing.StayedQuiet());
  auto item = ListedItem();
  item.Send(Withdrawn());
  EXPECT_EQ(item.Send(Withdrawn()), kAccepted);
  EXPECT_TRUE(item.StayedQuiet());
}

TEST(RecordItemWithdrawnTest, LeavesWhatWasDecided) {
  auto item = ListedItem();
  item.Send(Decided("agreed"));
  EXPECT_EQ(item.Send(Withdrawn()), kAccepted);
  EXPECT_TRUE(item.StayedQuiet());
}

}  // namespace
}  // namespace kinward::scheduling
