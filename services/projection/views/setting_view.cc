#include <algorithm>
#include <charconv>
#include <set>

#include "kinward/common/v1/programme.pb.h"
#include "kinward/scheduling/v1/setting.pb.h"
#include "services/projection/views/places_view.h"
#include "services/projection/views/words.h"

namespace kinward::projection {
namespace {

namespace v1 = scheduling::v1;
using views::v1::BedOut;
using views::v1::SettingPart;
using views::v1::StayPart;

// ---- the setting ----

void OnDefined(SettingPart& part, const v1::SettingDefined& event, const Heard& /*heard*/,
               Marks& marks) {
  const auto& definition = event.definition();
  part.set_setting(event.setting_id());
  part.set_kind(definition.kind());
  *part.mutable_beds() = definition.beds();
  part.set_opened_on(definition.opened_on());
  part.set_regulator(definition.regulator());
  part.set_nights_max(definition.nights_max());
  marks.Enter(std::string(kSettings), event.setting_id(), 0);
}
void OnApproval(SettingPart& part, const v1::ApprovalRecorded& event, const Heard& /*heard*/,
                Marks& /*marks*/) {
  part.set_approval_terms(event.terms());
  part.set_approval_until(event.until());
}
void OnBedOut(SettingPart& part, const v1::BedTakenOutOfService& event, const Heard& /*heard*/,
              Marks& /*marks*/) {
  BedOut& out = *part.add_out_of_service();
  out.set_bed(event.bed());
  out.set_from_night(event.from_night());
  out.set_reason(event.reason());
}
void OnBedBack(SettingPart& part, const v1::BedReturnedToService& event, const Heard& /*heard*/,
               Marks& /*marks*/) {
  auto& out = *part.mutable_out_of_service();
  out.erase(std::remove_if(out.begin(), out.end(),
                           [&](const BedOut& bed) { return bed.bed() == event.bed(); }),
            out.end());
}
void OnWaiting(SettingPart& part, const v1::BedWaitlistJoined& /*event*/, const Heard& /*heard*/,
               Marks& /*marks*/) {
  part.set_waiting(part.waiting() + 1);
}
void OnWaitingLeft(SettingPart& part, const v1::BedWaitlistLeft& /*event*/, const Heard& /*heard*/,
                   Marks& /*marks*/) {
  part.set_waiting(std::max(0, part.waiting() - 1));
}
void OnJoined(SettingPart& part, const v1::MembershipJoined& event, const Heard& /*heard*/,
              Marks& /*marks*/) {
  part.add_members(event.member_id());
}
void OnLeft(SettingPart& part, const v1::MembershipLeft& event, const Heard& /*heard*/,
            Marks& /*marks*/) {
  auto& members = *part.mutable_members();
  members.erase(std::remove(members.begin(), members.end(), event.member_id()), members.end());
}

// ---- its stays: documents of their own, told by the setting's events alone ----

void Show(StayPart& part, const v1::StayTerms& terms, const char* state, Marks& marks) {
  part.set_stay(terms.stay_id());
  part.set_setting(terms.setting_id());
  part.set_bed(terms.bed());
  part.set_referral_id(terms.referral_id());
  part.set_family_id(terms.family_id());
  part.set_person_id(terms.person_id());
  part.set_programme(terms.programme_id());
  part.set_first_night(terms.first_night());
  part.set_nights(terms.nights());
  part.set_admission(Word(terms.admission()));
  part.set_pace(terms.pace());
  part.set_legal_basis(terms.legal_basis());
  part.set_agreed_by(terms.agreed_by());
  *part.mutable_warnings() = terms.warnings();
  part.set_state(state);
  marks.Enter(StaysOf(terms.setting_id()), terms.stay_id(), DayNumber(terms.first_night()));
}
void OnHeld(StayPart& part, const v1::BedHeld& event, const Heard& /*heard*/, Marks& marks) {
  Show(part, event.stay(), "held", marks);
}
void OnConfirmed(StayPart& part, const v1::BookingConfirmed& event, const Heard& /*heard*/,
                 Marks& marks) {
  Show(part, event.stay(), "confirmed", marks);
}
void OnExtended(StayPart& part, const v1::BookingExtended& event, const Heard& /*heard*/,
                Marks& marks) {
  const std::string state = part.state().empty() ? "confirmed" : part.state();
  Show(part, event.stay(), state.c_str(), marks);
}
void OnArrived(StayPart& part, const v1::ArrivalRecorded& event, const Heard& /*heard*/,
               Marks& marks) {
  Show(part, event.stay(), "arrived", marks);
  *part.mutable_arrived_time() = event.arrived_time();
}
void OnDeparted(StayPart& part, const v1::DepartureRecorded& event, const Heard& /*heard*/,
                Marks& marks) {
  Show(part, event.stay(), "departed", marks);
  *part.mutable_departed_time() = event.departed_time();
  part.set_first_night_used(event.first_night_used());
  part.set_nights_used(event.nights_used());
}
void OnCancelled(StayPart& part, const v1::BookingCancelled& event, const Heard& /*heard*/,
                 Marks& marks) {
  Show(part, event.stay(), "cancelled", marks);
}
void OnExpired(StayPart& part, const v1::HoldExpired& event, const Heard& /*heard*/, Marks& marks) {
  Show(part, event.stay(), "expired", marks);
}

template <typename Event>
void OnStay(Catalogue& catalogue, void (*apply)(StayPart&, const Event&, const Heard&, Marks&)) {
  Change change;
  change.collection = kStayCollection;
  change.part = &StayPart::default_instance();
  change.id = [](const google::protobuf::Message& event, const Heard&) -> const std::string& {
    return static_cast<const Event&>(event).stay().stay_id();
  };
  change.apply = [apply](google::protobuf::Message* part, const google::protobuf::Message& event,
                         const Heard& heard, Marks& marks) {
    apply(static_cast<StayPart&>(*part), static_cast<const Event&>(event), heard, marks);
  };
  catalogue.Add(Event::default_instance(), std::move(change));
}

LocalDate FirstOf(const std::string& month) {
  return ParseDate(month + "-01").value_or(LocalDate{});
}

// The nights a stay used, or will have used if it goes on to its end: from, until (exclusive).
std::pair<LocalDate, LocalDate> NightsOf(const StayPart& stay) {
  const bool departed = stay.state() == "departed";
  const std::string& first =
      departed && !stay.first_night_used().empty() ? stay.first_night_used() : stay.first_night();
  const auto from = ParseDate(first);
  if (!from) return {};
  return {*from, AddDays(*from, departed ? stay.nights_used() : stay.nights())};
}

struct Month {
  LocalDate first;
  LocalDate end;  // exclusive
};

// Of one bed, from the day the setting opened until it was taken out of service.
int NightsAvailable(const SettingPart& setting, const std::string& bed, const Month& month) {
  const LocalDate opened = ParseDate(setting.opened_on()).value_or(month.first);
  LocalDate until = month.end;
  for (const BedOut& out : setting.out_of_service()) {
    if (out.bed() == bed) until = std::min(until, ParseDate(out.from_night()).value_or(until));
  }
  return std::max(0, DaysBetween(std::max(month.first, opened), until));
}

bool HasCome(const StayPart& stay) {
  return stay.state() == "arrived" || stay.state() == "departed";
}

// A stay that goes on has used the nights up to last night.
int NightsUsed(const StayPart& stay, const Month& month, LocalDate today) {
  const auto [from, booked_until] = NightsOf(stay);
  const LocalDate until = stay.state() == "arrived" ? std::min(booked_until, today) : booked_until;
  return std::max(0, DaysBetween(std::max(from, month.first), std::min(until, month.end)));
}

void CountAdmission(const StayPart& stay, views::v1::AdmissionCounts& admissions) {
  if (stay.admission() == "planned") admissions.set_planned(admissions.planned() + 1);
  if (stay.admission() == "emergency") admissions.set_emergency(admissions.emergency() + 1);
  if (stay.admission() == "crisis") admissions.set_crisis(admissions.crisis() + 1);
  if (stay.pace()) admissions.set_pace(admissions.pace() + 1);
}

}  // namespace

std::string StaysOf(std::string_view setting) { return "stays:" + std::string(setting); }

std::int64_t DayNumber(const std::string& date) {
  const auto day = ParseDate(date);
  return day ? day->time_since_epoch().count() : 0;
}

void AddSettingView(Catalogue& catalogue) {
  const std::string collection(kSettingCollection);
  catalogue.On(collection, &v1::SettingDefined::setting_id, OnDefined);
  catalogue.On(collection, &v1::ApprovalRecorded::setting_id, OnApproval);
  catalogue.On(collection, &v1::BedTakenOutOfService::setting_id, OnBedOut);
  catalogue.On(collection, &v1::BedReturnedToService::setting_id, OnBedBack);
  catalogue.On(collection, &v1::BedWaitlistJoined::setting_id, OnWaiting);
  catalogue.On(collection, &v1::BedWaitlistLeft::setting_id, OnWaitingLeft);
  catalogue.On(collection, &v1::MembershipJoined::setting_id, OnJoined);
  catalogue.On(collection, &v1::MembershipLeft::setting_id, OnLeft);
  OnStay<v1::BedHeld>(catalogue, OnHeld);
  OnStay<v1::BookingConfirmed>(catalogue, OnConfirmed);
  OnStay<v1::BookingExtended>(catalogue, OnExtended);
  OnStay<v1::ArrivalRecorded>(catalogue, OnArrived);
  OnStay<v1::DepartureRecorded>(catalogue, OnDeparted);
  OnStay<v1::BookingCancelled>(catalogue, OnCancelled);
  OnStay<v1::HoldExpired>(catalogue, OnExpired);
}

bool TakesNight(const StayPart& stay, LocalDate night) {
  if (stay.state() == "cancelled" || stay.state() == "expired" || stay.bed().empty()) return false;
  const auto [from, until] = NightsOf(stay);
  return from <= night && night < until;
}

views::v1::SettingRow RowOf(const SettingPart& setting, const std::vector<StayPart>& stays,
                            LocalDate night) {
  std::set<std::string> out;
  std::set<std::string> taken;
  for (const BedOut& bed : setting.out_of_service()) {
    if (DayNumber(bed.from_night()) <= night.time_since_epoch().count()) out.insert(bed.bed());
  }
  for (const StayPart& stay : stays) {
    if (TakesNight(stay, night)) taken.insert(stay.bed());
  }
  views::v1::SettingRow row;
  row.set_setting(setting.setting());
  row.set_kind(setting.kind());
  row.set_beds(setting.beds_size());
  row.set_out_of_service(static_cast<int>(out.size()));
  row.set_taken_tonight(static_cast<int>(taken.size()));
  for (const std::string& bed : setting.beds()) {
    if (!out.contains(bed) && !taken.contains(bed)) row.add_free_beds(bed);
  }
  row.set_free_tonight(row.free_beds_size());
  return row;
}

views::v1::OccupancyView Occupancy(const SettingPart& setting, const std::vector<StayPart>& stays,
                                   const std::string& month, LocalDate today) {
  views::v1::OccupancyView view;
  view.set_setting(setting.setting());
  view.set_month(month);
  const Month asked{FirstOf(month), AddMonths(FirstOf(month), 1)};
  for (const std::string& bed : setting.beds()) {
    view.set_nights_available(view.nights_available() + NightsAvailable(setting, bed, asked));
  }
  std::set<std::string> people;
  for (const StayPart& stay : stays) {
    if (!HasCome(stay)) continue;
    view.set_nights_used(view.nights_used() + NightsUsed(stay, asked, today));
    const LocalDate came = NightsOf(stay).first;
    if (came < asked.first || came >= asked.end) continue;
    CountAdmission(stay, *view.mutable_admissions());
    people.insert(stay.person_id().empty() ? stay.stay() : stay.person_id());
  }
  view.set_young_people(static_cast<int>(people.size()));
  view.mutable_admissions();
  if (const int available = view.nights_available(); available > 0) {
    view.set_occupancy_percent(
        std::to_string((200 * view.nights_used() + available) / (2 * available)));
  }
  return view;
}

}  // namespace kinward::projection
