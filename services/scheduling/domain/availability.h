// What is free, for a preview: pure questions over a pool's or a setting's state.
#pragma once

#include "kinward/scheduling/v1/service.pb.h"
#include "services/scheduling/domain/pool.h"
#include "services/scheduling/domain/setting.h"

namespace kinward::scheduling {

struct Period {
  LocalDate from;
  int within_days = 14;
};

v1::PlaceAvailability AvailabilityOf(const Pool& pool, const std::string& pool_id,
                                     const Period& period);
v1::PlaceAvailability AvailabilityOf(const Setting& setting, const std::string& setting_id,
                                     const Period& period, Time now);

}  // namespace kinward::scheduling
