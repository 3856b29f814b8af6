// When a panel sits: the week's rule, and the dates that follow from a session's start.
#pragma once

#include <chrono>
#include <optional>

#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/panel.h"

namespace kinward::scheduling {

// The panel's hour of the day; 09:00 when its definition names none.
std::chrono::minutes SittingTime(const common::v1::PanelDefinition& definition);
// The first weekly date after now (and from the panel's first day) that has no session yet. Nothing
// for a panel without a weekday, which sits when somebody opens a session.
std::optional<LocalDate> NextSitting(const Panel::Diary& diary, Time now);
// A session that starts then: papers due, and when it closes.
v1::SessionOpened SessionOn(const Panel::Diary& diary, const std::string& panel_id, LocalDate on,
                            std::chrono::minutes start);

}  // namespace kinward::scheduling
