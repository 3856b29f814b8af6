// What a person should look at in a referral that is taken all the same (bad-input.md rows 33, 54,
// 65). Pure: the same event gives the same warnings, so that a retry is the same command.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kinward/partner/v1/referral.pb.h"
#include "services/gateway/councils.h"
#include "services/gateway/partner/referral_checks.h"

namespace kinward::gateway {

// Row 33: whose help is asked for lives outside this council's area. The council that was told acts
// for a child found in its area (Children Act 1989 s.47), whoever is responsible.
struct Elsewhere {
  std::optional<std::string> owner;  // the responsible council, if it is one of ours
};
std::optional<Elsewhere> LivesElsewhere(const partner::v1::ReferralSubmitted& message,
                                        const Councils& councils, const std::string& council);

// Row 54: a name that mixes scripts within a word, as a look-alike of another child's would; or two
// children whose names look alike and are not the same.
bool HasConfusableName(const partner::v1::ReferralSubmitted& message);
// The name as it looks: look-alikes of Latin letters (Cyrillic, Greek, full-width) become those.
std::string LooksLike(const std::string& name);

// Row 65: somebody named as a professional is also a relative of somebody named.
bool HasConflictedProfessional(const partner::v1::ReferralSubmitted& message);

}  // namespace kinward::gateway
