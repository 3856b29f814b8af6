// What a draft would change, told for people: who, and why. Pure.
#pragma once

#include <string>
#include <vector>

#include "kinward/eligibility/v1/service.pb.h"

namespace kinward::ctl {

// "120 referrals checked: 80 would be eligible, …".
std::string Counts(const eligibility::v1::WhatIfResponse& answer);

// One referral whose answer changes: what it was, what it would be, and the clauses that make it
// so; of a newly eligible one only those that the draft asks otherwise (`clauses_changed`).
std::string Changed(const eligibility::v1::WhatIfChange& change,
                    const std::vector<std::string>& clauses_changed);

// The clauses and options of the draft that ask otherwise, are new or are gone, by id.
std::vector<std::string> ClausesChanged(const common::v1::ProgrammeVersion& was,
                                        const common::v1::ProgrammeVersion& draft);

}  // namespace kinward::ctl
