// What scheduling's events make of a case's allocations, and of the lists it waits on.
#include <gtest/gtest.h>

#include "kinward/scheduling/v1/request.pb.h"
#include "services/projection/testing/told.h"
#include "services/projection/views/case_view.h"

namespace kinward::projection {
namespace {

namespace v1 = scheduling::v1;

constexpr const char* kReferral = "referral-1";
constexpr const char* kProgramme = "programme-1";
constexpr const char* kMember = "referral-1 programme-1";

// An event of the only programme of the only referral.
template <typename Event>
Event Of() {
  Event event;
  event.set_referral_id(kReferral);
  event.set_family_id("family-1");
  event.set_programme_id(kProgramme);
  return event;
}

struct Told : ToldPart<views::v1::CaseSchedulingPart> {
  Told() : ToldPart(kCaseCollection, Source::kScheduling) {}
  Told& After(const google::protobuf::Message& event) {
    ToldPart::After(event);
    return *this;
  }
  [[nodiscard]] const views::v1::CaseAllocation& only() const { return part.allocations(0); }
};

v1::PartWaiting WaitingFor(const char* pool, const char* setting = "") {
  auto waiting = Of<v1::PartWaiting>();
  waiting.set_pool_id(pool);
  waiting.set_setting_id(setting);
  return waiting;
}
v1::PartDecided Decided(const char* decision) {
  auto decided = Of<v1::PartDecided>();
  decided.set_decision(decision);
  return decided;
}
v1::PartPlaced Placed(v1::StartBasis basis, const char* ratified_by = "") {
  auto placed = Of<v1::PartPlaced>();
  placed.set_basis(basis);
  placed.set_ratified_by(ratified_by);
  return placed;
}
v1::RequestWithdrawn Withdrawn(bool may_return) {
  v1::RequestWithdrawn withdrawn;
  withdrawn.set_referral_id(kReferral);
  withdrawn.set_family_id("family-1");
  withdrawn.set_reason("moved-away");
  withdrawn.set_may_return(may_return);
  return withdrawn;
}

TEST(CaseAllocationTest, BeginsWithTheRequest) {
  auto requested = Of<v1::HelpRequested>();
  requested.set_pool_id("pool-1");
  requested.set_urgency("urgent");
  requested.set_programme_version(3);
  Told told;
  told.After(requested);
  EXPECT_EQ(told.part.family_id(), "family-1");
  EXPECT_EQ(told.only().state(), "requested");
  EXPECT_EQ(told.only().pool(), "pool-1");
  EXPECT_EQ(told.only().urgency(), "urgent");
  EXPECT_EQ(told.only().version(), 3);
  EXPECT_EQ(ToTime(told.only().requested_time()), told.now());
  EXPECT_TRUE(told.marks.all().empty());
}

TEST(CaseAllocationTest, ARequestSetAsideHasEnded) {
  auto requested = Of<v1::HelpRequested>();
  requested.set_set_aside(true);
  EXPECT_EQ(Told().After(requested).only().state(), "ended");
}

TEST(CaseAllocationTest, HasOneAllocationAProgramme) {
  auto other = Of<v1::HelpRequested>();
  other.set_programme_id("programme-2");
  Told told;
  told.After(Of<v1::HelpRequested>()).After(other).After(Of<v1::PartOffered>());
  ASSERT_EQ(told.part.allocations_size(), 2);
  EXPECT_EQ(told.part.allocations(0).state(), "offered");
  EXPECT_EQ(told.part.allocations(1).state(), "requested");
}

TEST(CaseAllocationTest, ShowsThePanelThatItIsListedFor) {
  auto listed = Of<v1::PartListed>();
  listed.set_panel_id("panel-1");
  listed.set_session_id("session-1");
  listed.set_item_id("item-1");
  listed.mutable_session_time()->set_seconds(1'471'000'000);
  Told told;
  told.After(listed);
  EXPECT_EQ(told.only().state(), "listed");
  EXPECT_EQ(told.only().panel(), "panel-1");
  EXPECT_EQ(told.only().session(), "session-1");
  EXPECT_EQ(told.only().item(), "item-1");
  EXPECT_EQ(told.only().session_time().seconds(), 1'471'000'000);
}

TEST(CaseAllocationTest, APanelAgreesOrRefuses) {
  EXPECT_EQ(Told().After(Of<v1::PartListed>()).After(Decided("agreed")).only().state(), "agreed");
  EXPECT_EQ(
      Told().After(Of<v1::PartListed>()).After(Decided("agreed-with-conditions")).only().state(),
      "agreed");
  EXPECT_EQ(Told().After(Of<v1::PartListed>()).After(Decided("refused")).only().state(), "refused");
}

TEST(CaseAllocationTest, ADeferralLeavesThePartWhereItStands) {
  Told told;
  told.After(Of<v1::PartListed>()).After(Decided("deferred"));
  EXPECT_EQ(told.only().state(), "listed");
  EXPECT_EQ(told.only().decision(), "deferred");
}

TEST(CaseAllocationTest, AnAgreementHeardAfterTheHelpBeganTakesNothingBack) {
  Told told;
  told.After(Placed(v1::START_BASIS_PLACE)).After(Decided("agreed"));
  EXPECT_EQ(told.only().state(), "placed");
  EXPECT_EQ(told.only().decision(), "agreed");
}

TEST(CaseAllocationTest, EntersTheListOfItsPoolElseOfItsSetting) {
  Told pool;
  pool.After(WaitingFor("pool-1", "setting-1"));
  ASSERT_EQ(pool.marks.all().size(), 1U);
  EXPECT_EQ(pool.marks.all()[0].kind, Mark::Kind::kEnter);
  EXPECT_EQ(pool.marks.all()[0].name, "waitlist:pool-1");
  EXPECT_EQ(pool.marks.all()[0].member, kMember);
  EXPECT_EQ(pool.marks.all()[0].score, 1'470'000'060);
  Told setting;
  setting.After(WaitingFor("", "setting-1"));
  ASSERT_EQ(setting.marks.all().size(), 1U);
  EXPECT_EQ(setting.marks.all()[0].name, "waitlist:setting-1");
}

TEST(CaseAllocationTest, WhateverEndsTheWaitLeavesTheList) {
  auto ended = Of<v1::PartEnded>();
  ended.set_reason("declined");
  const std::vector<std::shared_ptr<google::protobuf::Message>> ends = {
      std::make_shared<v1::PartOffered>(Of<v1::PartOffered>()),
      std::make_shared<v1::PartPlaced>(Placed(v1::START_BASIS_PLACE)),
      std::make_shared<v1::PartDecided>(Decided("refused")),
      std::make_shared<v1::PartEnded>(ended),
      std::make_shared<v1::RequestWithdrawn>(Withdrawn(false)),
      std::make_shared<v1::RequestWithdrawn>(Withdrawn(true)),
  };
  for (const auto& end : ends) {
    Told told;
    told.After(WaitingFor("pool-1")).After(*end);
    ASSERT_EQ(told.marks.all().size(), 1U) << end->GetTypeName();
    EXPECT_EQ(told.marks.all()[0].kind, Mark::Kind::kLeave) << end->GetTypeName();
    EXPECT_EQ(told.marks.all()[0].name, "waitlist:pool-1") << end->GetTypeName();
    EXPECT_EQ(told.marks.all()[0].member, kMember) << end->GetTypeName();
  }
}

TEST(CaseAllocationTest, ACrisisToBeRatifiedIsOpenUntilThePanelHasRatifiedIt) {
  Told told;
  told.After(Placed(v1::START_BASIS_CRISIS, "panel-1"));
  ASSERT_EQ(told.marks.all().size(), 1U);
  EXPECT_EQ(told.marks.all()[0].kind, Mark::Kind::kEnter);
  EXPECT_EQ(told.marks.all()[0].name, kOpenCrises);
  EXPECT_EQ(told.marks.all()[0].member, kMember);
  told.After(Decided("ratified"));
  ASSERT_EQ(told.marks.all().size(), 1U);
  EXPECT_EQ(told.marks.all()[0].kind, Mark::Kind::kLeave);
  EXPECT_EQ(told.only().state(), "placed");
}

TEST(CaseAllocationTest, ACrisisThatNobodyHasToRatifyIsNotOpen) {
  EXPECT_TRUE(Told().After(Placed(v1::START_BASIS_CRISIS)).marks.all().empty());
  EXPECT_TRUE(Told().After(Placed(v1::START_BASIS_PLACE, "panel-1")).marks.all().empty());
}

TEST(CaseAllocationTest, SaysWhyItEnded) {
  auto ended = Of<v1::PartEnded>();
  ended.set_reason("case-closed");
  Told told;
  told.After(Placed(v1::START_BASIS_PLACE)).After(ended);
  EXPECT_EQ(told.only().state(), "ended");
  EXPECT_EQ(told.only().ended_reason(), "case-closed");
  EXPECT_EQ(ToTime(told.only().ended_time()), told.now());
}

TEST(CaseAllocationTest, AWithdrawalThatMayReturnEndsWhatIsNotSettled) {
  Told told;
  told.After(WaitingFor("pool-1")).After(Withdrawn(true));
  EXPECT_FALSE(told.part.withdrawn());
  EXPECT_EQ(told.only().state(), "ended");
  EXPECT_EQ(told.only().ended_reason(), "moved-away");
  Told placed;
  placed.After(Placed(v1::START_BASIS_PLACE)).After(Withdrawn(true));
  EXPECT_EQ(placed.only().state(), "placed");
}

TEST(CaseAllocationTest, AWithdrawalForGoodIsTakenBackByReopening) {
  Told told;
  told.After(WaitingFor("pool-1")).After(Withdrawn(false));
  EXPECT_TRUE(told.part.withdrawn());
  EXPECT_EQ(told.part.withdrawn_reason(), "moved-away");
  v1::RequestReopened reopened;
  reopened.set_referral_id(kReferral);
  told.After(reopened);
  EXPECT_FALSE(told.part.withdrawn());
  EXPECT_EQ(told.part.withdrawn_reason(), "");
}

TEST(CaseAllocationTest, NamesTheVersionThatAPartIsToBeLookedAtAgainFor) {
  auto due = Of<v1::PartReviewDue>();
  due.set_version(4);
  EXPECT_EQ(Told().After(WaitingFor("pool-1")).After(due).only().review_version(), 4);
  EXPECT_EQ(Told().After(due).part.allocations_size(), 0);
}

}  // namespace
}  // namespace kinward::projection
