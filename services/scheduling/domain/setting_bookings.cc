// What becomes of a booking: confirmed, arrived, extended, departed, cancelled, or its hold
// expires.
#include <algorithm>
#include <utility>

#include "services/scheduling/domain/beds.h"
#include "services/scheduling/domain/setting.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<Setting>;
using Ending = Setting::Ending;

const Setting::Booking* BookingOf(const Setting& setting, const std::string& stay_id) {
  const auto booking = setting.bookings.find(stay_id);
  return booking == setting.bookings.end() ? nullptr : &booking->second;
}

bool EndedAs(const Setting& setting, const std::string& stay_id, Ending ending) {
  const auto found = setting.endings.find(stay_id);
  return found != setting.endings.end() && found->second == ending;
}

// Why a booking that is not live cannot be confirmed or arrived at.
v1::Rejection RuleOfTheLost(const Setting& setting, const std::string& stay_id) {
  return EndedAs(setting, stay_id, Ending::kExpired) || setting.bookings.contains(stay_id)
             ? v1::REJECTION_HOLD_MUST_NOT_HAVE_EXPIRED
             : v1::REJECTION_STAY_MUST_BE_BOOKED;
}

v1::BedWaitlistLeft LeftList(const v1::BedWaitlistJoined& entry, const std::string& reason) {
  v1::BedWaitlistLeft left;
  left.set_setting_id(entry.setting_id());
  left.set_stay_id(entry.stay().stay_id());
  left.set_referral_id(entry.stay().referral_id());
  left.set_reason(reason);
  return left;
}

// The event that gives up nights, and who of those that wait for some of them is to be rung.
template <typename Event>
Events Freeing(const Setting& setting, Event event, Time now) {
  const Setting::Booking& booking = setting.bookings.at(event.stay().stay_id());
  const LocalDate freed_from = booking.first;
  const LocalDate freed_until = booking.Until();
  Setting next = setting;
  Events events;
  Add(next, events, std::move(event));
  for (const v1::BedWaitlistJoined& entry : next.waiting) {
    const LocalDate first = ParseDate(entry.stay().first_night()).value_or(NightOf(now));
    const Nights nights{first, entry.stay().nights()};
    const bool overlaps = first < freed_until && freed_from < nights.Until();
    if (!overlaps || first < NightOf(now) || FreeBeds(next, nights, now).empty()) continue;
    v1::BedFreedForWaiting freed;
    freed.set_setting_id(entry.setting_id());
    freed.set_stay_id(entry.stay().stay_id());
    freed.set_referral_id(entry.stay().referral_id());
    events.emplace_back(std::move(freed));
    break;
  }
  return events;
}

Events Cancel(const Setting& setting, const Setting::Booking& booking, const std::string& reason,
              bool declined, Time now) {
  v1::BookingCancelled cancelled;
  cancelled.set_setting_id(booking.terms.setting_id());
  *cancelled.mutable_stay() = booking.terms;
  cancelled.set_reason(reason);
  cancelled.set_declined(declined);
  return Freeing(setting, std::move(cancelled), now);
}

v1::StayTerms WithAuthority(const v1::StayTerms& terms, const auto& command,
                            const Context& context) {
  v1::StayTerms with = terms;
  if (!command.legal_basis().empty()) with.set_legal_basis(command.legal_basis());
  if (!command.agreed_by().empty()) with.set_agreed_by(command.agreed_by());
  if (with.agreed_by().empty()) with.set_agreed_by(context.actor.id);
  return with;
}

}  // namespace

SettingDecision Decide(const Setting& setting, const v1::AcceptAdmission& command,
                       const Context& context) {
  const Setting::Booking* booking = BookingOf(setting, command.stay_id());
  if (booking == nullptr || booking->IsExpired(context.now))
    return RuleOfTheLost(setting, command.stay_id());
  if (booking->accepted) return Events{};
  v1::AdmissionAccepted accepted;
  accepted.set_setting_id(command.setting_id());
  accepted.set_stay_id(command.stay_id());
  return Events{accepted};
}

