// By when a duty must be done, and whether what was done was in time.
#pragma once

#include <optional>
#include <string>

#include "libs/calendar/calendar.h"
#include "services/referral-intake/domain/obligation.h"

namespace kinward::intake {

struct Due {
  Time time{};     // in hours: the last instant; in days: the first instant after the last day
  std::string on;  // the last day
};
// Clock hours from the instant it occurred, whatever the clock on the wall does; days and working
// days after the day. Nothing without a term, and for school days: the council's calendar answers.
std::optional<Due> DueOf(const Obligation& obligation);
Due DueAfter(LocalDate last_day);

// How the duty was met by what was done at `when`. An offer's duty is met by the first offer.
v1::TargetResult TargetOf(const Obligation& obligation, Time when);

// What the offer as a whole has come to: accepted once one accepts, declined once all have,
// unspecified before it is made.
v1::OfferAnswer StandingOf(const std::map<std::string, v1::OfferAnswer>& answers);

}  // namespace kinward::intake
