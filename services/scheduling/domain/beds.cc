#include "services/scheduling/domain/beds.h"

#include <algorithm>

namespace kinward::scheduling {
namespace {

constexpr int kDaysAheadMax = 28;
constexpr std::size_t kAlternativesMax = 3;

bool CountsAgainst(const Setting::Booking& booking, const std::string& person_id, Time now,
                   const std::string& but_for) {
  return !person_id.empty() && booking.terms.person_id() == person_id &&
         booking.terms.stay_id() != but_for && !booking.IsExpired(now);
}

}  // namespace

bool HasBed(const Setting& setting, const std::string& bed) {
  const auto& beds = setting.definition.beds();
  return std::find(beds.begin(), beds.end(), bed) != beds.end();
}

bool IsFree(const Setting& setting, const std::string& bed, const Nights& nights, Time now,
            const std::string& but_for) {
  const auto out = setting.out_of_service.find(bed);
  if (out != setting.out_of_service.end() && out->second < nights.Until()) return false;
  const auto end = setting.nights.lower_bound({bed, nights.Until()});
  for (auto taken = setting.nights.lower_bound({bed, nights.first}); taken != end; ++taken) {
    const auto booking = setting.bookings.find(taken->second);
    if (booking == setting.bookings.end() || taken->second == but_for) continue;
    if (!booking->second.IsExpired(now)) return false;
  }
  return true;
}

std::vector<std::string> FreeBeds(const Setting& setting, const Nights& nights, Time now) {
  std::vector<std::string> free;
  for (const std::string& bed : setting.definition.beds()) {
    if (IsFree(setting, bed, nights, now)) free.push_back(bed);
  }
  return free;
}

std::vector<std::string> LaterStarts(const Setting& setting, const Nights& nights, Time now) {
  std::vector<std::string> starts;
  for (int days = 1; days <= kDaysAheadMax && starts.size() < kAlternativesMax; ++days) {
    const LocalDate first = AddDays(nights.first, days);
    if (!FreeBeds(setting, {first, nights.count}, now).empty()) starts.push_back(FormatDate(first));
  }
  return starts;
}

std::vector<std::string> Instead(const Setting& setting, const Nights& nights, Time now) {
  std::vector<std::string> beds = FreeBeds(setting, nights, now);
  return beds.empty() ? LaterStarts(setting, nights, now) : beds;
}

bool IsBookedHere(const Setting& setting, const std::string& person_id, const Nights& nights,
                  Time now, const std::string& but_for) {
  return std::any_of(setting.bookings.begin(), setting.bookings.end(), [&](const auto& one) {
    const Setting::Booking& booking = one.second;
    return CountsAgainst(booking, person_id, now, but_for) && booking.first < nights.Until() &&
           nights.first < booking.Until();
  });
}

namespace {

// A child's nights without a gap, as bookings join them.
struct Run {
  LocalDate first;
  LocalDate until;
  int nights = 0;
};

// Whether the booking touches the run, from either side; then it joins it.
bool Joins(Run& run, const Setting::Booking& booking) {
  const bool after = booking.first == run.until;
  if (!after && booking.Until() != run.first) return false;
  (after ? run.until : run.first) = after ? booking.Until() : booking.first;
  run.nights += booking.terms.nights();
  return true;
}

}  // namespace

int NightsInARow(const Setting& setting, const std::string& person_id, const Nights& nights,
                 Time now, const std::string& but_for) {
  if (person_id.empty()) return nights.count;
  Run run{nights.first, nights.Until(), nights.count};
  std::vector<const Setting::Booking*> others;
  for (const auto& [stay_id, booking] : setting.bookings) {
    if (CountsAgainst(booking, person_id, now, but_for)) others.push_back(&booking);
  }
  const auto joins = [&run](const Setting::Booking* other) { return Joins(run, *other); };
  while (std::erase_if(others, joins) > 0) {
  }
  const auto before = setting.runs.find(person_id);
  const bool goes_on = before != setting.runs.end() && before->second.until == run.first;
  return run.nights + (goes_on ? before->second.nights : 0);
}

}  // namespace kinward::scheduling
