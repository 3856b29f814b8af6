// What a rule may look at, made from what must be sealed: age in years, not a birthday. Pure;
// called while the details are in clear, inside the decision that takes them in.
#pragma once

#include <google/protobuf/repeated_field.h>

#include <vector>

#include "kinward/common/v1/common.pb.h"
#include "kinward/intake/v1/people.pb.h"
#include "libs/calendar/calendar.h"

namespace kinward::intake {

// Completed years on `on`; nothing without a date of birth, and for a child that is not born yet.
std::optional<int> AgeOf(const common::v1::IdentityDetails& identity, LocalDate on);

// Expected, not born: a due date and no birthday.
bool IsUnborn(const common::v1::IdentityDetails& identity);

// For each person: the facts given, `age_years`, `sex` and `unborn` as they follow from the
// details. What is derived wins over what was given under the same name.
std::vector<common::v1::SubjectFacts> DeriveFacts(
    const google::protobuf::RepeatedPtrField<v1::SubmittedPerson>& people, LocalDate on);

}  // namespace kinward::intake
