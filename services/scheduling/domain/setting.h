// A setting's beds, night by night: no bed twice, holds that expire, arrivals and departures, its
// maximum of nights. Not here: that a child has one bed over all settings (a claim of the events),
// and the family's own story (Stay, Request).
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kinward/scheduling/v1/setting.domain.h"
#include "libs/base/context.h"
#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/answers.h"

namespace kinward::scheduling {

//   held ─▶ confirmed ─▶ arrived ─▶ (departed)
//     └──────────────────────▲
//     └─▶ (expired, cancelled)
enum class BookingState { kHeld, kConfirmed, kArrived };

struct Setting {
  using Messages = v1::SettingMessages;
  struct Booking {
    v1::StayTerms terms;
    BookingState state = BookingState::kHeld;
    LocalDate first;
    Time arrived;
    bool accepted = false;  // by the registered manager
    [[nodiscard]] LocalDate Until() const { return AddDays(first, terms.nights()); }  // exclusive
    // A hold is over the moment it expires, whether or not its timer has fired.
    [[nodiscard]] bool IsExpired(Time now) const {
      return state == BookingState::kHeld && now >= ToTime(terms.hold_expires_time());
    }
  };
  struct Run {  // nights in a row that have been slept here
    LocalDate until;
    int nights = 0;
  };
  enum class Ending { kDeparted, kCancelled, kExpired };

  bool defined = false;
  common::v1::SettingDefinition definition;
  std::map<std::string, LocalDate> out_of_service;  // bed → first night without it
  std::map<std::string, Booking> bookings;          // by stay id; those that are not over
  std::map<std::pair<std::string, LocalDate>, std::string> nights;  // (bed, night) → stay id
  std::map<std::string, Ending> endings;                            // of stays that are over
  std::map<std::string, Run> runs;                                  // by person
  std::vector<v1::BedWaitlistJoined> waiting;                       // the first is to be rung first
  std::set<std::string> members;
  std::set<std::string> series;
  std::pair<std::string, std::string> approval;  // terms, until

  static Effects EffectsOf(const v1::BedHeld& event);
  static Effects EffectsOf(const v1::BookingConfirmed& event);
  static Effects EffectsOf(const v1::BookingCancelled& event);
  static Effects EffectsOf(const v1::HoldExpired& event);
  static Effects EffectsOf(const v1::ArrivalRecorded& event);
  static Effects EffectsOf(const v1::DepartureRecorded& event);
  static Effects EffectsOf(const v1::BookingExtended& event);
  static Companions CompanionsOf(const v1::BedHeld& event);
  static Companions CompanionsOf(const v1::BedWaitlistJoined& event);
  static Companions CompanionsOf(const v1::BedWaitlistLeft& event);
  static Companions CompanionsOf(const v1::BookingConfirmed& event);
  static Companions CompanionsOf(const v1::BookingCancelled& event);
  static Companions CompanionsOf(const v1::HoldExpired& event);
  static Companions CompanionsOf(const v1::ArrivalRecorded& event);
  static Companions CompanionsOf(const v1::DepartureRecorded& event);
  static Companions CompanionsOf(const v1::BookingExtended& event);
};
using SettingDecision = DecisionOf<Setting>;

[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::DefineSetting& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::RecordApproval& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::HoldBed& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::BookSeries& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::JoinBedWaitlist& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::AcceptAdmission& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::DeclineAdmission& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::ConfirmBooking& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::RecordArrival& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::RecordDeparture& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::ExtendStay& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::CancelBooking& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::TakeBedOutOfService& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::ReturnBedToService& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::JoinMembership& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::LeaveMembership& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::ExpireHold& command,
                                     const Context& context);
[[nodiscard]] SettingDecision Decide(const Setting& setting, const v1::ReleaseBooking& command,
                                     const Context& context);

void Apply(Setting& setting, const v1::SettingDefined& event);
void Apply(Setting& setting, const v1::ApprovalRecorded& event);
void Apply(Setting& setting, const v1::BedHeld& event);
void Apply(Setting& setting, const v1::SeriesBooked& event);
void Apply(Setting& setting, const v1::BedWaitlistJoined& event);
void Apply(Setting& setting, const v1::BedWaitlistLeft& event);
void Apply(Setting& setting, const v1::BedFreedForWaiting& event);
void Apply(Setting& setting, const v1::AdmissionAccepted& event);
void Apply(Setting& setting, const v1::BookingConfirmed& event);
void Apply(Setting& setting, const v1::BookingCancelled& event);
void Apply(Setting& setting, const v1::HoldExpired& event);
void Apply(Setting& setting, const v1::ArrivalRecorded& event);
void Apply(Setting& setting, const v1::DepartureRecorded& event);
void Apply(Setting& setting, const v1::BookingExtended& event);
void Apply(Setting& setting, const v1::BedTakenOutOfService& event);
void Apply(Setting& setting, const v1::BedReturnedToService& event);
void Apply(Setting& setting, const v1::MembershipJoined& event);
void Apply(Setting& setting, const v1::MembershipLeft& event);

}  // namespace kinward::scheduling
