#include "services/eligibility/describe/sources.h"

#include <algorithm>

namespace kinward::describe {

int Sources::NumberOf(const std::string& source, const std::string& assumed) {
  std::string text = source;
  if (!assumed.empty()) text += (text.empty() ? "" : ". ") + ("Assumed: " + assumed);
  if (text.empty()) return 0;
  const auto found = std::ranges::find(all_, text);
  if (found != all_.end()) return static_cast<int>(found - all_.begin()) + 1;
  all_.push_back(std::move(text));
  return static_cast<int>(all_.size());
}

}  // namespace kinward::describe
