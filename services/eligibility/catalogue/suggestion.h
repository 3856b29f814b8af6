// What somebody probably meant who wrote a word that is not in a list. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kinward::catalogue {

// The known word that fewest single letters inserted, left out, changed or swapped with their
// neighbour turn `word` into; the first of equals. Empty when none is near: more than a third of
// its letters would change, at least one and at most three.
std::string Nearest(std::string_view word, const std::vector<std::string>& known);

// "; did you mean <word>?" to end a fault's message with; empty when no known word is near.
std::string Suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace kinward::catalogue
