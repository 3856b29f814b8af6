// The people of a referral, as its events carry them.
#pragma once

#include <google/protobuf/repeated_field.h>

#include <string>

#include "kinward/intake/v1/people.pb.h"
#include "kinward/intake/v1/referral.pb.h"

namespace kinward::intake {

using Relationships = google::protobuf::RepeatedPtrField<v1::Relationship>;

// Nobody is their own parent.
bool EachJoinsTwoOf(const Relationships& relationships);

v1::ReferredPerson NameAndRoles(const v1::SubmittedPerson& person);

// With the details, which the host seals under the person's keys, and the relationships that start
// here.
v1::PersonNamed NamedFrom(const v1::SubmittedPerson& person, const Relationships& relationships,
                          const std::string& referral_id, const std::string& family_id);

}  // namespace kinward::intake
