// Eligibility's reactions to its own facts: what one of its streams has others do (reactions.h).
#pragma once

#include <vector>

#include "libs/host/reaction.h"

namespace kinward::eligibility {

std::vector<host::Reaction> OwnReactions();

}  // namespace kinward::eligibility
