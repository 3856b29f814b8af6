// Finds rules that nobody can ever satisfy: an age of 18 at least and 10 at most, a sex that is
// female and male. Pure.
#pragma once

#include <string>
#include <vector>

#include "kinward/common/v1/programme.pb.h"

namespace kinward::catalogue {

// The facts of which these rules together, each required, ask the impossible; in order, each once.
std::vector<std::string> Impossible(const std::vector<const common::v1::Rule*>& rules);

}  // namespace kinward::catalogue