SettingDecision Decide(const Setting& setting, const v1::DeclineAdmission& command,
                       const Context& context) {
  const Setting::Booking* booking = BookingOf(setting, command.stay_id());
  if (booking == nullptr) {
    if (EndedAs(setting, command.stay_id(), Ending::kCancelled)) return Events{};
    return v1::REJECTION_STAY_MUST_BE_BOOKED;
  }
  if (booking->state == BookingState::kArrived)
    return v1::REJECTION_OCCUPIED_BED_MUST_NOT_BE_RELEASED;
  if (booking->terms.pace()) return v1::REJECTION_PACE_TRANSFER_MUST_BE_RECEIVED;
  return Cancel(setting, *booking, command.reason(), true, context.now);
}

SettingDecision Decide(const Setting& setting, const v1::ConfirmBooking& command,
                       const Context& context) {
  const Setting::Booking* booking = BookingOf(setting, command.stay_id());
  if (booking == nullptr || booking->IsExpired(context.now))
    return RuleOfTheLost(setting, command.stay_id());
  if (booking->state != BookingState::kHeld) return Events{};
  v1::BookingConfirmed confirmed;
  confirmed.set_setting_id(command.setting_id());
  *confirmed.mutable_stay() = WithAuthority(booking->terms, command, context);
  return Events{confirmed};
}

SettingDecision Decide(const Setting& setting, const v1::RecordArrival& command,
                       const Context& context) {
  const Setting::Booking* booking = BookingOf(setting, command.stay_id());
  if (booking == nullptr || booking->IsExpired(context.now))
    return RuleOfTheLost(setting, command.stay_id());
  if (booking->state == BookingState::kArrived) return Events{};
  const Time arrived = command.has_arrived_time() ? ToTime(command.arrived_time()) : context.now;
  if (arrived > context.now) return v1::REJECTION_TIME_MUST_NOT_BE_IN_THE_FUTURE;
  if (DateOf(arrived) < booking->first) {
    return Refusal<v1::Rejection>{v1::REJECTION_STAY_MUST_HAVE_BEGUN, {FormatDate(booking->first)}};
  }
  v1::ArrivalRecorded recorded;
  *recorded.mutable_stay() = WithAuthority(booking->terms, command, context);
  if (recorded.stay().legal_basis().empty()) return v1::REJECTION_STAY_MUST_HAVE_A_LEGAL_BASIS;
  recorded.set_setting_id(command.setting_id());
  *recorded.mutable_arrived_time() = ToTimestamp(arrived);
  return Events{recorded};
}

SettingDecision Decide(const Setting& setting, const v1::RecordDeparture& command,
                       const Context& context) {
  const Setting::Booking* booking = BookingOf(setting, command.stay_id());
  if (booking == nullptr) {
    if (EndedAs(setting, command.stay_id(), Ending::kDeparted)) return Events{};
    return v1::REJECTION_STAY_MUST_BE_BOOKED;
  }
  if (booking->state != BookingState::kArrived) return v1::REJECTION_STAY_MUST_BE_OCCUPIED;
  const Time departed = command.has_departed_time() ? ToTime(command.departed_time()) : context.now;
  if (departed > context.now) return v1::REJECTION_TIME_MUST_NOT_BE_IN_THE_FUTURE;
  if (departed < booking->arrived) return v1::REJECTION_DEPARTURE_MUST_FOLLOW_ARRIVAL;
  // Nights slept: from the night of arrival to the night before the day of departure, as booked.
  const LocalDate first = std::max(booking->first, NightOf(booking->arrived));
  const LocalDate until = std::min(booking->Until(), DateOf(departed));
  v1::DepartureRecorded recorded;
  recorded.set_setting_id(command.setting_id());
  *recorded.mutable_stay() = booking->terms;
  *recorded.mutable_departed_time() = ToTimestamp(departed);
  recorded.set_first_night_used(FormatDate(first));
  recorded.set_nights_used(std::max(0, DaysBetween(first, until)));
  recorded.set_to(command.to());
  return Freeing(setting, std::move(recorded), context.now);
}

