// What one referral may have, and why: decided per programme by the version in force, pinned,
// re-decided when something is learned. An eligible programme stays as decided; only a review of
// its ongoing conditions or a person's override changes that. Not the rules themselves (rules/).
//
// Sensitive facts are read while a command that brings them is decided and are never kept:
// afterwards the clauses that stood on them are remembered by their result.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kinward/eligibility/v1/check.domain.h"
#include "kinward/eligibility/v1/rejection.pb.h"
#include "libs/base/context.h"
#include "libs/base/decision.h"

namespace kinward::eligibility {

struct Override {
  v1::Outcome outcome = v1::OUTCOME_UNSPECIFIED;
  std::string expires_on;  // the last day, ISO; empty: until somebody decides again
  std::string authority;
  bool operator==(const Override&) const = default;
};

struct EligibilityCheck {
  using Messages = v1::EligibilityCheckMessages;

  bool checked = false;
  std::string family_id;  // empty: never heard of
  std::string on;
  std::string urgency;
  std::string asked_programme;
  std::vector<std::string> reasons;
  google::protobuf::RepeatedPtrField<common::v1::SubjectFacts> subjects;
  google::protobuf::RepeatedPtrField<common::v1::Fact> facts;
  std::vector<v1::ProgrammeOutcome> programmes;          // as decided, in order of id
  std::map<std::string, Override> overrides;             // by programme
  std::vector<v1::Question> questions;                   // asked of people and not answered
  std::set<std::pair<std::string, std::string>> broken;  // (programme, ongoing clause)
  std::map<std::string, std::string> confirmed_on;       // by programme: the day of its last review
  std::set<std::string> ended;   // facts known to hold no longer, until it is first checked
  std::set<std::string> erased;  // people whose details are gone
  std::map<std::string, std::string> arms;                    // by programme: the arm of its trial
  std::set<std::pair<std::string, std::string>> cohorts;      // (programme, cohort)
  std::set<std::pair<std::string, std::string>> specialists;  // proposed: (programme, role)
  bool over = false;  // its referral has ended: there is nothing to review

  static Effects EffectsOf(const v1::DecisionOverridden& event);
  static Effects EffectsOf(const v1::OverrideExpired& event);
};

using CheckDecision = Decision<EligibilityCheck::Messages::Event, v1::Rejection>;

[[nodiscard]] CheckDecision Decide(const EligibilityCheck& check, const v1::CheckEligibility& given,
                                   const Context& context);
[[nodiscard]] CheckDecision Decide(const EligibilityCheck& check,
                                   const v1::RequestInformation& command, const Context& context);
[[nodiscard]] CheckDecision Decide(const EligibilityCheck& check,
                                   const v1::ProvideInformation& given, const Context& context);
[[nodiscard]] CheckDecision Decide(const EligibilityCheck& check,
                                   const v1::OverrideDecision& command, const Context& context);
[[nodiscard]] CheckDecision Decide(const EligibilityCheck& check, const v1::ExpireOverride& command,
                                   const Context& context);
[[nodiscard]] CheckDecision Decide(const EligibilityCheck& check,
                                   const v1::ReviewOngoingConditions& given,
                                   const Context& context);
[[nodiscard]] CheckDecision Decide(const EligibilityCheck& check,
                                   const v1::ProposeSpecialist& command, const Context& context);
[[nodiscard]] CheckDecision Decide(const EligibilityCheck& check, const v1::RecordErasure& command,
                                   const Context& context);

[[nodiscard]] CheckDecision Decide(const EligibilityCheck& check, const v1::RecordArm& command,
                                   const Context& context);
[[nodiscard]] CheckDecision Decide(const EligibilityCheck& check, const v1::RecordCohort& command,
                                   const Context& context);
[[nodiscard]] CheckDecision Decide(const EligibilityCheck& check,
                                   const v1::RecordReferralEnded& command, const Context& context);
[[nodiscard]] CheckDecision Decide(const EligibilityCheck& check,
                                   const v1::RecordReferralReopened& command,
                                   const Context& context);

void Apply(EligibilityCheck& check, const v1::EligibilityDecided& event);
void Apply(EligibilityCheck& check, const v1::InformationRequested& event);
void Apply(EligibilityCheck& check, const v1::InformationProvided& event);
void Apply(EligibilityCheck& check, const v1::DecisionOverridden& event);
void Apply(EligibilityCheck& check, const v1::OverrideExpired& event);
void Apply(EligibilityCheck& check, const v1::OngoingConditionBroken& event);
void Apply(EligibilityCheck& check, const v1::OngoingConditionsConfirmed& event);
void Apply(EligibilityCheck& check, const v1::ReviewAwaited& event);
void Apply(EligibilityCheck& check, const v1::SpecialistProposed& event);
void Apply(EligibilityCheck& check, const v1::ErasureRecorded& event);
void Apply(EligibilityCheck& check, const v1::ArmRecorded& event);
void Apply(EligibilityCheck& check, const v1::CohortRecorded& event);
void Apply(EligibilityCheck& check, const v1::ReferralEnded& event);
void Apply(EligibilityCheck& check, const v1::ReferralTakenUpAgain& event);

}  // namespace kinward::eligibility
