// More items than one command may write, on the real PostgreSQL: portions follow by timers, whole
// and once, and the store's timers are what its events say.
#include <gmock/gmock.h>

#include "kinward/scheduling/v1/panel.pb.h"
#include "kinward/scheduling/v1/request.pb.h"
#include "libs/calendar/calendar.h"
#include "services/scheduling/aggregates.h"
#include "services/scheduling/domain/identifiers.h"
#include "tests/integration/aggregate_store.h"

namespace kinward {
namespace {

using scheduling::SessionId;
namespace v1 = scheduling::v1;

constexpr int kMany = 100;
const std::string kPanel = "resource-panel";
const LocalDate kMonday = DateFrom(2026, 11, 2);
const LocalDate kWednesday = DateFrom(2026, 11, 4);

class LongAgendaTest : public ::testing::Test {
 protected:
  LongAgendaTest() { scheduling_.SetClock(At(kMonday, "08:00")); }

  void DefineWeeklyPanel() {
    v1::DefinePanel define;
    define.set_panel_id(kPanel);
    define.mutable_definition()->set_panel_id(kPanel);
    define.mutable_definition()->set_weekday(3);
    define.mutable_definition()->set_start_time("10:00");
    scheduling_.Run(define);
  }
  void AskForHelp() {
    for (int i = 0; i < kMany; ++i) {
      v1::RequestHelp help;
      help.set_referral_id(NewUuid().ToString());
      help.set_family_id(NewUuid().ToString());
      help.set_programme_id("W-01");
      help.set_programme_version(1);
      help.mutable_gateway()->set_kind(common::v1::GATEWAY_KIND_PANEL);
      help.mutable_gateway()->set_panel_id(kPanel);
      help.set_urgency("routine");
      help.set_referred_on("2026-11-01");
      scheduling_.Run(help);
    }
  }
  // How often something was put on the agenda of the session of this day.
  int PlacedOn(LocalDate day) {
    const auto slice = scheduling_.Await(
        scheduling_.store().Read(kCouncil, SessionId(kPanel, FormatDate(day)), 0, 10 * kMany));
    CHECK(slice.has_value());
    return static_cast<int>(std::count_if(
        slice->events.begin(), slice->events.end(),
        [](const auto& event) { return event.type.ends_with(".item-placed-on-agenda.v1"); }));
  }

  AggregateStore scheduling_{MigratedDatabase(), "scheduling", scheduling::Aggregates()};
};

TEST_F(LongAgendaTest, WhatNobodyDecidedIsOnTheNextAgendaWholeAndOnce) {
  DefineWeeklyPanel();
  AskForHelp();
  EXPECT_EQ(PlacedOn(kWednesday), kMany);
  scheduling_.SetClock(At(AddDays(kWednesday, 3), "08:00"));
  EXPECT_GT(scheduling_.FireDue(), 2);
  EXPECT_EQ(PlacedOn(AddDays(kWednesday, 7)), kMany);
  EXPECT_EQ(scheduling_.FireDue(), 0);
  EXPECT_THAT(scheduling_.Verify().differences, ::testing::IsEmpty());
}

TEST_F(LongAgendaTest, WhoeverWaitedForThePanelIsListedWholeAndOnce) {
  AskForHelp();
  DefineWeeklyPanel();
  EXPECT_LT(PlacedOn(kWednesday), kMany);
  EXPECT_EQ(scheduling_.FireDue(), 2);
  EXPECT_EQ(PlacedOn(kWednesday), kMany);
  EXPECT_EQ(scheduling_.FireDue(), 0);
  EXPECT_THAT(scheduling_.Verify().differences, ::testing::IsEmpty());
}

}  // namespace
}  // namespace kinward