SettingDecision Decide(const Setting& setting, const v1::ExtendStay& command,
                       const Context& context) {
  const Setting::Booking* booking = BookingOf(setting, command.stay_id());
  if (booking == nullptr || booking->IsExpired(context.now))
    return RuleOfTheLost(setting, command.stay_id());
  const int before = booking->terms.nights();
  if (command.nights() == before) return Events{};
  if (command.nights() < before) return v1::REJECTION_EXTENSION_MUST_ADD_NIGHTS;

  const std::string& person_id = booking->terms.person_id();
  const Nights all{booking->first, command.nights()};
  const int nights_max = setting.definition.nights_max();
  if (nights_max > 0 &&
      NightsInARow(setting, person_id, all, context.now, command.stay_id()) > nights_max) {
    return Refusal<v1::Rejection>{v1::REJECTION_NIGHTS_MUST_NOT_EXCEED_THE_MAXIMUM,
                                  {std::to_string(nights_max)}};
  }
  if (IsBookedHere(setting, person_id, all, context.now, command.stay_id())) {
    return v1::REJECTION_CHILD_NIGHT_MUST_BE_FREE;
  }
  const Nights added{booking->Until(), command.nights() - before};
  if (!IsFree(setting, booking->terms.bed(), added, context.now, command.stay_id())) {
    return Refusal<v1::Rejection>{v1::REJECTION_BED_MUST_BE_FREE,
                                  FreeBeds(setting, added, context.now)};
  }
  Setting next = setting;
  Events events;
  // A hold on the added nights that has run out gives way.
  for (const auto& [stay_id, other] : setting.bookings) {
    if (stay_id == command.stay_id() || !other.IsExpired(context.now)) continue;
    v1::HoldExpired expired;
    expired.set_setting_id(command.setting_id());
    *expired.mutable_stay() = other.terms;
    Add(next, events, std::move(expired));
  }
  v1::BookingExtended extended;
  extended.set_setting_id(command.setting_id());
  *extended.mutable_stay() = booking->terms;
  extended.mutable_stay()->set_nights(command.nights());
  extended.set_nights_before(before);
  Add(next, events, std::move(extended));
  return events;
}

SettingDecision Decide(const Setting& setting, const v1::CancelBooking& command,
                       const Context& context) {
  const Setting::Booking* booking = BookingOf(setting, command.stay_id());
  if (booking == nullptr) {
    if (EndedAs(setting, command.stay_id(), Ending::kCancelled)) return Events{};
    return v1::REJECTION_STAY_MUST_BE_BOOKED;
  }
  if (booking->state == BookingState::kArrived)
    return v1::REJECTION_OCCUPIED_BED_MUST_NOT_BE_RELEASED;
  return Cancel(setting, *booking, command.reason(), false, context.now);
}

SettingDecision Decide(const Setting& setting, const v1::ExpireHold& command,
                       const Context& context) {
  const Setting::Booking* booking = BookingOf(setting, command.stay_id());
  if (booking == nullptr || !booking->IsExpired(context.now)) return Events{};
  v1::HoldExpired expired;
  expired.set_setting_id(command.setting_id());
  *expired.mutable_stay() = booking->terms;
  return Freeing(setting, std::move(expired), context.now);
}

SettingDecision Decide(const Setting& setting, const v1::ReleaseBooking& command,
                       const Context& context) {
  const auto waiting =
      std::find_if(setting.waiting.begin(), setting.waiting.end(),
                   [&](const auto& one) { return one.stay().stay_id() == command.stay_id(); });
  if (waiting != setting.waiting.end()) return Events{LeftList(*waiting, command.reason())};
  const Setting::Booking* booking = BookingOf(setting, command.stay_id());
  if (booking == nullptr || booking->state == BookingState::kArrived) return Events{};
  return Cancel(setting, *booking, command.reason(), false, context.now);
}

}  // namespace kinward::scheduling
