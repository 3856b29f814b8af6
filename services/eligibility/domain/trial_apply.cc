// What a trial's events change, and what the family's own stream is told with them.
#include <algorithm>

#include "kinward/eligibility/v1/check.pb.h"
#include "libs/base/check.h"
#include "services/eligibility/domain/trial.h"

namespace kinward::eligibility {
namespace {

std::size_t ArmNamed(const Trial& trial, const std::string& name) {
  const auto at = std::ranges::find(trial.arms, name, [](const auto& arm) { return arm.arm(); });
  CHECK(at != trial.arms.end());
  return static_cast<std::size_t>(at - trial.arms.begin());
}

void Begin(Trial& trial, const std::string& programme_id) {
  CHECK(trial.programme_id.empty() || trial.programme_id == programme_id);
  trial.programme_id = programme_id;
}

}  // namespace

Companions Trial::CompanionsOf(const v1::ArmAllocated& event) {
  v1::RecordArm command;
  command.set_referral_id(event.referral_id());
  command.set_family_id(event.family_id());
  command.set_programme_id(event.programme_id());
  command.set_trial_id(event.trial_id());
  command.set_arm(event.arm());
  command.set_receives(event.receives());
  return {std::move(command)};
}

Companions Trial::CompanionsOf(const v1::CohortTagged& event) {
  v1::RecordCohort command;
  command.set_referral_id(event.referral_id());
  command.set_family_id(event.family_id());
  command.set_programme_id(event.programme_id());
  command.set_cohort(event.cohort());
  return {std::move(command)};
}

void Apply(Trial& trial, const v1::TrialRegistered& event) {
  CHECK(!trial.registered && !trial.closed);
  Begin(trial, event.programme_id());
  trial.registered = true;
  trial.arms.assign(event.arms().begin(), event.arms().end());
  trial.block_size = event.block_size();
  std::vector<int> ratio;
  for (const v1::TrialArm& arm : trial.arms) ratio.push_back(arm.ratio());
  trial.blocks = PermutedBlocks(std::move(ratio), trial.block_size);
}

void Apply(Trial& trial, const v1::ComparatorRegistered& event) {
  CHECK(!trial.closed);
  Begin(trial, event.programme_id());
  trial.supported.insert(event.supported().begin(), event.supported().end());
  trial.usual.insert(event.usual().begin(), event.usual().end());
}

void Apply(Trial& trial, const v1::ArmAllocated& event) {
  CHECK(trial.registered && !trial.closed);
  const std::size_t arm = ArmNamed(trial, event.arm());
  const auto [at, is_new] = trial.arm_of.try_emplace(event.family_id(), arm);
  CHECK(is_new != event.kept() && at->second == arm);
  if (is_new) trial.blocks.Take(arm);
  trial.referrals.insert(event.referral_id());
}

void Apply(Trial& trial, const v1::CohortTagged& event) {
  CHECK(!trial.closed);
  Begin(trial, event.programme_id());
  trial.tagged.insert({event.referral_id(), event.cohort()});
}

void Apply(Trial& trial, const v1::TrialClosed& event) {
  CHECK(!trial.closed);
  Begin(trial, event.programme_id());
  trial.closed = true;
}

}  // namespace kinward::eligibility
