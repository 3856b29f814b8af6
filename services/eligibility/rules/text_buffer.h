// Text that is written again and again into the same room: words of a clause, told a million times.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace kinward::eligibility {

class TextBuffer {
 public:
  void Clear() { size_ = 0; }
  // Keeps so many characters of the beginning.
  void CutTo(std::size_t size) { size_ = std::min(size, size_); }
  void Append(std::string_view text) {
    if (room_ - size_ < text.size()) Grow(text.size());
    std::memcpy(kept_.get() + size_, text.data(), text.size());
    size_ += text.size();
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  // Until the next change.
  [[nodiscard]] std::string_view view() const { return {kept_.get(), size_}; }

 private:
  static constexpr std::size_t kRoom = 512;

  void Grow(std::size_t more) {
    room_ = std::max(room_ * 2, size_ + more);
    auto wider = std::make_unique_for_overwrite<char[]>(room_);
    std::memcpy(wider.get(), kept_.get(), size_);
    kept_ = std::move(wider);
  }

  std::size_t room_ = kRoom;
  std::size_t size_ = 0;
  std::unique_ptr<char[]> kept_ = std::make_unique_for_overwrite<char[]>(kRoom);
};

}  // namespace kinward::eligibility
