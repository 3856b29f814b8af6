// What a setting's events change, which nights they claim, and what they tell the family's streams.
#include <algorithm>

#include "kinward/scheduling/v1/request.pb.h"
#include "libs/base/check.h"
#include "services/scheduling/domain/beds.h"
#include "services/scheduling/domain/setting.h"

namespace kinward::scheduling {
namespace {

constexpr const char* kChildNight = "child-night";

LocalDate FirstNight(const v1::StayTerms& terms) {
  const auto first = ParseDate(terms.first_night());
  CHECK(first.has_value());
  return *first;
}

std::string HoldTimer(const v1::StayTerms& terms) { return "hold/" + terms.stay_id(); }

// One bed a night for a child over all settings. Nobody is claimed while nobody is named.
std::vector<Claim> Claims(const v1::StayTerms& terms, LocalDate first, LocalDate until) {
  if (terms.person_id().empty() || until <= first) return {};
  return {{kChildNight, terms.person_id(), NightStart(first), NightStart(until), terms.stay_id()}};
}

void TakeNights(Setting& setting, const v1::StayTerms& terms, LocalDate first, LocalDate until) {
  for (LocalDate night = first; night < until; night = AddDays(night, 1)) {
    CHECK((setting.nights.emplace(std::pair{terms.bed(), night}, terms.stay_id()).second));
  }
}

void EndBooking(Setting& setting, const v1::StayTerms& terms, Setting::Ending ending) {
  const auto booking = setting.bookings.find(terms.stay_id());
  CHECK(booking != setting.bookings.end());
  std::erase_if(setting.nights, [&](const auto& one) { return one.second == terms.stay_id(); });
  setting.bookings.erase(booking);
  setting.endings[terms.stay_id()] = ending;
}

Setting::Booking& BookingOf(Setting& setting, const v1::StayTerms& terms) {
  const auto booking = setting.bookings.find(terms.stay_id());
  CHECK(booking != setting.bookings.end());
  return booking->second;
}

template <typename Command>
Command ForStay(const v1::StayTerms& terms) {
  Command command;
  command.set_stay_id(terms.stay_id());
  return command;
}

// The stay's own command, and the request's if there is a referral.
Companions WithRequest(Companion stay, const v1::StayTerms& terms, auto request) {
  Companions companions{std::move(stay)};
  if (terms.referral_id().empty()) return companions;
  request.set_referral_id(terms.referral_id());
  request.set_stay_id(terms.stay_id());
  companions.emplace_back(std::move(request));
  return companions;
}

v1::RecordStayOver OverBecause(const std::string& reason) {
  v1::RecordStayOver over;
  over.set_reason(reason);
  return over;
}

Effects EndedEffects(const v1::StayTerms& terms) {
  return {{}, {{kChildNight, terms.stay_id()}}, {}, {HoldTimer(terms)}};
}

}  // namespace

void Apply(Setting& setting, const v1::SettingDefined& event) {
  setting.defined = true;
  setting.definition = event.definition();
}

void Apply(Setting& setting, const v1::ApprovalRecorded& event) {
  setting.approval = {event.terms(), event.until()};
}

void Apply(Setting& setting, const v1::BedHeld& event) {
  const v1::StayTerms& terms = event.stay();
  CHECK(!setting.bookings.contains(terms.stay_id()));
  const LocalDate first = FirstNight(terms);
  TakeNights(setting, terms, first, AddDays(first, terms.nights()));
  setting.bookings[terms.stay_id()] = {terms, BookingState::kHeld, first, {}, false};
  std::erase_if(setting.waiting,
                [&](const auto& one) { return one.stay().stay_id() == terms.stay_id(); });
}

void Apply(Setting& setting, const v1::SeriesBooked& event) {
  setting.series.insert(event.series_id());
}

void Apply(Setting& setting, const v1::BedWaitlistJoined& event) {
  const auto later = std::find_if(
      setting.waiting.begin(), setting.waiting.end(),
      [&](const auto& one) { return UrgencyRank(event.urgency()) > UrgencyRank(one.urgency()); });
  setting.waiting.insert(later, event);
}

void Apply(Setting& setting, const v1::BedWaitlistLeft& event) {
  std::erase_if(setting.waiting,
                [&](const auto& one) { return one.stay().stay_id() == event.stay_id(); });
}

void Apply(Setting& /*setting*/, const v1::BedFreedForWaiting& /*event*/) {}

void Apply(Setting& setting, const v1::AdmissionAccepted& event) {
  const auto booking = setting.bookings.find(event.stay_id());
  CHECK(booking != setting.bookings.end());
  booking->second.accepted = true;
}

void Apply(Setting& setting, const v1::BookingConfirmed& event) {
  Setting::Booking& booking = BookingOf(setting, event.stay());
  booking.state = BookingState::kConfirmed;
  booking.terms = event.stay();
}

void Apply(Setting& setting, const v1::BookingCancelled& event) {
  EndBooking(setting, event.stay(), Setting::Ending::kCancelled);
}

void Apply(Setting& setting, const v1::HoldExpired& event) {
  EndBooking(setting, event.stay(), Setting::Ending::kExpired);
}

void Apply(Setting& setting, const v1::ArrivalRecorded& event) {
  Setting::Booking& booking = BookingOf(setting, event.stay());
  booking.state = BookingState::kArrived;
  booking.terms = event.stay();
  booking.arrived = ToTime(event.arrived_time());
}

void Apply(Setting& setting, const v1::DepartureRecorded& event) {
  const v1::StayTerms& terms = event.stay();
  EndBooking(setting, terms, Setting::Ending::kDeparted);
  if (terms.person_id().empty() || event.nights_used() == 0) return;
  const auto first = ParseDate(event.first_night_used());
  CHECK(first.has_value());
  Setting::Run& run = setting.runs[terms.person_id()];
  const int before = run.until == *first ? run.nights : 0;
  run = {AddDays(*first, event.nights_used()), before + event.nights_used()};
}

void Apply(Setting& setting, const v1::BookingExtended& event) {
  Setting::Booking& booking = BookingOf(setting, event.stay());
  const LocalDate until = AddDays(booking.first, event.stay().nights());
  TakeNights(setting, event.stay(), booking.Until(), until);
  booking.terms = event.stay();
}

void Apply(Setting& setting, const v1::BedTakenOutOfService& event) {
  const auto from = ParseDate(event.from_night());
  CHECK(from.has_value());
  setting.out_of_service[event.bed()] = *from;
}

void Apply(Setting& setting, const v1::BedReturnedToService& event) {
  setting.out_of_service.erase(event.bed());
}

void Apply(Setting& setting, const v1::MembershipJoined& event) {
  setting.members.insert(event.member_id());
}

void Apply(Setting& setting, const v1::MembershipLeft& event) {
  setting.members.erase(event.member_id());
}

Effects Setting::EffectsOf(const v1::BedHeld& event) {
  const v1::StayTerms& terms = event.stay();
  v1::ExpireHold expire;
  expire.set_setting_id(event.setting_id());
  expire.set_stay_id(terms.stay_id());
  const LocalDate first = FirstNight(terms);
  return {Claims(terms, first, AddDays(first, terms.nights())),
          {},
          {{HoldTimer(terms), ToTime(terms.hold_expires_time()), expire}},
          {}};
}
Effects Setting::EffectsOf(const v1::BookingConfirmed& event) {
  return {{}, {}, {}, {HoldTimer(event.stay())}};
}
Effects Setting::EffectsOf(const v1::ArrivalRecorded& event) {
  return {{}, {}, {}, {HoldTimer(event.stay())}};
}
Effects Setting::EffectsOf(const v1::BookingCancelled& event) { return EndedEffects(event.stay()); }
Effects Setting::EffectsOf(const v1::HoldExpired& event) { return EndedEffects(event.stay()); }
Effects Setting::EffectsOf(const v1::DepartureRecorded& event) {
  // The nights slept stay claimed: they have happened.
  Effects effects = EndedEffects(event.stay());
  const auto first = ParseDate(event.first_night_used());
  CHECK(first.has_value());
  effects.claims = Claims(event.stay(), *first, AddDays(*first, event.nights_used()));
  return effects;
}
Effects Setting::EffectsOf(const v1::BookingExtended& event) {
  const LocalDate first = FirstNight(event.stay());
  return {Claims(event.stay(), AddDays(first, event.nights_before()),
                 AddDays(first, event.stay().nights())),
          {},
          {},
          {}};
}

Companions Setting::CompanionsOf(const v1::BedHeld& event) {
  const v1::StayTerms& terms = event.stay();
  if (!terms.referral_id().empty()) {
    // Through the request, which knows the family and refuses once it is withdrawn.
    v1::RecordStayTaken taken;
    taken.set_referral_id(terms.referral_id());
    taken.set_family_id(terms.family_id().empty() ? terms.referral_id() : terms.family_id());
    *taken.mutable_stay() = terms;
    return {taken};
  }
  auto open = ForStay<v1::OpenStay>(terms);
  open.set_keyed_by(terms.family_id().empty() ? terms.contact_id() : terms.family_id());
  *open.mutable_stay() = terms;
  return {open};
}

Companions Setting::CompanionsOf(const v1::BedWaitlistJoined& event) {
  v1::RecordPartWaiting waiting;
  waiting.set_referral_id(event.stay().referral_id());
  waiting.set_programme_id(event.stay().programme_id());
  waiting.set_setting_id(event.setting_id());
  waiting.set_stay_id(event.stay().stay_id());
  return {waiting};
}

Companions Setting::CompanionsOf(const v1::BedWaitlistLeft& event) {
  v1::RecordStayOver over = OverBecause(event.reason());
  over.set_referral_id(event.referral_id());
  over.set_stay_id(event.stay_id());
  return {over};
}

Companions Setting::CompanionsOf(const v1::BookingConfirmed& event) {
  auto stay = ForStay<v1::RecordStayConfirmed>(event.stay());
  stay.set_legal_basis(event.stay().legal_basis());
  stay.set_agreed_by(event.stay().agreed_by());
  return WithRequest(std::move(stay), event.stay(), v1::RecordStayBegun{});
}

Companions Setting::CompanionsOf(const v1::BookingCancelled& event) {
  auto stay = ForStay<v1::RecordStayCancelled>(event.stay());
  stay.set_reason(event.reason());
  return WithRequest(std::move(stay), event.stay(), OverBecause("cancelled"));
}

Companions Setting::CompanionsOf(const v1::HoldExpired& event) {
  return WithRequest(ForStay<v1::RecordStayHoldExpired>(event.stay()), event.stay(),
                     OverBecause("hold-expired"));
}

Companions Setting::CompanionsOf(const v1::ArrivalRecorded& event) {
  auto stay = ForStay<v1::RecordStayArrived>(event.stay());
  *stay.mutable_arrived_time() = event.arrived_time();
  stay.set_legal_basis(event.stay().legal_basis());
  stay.set_agreed_by(event.stay().agreed_by());
  return WithRequest(std::move(stay), event.stay(), v1::RecordStayBegun{});
}

Companions Setting::CompanionsOf(const v1::DepartureRecorded& event) {
  auto stay = ForStay<v1::RecordStayDeparted>(event.stay());
  *stay.mutable_departed_time() = event.departed_time();
  stay.set_first_night_used(event.first_night_used());
  stay.set_nights_used(event.nights_used());
  stay.set_to(event.to());
  return WithRequest(std::move(stay), event.stay(), OverBecause("departed"));
}

Companions Setting::CompanionsOf(const v1::BookingExtended& event) {
  auto stay = ForStay<v1::RecordStayExtended>(event.stay());
  stay.set_nights(event.stay().nights());
  return {stay};
}

}  // namespace kinward::scheduling
