#include "libs/host/state_cache.h"

#include <utility>

namespace kinward::host {

std::optional<CachedStream> StateCache::Find(const std::string& tenant, const std::string& stream) {
  const auto found = index_.find(KeyOf(tenant, stream));
  if (found == index_.end()) return std::nullopt;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->content;
}

void StateCache::Store(const std::string& tenant, const std::string& stream, CachedStream content) {
  Drop(tenant, stream);
  entries_.push_front({KeyOf(tenant, stream), std::move(content)});
  index_[entries_.front().key] = entries_.begin();
  if (entries_.size() > capacity_) {
    index_.erase(entries_.back().key);
    entries_.pop_back();
  }
}

void StateCache::Drop(const std::string& tenant, const std::string& stream) {
  const auto found = index_.find(KeyOf(tenant, stream));
  if (found == index_.end()) return;
  entries_.erase(found->second);
  index_.erase(found);
}

}  // namespace kinward::host
