// The service's aggregates together: from the request for help to its end, and whatever comes
// first.
#include "services/scheduling/testing/flow.h"

#include <gtest/gtest.h>

#include "kinward/scheduling/v1/programme_copy.pb.h"
#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/identifiers.h"
#include "services/scheduling/domain/panel.h"
#include "services/scheduling/domain/panel_session.h"
#include "services/scheduling/domain/pool.h"
#include "services/scheduling/domain/request.h"
#include "services/scheduling/domain/setting.h"

namespace kinward::scheduling {
namespace {

const std::string kReferral = "01930000-0000-7000-8000-000000000001";
const std::string kFamily = "01930000-0000-7000-8000-0000000000f1";
const std::string kChild = "01930000-0000-7000-8000-0000000000c1";
const std::string kStay = "01930000-0000-7000-8000-0000000000a1";
const std::string kPanel = "resource-panel";
const std::string kHouse = "upper-pendeford";
const std::string kIfs = "W-01";
const std::string kBreaks = "W-04";
const std::string kKft = "S-KFT";
const std::string kItem = AgendaItemId(kReferral, kIfs, kPanel);

const LocalDate kSaturday = DateFrom(2016, 11, 12);
const LocalDate kWednesday = DateFrom(2016, 11, 16);
const Time kSaturdayNight = At(kSaturday, "22:40");

common::v1::PanelDefinition WeeklyPanel() {
  common::v1::PanelDefinition panel;
  panel.set_panel_id(kPanel);
  panel.set_weekday(3);
  panel.set_start_time("10:00");
  panel.set_slots(8);
  panel.set_paper_deadline_hours(48);
  panel.set_referrer_must_attend(true);
  return panel;
}

v1::DefinePanel TheWeeklyPanel() {
  v1::DefinePanel define;
  define.set_panel_id(kPanel);
  *define.mutable_definition() = WeeklyPanel();
  return define;
}

v1::DefineSetting TheHouse(int beds = 2) {
  v1::DefineSetting define;
  define.set_setting_id(kHouse);
  for (int i = 1; i <= beds; ++i) define.mutable_definition()->add_beds("bed-" + std::to_string(i));
  return define;
}

v1::DefinePool ThePool(int capacity) {
  v1::DefinePool define;
  define.set_pool_id("kft");
  define.mutable_definition()->set_capacity(capacity);
  return define;
}

v1::RequestHelp Help(const std::string& programme, const std::string& urgency = "routine") {
  v1::RequestHelp help;
  help.set_referral_id(kReferral);
  help.set_family_id(kFamily);
  help.set_programme_id(programme);
  help.set_programme_version(1);
  help.mutable_gateway()->set_kind(common::v1::GATEWAY_KIND_PANEL);
  help.mutable_gateway()->set_panel_id(kPanel);
  help.mutable_gateway()->set_crisis_start(true);
  help.set_urgency(urgency);
  help.set_referred_on("2016-11-10");
  if (programme == kBreaks) help.set_begins_with("stay");
  if (programme == kBreaks) help.set_setting_id(kHouse);
  if (programme == kKft) help.set_pool_id("kft");
  return help;
}

v1::WithdrawRequest Withdraw() {
  v1::WithdrawRequest command;
  command.set_referral_id(kReferral);
  command.set_family_id(kFamily);
  return command;
}

v1::RecordAttendance Attend(const std::string& session_id) {
  v1::RecordAttendance command;
  command.set_session_id(session_id);
  command.set_worker_id("sw-1");
  return command;
}

v1::DecideItem DecideOn(const std::string& session_id, const std::string& item_id,
                        v1::PanelDecision decision) {
  v1::DecideItem command;
  command.set_session_id(session_id);
  command.set_item_id(item_id);
  command.set_decision(decision);
  return command;
}

v1::RatifyItem Ratify(const std::string& session_id, const std::string& item_id) {
  v1::RatifyItem command;
  command.set_session_id(session_id);
  command.set_item_id(item_id);
  return command;
}

v1::HoldBed HoldTonight() {
  v1::HoldBed command;
  command.set_setting_id(kHouse);
  command.set_stay_id(kStay);
  command.set_referral_id(kReferral);
  command.set_person_id(kChild);
  command.set_nights(2);
  command.set_legal_basis("s20");
  return command;
}

template <typename Command>
Command OfStay() {
  Command command;
  command.set_setting_id(kHouse);
  command.set_stay_id(kStay);
  return command;
}

v1::RecordPartEnded End(const std::string& programme) {
  v1::RecordPartEnded command;
  command.set_referral_id(kReferral);
  command.set_programme_id(programme);
  command.set_reason("case-closed");
  return command;
}

std::string Wednesday() { return SessionId(kPanel, FormatDate(kWednesday)); }
std::string NextWednesday() { return SessionId(kPanel, FormatDate(AddDays(kWednesday, 7))); }

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

TEST(CrisisFlow, AnUnratifiedStartStaysOnTheAgendaWhateverEnds) {
  Flow flow(kSaturdayNight);
  flow.Send(TheWeeklyPanel());
  flow.Send(Help(kIfs, "immediate"));
  EXPECT_EQ(flow.Send(Withdraw()), "");
  EXPECT_EQ(flow.Send(End(kIfs)), "");
  flow.AdvanceTo(At(AddDays(kWednesday, 3), "10:30"));
  EXPECT_TRUE(flow.StateOf<PanelSession>(NextWednesday()).items.contains(kItem));
}

TEST(StayFlow, ACrisisBedOnSaturdayIsRatifiedOnWednesday) {
  Flow flow(kSaturdayNight);
  flow.Send(TheWeeklyPanel());
  flow.Send(TheHouse());
  EXPECT_EQ(flow.Send(Help(kBreaks, "immediate")), "");
  EXPECT_TRUE(flow.All<v1::PartPlaced>().empty());
  EXPECT_EQ(flow.Send(HoldTonight()), "");
  EXPECT_EQ(flow.KeyOf(kStay), kFamily);
  EXPECT_EQ(flow.Last<v1::StayHeld>().stay().programme_id(), kBreaks);
  EXPECT_EQ(flow.Send(OfStay<v1::RecordArrival>()), "");
  EXPECT_EQ(flow.Last<v1::PartPlaced>().basis(), v1::START_BASIS_CRISIS);
  flow.AdvanceTo(At(AddDays(kSaturday, 2), "11:00"));
  EXPECT_EQ(flow.Send(OfStay<v1::RecordDeparture>()), "");
  EXPECT_EQ(flow.Last<v1::StayDeparted>().nights_used(), 2);
  EXPECT_EQ(flow.All<v1::PartPlaced>().size(), 1U);
}

TEST(StayFlow, ACrisisBedForARoutineRequestMakesItsItemRetrospective) {
  Flow flow(kSaturdayNight);
  flow.Send(TheWeeklyPanel());
  flow.Send(TheHouse());
  flow.Send(Help(kBreaks));
  flow.Send(HoldTonight());
  EXPECT_EQ(flow.Send(OfStay<v1::RecordArrival>()), "");
  EXPECT_EQ(flow.All<v1::PartPlaced>().size(), 1U);
  EXPECT_TRUE(flow.Last<v1::ItemPlacedOnAgenda>().entry().retrospective());
  EXPECT_EQ(flow.StateOf<PanelSession>(Wednesday()).items.size(), 1U);
}

TEST(StayFlow, ABedTakenBeforeHelpIsAskedForStartsItWhenItIs) {
  Flow flow(kSaturdayNight);
  flow.Send(TheWeeklyPanel());
  flow.Send(TheHouse());
  v1::HoldBed hold = HoldTonight();
  hold.set_family_id(kFamily);
  hold.set_programme_id(kBreaks);
  EXPECT_EQ(flow.Send(hold), "");
  EXPECT_EQ(flow.Send(OfStay<v1::RecordArrival>()), "");
  EXPECT_EQ(flow.Send(Help(kBreaks, "immediate")), "");
  EXPECT_EQ(flow.All<v1::PartPlaced>().size(), 1U);
  EXPECT_EQ(flow.Last<v1::PartPlaced>().basis(), v1::START_BASIS_CRISIS);
}

TEST(StayFlow, OneChildHasOneBedANightOverAllSettings) {
  Flow flow(kSaturdayNight);
  flow.Send(TheHouse());
  v1::DefineSetting other = TheHouse();
  other.set_setting_id("other-house");
  flow.Send(other);
  v1::HoldBed hold = HoldTonight();
  hold.set_family_id(kFamily);
  EXPECT_EQ(flow.Send(hold), "");
  hold.set_setting_id("other-house");
  hold.set_stay_id("01930000-0000-7000-8000-0000000000a2");
  EXPECT_EQ(flow.Send(hold), "CHILD_NIGHT_MUST_BE_FREE");
  EXPECT_EQ(flow.Send(OfStay<v1::CancelBooking>()), "");
  EXPECT_EQ(flow.Send(hold), "");
}

TEST(StayFlow, AHoldThatNobodyConfirmsFreesItsBed) {
  Flow flow(kSaturdayNight);
  flow.Send(TheHouse());
  v1::HoldBed hold = HoldTonight();
  hold.set_family_id(kFamily);
  flow.Send(hold);
  flow.AdvanceTo(kSaturdayNight + std::chrono::hours{24});
  EXPECT_EQ(flow.All<v1::StayHoldExpired>().size(), 1U);
  EXPECT_EQ(flow.Send(OfStay<v1::ConfirmBooking>()), "HOLD_MUST_NOT_HAVE_EXPIRED");
  EXPECT_TRUE(flow.StateOf<Request>(kReferral).stays.empty());
}

TEST(StayFlow, AContactWithNobodyNamedGetsABedAt2240) {
  Flow flow(kSaturdayNight);
  flow.Send(TheHouse());
  v1::HoldBed hold;
  hold.set_setting_id(kHouse);
  hold.set_contact_id(kReferral);
  EXPECT_EQ(flow.Send(hold), "");
  const v1::StayTerms stay = flow.Last<v1::StayHeld>().stay();
  EXPECT_EQ(stay.admission(), v1::ADMISSION_TYPE_CRISIS);
  EXPECT_EQ(flow.KeyOf(stay.stay_id()), kReferral);
}

TEST(WithdrawalFlow, NothingIsGivenWhicheverComesFirst) {
  for (const bool withdrawn_first : {true, false}) {
    SCOPED_TRACE(withdrawn_first);
    Flow flow(kSaturdayNight);
    flow.Send(TheWeeklyPanel());
    flow.Send(TheHouse());
    flow.Send(ThePool(12));
    if (withdrawn_first) {
      EXPECT_EQ(flow.Send(Withdraw()), "");
      EXPECT_EQ(flow.Send(Help(kIfs)), "REFERRAL_MUST_NOT_BE_WITHDRAWN");
      EXPECT_EQ(flow.Send(Help(kBreaks)), "REFERRAL_MUST_NOT_BE_WITHDRAWN");
      EXPECT_EQ(flow.Send(HoldTonight()), "REFERRAL_MUST_NOT_BE_WITHDRAWN");
    } else {
      EXPECT_EQ(flow.Send(Help(kIfs)), "");
      EXPECT_EQ(flow.Send(Help(kBreaks)), "");
      EXPECT_EQ(flow.Send(HoldTonight()), "");
      EXPECT_EQ(flow.Send(Withdraw()), "");
      EXPECT_EQ(flow.All<v1::StayCancelled>().size(), 1U);
      EXPECT_EQ(flow.All<v1::AgendaItemWithdrawn>().size(), 2U);
    }
    EXPECT_TRUE(flow.StateOf<Setting>(kHouse).bookings.empty());
    EXPECT_TRUE(flow.StateOf<PanelSession>(Wednesday()).items.empty());
    EXPECT_TRUE(flow.All<v1::PartPlaced>().empty());
    v1::HoldBed again = HoldTonight();
    again.set_stay_id("01930000-0000-7000-8000-0000000000a9");
    EXPECT_EQ(flow.Send(again), "REFERRAL_MUST_NOT_BE_WITHDRAWN");
  }
}

TEST(WithdrawalFlow, AnOccupiedBedIsKept) {
  Flow flow(kSaturdayNight);
  flow.Send(TheWeeklyPanel());
  flow.Send(TheHouse());
  flow.Send(Help(kBreaks, "immediate"));
  flow.Send(HoldTonight());
  flow.Send(OfStay<v1::RecordArrival>());
  EXPECT_EQ(flow.Send(Withdraw()), "");
  EXPECT_TRUE(flow.StateOf<Setting>(kHouse).bookings.contains(kStay));
  v1::ExtendStay extend = OfStay<v1::ExtendStay>();
  extend.set_nights(3);
  EXPECT_EQ(flow.Send(extend), "");
  flow.AdvanceTo(At(AddDays(kSaturday, 3), "11:00"));
  EXPECT_EQ(flow.Send(OfStay<v1::RecordDeparture>()), "");
  EXPECT_EQ(flow.Last<v1::StayDeparted>().nights_used(), 3);
}

TEST(WithdrawalFlow, AWaitAndAPlaceAreGivenBack) {
  Flow flow(kSaturdayNight);
  flow.Send(ThePool(0));
  v1::RequestHelp help = Help(kKft);
  help.mutable_gateway()->set_kind(common::v1::GATEWAY_KIND_AUTOMATIC);
  help.mutable_gateway()->clear_panel_id();
  EXPECT_EQ(flow.Send(help), "");
  EXPECT_EQ(flow.StateOf<Pool>("kft").waiting.size(), 1U);
  EXPECT_EQ(flow.Send(Withdraw()), "");
  EXPECT_TRUE(flow.StateOf<Pool>("kft").waiting.empty());
}

std::string Uuid(int n, int kind) {
  std::string digits = std::to_string(n);
  digits.insert(0, 4 - digits.size(), '0');
  return "01930000-0000-7000-8000-" + std::to_string(kind) + "0000000" + digits;
}

TEST(PoolFlow, TheThirteenthFamilyWaitsUntilACaseCloses) {
  Flow flow(kSaturdayNight);
  flow.Send(ThePool(12));
  for (int family = 1; family <= 14; ++family) {
    v1::RequestHelp help = Help(kKft);
    help.set_referral_id(Uuid(family, 1));
    help.set_family_id(Uuid(family, 2));
    help.mutable_gateway()->set_kind(common::v1::GATEWAY_KIND_DIRECT);
    EXPECT_EQ(flow.Send(help), "");
  }
  EXPECT_EQ(flow.All<v1::PartPlaced>().size(), 12U);
  EXPECT_EQ(flow.All<v1::PartWaiting>().size(), 2U);
  v1::RecordPartEnded end = End(kKft);
  end.set_referral_id(Uuid(5, 1));
  EXPECT_EQ(flow.Send(end), "");
  EXPECT_EQ(flow.Send(end), "");
  EXPECT_EQ(flow.All<v1::PartPlaced>().size(), 13U);
  EXPECT_EQ(flow.Last<v1::PartPlaced>().referral_id(), Uuid(13, 1));
}

TEST(PoolFlow, AnOfferThatNobodyAnswersGoesToTheNextAtOnce) {
  Flow flow(kSaturdayNight);
  flow.Send(ThePool(1));
  for (int family = 1; family <= 2; ++family) {
    v1::RequestHelp help = Help(kKft);
    help.set_referral_id(Uuid(family, 1));
    help.set_family_id(Uuid(family, 2));
    help.mutable_gateway()->set_kind(common::v1::GATEWAY_KIND_AUTOMATIC);
    help.mutable_gateway()->clear_crisis_start();
    help.mutable_gateway()->clear_panel_id();
    EXPECT_EQ(flow.Send(help), "");
  }
  flow.AdvanceTo(At(AddDays(kSaturday, 8), "00:00"));
  EXPECT_EQ(flow.Last<v1::PartEnded>().reason(), "offer-expired");
  EXPECT_EQ(flow.Last<v1::PartEnded>().referral_id(), Uuid(1, 1));
  EXPECT_EQ(flow.Last<v1::PartOffered>().referral_id(), Uuid(2, 1));
}

TEST(PoolFlow, APanelAgreesAndThePoolGivesThePlace) {
  Flow flow(kSaturdayNight);
  flow.Send(TheWeeklyPanel());
  flow.Send(ThePool(12));
  flow.Send(Help(kKft));
  flow.Send(Attend(Wednesday()));
  EXPECT_EQ(flow.Send(DecideOn(Wednesday(), AgendaItemId(kReferral, kKft, kPanel),
                               v1::PANEL_DECISION_AGREE)),
            "");
  EXPECT_EQ(flow.Last<v1::PartPlaced>().basis(), v1::START_BASIS_PLACE);
}

TEST(ProgrammeFlow, APublishedVersionDefinesWhatItNames) {
  Flow flow(kSaturdayNight);
  v1::RecordProgrammeVersion record;
  record.set_programme_id(kKft);
  auto& version = *record.mutable_version();
  version.set_version(1);
  version.set_effective_from("2016-04-01");
  *version.add_panels() = WeeklyPanel();
  version.add_pools()->set_pool_id("kft");
  version.mutable_pools(0)->set_capacity(12);
  EXPECT_EQ(flow.Send(Help(kKft)), "");
  EXPECT_EQ(flow.Send(record), "");
  EXPECT_EQ(flow.Send(record), "");
  EXPECT_EQ(flow.All<v1::PoolDefined>().size(), 1U);
  EXPECT_EQ(flow.Last<v1::PartListed>().session_id(), Wednesday());
  version.mutable_pools(0)->set_capacity(13);
  EXPECT_EQ(flow.Send(record), "PROGRAMME_VERSION_MUST_NOT_CHANGE");
  version.set_version(2);
  version.set_effective_from("2016-12-01");
  EXPECT_EQ(flow.Send(record), "");
  EXPECT_EQ(flow.StateOf<Pool>("kft").definition.capacity(), 12);
  flow.AdvanceTo(At(DateFrom(2016, 12, 1), "00:00"));
  EXPECT_EQ(flow.StateOf<Pool>("kft").definition.capacity(), 13);
}

}  // namespace
}  // namespace kinward::scheduling
