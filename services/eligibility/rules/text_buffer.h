// Text that is written again and again into the same room: words of a clause, told a million times.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <vector>

namespace kinward::eligibility {

class TextBuffer {
 public:
  void Clear() { size_ = 0; }
  // Keeps so many characters of the beginning.
  void CutTo(std::size_t size) { size_ = std::min(size, size_); }
  void Append(std::string_view text) {
    if (kept_.size() - size_ < text.size()) {
      kept_.resize(std::max(kept_.size() * 2, size_ + text.size()));
    }
    std::memcpy(kept_.data() + size_, text.data(), text.size());
    size_ += text.size();
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  // Until the next change.
  [[nodiscard]] std::string_view view() const { return {kept_.data(), size_}; }

 private:
  std::size_t size_ = 0;
  std::vector<char> kept_ = std::vector<char>(512);
};

}  // namespace kinward::eligibility
