// A recorded decision without what it says of other programmes: a decision holds an answer in words
// for each of seventy, and a question about one of them need not read the others'.
#pragma once

#include <optional>
#include <string_view>

#include "kinward/eligibility/v1/check.pb.h"

namespace kinward::eligibility {

// `body`: a serialised EligibilityDecided. Everything else of it is kept. Nothing: it is none.
std::optional<v1::EligibilityDecided> ReadOneProgramme(std::string_view body,
                                                       std::string_view programme_id);

}  // namespace kinward::eligibility
