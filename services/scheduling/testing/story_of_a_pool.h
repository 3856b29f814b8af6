// For tests of pools: families named by a letter ask for a programme's places.
#pragma once

#include <string>

#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/pool.h"
#include "services/scheduling/testing/story.h"
#include "services/scheduling/testing/story_of_one_family.h"

namespace kinward::scheduling {

inline const std::string kPool = "kft";  // as ThePool defines it
inline const Time kAskedAt = At(DateFrom(2016, 11, 14), "10:00");

inline v1::RequestPlace AskPlace(const std::string& who, int preferences = 0,
                                 const std::string& urgency = "routine") {
  v1::RequestPlace command;
  command.set_pool_id(kPool);
  command.set_referral_id(who);
  command.set_programme_id(kKft);
  command.set_family_id("family-" + who);
  command.set_preferences_met(preferences);
  command.set_urgency(urgency);
  return command;
}

template <typename Command>
Command OfHolder(const std::string& who) {
  Command command;
  command.set_pool_id(kPool);
  command.set_referral_id(who);
  command.set_programme_id(kKft);
  return command;
}

inline Story<Pool> PoolOf(int capacity) {
  Story<Pool> pool(kAskedAt);
  pool.Send(ThePool(capacity));
  return pool;
}

// A free place and a list at once: only a pool that was over-full and made larger is so; folded.
inline Story<Pool> PoolWithAPlaceAndTwoWaiting() {
  Story<Pool> pool = PoolOf(0);
  pool.Send(AskPlace("a"));
  pool.Send(AskPlace("b"));
  pool.state.definition.set_capacity(1);
  return pool;
}

}  // namespace kinward::scheduling
