// Reads a rule over what is known: yes, no, or not known yet (Kleene's three values). Pure; says
// nothing in words (explanation.h) and asks nothing (questions.h).
#pragma once

#include <functional>
#include <string>

#include "kinward/common/v1/programme.pb.h"
#include "services/eligibility/rules/known.h"

namespace kinward::eligibility {

using common::v1::Comparison;
using common::v1::FactDefinition;
using common::v1::ProgrammeVersion;
using common::v1::Rule;

enum class Truth { kNo, kUnknown, kYes };

Truth operator!(Truth truth);

// The version's own words for a fact; null when its rules never look at it.
const FactDefinition* DefinitionOf(const ProgrammeVersion& version, std::string_view fact);

// `person`: whom bare comparisons are about, null for the referral. A fact of a person that is not
// told of them is looked for on the referral.
Truth Evaluate(const ProgrammeVersion& version, const Rule& rule, const Known& known,
               const SubjectFacts* person = nullptr);
Truth Compare(const ProgrammeVersion& version, const Comparison& comparison, const Known& known,
              const SubjectFacts* person);

// Calls `visit` with the name of every fact the rule looks at, doubles included.
void ForEachFact(const Rule& rule, const std::function<void(const std::string&)>& visit);

// At least `need` of these, of which so many are yes and so many not known.
Truth AtLeastOf(int need, int yes, int unknown);

}  // namespace kinward::eligibility
