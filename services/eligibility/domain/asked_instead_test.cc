// A referral that asks for another programme instead of the one it asked for first.
#include <gtest/gtest.h>

#include "libs/base/programmes.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/rules/test_programme.h"

namespace kinward::eligibility {
namespace {

using testing::Flag;
using testing::Number;
using testing::Person;
using Events = std::vector<EligibilityCheck::Messages::Event>;

class AskedInsteadTest : public ::testing::Test {
 protected:
  AskedInsteadTest() {
    for (const char* id : {"T-01", "T-02"}) {
      programmes_.Publish("southwark", testing::TestProgramme(id));
    }
    auto later = testing::TestProgramme("T-03");
    later.set_effective_from("2016-07-15");
    programmes_.Publish("southwark", later);
    context_.now = *ParseTime("2016-07-12T10:00:00Z");
    context_.council = "southwark";
    context_.programmes = &programmes_;
  }
  Events Take(const auto& command) {
    const auto decision = Decide(check_, command, context_);
    EXPECT_EQ(decision.index(), 0U);
    if (decision.index() != 0) return {};
    for (const auto& event : std::get<0>(decision)) {
      std::visit([this](const auto& one) { Apply(check_, one); }, event);
    }
    return std::get<0>(decision);
  }
  static v1::CheckEligibility Check(const std::string& programme) {
    v1::CheckEligibility command;
    command.set_referral_id("r");
    command.set_family_id("f");
    if (!programme.empty()) command.set_programme(programme);
    command.set_urgency("routine");
    *command.add_subjects() = Person("c", "child", {Number("age_years", 13)});
    *command.add_facts() = Flag("edge_of_care", true);
    *command.mutable_sensitive_facts()->add_facts() = Flag("consent", true);
    return command;
  }
  static v1::ProvideInformation AskFor(const std::string& programme) {
    v1::ProvideInformation command;
    command.set_referral_id("r");
    command.set_family_id("f");
    command.set_programme(programme);
    return command;
  }
  static v1::EligibilityDecided DecidedIn(const Events& events) {
    for (const auto& event : events) {
      if (const auto* decided = std::get_if<v1::EligibilityDecided>(&event)) return *decided;
    }
    return {};
  }

  ProgrammeCatalogue programmes_;
  Context context_;
  EligibilityCheck check_;
};

TEST_F(AskedInsteadTest, DecidesTheOtherProgrammeAndSaysThatItTakesTheFirstsPlace) {
  const auto first = DecidedIn(Take(Check("T-01")));
  EXPECT_FALSE(first.asked_instead());
  EXPECT_FALSE(first.again());
  const auto decided = DecidedIn(Take(AskFor("T-02")));
  EXPECT_TRUE(decided.asked_instead());
  EXPECT_TRUE(decided.again());
  EXPECT_EQ(decided.asked_programme(), "T-02");
  ASSERT_EQ(decided.programmes_size(), 1);
  EXPECT_EQ(decided.programmes(0).programme_id(), "T-02");
  EXPECT_EQ(decided.on(), "2016-07-12");
  EXPECT_EQ(check_.asked_programme, "T-02");
}

TEST_F(AskedInsteadTest, StaysQuietWhenTheSameIsAskedForAgain) {
  Take(Check("T-01"));
  EXPECT_TRUE(Take(AskFor("T-01")).empty());
  Take(AskFor("T-02"));
  EXPECT_TRUE(Take(AskFor("T-02")).empty());
}

TEST_F(AskedInsteadTest, AsksAgainWhatWasSealedWhenTheOtherWasNotLookedAtBefore) {
  Take(Check("T-01"));
  const auto decided = DecidedIn(Take(AskFor("T-02")));
  EXPECT_EQ(decided.programmes(0).outcome(), v1::OUTCOME_NEEDS_INFORMATION);
  EXPECT_EQ(decided.programmes(0).questions(0).fact(), "consent");
}

TEST_F(AskedInsteadTest, KeepsTheAnswerWhenEveryProgrammeWasLookedAtBefore) {
  Take(Check(""));
  const auto decided = DecidedIn(Take(AskFor("T-02")));
  EXPECT_TRUE(decided.asked_instead());
  ASSERT_EQ(decided.programmes_size(), 1);
  EXPECT_EQ(decided.programmes(0).outcome(), v1::OUTCOME_ELIGIBLE);
}

TEST_F(AskedInsteadTest, WhatIsLearnedAfterwardsIsDecidedForTheOtherAlone) {
  Take(Check("T-01"));
  Take(AskFor("T-02"));
  v1::ProvideInformation learned;
  learned.set_referral_id("r");
  *learned.mutable_sensitive_facts()->add_facts() = Flag("consent", true);
  const auto decided = DecidedIn(Take(learned));
  EXPECT_FALSE(decided.asked_instead());
  EXPECT_EQ(decided.asked_programme(), "T-02");
  EXPECT_EQ(decided.programmes(0).outcome(), v1::OUTCOME_ELIGIBLE);
}

TEST_F(AskedInsteadTest, AProgrammeThatBeganSinceIsLookedAtAsItIsToday) {
  Take(Check("T-01"));
  context_.now = *ParseTime("2016-07-20T10:00:00Z");
  EXPECT_EQ(DecidedIn(Take(AskFor("T-02"))).on(), "2016-07-12");
  EXPECT_EQ(DecidedIn(Take(AskFor("T-03"))).on(), "2016-07-20");
}

TEST_F(AskedInsteadTest, RefusesAProgrammeThatIsNotInForceAndNamesThoseThatAre) {
  Take(Check("T-01"));
  const auto decision = Decide(check_, AskFor("T-03"), context_);
  ASSERT_EQ(decision.index(), 1U);
  EXPECT_EQ(std::get<1>(decision).rule, v1::REJECTION_PROGRAMME_MUST_BE_IN_FORCE);
  EXPECT_EQ(std::get<1>(decision).instead, (std::vector<std::string>{"T-01", "T-02"}));
}

TEST_F(AskedInsteadTest, HeardBeforeTheReferralItIsTheNewerWord) {
  EXPECT_EQ(Take(AskFor("T-02")).size(), 1U);
  EXPECT_TRUE(Take(AskFor("T-02")).empty());
  const auto decided = DecidedIn(Take(Check("T-01")));
  EXPECT_EQ(decided.asked_programme(), "T-02");
  EXPECT_FALSE(decided.asked_instead());  // nothing was asked of anybody before
}

}  // namespace
}  // namespace kinward::eligibility
