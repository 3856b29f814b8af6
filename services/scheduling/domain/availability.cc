#include "services/scheduling/domain/availability.h"

#include <algorithm>

#include "services/scheduling/domain/beds.h"

namespace kinward::scheduling {

// When a full pool's next place comes free is not known here: nothing is promised.
v1::PlaceAvailability AvailabilityOf(const Pool& pool, const std::string& pool_id,
                                     const Period& period) {
  v1::PlaceAvailability place;
  place.set_id(pool_id);
  place.set_known(pool.defined);
  place.set_free(pool.Free());
  place.set_waiting(static_cast<int>(pool.waiting.size()));
  place.set_available(pool.Free() > 0);
  if (place.available()) place.set_expected_by(FormatDate(period.from));
  return place;
}

v1::PlaceAvailability AvailabilityOf(const Setting& setting, const std::string& setting_id,
                                     const Period& period, Time now) {
  v1::PlaceAvailability place;
  place.set_id(setting_id);
  place.set_known(setting.defined);
  place.set_waiting(static_cast<int>(setting.waiting.size()));
  const LocalDate first = std::max(period.from, NightOf(now));
  for (int days = 0; days <= period.within_days; ++days) {
    const LocalDate night = AddDays(first, days);
    const auto free = FreeBeds(setting, {night, 1}, now);
    if (free.empty()) continue;
    place.set_free(static_cast<int>(free.size()));
    place.set_available(true);
    place.set_expected_by(FormatDate(night));
    break;
  }
  return place;
}

}  // namespace kinward::scheduling
