#include "services/referral-intake/reactions/reactions.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "kinward/intake/v1/programme_copy.pb.h"
#include "kinward/intake/v1/referral.pb.h"

namespace kinward::intake {
namespace {

eligibility::v1::EligibilityDecided Decided(const std::string& asked) {
  eligibility::v1::EligibilityDecided event;
  event.set_referral_id("referral");
  event.set_asked_programme(asked);
  for (const char* id : {"T-01", "T-02", "T-03"}) {
    auto& programme = *event.add_programmes();
    programme.set_programme_id(id);
    programme.set_outcome(std::string(id) == "T-03" ? eligibility::v1::OUTCOME_NOT_ELIGIBLE
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
  EXPECT_EQ(Awaited(""), (std::vector<std::string>{"T-01", "T-02"}));
}
TEST(OnEligibilityDecidedTest, AwaitsOnlyTheOneAskedFor) {
  EXPECT_EQ(Awaited("T-02"), (std::vector<std::string>{"T-02"}));
  EXPECT_TRUE(Awaited("T-03").empty());
}
TEST(OnEligibilityDecidedTest, ALaterDecisionIsHeardOnlyForWhatItMakesEligible) {
  auto later = Decided("T-03");
  later.set_again(true);
  EXPECT_TRUE(OnEligibilityDecided(later, {}).empty());
  later = Decided("T-02");
  later.set_again(true);
  EXPECT_EQ(OnEligibilityDecided(later, {}).size(), 1U);
}
TEST(OnArmRecordedTest, AProgrammeInATrialIsAwaitedWhereTheArmReceivesIt) {
  auto event = Decided("T-02");
  event.mutable_programmes(1)->set_in_trial(true);
  const Commands commands = OnEligibilityDecided(event, {});
  const auto& first = dynamic_cast<const v1::AcknowledgeReferral&>(commands.at(0).message());
  EXPECT_TRUE(first.programmes().empty());
  eligibility::v1::ArmRecorded arm;
  *arm.mutable_programme() = event.programmes(1);
  EXPECT_TRUE(OnArmRecorded(arm, {}).empty());
  arm.set_receives(true);
  const Commands awaited = OnArmRecorded(arm, {});
  const auto& command = dynamic_cast<const v1::AcknowledgeReferral&>(awaited.at(0).message());
  EXPECT_EQ(command.programmes(0), "T-02");
}
TEST(OnPartDecidedTest, OnlyARefusalEndsThePart) {
  scheduling::v1::PartDecided event;
  event.set_decision("agreed");
  EXPECT_TRUE(OnPartDecided(event, {}).empty());
  event.set_decision("refused");
  EXPECT_EQ(OnPartDecided(event, {}).size(), 1U);
}
TEST(OnProgrammeVersionPublishedTest, RecordsItAsItWasPublished) {
  eligibility::v1::ProgrammeVersionPublished event;
  event.set_programme_id("T-01");
  event.mutable_version()->set_version(2);
  const Commands commands = OnProgrammeVersionPublished(event, {});
  const auto& record = dynamic_cast<const v1::RecordProgrammeVersion&>(commands.at(0).message());
  EXPECT_EQ(record.programme_id(), "T-01");
  EXPECT_EQ(record.version().version(), 2);
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
