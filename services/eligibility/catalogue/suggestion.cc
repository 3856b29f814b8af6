#include "services/eligibility/catalogue/suggestion.h"

#include <algorithm>
#include <cstddef>

namespace kinward::catalogue {
namespace {

constexpr std::size_t kChangesMax = 3;

// Damerau's distance with neighbours swapped once (optimal string alignment), three rows at a time.
std::size_t Distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before(right.size() + 1);
  std::vector<std::size_t> last(right.size() + 1);
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t changed = left[i - 1] == right[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + changed});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before.swap(last);
    last.swap(row);
  }
  return last[right.size()];
}

}  // namespace

std::string Nearest(std::string_view word, const std::vector<std::string>& known) {
  std::size_t fewest = std::clamp<std::size_t>(word.size() / 3, 1, kChangesMax) + 1;
  std::string nearest;
  for (const std::string& one : known) {
    const std::size_t changes = Distance(word, one);
    if (changes >= fewest) continue;
    fewest = changes;
    nearest = one;
  }
  return nearest;
}

std::string Suggestion(std::string_view word, const std::vector<std::string>& known) {
  const std::string nearest = Nearest(word, known);
  return nearest.empty() ? "" : "; did you mean " + nearest + "?";
}

}  // namespace kinward::catalogue
