// What a pool's decisions and events share: who holds or waits, and in which order.
#pragma once

#include <algorithm>

#include "services/scheduling/domain/pool.h"

namespace kinward::scheduling {

Pool::Holder HolderOf(const auto& message) {
  return {message.referral_id(), message.programme_id()};
}

auto WaitingOf(auto& pool, const Pool::Holder& holder) {
  return std::find_if(pool.waiting.begin(), pool.waiting.end(),
                      [&](const auto& one) { return HolderOf(one.holder()) == holder; });
}

// The order that is explained: preferences met, then urgency, then who asked first.
inline bool GoesBefore(const v1::PlaceRequested& left, const v1::PlaceRequested& right) {
  if (left.preferences_met() != right.preferences_met()) {
    return left.preferences_met() > right.preferences_met();
  }
  const int left_rank = UrgencyRank(left.urgency());
  const int right_rank = UrgencyRank(right.urgency());
  if (left_rank != right_rank) return left_rank > right_rank;
  return ToTime(left.requested_time()) < ToTime(right.requested_time());
}

}  // namespace kinward::scheduling
