#include "services/eligibility/domain/roll_up_totals.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "libs/testing/make.h"
#include "libs/testing/messages.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using kinward::testing::Make;

// Leeds asks; each council's own stream, with what it granted.
Programme Shared(const std::set<std::string>& councils) {
  Programme programme;
  programme.digests[1] = "d1";
  programme.shared_by = councils;
  return programme;
}
Programme Granting(const std::string& asker, const std::vector<std::string>& members, int below) {
  Programme programme = Shared({"leeds", "hull", "york"});
  v1::RollUpGranted& granted = programme.roll_ups[asker];
  granted.set_council(asker);
  for (const auto& member : members) granted.add_members(member);
  granted.set_suppress_below(below);
  return programme;
}
const Programme kShared = Shared({"leeds", "hull", "york"});
using Councils = std::set<std::string>;

TEST(RollUpScopeTest, CountsWhomItsOwnStreamLetsTheAskerSee) {
  const Programme hull = Granting("leeds", {"hull"}, 5);
  const Programme york = Granting("leeds", {"hull", "york"}, 10);
  const auto scope = ScopeOf("leeds", {{"leeds", &kShared}, {"hull", &hull}, {"york", &york}});
  EXPECT_EQ(scope.councils, (Councils{"hull", "leeds", "york"}));
  EXPECT_TRUE(scope.Granted());
  EXPECT_EQ(scope.suppress_below, 10);
}
TEST(RollUpScopeTest, WhatTheAskerGrantsItselfIsNoConsent) {
  const Programme own = Granting("leeds", {"hull", "york"}, 5);
  const auto scope = ScopeOf("leeds", {{"leeds", &own}, {"hull", &kShared}, {"york", &kShared}});
  EXPECT_EQ(scope.councils, Councils{"leeds"});
  EXPECT_FALSE(scope.Granted());
}
TEST(RollUpScopeTest, NobodyConsentsForAnother) {
  const Programme york = Granting("leeds", {"hull"}, 5);
  const auto scope = ScopeOf("leeds", {{"leeds", &kShared}, {"hull", &kShared}, {"york", &york}});
  EXPECT_FALSE(scope.Granted());
}
TEST(RollUpScopeTest, AGrantToAnotherIsNoneToTheAsker) {
  const Programme hull = Granting("york", {"hull"}, 5);
  EXPECT_FALSE(ScopeOf("leeds", {{"leeds", &kShared}, {"hull", &hull}}).Granted());
}
TEST(RollUpScopeTest, WhoNoLongerSharesTheProgrammeIsLeftOut) {
  Programme hull = Granting("leeds", {"hull"}, 5);
  for (const Councils& left : {Councils{"hull", "york"}, Councils{"leeds", "york"}}) {
    hull.shared_by = left;
    EXPECT_FALSE(ScopeOf("leeds", {{"leeds", &kShared}, {"hull", &hull}}).Granted());
  }
}
TEST(RollUpScopeTest, TheAskersOwnCountOnlyWhereItIsHostOrMember) {
  const Programme elsewhere = Shared({"hull", "york"});
  const Programme hull = Granting("leeds", {"hull"}, 5);
  const auto scope = ScopeOf("leeds", {{"leeds", &elsewhere}, {"hull", &hull}});
  EXPECT_EQ(scope.councils, Councils{"hull"});
  EXPECT_TRUE(scope.Granted());
}
TEST(RollUpScopeTest, NothingBelowFiveIsShownWhateverAGrantSays) {
  const Programme hull = Granting("leeds", {"hull"}, 1);
  EXPECT_EQ(ScopeOf("leeds", {{"leeds", &kShared}, {"hull", &hull}}).suppress_below, 5);
}

EligibilityCheck Checked(v1::Outcome outcome, const std::string& on = "2016-07-12") {
  EligibilityCheck check;
  check.checked = true;
  check.family_id = "f";
  check.on = on;
  for (const char* programme : {"T-01", "T-02"}) {
    check.programmes.emplace_back().set_programme_id(programme);
    check.programmes.back().set_outcome(v1::OUTCOME_NOT_ELIGIBLE);
  }
  check.programmes.front().set_outcome(outcome);
  return check;
}

class RollUpTotalsTest : public ::testing::Test {
 protected:
  void Count(const std::string& council, int times, const EligibilityCheck& check) {
    for (int time = 0; time < times; ++time) totals_.Count(council, check);
  }
  RollUpTotals totals_{Make<v1::RollUpTotalsRequest>("council: 'leeds' programme: 'T-01' "
                                                     "from: '2016-07-01' until: '2016-07-31'"),
                       {"leeds", {"leeds", "hull", "york"}, 5}};
};

