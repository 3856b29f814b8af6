#include "services/referral-intake/reactions/reactions.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "kinward/intake/v1/referral.pb.h"

namespace kinward::intake {
namespace {

eligibility::v1::EligibilityDecided Decided(const std::string& asked) {
  eligibility::v1::EligibilityDecided event;
  event.set_referral_id("referral");
  event.set_asked_programme(asked);
  for (const char* id : {"W-01", "W-02", "W-03"}) {
    auto& programme = *event.add_programmes();
    programme.set_programme_id(id);
    programme.set_outcome(std::string(id) == "W-03" ? eligibility::v1::OUTCOME_NOT_ELIGIBLE
                                                    : eligibility::v1::OUTCOME_ELIGIBLE);
  }
  return event;
}
std::vector<std::string> Awaited(const std::string& asked) {
  const Commands commands = OnEligibilityDecided(Decided(asked), {});
  const auto& command = dynamic_cast<const v1::AcknowledgeReferral&>(commands.at(0).message());
  return {command.programmes().begin(), command.programmes().end()};
}

TEST(OnEligibilityDecidedTest, AwaitsEveryEligibleProgrammeWhenNoneWasAskedFor) {
  EXPECT_EQ(Awaited(""), (std::vector<std::string>{"W-01", "W-02"}));
}
TEST(OnEligibilityDecidedTest, AwaitsOnlyTheOneAskedFor) {
  EXPECT_EQ(Awaited("W-02"), (std::vector<std::string>{"W-02"}));
  EXPECT_TRUE(Awaited("W-03").empty());
}
TEST(OnEligibilityDecidedTest, ALaterDecisionIsHeardOnlyForWhatItMakesEligible) {
  auto later = Decided("W-03");
  later.set_again(true);
  EXPECT_TRUE(OnEligibilityDecided(later, {}).empty());
  later = Decided("W-02");
  later.set_again(true);
  EXPECT_EQ(OnEligibilityDecided(later, {}).size(), 1U);
}
TEST(OnPartDecidedTest, OnlyARefusalEndsThePart) {
  scheduling::v1::PartDecided event;
  event.set_decision("agreed");
  EXPECT_TRUE(OnPartDecided(event, {}).empty());
  event.set_decision("refused");
  EXPECT_EQ(OnPartDecided(event, {}).size(), 1U);
}
TEST(ReactionsTest, AreNamedOnce) {
  std::vector<std::string> names;
  for (const auto& reaction : Reactions()) {
    EXPECT_EQ(std::count(names.begin(), names.end(), reaction.name), 0) << reaction.name;
    names.push_back(reaction.name);
  }
}

}  // namespace
}  // namespace kinward::intake
