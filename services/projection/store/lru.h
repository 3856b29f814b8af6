// A bounded map that forgets what was used longest ago. Values stay where they are until Trim.
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace kinward::projection {

template <typename Value>
class Lru {
 public:
  explicit Lru(std::size_t capacity) : capacity_(capacity) {}

  // Null when it is not held. Makes it the newest.
  Value* Find(std::string_view key) {
    const auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->second;
  }
  Value& Put(std::string_view key, Value value) {
    if (Value* held = Find(key)) {
      *held = std::move(value);
      return *held;
    }
    entries_.emplace_front(std::string(key), std::move(value));
    places_.emplace(entries_.front().first, entries_.begin());
    return entries_.front().second;
  }
  // Forgets down to the capacity. True when something was forgotten. Pointers to what stays hold.
  bool Trim() {
    const bool over = entries_.size() > capacity_;
    while (entries_.size() > capacity_) {
      places_.erase(entries_.back().first);
      entries_.pop_back();
    }
    return over;
  }
  void Clear() {
    places_.clear();
    entries_.clear();
  }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  std::size_t capacity_;
  std::list<std::pair<std::string, Value>> entries_;
  std::unordered_map<std::string_view, typename std::list<std::pair<std::string, Value>>::iterator>
      places_;
};

}  // namespace kinward::projection
