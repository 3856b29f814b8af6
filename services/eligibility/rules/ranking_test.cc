#include "services/eligibility/rules/ranking.h"

#include <gtest/gtest.h>

namespace kinward::eligibility {
namespace {

v1::ProgrammeOutcome Eligible(const std::string& id, int preferences) {
  v1::ProgrammeOutcome outcome;
  outcome.set_programme_id(id);
  outcome.set_outcome(v1::OUTCOME_ELIGIBLE);
  outcome.set_preferences_met(preferences);
  return outcome;
}

TEST(Ranking, MorePreferencesComeFirstThenTheId) {
  v1::ProgrammeOutcome a = Eligible("T-01", 1);
  v1::ProgrammeOutcome b = Eligible("T-02", 2);
  v1::ProgrammeOutcome c = Eligible("T-03", 1);
  Rank({&c, &a, &b});
  EXPECT_EQ(b.rank(), 1);
  EXPECT_EQ(a.rank(), 2);
  EXPECT_EQ(c.rank(), 3);
}

TEST(Ranking, OfTwoThatFitAlikeTheOneInTheCouncilItselfComesFirst) {
  v1::ProgrammeOutcome a = Eligible("T-01", 1);
  v1::ProgrammeOutcome b = Eligible("T-02", 1);
  v1::ProgrammeOutcome c = Eligible("T-03", 2);
  Rank({&a, &b, &c}, {"T-02"});
  EXPECT_EQ(c.rank(), 1);
  EXPECT_EQ(b.rank(), 2);
  EXPECT_EQ(a.rank(), 3);
}

TEST(Ranking, IsDeliveredWhereItIsHostedOrHasASiteOfItsOwn) {
  common::v1::ProgrammeVersion hosted;
  hosted.set_programme_id("T-01");
  hosted.set_host_council("leeds");
  common::v1::ProgrammeVersion at_site;
  at_site.set_programme_id("T-02");
  at_site.set_host_council("hull");
  at_site.add_sites()->set_council("leeds");
  common::v1::ProgrammeVersion told_elsewhere = at_site;
  told_elsewhere.set_programme_id("T-03");
  told_elsewhere.mutable_sites(0)->set_served_by("T-04");
  const std::set<std::string> here{"T-01", "T-02"};
  EXPECT_EQ(DeliveredIn("leeds", {&hosted, &at_site, &told_elsewhere}), here);
}

TEST(Ranking, OnlyEligibleProgrammesHaveARank) {
  v1::ProgrammeOutcome a = Eligible("T-01", 0);
  v1::ProgrammeOutcome b = Eligible("T-02", 0);
  a.set_outcome(v1::OUTCOME_NOT_ELIGIBLE);
  a.set_rank(1);
  Rank({&a, &b});
  EXPECT_EQ(a.rank(), 0);
  EXPECT_EQ(b.rank(), 1);
}

TEST(Ranking, ANearMissNamesThoseThatWouldAccept) {
  v1::ProgrammeOutcome missed;
  missed.set_programme_id("T-01");
  missed.set_near_miss("age");
  v1::ProgrammeOutcome b = Eligible("T-02", 0);
  v1::ProgrammeOutcome c = Eligible("T-03", 1);
  v1::ProgrammeOutcome refusing;
  refusing.set_programme_id("T-04");
  Rank({&b, &c});
  NameElsewhere(missed, {&b, &c, &refusing, &missed});
  ASSERT_EQ(missed.elsewhere_size(), 2);
  EXPECT_EQ(missed.elsewhere(0), "T-03");
  EXPECT_EQ(missed.elsewhere(1), "T-02");
}

TEST(Ranking, WhatIsNoNearMissNamesNobody) {
  v1::ProgrammeOutcome far;
  v1::ProgrammeOutcome b = Eligible("T-02", 0);
  far.add_elsewhere("T-02");
  NameElsewhere(far, {&b});
  EXPECT_EQ(far.elsewhere_size(), 0);
}

}  // namespace
}  // namespace kinward::eligibility
