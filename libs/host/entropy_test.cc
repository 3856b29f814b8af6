#include "libs/host/entropy.h"

#include <gtest/gtest.h>

#include "kinward/eligibility/v1/trial.pb.h"

namespace kinward::host {
namespace {

std::string EntropyOf(const google::protobuf::Message& command) {
  return static_cast<const eligibility::v1::AllocateArm&>(command).entropy();
}

TEST(Entropy, IsTheHostsWhateverTheCallerWrote) {
  auto command = std::make_shared<eligibility::v1::AllocateArm>();
  command->set_referral_id("r");
  command->set_entropy("the caller's own");
  const auto filled = WithEntropy(command);
  EXPECT_EQ(EntropyOf(*filled).size(), kEntropyBytes);
  EXPECT_EQ(static_cast<const eligibility::v1::AllocateArm&>(*filled).referral_id(), "r");
  EXPECT_EQ(command->entropy(), "the caller's own");  // which a repeat is compared by
}

TEST(Entropy, IsAnotherOneEachTime) {
  const auto command = std::make_shared<eligibility::v1::AllocateArm>();
  EXPECT_NE(EntropyOf(*WithEntropy(command)), EntropyOf(*WithEntropy(command)));
}

TEST(Entropy, ACommandThatDrawsNothingIsLeftAsItIs) {
  const auto command = std::make_shared<eligibility::v1::CloseTrial>();
  EXPECT_EQ(WithEntropy(command), command);
}

}  // namespace
}  // namespace kinward::host
