// Which programmes a check looks at, and each one's answer with what is known now. Used by the
// deciders of eligibility_check.h alone.
#pragma once

#include <string>
#include <vector>

#include "libs/base/programmes.h"
#include "services/eligibility/domain/eligibility_check.h"
#include "services/eligibility/domain/knowledge.h"
#include "services/eligibility/rules/assessment.h"

namespace kinward::eligibility {

using CheckEvents = std::vector<EligibilityCheck::Messages::Event>;
using Versions = std::vector<const ProgrammeVersion*>;

std::string Today(const Context& context);
const v1::ProgrammeOutcome* FindOutcome(const std::vector<v1::ProgrammeOutcome>& programmes,
                                        const std::string& programme_id);
bool InForce(const Override& decision, const std::string& today);
// By the rules, or by a person's decision that still holds.
bool EligibleToday(const EligibilityCheck& check, const v1::ProgrammeOutcome& programme,
                   const Context& context);

// The versions in force on that day that take referrals: the one asked for, else all that serve the
// reasons.
Versions ToCheck(const Context& context, const std::string& on, const std::string& asked,
                 const std::vector<std::string>& reasons);
v1::ProgrammeOutcome AssessOne(const EligibilityCheck& check, const ProgrammeVersion& version,
                               const Knowledge& knowledge, const Context& context);
// As a person decided it, with whose authority and until when.
void TakeOverride(const Override& decision, v1::ProgrammeOutcome& outcome);
// The event without its programmes.
v1::EligibilityDecided Decided(const std::string& referral_id, const std::string& family_id,
                               const std::string& asked, const Knowledge& knowledge);
// Ongoing conditions of what was given: those that fail now and were not known to be broken.
CheckEvents NewlyBroken(const EligibilityCheck& check, const std::string& referral_id,
                        const Knowledge& knowledge, const Context& context);
// Programmes given whose ongoing conditions, if they have any, all hold.
std::vector<std::string> Confirmed(const EligibilityCheck& check, const Knowledge& knowledge,
                                   const Context& context);
// Every programme asked for decided again with what is known now; what is eligible stays as it is.
void DecideAgain(const EligibilityCheck& check, const std::string& referral_id,
                 const std::string& asked, const Knowledge& knowledge, const Context& context,
                 CheckEvents& events);

}  // namespace kinward::eligibility
