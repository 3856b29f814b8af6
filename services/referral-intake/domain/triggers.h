// What a notification obliges, by the programmes in force on its day (C06). Pure; which programme
// says what is the catalogue's matter alone.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "kinward/intake/v1/notification.pb.h"
#include "libs/base/context.h"

namespace kinward::intake {

struct Happening {
  std::string notification_id;
  std::string kind;
  std::string on;  // ISO date
};

// One obligation for each programme version in force on that day with a trigger on that kind that
// stands on that day, in order of programme; those whose ids are in `known` are left out.
std::vector<v1::TriggeredObligation> TriggeredBy(const Happening& happening,
                                                 const std::set<std::string>& known,
                                                 const Context& context);

}  // namespace kinward::intake
