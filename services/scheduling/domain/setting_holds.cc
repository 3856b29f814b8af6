// Taking a bed: a hold, or a series of bookings.
#include <algorithm>
#include <optional>
#include <utility>

#include "libs/base/uuid.h"
#include "services/scheduling/domain/admission.h"
#include "services/scheduling/domain/beds.h"
#include "services/scheduling/domain/setting.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<Setting>;

constexpr int kHoldHoursDefault = 24;
// Short breaks of one child in one setting up to these are no placement (Care Planning Regulations
// 2010, reg. 48): more is never refused, but its consequence is said.
constexpr int kShortBreakNightsMax = 17;
constexpr int kShortBreakNightsAYearMax = 75;

LocalDate FirstNight(const std::string& from_night, Time now) {
  const auto date = ParseDate(from_night);
  return date ? *date : NightOf(now);
}

std::string NewStayId(const auto& command, LocalDate first, Time now) {
  const std::string& who =
      command.referral_id().empty() ? command.contact_id() : command.referral_id();
  return UuidFrom(who, "stay/" + command.setting_id() + "/" + command.person_id() + "/" +
                           FormatDate(first) + "/" + FormatTime(now))
      .ToString();
}

// The same child, for the same cause, on the same nights: a repeat of the hold that made this
// booking.
bool IsSameStay(const v1::StayTerms& left, const v1::StayTerms& right) {
  return left.referral_id() == right.referral_id() && left.contact_id() == right.contact_id() &&
         left.person_id() == right.person_id() && left.first_night() == right.first_night() &&
         left.nights() == right.nights();
}

bool IsRepeat(const Setting& setting, const v1::StayTerms& terms, bool named, Time now) {
  const auto booking = setting.bookings.find(terms.stay_id());
  if (booking != setting.bookings.end()) return IsSameStay(booking->second.terms, terms);
  if (named || terms.person_id().empty()) return false;
  return std::any_of(setting.bookings.begin(), setting.bookings.end(), [&](const auto& one) {
    return !one.second.IsExpired(now) && IsSameStay(one.second.terms, terms);
  });
}

bool OutsideRemit(const common::v1::SettingDefinition& definition, const v1::HoldBed& command) {
  if (!command.has_age_years() || definition.age_max() == 0) return false;
  return command.age_years() < definition.age_min() || command.age_years() > definition.age_max();
}

v1::StayTerms TermsOf(const Setting& setting, const v1::HoldBed& command, Time now) {
  const LocalDate first = FirstNight(command.from_night(), now);
  const Time requested = command.has_requested_time() ? ToTime(command.requested_time()) : now;
  const Time needed =
      command.has_needed_time() ? ToTime(command.needed_time()) : std::max(now, NightStart(first));
  v1::StayTerms terms;
  terms.set_stay_id(command.stay_id().empty() ? NewStayId(command, first, now) : command.stay_id());
  terms.set_setting_id(command.setting_id());
  terms.set_referral_id(command.referral_id());
  terms.set_contact_id(command.contact_id());
  terms.set_family_id(command.family_id());
  terms.set_person_id(command.person_id());
  terms.set_programme_id(command.programme_id());
  terms.set_first_night(FormatDate(first));
  terms.set_nights(std::max(1, command.nights()));
  terms.set_admission(AdmissionOf({command.pace(), now, requested, needed, first}));
  terms.set_pace(command.pace());
  terms.set_legal_basis(command.pace() && command.legal_basis().empty() ? "pace"
                                                                        : command.legal_basis());
  terms.set_agreed_by(command.agreed_by());
  *terms.mutable_requested_time() = ToTimestamp(requested);
  const int hours = command.has_hold_hours() ? command.hold_hours() : kHoldHoursDefault;
  *terms.mutable_hold_expires_time() = ToTimestamp(now + std::chrono::hours{hours});
  terms.set_authority_until(command.authority_until());
  if (OutsideRemit(setting.definition, command)) terms.add_warnings("outside-remit-age");
  return terms;
}

// The rule against this child sleeping here on these nights, whichever bed.
std::optional<Refusal<v1::Rejection>> RuleAgainst(const Setting& setting,
                                                  const std::string& person_id,
                                                  const Nights& nights, Time now) {
  if (nights.first < NightOf(now)) {
    return Refusal<v1::Rejection>{v1::REJECTION_NIGHT_MUST_NOT_BE_PAST, {FormatDate(NightOf(now))}};
  }
  const int nights_max = setting.definition.nights_max();
  if (nights_max > 0 && NightsInARow(setting, person_id, nights, now) > nights_max) {
    return Refusal<v1::Rejection>{v1::REJECTION_NIGHTS_MUST_NOT_EXCEED_THE_MAXIMUM,
                                  {std::to_string(nights_max)}};
  }
  if (IsBookedHere(setting, person_id, nights, now))
    return {v1::REJECTION_CHILD_NIGHT_MUST_BE_FREE};
  return std::nullopt;
}

