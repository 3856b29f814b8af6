// For tests of panels: a weekly panel, a session with three items, and what is sent to them.
#pragma once

#include <string>

#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/panel.h"
#include "services/scheduling/domain/panel_session.h"
#include "services/scheduling/testing/story.h"
#include "services/scheduling/testing/story_of_one_family.h"

namespace kinward::scheduling {

inline const Time kSaturdayMorning = At(kSaturday, "10:00");
inline const Time kSitting = At(kWednesday, "10:00");
inline const Time kPapersDue = At(DateFrom(2016, 11, 14), "10:00");
inline const Time kCloses = At(DateFrom(2016, 11, 18), "00:00");
inline const std::string kSession = "session";

inline v1::DefinePanel Define(int slots, int weekday = 3) {
  v1::DefinePanel command = TheWeeklyPanel();
  command.mutable_definition()->set_weekday(weekday);
  command.mutable_definition()->set_slots(slots);
  return command;
}
inline Story<Panel> Weekly(int slots) {
  Story<Panel> panel(kSaturdayMorning);
  panel.Send(Define(slots));
  return panel;
}
template <typename Command = v1::ListItem>
Command List(const std::string& item) {
  Command command;
  command.set_panel_id(kPanel);
  command.set_referral_id("referral-" + item);
  command.set_family_id("family-" + item);
  command.set_programme_id("T-01");
  command.set_item_id(item);
  return command;
}
// Sent to a panel that may not be defined yet.
template <typename Command = v1::ListItem>
Command Await(const std::string& item) {
  auto command = List<Command>(item);
  command.set_await_definition(true);
  return command;
}
inline v1::OpenSession OpenOn(const std::string& date) {
  v1::OpenSession command;
  command.set_panel_id(kPanel);
  command.set_on(date);
  return command;
}
inline std::string DayOf(const v1::ItemListed& listed) {
  return FormatDate(DateOf(ToTime(listed.session_time())));
}

inline v1::AgendaEntry Entry(const std::string& item, const std::string& urgency = "routine",
                             const std::string& referred_on = "2016-11-01") {
  v1::AgendaEntry entry;
  entry.set_item_id(item);
  entry.set_referral_id("referral-" + item);
  entry.set_family_id("family-" + item);
  entry.set_programme_id("T-01");
  entry.set_urgency(urgency);
  entry.set_referred_on(referred_on);
  entry.set_referrer_id("sw-" + item);
  entry.set_panel_id(kPanel);
  return entry;
}
inline v1::AgendaEntry CrisisEntry(const std::string& item) {
  auto entry = Entry(item, "immediate");
  entry.set_retrospective(true);
  return entry;
}
template <typename Message>
Message OfSession() {
  Message message;
  message.set_session_id(kSession);
  return message;
}
template <typename Message>
Message About(const std::string& item) {
  auto message = OfSession<Message>();
  message.set_item_id(item);
  return message;
}
inline v1::OpenPanelSession OpenWednesday() {
  auto open = OfSession<v1::OpenPanelSession>();
  open.set_panel_id(kPanel);
  open.set_on(FormatDate(kWednesday));
  *open.mutable_start_time() = ToTimestamp(kSitting);
  *open.mutable_papers_by_time() = ToTimestamp(kPapersDue);
  *open.mutable_closes_time() = ToTimestamp(kCloses);
  open.set_slots(8);
  open.set_referrer_must_attend(true);
  open.set_panel_name("Resource panel");
  return open;
}
inline v1::PlaceOnAgenda Place(const v1::AgendaEntry& entry) {
  auto place = OfSession<v1::PlaceOnAgenda>();
  *place.mutable_entry() = entry;
  return place;
}
inline Story<PanelSession> EmptySession() {
  Story<PanelSession> session(kSaturdayMorning);
  session.Send(OpenWednesday());
  return session;
}
// Heard in the order urgent, old, young.
inline Story<PanelSession> Session() {
  auto session = EmptySession();
  session.Send(Place(Entry("young", "routine", "2016-11-10")));
  session.Send(Place(Entry("old", "routine", "2016-11-01")));
  session.Send(Place(Entry("urgent", "urgent", "2016-11-11")));
  return session;
}
inline v1::RecordAttendance AttendanceOf(const std::string& worker, bool present = true) {
  auto command = OfSession<v1::RecordAttendance>();
  command.set_worker_id(worker);
  command.set_present(present);
  return command;
}
inline v1::DecideItem DecideAs(const std::string& item, v1::PanelDecision decision) {
  return DecideOn(kSession, item, decision);
}
inline v1::DecideItem Agree(const std::string& item) {
  return DecideAs(item, v1::PANEL_DECISION_AGREE);
}
// The referring worker is there, and the panel agrees.
inline void AgreeTo(Story<PanelSession>& session, const std::string& item) {
  session.Send(AttendanceOf("sw-" + item));
  session.Send(Agree(item));
}
inline Story<PanelSession> ClosedSession() {
  auto session = Session();
  session.Send(OfSession<v1::CloseSession>());
  return session;
}

}  // namespace kinward::scheduling
