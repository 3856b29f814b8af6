// Draws a description: as Markdown (pages, the API) or as plain text (a terminal). Both say the
// same, number their sources alike and mark what is assumed.
#pragma once

#include <string>

#include "services/eligibility/describe/description.h"

namespace kinward::describe {

std::string Markdown(const Description& description);
// Lines of at most 100 columns, but for words that are longer.
std::string PlainText(const Description& description);

// What Markdown would read as its own signs is written so that it does not; for a cell or a line.
std::string Escaped(const std::string& text);

}  // namespace kinward::describe