TEST_F(RollUpTotalsTest, CountsEachMembersReferralsByOutcome) {
  Count("leeds", 10, Checked(v1::OUTCOME_ELIGIBLE));
  Count("leeds", 7, Checked(v1::OUTCOME_NOT_ELIGIBLE));
  Count("hull", 20, Checked(v1::OUTCOME_ELIGIBLE));
  Count("hull", 30, Checked(v1::OUTCOME_NEEDS_INFORMATION));
  EXPECT_EQ(totals_.Shown(), Make<v1::RollUpTotalsResponse>(R"(
    members { council: 'hull' counts {
      checked: 50 eligible: 20 not_eligible: 0 needs_information: 30 } }
    members { council: 'leeds' counts {
      checked: 17 eligible: 10 not_eligible: 7 needs_information: 0 } }
    members { council: 'york' counts {
      checked: 0 eligible: 0 not_eligible: 0 needs_information: 0 } }
    total { checked: 67 eligible: 30 not_eligible: 7 needs_information: 30 }
    suppressed_below: 5)"));
}
TEST_F(RollUpTotalsTest, CountsTheFirstDayAndTheLastAndNoneAroundThem) {
  for (const char* day : {"2016-06-30", "2016-07-01", "2016-07-31", "2016-08-01"}) {
    Count("hull", 10, Checked(v1::OUTCOME_ELIGIBLE, day));
  }
  EXPECT_EQ(totals_.Shown().total().checked(), 20);
}
TEST_F(RollUpTotalsTest, APersonsOverrideCountsBeforeTheRules) {
  auto check = Checked(v1::OUTCOME_NOT_ELIGIBLE);
  check.overrides["T-01"] = {v1::OUTCOME_ELIGIBLE, "", "panel"};
  Count("hull", 10, check);
  EXPECT_EQ(totals_.Shown().total().eligible(), 10);
  EXPECT_EQ(totals_.Shown().total().not_eligible(), 0);
}
TEST_F(RollUpTotalsTest, LeavesOutWhatIsErasedOfAnotherProgrammeOrOfAStranger) {
  auto erased = Checked(v1::OUTCOME_ELIGIBLE);
  erased.erased.insert("c");
  auto another = Checked(v1::OUTCOME_ELIGIBLE);
  another.programmes.erase(another.programmes.begin());
  EligibilityCheck heard;  // of, and never checked
  heard.family_id = "f";
  Count("hull", 10, erased);
  Count("hull", 10, another);
  Count("hull", 10, heard);
  Count("bath", 10, Checked(v1::OUTCOME_ELIGIBLE));
  EXPECT_EQ(totals_.Shown().total().checked(), 0);
  EXPECT_EQ(totals_.Shown().members_size(), 3);
}
TEST_F(RollUpTotalsTest, ASmallNumberIsAbsentAndWhatWouldTellItToo) {
  Count("hull", 3, Checked(v1::OUTCOME_ELIGIBLE));
  Count("hull", 20, Checked(v1::OUTCOME_NOT_ELIGIBLE));
  Count("york", 40, Checked(v1::OUTCOME_ELIGIBLE));
  Count("york", 50, Checked(v1::OUTCOME_NOT_ELIGIBLE));
  const auto shown = totals_.Shown();
  const auto& hull = shown.members(0).counts();
  EXPECT_FALSE(hull.has_eligible());
  EXPECT_FALSE(hull.has_not_eligible());  // of 23 checked it would leave three
  EXPECT_EQ(hull.checked(), 23);
  EXPECT_EQ(hull.needs_information(), 0);
  const auto& york = shown.members(2).counts();
  EXPECT_FALSE(york.has_eligible());  // of the total it would leave three
  EXPECT_FALSE(york.has_not_eligible());
  EXPECT_EQ(york.checked(), 90);
  EXPECT_EQ(shown.total().eligible(), 43);
  EXPECT_EQ(shown.total().not_eligible(), 70);
}
TEST_F(RollUpTotalsTest, TheAskerCannotSubtractItsOwnFromTheTotal) {
  Count("leeds", 40, Checked(v1::OUTCOME_ELIGIBLE));
  Count("leeds", 50, Checked(v1::OUTCOME_NOT_ELIGIBLE));
  Count("hull", 3, Checked(v1::OUTCOME_ELIGIBLE));
  Count("hull", 20, Checked(v1::OUTCOME_NOT_ELIGIBLE));
  const auto shown = totals_.Shown();
  EXPECT_EQ(shown.total().checked(), 113);
  EXPECT_FALSE(shown.total().has_eligible());
  EXPECT_FALSE(shown.total().has_not_eligible());
}

}  // namespace
}  // namespace kinward::eligibility
