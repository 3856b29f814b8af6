// How one programme is judged: families drawn into arms after they were found eligible, units
// compared with teams that work as ever, referrals tagged with a cohort. Not what came of it: the
// evaluation view counts that.
//
// Nothing here is the next arm. It is drawn when it is asked for, with the host's randomness, and
// what is stored tells only what was drawn (docs/adr/0021).
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kinward/eligibility/v1/rejection.pb.h"
#include "kinward/eligibility/v1/trial.domain.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"
#include "services/eligibility/domain/permuted_blocks.h"

namespace kinward::eligibility {

struct Trial {
  using Messages = v1::TrialMessages;

  std::string programme_id;  // empty: never heard of
  bool registered = false;   // families are drawn into arms
  bool closed = false;
  std::vector<v1::TrialArm> arms;
  int block_size = 0;
  PermutedBlocks blocks;
  std::map<std::string, std::size_t> arm_of;  // by family
  std::set<std::string> referrals;            // that an arm was recorded for
  std::set<std::string> supported;            // teams
  std::set<std::string> usual;
  std::set<std::pair<std::string, std::string>> tagged;  // (referral, cohort)

  // The family's own stream says it too, and refuses who is not eligible.
  static Companions CompanionsOf(const v1::ArmAllocated& event);
  static Companions CompanionsOf(const v1::CohortTagged& event);
};

// The one stream of a programme's trial: `trial-` and its id in small letters.
std::string TrialOf(const std::string& programme_id);

using TrialDecision = Decision<Trial::Messages::Event, v1::Rejection>;

[[nodiscard]] TrialDecision Decide(const Trial& trial, const v1::RegisterTrial& command,
                                   const Context& context);
[[nodiscard]] TrialDecision Decide(const Trial& trial, const v1::RegisterComparator& command,
                                   const Context& context);
[[nodiscard]] TrialDecision Decide(const Trial& trial, const v1::AllocateArm& command,
                                   const Context& context);
[[nodiscard]] TrialDecision Decide(const Trial& trial, const v1::TagCohort& command,
                                   const Context& context);
[[nodiscard]] TrialDecision Decide(const Trial& trial, const v1::CloseTrial& command,
                                   const Context& context);

void Apply(Trial& trial, const v1::TrialRegistered& event);
void Apply(Trial& trial, const v1::ComparatorRegistered& event);
void Apply(Trial& trial, const v1::ArmAllocated& event);
void Apply(Trial& trial, const v1::CohortTagged& event);
void Apply(Trial& trial, const v1::TrialClosed& event);

}  // namespace kinward::eligibility
