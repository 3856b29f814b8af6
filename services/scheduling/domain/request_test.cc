#include "services/scheduling/domain/request.h"

#include <gtest/gtest.h>

#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/agenda_item.h"
#include "services/scheduling/domain/programme_copy.h"
#include "services/scheduling/domain/route.h"
#include "services/scheduling/domain/stay.h"
#include "services/scheduling/testing/story.h"

namespace kinward::scheduling {
namespace {

const Time kNow = At(DateFrom(2016, 11, 14), "10:00");
const std::string kReferral = "referral";

v1::RequestHelp Help(common::v1::GatewayKind kind = common::v1::GATEWAY_KIND_DIRECT) {
  v1::RequestHelp command;
  command.set_referral_id(kReferral);
  command.set_family_id("family");
  command.set_programme_id("T-01");
  command.mutable_gateway()->set_kind(kind);
  return command;
}
template <typename Command>
Command OfPart() {
  Command command;
  command.set_referral_id(kReferral);
  command.set_programme_id("T-01");
  return command;
}
v1::WithdrawRequest Withdraw() {
  v1::WithdrawRequest command;
  command.set_referral_id(kReferral);
  command.set_family_id("family");
  return command;
}

TEST(RequestHelpTest, PlacesADirectPartAtOnce) {
  Story<Request> request(kNow);
  EXPECT_EQ(request.Send(Help()), kAccepted);
  EXPECT_EQ(request.Made<v1::PartPlaced>().basis(), v1::START_BASIS_DIRECT);
  EXPECT_EQ(request.Send(Help()), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
}

TEST(RequestHelpTest, IsDirectBeforeThePanelSits) {
  auto help = Help(common::v1::GATEWAY_KIND_PANEL);
  help.mutable_gateway()->set_panel_id("resource-panel");
  help.mutable_gateway()->set_panel_from("2016-12-01");
  Story<Request> request(kNow);
  request.Send(help);
  EXPECT_EQ(request.Made<v1::PartPlaced>().basis(), v1::START_BASIS_DIRECT);
  EXPECT_TRUE(Request::CompanionsOf(request.Made<v1::HelpRequested>()).empty());
  help.mutable_gateway()->set_panel_from("2016-11-14");
  Story<Request> later(kNow);
  later.Send(help);
  EXPECT_EQ(RouteOf(later.Made<v1::HelpRequested>()), Route::kPanel);
  EXPECT_EQ(later.events.size(), 1U);
}

TEST(WithdrawRequestTest, RefusesEverythingAfterwardsEvenIfItCameFirst) {
  Story<Request> request(kNow);
  EXPECT_EQ(request.Send(Withdraw()), kAccepted);
  EXPECT_EQ(request.Send(Withdraw()), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
  const auto rule = v1::REJECTION_REFERRAL_MUST_NOT_BE_WITHDRAWN;
  EXPECT_EQ(request.Send(Help()), rule);
  EXPECT_EQ(request.Send(OfPart<v1::RecordPartListed>()), rule);
  EXPECT_EQ(request.Send(OfPart<v1::RecordPartDecided>()), rule);
  EXPECT_EQ(request.Send(OfPart<v1::RecordPartWaiting>()), rule);
  EXPECT_EQ(request.Send(OfPart<v1::RecordPartOffered>()), rule);
  EXPECT_EQ(request.Send(OfPart<v1::RecordPartPlaced>()), rule);
  EXPECT_EQ(request.Send(v1::RecordStayTaken{}), rule);
}

TEST(RecordPartTest, RefusesAPartThatNobodyAskedForOrThatEnded) {
  Story<Request> request(kNow);
  EXPECT_EQ(request.Send(OfPart<v1::RecordPartPlaced>()),
            v1::REJECTION_HELP_MUST_HAVE_BEEN_REQUESTED);
  request.Send(Help());
  request.Send(OfPart<v1::RecordPartEnded>());
  EXPECT_EQ(request.Send(OfPart<v1::RecordPartPlaced>()), v1::REJECTION_HELP_MUST_NOT_HAVE_ENDED);
  EXPECT_EQ(request.Send(OfPart<v1::RecordPartEnded>()), kAccepted);
  EXPECT_TRUE(request.StayedQuiet());
}

TEST(RecordPartDecidedTest, ARatificationMovesNobodyOutOfTheQueue) {
  auto help = Help(common::v1::GATEWAY_KIND_PANEL);
  help.set_pool_id("kft");
  help.mutable_gateway()->set_panel_id("resource-panel");
  Story<Request> request(kNow);
  request.Send(help);
  request.Send(OfPart<v1::RecordPartWaiting>());
  auto decided = OfPart<v1::RecordPartDecided>();
  decided.set_decision("ratified");
  EXPECT_EQ(request.Send(decided), kAccepted);
  EXPECT_EQ(request.state.parts.at("T-01").state, v1::PART_STATE_WAITING);
}

TEST(AgendaItemTest, RefusesADecisionOnWhatWasNeverListed) {
  Story<AgendaItem> item(kNow);
  EXPECT_EQ(item.Send(v1::RecordItemDecided{}), v1::REJECTION_ITEM_MUST_BE_LISTED);
}

TEST(StayTest, RefusesWhatWasNeverOpenedAndAReusedId) {
  Story<Stay> stay(kNow);
  EXPECT_EQ(stay.Send(v1::RecordStayArrived{}), v1::REJECTION_STAY_MUST_BE_OPENED);
  EXPECT_EQ(stay.Send(v1::OpenStay{}), kAccepted);
  EXPECT_EQ(stay.Send(v1::OpenStay{}), v1::REJECTION_STAY_ID_MUST_NOT_BE_REUSED);
}

TEST(ProgrammeCopyTest, RefusesAVersionThatItDoesNotKnow) {
  Story<ProgrammeCopy> copy(kNow);
  EXPECT_EQ(copy.Send(v1::BringProgrammeVersionIntoEffect{}),
            v1::REJECTION_PROGRAMME_VERSION_MUST_BE_KNOWN);
}

TEST(ProgrammeCopyTest, AnOlderVersionThatArrivesLateChangesNothing) {
  Story<ProgrammeCopy> copy(kNow);
  v1::RecordProgrammeVersion record;
  record.mutable_version()->set_version(2);
  copy.Send(record);
  record.mutable_version()->set_version(1);
  EXPECT_EQ(copy.Send(record), kAccepted);
  EXPECT_EQ(copy.events.size(), 1U);
}

}  // namespace
}  // namespace kinward::scheduling
