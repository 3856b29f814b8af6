// The service's aggregates together: from the request for help to its end, and whatever comes
// first.
#include "services/scheduling/testing/flow.h"

#include <gtest/gtest.h>

#include "kinward/scheduling/v1/programme_copy.pb.h"
#include "services/scheduling/domain/panel.h"
#include "services/scheduling/domain/panel_session.h"
#include "services/scheduling/domain/pool.h"
#include "services/scheduling/domain/request.h"
#include "services/scheduling/domain/setting.h"
#include "services/scheduling/testing/story_of_one_family.h"

namespace kinward::scheduling {
namespace {

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
