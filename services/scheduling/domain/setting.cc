// What a setting is: its definition, approvals, beds in service, members, and who waits for a bed.
#include "services/scheduling/domain/setting.h"

#include <algorithm>
#include <utility>

#include "services/scheduling/domain/beds.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<Setting>;

LocalDate NightOr(const std::string& date, Time now) {
  const auto parsed = ParseDate(date);
  return parsed ? *parsed : NightOf(now);
}

}  // namespace

SettingDecision Decide(const Setting& setting, const v1::DefineSetting& command,
                       const Context& /*context*/) {
  if (setting.defined && Same(setting.definition, command.definition())) return Events{};
  v1::SettingDefined defined;
  defined.set_setting_id(command.setting_id());
  *defined.mutable_definition() = command.definition();
  return Events{defined};
}

SettingDecision Decide(const Setting& setting, const v1::RecordApproval& command,
                       const Context& /*context*/) {
  if (!setting.defined) return v1::REJECTION_SETTING_MUST_BE_DEFINED;
  if (setting.approval == std::pair{command.terms(), command.until()}) return Events{};
  v1::ApprovalRecorded recorded;
  recorded.set_setting_id(command.setting_id());
  recorded.set_terms(command.terms());
  recorded.set_until(command.until());
  return Events{recorded};
}

SettingDecision Decide(const Setting& setting, const v1::JoinBedWaitlist& command,
                       const Context& context) {
  if (!setting.defined) return v1::REJECTION_SETTING_MUST_BE_DEFINED;
  const bool waits =
      std::any_of(setting.waiting.begin(), setting.waiting.end(),
                  [&](const auto& one) { return one.stay().stay_id() == command.stay_id(); });
  if (waits) return Events{};
  if (setting.bookings.contains(command.stay_id()) || setting.endings.contains(command.stay_id())) {
    return v1::REJECTION_STAY_ID_MUST_NOT_BE_REUSED;
  }
  if (NightOr(command.from_night(), context.now) < NightOf(context.now)) {
    return v1::REJECTION_NIGHT_MUST_NOT_BE_PAST;
  }
  v1::BedWaitlistJoined joined;
  joined.set_setting_id(command.setting_id());
  v1::StayTerms& stay = *joined.mutable_stay();
  stay.set_stay_id(command.stay_id());
  stay.set_setting_id(command.setting_id());
  stay.set_referral_id(command.referral_id());
  stay.set_family_id(command.family_id());
  stay.set_person_id(command.person_id());
  stay.set_programme_id(command.programme_id());
  stay.set_first_night(command.from_night());
  stay.set_nights(std::max(1, command.nights()));
  joined.set_urgency(command.urgency());
  *joined.mutable_joined_time() = ToTimestamp(context.now);
  return Events{joined};
}

SettingDecision Decide(const Setting& setting, const v1::TakeBedOutOfService& command,
                       const Context& context) {
  if (!setting.defined) return v1::REJECTION_SETTING_MUST_BE_DEFINED;
  if (!HasBed(setting, command.bed())) return v1::REJECTION_BED_MUST_EXIST;
  const LocalDate from = NightOr(command.from_night(), context.now);
  const auto out_before = setting.out_of_service.find(command.bed());
  if (out_before != setting.out_of_service.end() && out_before->second <= from) return Events{};
  const bool taken =
      std::any_of(setting.bookings.begin(), setting.bookings.end(), [&](const auto& one) {
        const Setting::Booking& booking = one.second;
        return booking.terms.bed() == command.bed() && booking.Until() > from &&
               !booking.IsExpired(context.now);
      });
  if (taken) return v1::REJECTION_BED_MUST_BE_EMPTY;
  v1::BedTakenOutOfService out;
  out.set_setting_id(command.setting_id());
  out.set_bed(command.bed());
  out.set_from_night(FormatDate(from));
  out.set_reason(command.reason());
  return Events{out};
}

SettingDecision Decide(const Setting& setting, const v1::ReturnBedToService& command,
                       const Context& /*context*/) {
  if (!setting.defined) return v1::REJECTION_SETTING_MUST_BE_DEFINED;
  if (!HasBed(setting, command.bed())) return v1::REJECTION_BED_MUST_EXIST;
  if (!setting.out_of_service.contains(command.bed())) return Events{};
  v1::BedReturnedToService returned;
  returned.set_setting_id(command.setting_id());
  returned.set_bed(command.bed());
  return Events{returned};
}

SettingDecision Decide(const Setting& setting, const v1::JoinMembership& command,
                       const Context& /*context*/) {
  if (!setting.defined) return v1::REJECTION_SETTING_MUST_BE_DEFINED;
  if (setting.members.contains(command.member_id())) return Events{};
  v1::MembershipJoined joined;
  joined.set_setting_id(command.setting_id());
  joined.set_member_id(command.member_id());
  return Events{joined};
}

SettingDecision Decide(const Setting& setting, const v1::LeaveMembership& command,
                       const Context& /*context*/) {
  if (!setting.defined) return v1::REJECTION_SETTING_MUST_BE_DEFINED;
  if (!setting.members.contains(command.member_id())) return Events{};
  v1::MembershipLeft left;
  left.set_setting_id(command.setting_id());
  left.set_member_id(command.member_id());
  return Events{left};
}

}  // namespace kinward::scheduling