// Holds whose time is up go first, so that what is held next stands on free nights.
void ExpireWhatIsDue(Setting& setting, Events& events, Time now) {
  std::vector<v1::StayTerms> due;
  for (const auto& [stay_id, booking] : setting.bookings) {
    if (booking.IsExpired(now)) due.push_back(booking.terms);
  }
  for (const v1::StayTerms& terms : due) {
    v1::HoldExpired expired;
    expired.set_setting_id(terms.setting_id());
    *expired.mutable_stay() = terms;
    Add(setting, events, std::move(expired));
  }
}

void Hold(Setting& setting, Events& events, v1::StayTerms terms, const std::string& bed) {
  terms.set_bed(bed);
  v1::BedHeld held;
  held.set_setting_id(terms.setting_id());
  *held.mutable_stay() = std::move(terms);
  Add(setting, events, std::move(held));
}

void WarnOfPlacement(const v1::BookSeries& command, v1::SeriesBooked& booked) {
  if (command.legal_basis() != "s20") return;
  if (command.nights() > kShortBreakNightsMax) booked.add_warnings("stay-over-17-days");
  const int stays_a_year = std::min(command.stays(), 1 + 364 / std::max(1, command.every_days()));
  if (stays_a_year * command.nights() > kShortBreakNightsAYearMax) {
    booked.add_warnings("series-over-75-days");
  }
}

}  // namespace

SettingDecision Decide(const Setting& setting, const v1::HoldBed& command, const Context& context) {
  if (!setting.defined) return v1::REJECTION_SETTING_MUST_BE_DEFINED;
  v1::StayTerms terms = TermsOf(setting, command, context.now);
  if (IsRepeat(setting, terms, command.has_stay_id(), context.now)) return Events{};
  if (setting.bookings.contains(terms.stay_id()) || setting.endings.contains(terms.stay_id())) {
    return v1::REJECTION_STAY_ID_MUST_NOT_BE_REUSED;
  }
  if (command.referral_id().empty() && command.contact_id().empty()) {
    return v1::REJECTION_STAY_MUST_HAVE_A_REFERRAL_OR_CONTACT;
  }
  const Nights nights{FirstNight(command.from_night(), context.now), terms.nights()};
  if (auto refusal = RuleAgainst(setting, command.person_id(), nights, context.now))
    return *refusal;
  if (!command.bed().empty() && !HasBed(setting, command.bed()))
    return v1::REJECTION_BED_MUST_EXIST;

  const std::vector<std::string> free = FreeBeds(setting, nights, context.now);
  const auto bed =
      command.bed().empty() ? free.begin() : std::find(free.begin(), free.end(), command.bed());
  if (bed == free.end()) {
    return Refusal<v1::Rejection>{v1::REJECTION_BED_MUST_BE_FREE,
                                  Instead(setting, nights, context.now)};
  }
  Setting next = setting;
  Events events;
  ExpireWhatIsDue(next, events, context.now);
  Hold(next, events, std::move(terms), *bed);
  return events;
}

SettingDecision Decide(const Setting& setting, const v1::BookSeries& command,
                       const Context& context) {
  if (!setting.defined) return v1::REJECTION_SETTING_MUST_BE_DEFINED;
  if (setting.series.contains(command.series_id())) return Events{};
  v1::HoldBed one;
  one.set_setting_id(command.setting_id());
  one.set_referral_id(command.referral_id());
  one.set_family_id(command.family_id());
  one.set_person_id(command.person_id());
  one.set_programme_id(command.programme_id());
  one.set_nights(command.nights());
  one.set_legal_basis(command.legal_basis());
  one.set_agreed_by(command.agreed_by().empty() ? context.actor.id : command.agreed_by());

  Setting next = setting;
  Events events;
  ExpireWhatIsDue(next, events, context.now);
  v1::SeriesBooked booked;
  for (int i = 0; i < command.stays(); ++i) {
    const Nights nights{
        AddDays(FirstNight(command.from_night(), context.now), i * command.every_days()),
        command.nights()};
    if (auto refusal = RuleAgainst(next, command.person_id(), nights, context.now)) return *refusal;
    const std::vector<std::string> free = FreeBeds(next, nights, context.now);
    if (free.empty()) {
      return Refusal<v1::Rejection>{v1::REJECTION_BED_MUST_BE_FREE,
                                    LaterStarts(next, nights, context.now)};
    }
    one.set_from_night(FormatDate(nights.first));
    one.set_stay_id(UuidFrom(command.series_id(), one.from_night()).ToString());
    v1::StayTerms terms = TermsOf(next, one, context.now);
    terms.set_series_id(command.series_id());
    booked.add_stay_ids(terms.stay_id());
    v1::BookingConfirmed confirmed;
    Hold(next, events, terms, free.front());
    terms.set_bed(free.front());
    confirmed.set_setting_id(command.setting_id());
    *confirmed.mutable_stay() = std::move(terms);
    Add(next, events, std::move(confirmed));
  }
  booked.set_setting_id(command.setting_id());
  booked.set_series_id(command.series_id());
  booked.set_person_id(command.person_id());
  WarnOfPlacement(command, booked);
  events.emplace_back(std::move(booked));
  return events;
}

}  // namespace kinward::scheduling
