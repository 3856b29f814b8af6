// What the writer's caches are keyed by: a Redis key and a field of it, joined by a line break,
// which neither a document's key nor a part's field holds.
#pragma once

#include <string_view>
#include <utility>

namespace kinward::projection {

using KeyAndField = std::pair<std::string_view, std::string_view>;

inline KeyAndField SplitPartKey(std::string_view key) {
  const auto cut = key.rfind('\n');
  return {key.substr(0, cut), key.substr(cut + 1)};
}
// The field may be packed, and so hold any byte; the key holds no line break.
inline KeyAndField SplitVersionKey(std::string_view key) {
  const auto cut = key.find('\n');
  return {key.substr(0, cut), key.substr(cut + 1)};
}

}  // namespace kinward::projection
