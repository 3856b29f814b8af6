#include "services/projection/server/as_of.h"

#include <algorithm>
#include <utility>

namespace kinward::projection {

void AsOf::Observe(Source source, Published published) {
  const std::lock_guard lock(mutex_);
  auto& pending = pending_[static_cast<std::size_t>(source)];
  pending.push_back(std::move(published));
  if (pending.size() > kPendingMax) pending.pop_front();
}

void AsOf::Advance(const std::vector<Positions>& buckets) {
  const std::lock_guard lock(mutex_);
  for (std::size_t source = 0; source < kSources; ++source) {
    const auto read = [&](const Published& published) {
      return std::all_of(published.next.begin(), published.next.end(), [&](const auto& end) {
        const auto bucket = static_cast<std::size_t>(end.first);
        return bucket < buckets.size() && buckets[bucket][source].next >= end.second;
      });
    };
    auto& pending = pending_[source];
    while (!pending.empty() && read(pending.front())) {
      reached_[source] = std::max(reached_[source].value_or(Time::min()), pending.front().through);
      pending.pop_front();
    }
  }
}

std::optional<Time> AsOf::Value() const {
  const std::lock_guard lock(mutex_);
  std::optional<Time> oldest;
  for (const auto& reached : reached_) {
    if (!reached) return std::nullopt;
    oldest = oldest ? std::min(*oldest, *reached) : *reached;
  }
  return oldest;
}

}  // namespace kinward::projection
