// What the flows' tests send: one family's referral, a weekly panel, a house with beds, a pool.
#pragma once

#include <string>

#include "kinward/scheduling/v1/agenda_item.pb.h"
#include "kinward/scheduling/v1/panel.pb.h"
#include "kinward/scheduling/v1/panel_session.pb.h"
#include "kinward/scheduling/v1/pool.pb.h"
#include "kinward/scheduling/v1/request.pb.h"
#include "kinward/scheduling/v1/setting.pb.h"
#include "kinward/scheduling/v1/stay.pb.h"
#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/identifiers.h"

namespace kinward::scheduling {

inline const std::string kReferral = "01930000-0000-7000-8000-000000000001";
inline const std::string kFamily = "01930000-0000-7000-8000-0000000000f1";
inline const std::string kChild = "01930000-0000-7000-8000-0000000000c1";
inline const std::string kStay = "01930000-0000-7000-8000-0000000000a1";
inline const std::string kPanel = "resource-panel";
inline const std::string kHouse = "upper-pendeford";
inline const std::string kIfs = "T-01";
inline const std::string kBreaks = "T-04";
inline const std::string kKft = "T-05";
inline const std::string kItem = AgendaItemId(kReferral, kIfs, kPanel);

inline const LocalDate kSaturday = DateFrom(2016, 11, 12);
inline const LocalDate kWednesday = DateFrom(2016, 11, 16);
inline const Time kSaturdayNight = At(kSaturday, "22:40");

inline common::v1::PanelDefinition WeeklyPanel() {
  common::v1::PanelDefinition panel;
  panel.set_panel_id(kPanel);
  panel.set_weekday(3);
  panel.set_start_time("10:00");
  panel.set_slots(8);
  panel.set_paper_deadline_hours(48);
  panel.set_referrer_must_attend(true);
  return panel;
}

inline v1::DefinePanel TheWeeklyPanel() {
  v1::DefinePanel define;
  define.set_panel_id(kPanel);
  *define.mutable_definition() = WeeklyPanel();
  return define;
}

inline v1::DefineSetting TheHouse(int beds = 2) {
  v1::DefineSetting define;
  define.set_setting_id(kHouse);
  for (int i = 1; i <= beds; ++i) define.mutable_definition()->add_beds("bed-" + std::to_string(i));
  return define;
}

inline v1::DefinePool ThePool(int capacity) {
  v1::DefinePool define;
  define.set_pool_id("kft");
  define.mutable_definition()->set_capacity(capacity);
  return define;
}

inline v1::RequestHelp Help(const std::string& programme, const std::string& urgency = "routine") {
  v1::RequestHelp help;
  help.set_referral_id(kReferral);
  help.set_family_id(kFamily);
  help.set_programme_id(programme);
  help.set_programme_version(1);
  help.mutable_gateway()->set_kind(common::v1::GATEWAY_KIND_PANEL);
  help.mutable_gateway()->set_panel_id(kPanel);
  help.mutable_gateway()->set_crisis_start(true);
  help.set_urgency(urgency);
  help.set_referred_on("2016-11-10");
  if (programme == kBreaks) help.set_begins_with("stay");
  if (programme == kBreaks) help.set_setting_id(kHouse);
  if (programme == kKft) help.set_pool_id("kft");
  return help;
}

inline v1::WithdrawRequest Withdraw() {
  v1::WithdrawRequest command;
  command.set_referral_id(kReferral);
  command.set_family_id(kFamily);
  return command;
}

inline v1::RecordAttendance Attend(const std::string& session_id) {
  v1::RecordAttendance command;
  command.set_session_id(session_id);
  command.set_worker_id("sw-1");
  return command;
}

inline v1::DecideItem DecideOn(const std::string& session_id, const std::string& item_id,
                               v1::PanelDecision decision) {
  v1::DecideItem command;
  command.set_session_id(session_id);
  command.set_item_id(item_id);
  command.set_decision(decision);
  return command;
}

inline v1::RatifyItem Ratify(const std::string& session_id, const std::string& item_id) {
  v1::RatifyItem command;
  command.set_session_id(session_id);
  command.set_item_id(item_id);
  return command;
}

inline v1::HoldBed HoldTonight() {
  v1::HoldBed command;
  command.set_setting_id(kHouse);
  command.set_stay_id(kStay);
  command.set_referral_id(kReferral);
  command.set_person_id(kChild);
  command.set_nights(2);
  command.set_legal_basis("s20");
  return command;
}

template <typename Command>
Command OfStay() {
  Command command;
  command.set_setting_id(kHouse);
  command.set_stay_id(kStay);
  return command;
}

inline v1::RecordPartEnded End(const std::string& programme) {
  v1::RecordPartEnded command;
  command.set_referral_id(kReferral);
  command.set_programme_id(programme);
  command.set_reason("case-closed");
  return command;
}

inline std::string Wednesday() { return SessionId(kPanel, FormatDate(kWednesday)); }
inline std::string NextWednesday() { return SessionId(kPanel, FormatDate(AddDays(kWednesday, 7))); }

}  // namespace kinward::scheduling
