// Which beds of a setting are free on which nights. Questions only: nothing here changes a setting.
#pragma once

#include <string>
#include <vector>

#include "services/scheduling/domain/setting.h"

namespace kinward::scheduling {

struct Nights {
  LocalDate first;
  int count = 0;
  [[nodiscard]] LocalDate Until() const { return AddDays(first, count); }  // exclusive
};

bool HasBed(const Setting& setting, const std::string& bed);
// `but_for`: a stay whose own nights do not count against it.
bool IsFree(const Setting& setting, const std::string& bed, const Nights& nights, Time now,
            const std::string& but_for = "");
// In the order of the definition.
std::vector<std::string> FreeBeds(const Setting& setting, const Nights& nights, Time now);
// The first nights after these from which some bed is free for as long; at most three, four weeks
// ahead.
std::vector<std::string> LaterStarts(const Setting& setting, const Nights& nights, Time now);
// What to offer instead of a bed that is taken: free beds, else later first nights.
std::vector<std::string> Instead(const Setting& setting, const Nights& nights, Time now);
// The child has a live booking here on one of these nights.
bool IsBookedHere(const Setting& setting, const std::string& person_id, const Nights& nights,
                  Time now, const std::string& but_for = "");
// Nights in a row that the child would have slept here by the end of these (R11).
int NightsInARow(const Setting& setting, const std::string& person_id, const Nights& nights,
                 Time now, const std::string& but_for = "");

}  // namespace kinward::scheduling
