// The list of sources at the end of a description: each told once, with a number.
#pragma once

#include <string>
#include <vector>

namespace kinward::describe {

class Sources {
 public:
  // The number of this origin, counted from 1; 0 where nothing is said of it.
  int NumberOf(const std::string& source, const std::string& assumed);
  // "004 §3.7.1. Assumed: the bounds are included", in order of number.
  [[nodiscard]] const std::vector<std::string>& all() const { return all_; }

 private:
  std::vector<std::string> all_;
};

}  // namespace kinward::describe
