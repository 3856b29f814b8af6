#include <algorithm>

#include "kinward/scheduling/v1/panel_session.pb.h"
#include "services/projection/views/places_view.h"
#include "services/projection/views/words.h"

namespace kinward::projection {
namespace {

namespace v1 = scheduling::v1;
using views::v1::AgendaRow;
using views::v1::SessionPart;

AgendaRow& RowFor(SessionPart& part, const std::string& item) {
  for (AgendaRow& row : *part.mutable_items()) {
    if (row.item_id() == item) return row;
  }
  AgendaRow& row = *part.add_items();
  row.set_item_id(item);
  return row;
}
void Show(AgendaRow& row, const v1::AgendaEntry& entry) {
  row.set_referral_id(entry.referral_id());
  row.set_family_id(entry.family_id());
  row.set_programme(entry.programme_id());
  row.set_urgency(entry.urgency());
  row.set_referred_on(entry.referred_on());
  row.set_referrer(entry.referrer_id());
  row.set_retrospective(entry.retrospective());
  *row.mutable_alternatives_tried() = entry.alternatives_tried();
  row.set_relisted_from(entry.relisted_from());
}
// The rows behind it move up: it is heard no more (0), or elsewhere.
void Leave(SessionPart& part, AgendaRow& row) {
  if (row.position() == 0) return;
  for (AgendaRow& other : *part.mutable_items()) {
    if (other.position() > row.position()) other.set_position(other.position() - 1);
  }
  row.set_position(0);
}
void MoveTo(SessionPart& part, AgendaRow& row, int position) {
  Leave(part, row);
  for (AgendaRow& other : *part.mutable_items()) {
    if (other.position() >= position) other.set_position(other.position() + 1);
  }
  row.set_position(position);
}

void OnOpened(SessionPart& part, const v1::PanelSessionOpened& event, const Heard& /*heard*/,
              Marks& marks) {
  part.set_session(event.session_id());
  part.set_panel(event.panel_id());
  part.set_panel_name(event.panel_name());
  part.set_on(event.on());
  *part.mutable_start_time() = event.start_time();
  *part.mutable_papers_by_time() = event.papers_by_time();
  part.set_slots(event.slots());
  part.set_referrer_must_attend(event.referrer_must_attend());
  part.set_state("open");
  marks.Enter(SessionsOf(event.panel_id()), event.session_id(), event.start_time().seconds());
}
void OnPlaced(SessionPart& part, const v1::ItemPlacedOnAgenda& event, const Heard& /*heard*/,
              Marks& /*marks*/) {
  AgendaRow& row = RowFor(part, event.entry().item_id());
  Show(row, event.entry());
  MoveTo(part, row, event.position());
}
void OnTakenOff(SessionPart& part, const v1::ItemTakenOffAgenda& event, const Heard& /*heard*/,
                Marks& /*marks*/) {
  AgendaRow& row = RowFor(part, event.item_id());
  row.set_reason(event.reason());
  Leave(part, row);
}
void OnPaper(SessionPart& part, const v1::PaperSubmitted& event, const Heard& /*heard*/,
             Marks& /*marks*/) {
  RowFor(part, event.item_id()).add_papers(event.paper_id());
}
void OnReordered(SessionPart& part, const v1::ItemReordered& event, const Heard& /*heard*/,
                 Marks& /*marks*/) {
  MoveTo(part, RowFor(part, event.item_id()), event.position());
}
void OnDeputy(SessionPart& part, const v1::DeputyNominated& event, const Heard& /*heard*/,
              Marks& /*marks*/) {
  RowFor(part, event.item_id()).set_deputy(event.deputy_id());
}
void OnAgendaClosed(SessionPart& part, const v1::AgendaClosed& event, const Heard& /*heard*/,
                    Marks& /*marks*/) {
  part.set_state("agenda-closed");
  for (const auto& warning : event.warnings()) {
    *RowFor(part, warning.item_id()).mutable_warnings() = warning.because();
  }
}
void OnAttendance(SessionPart& part, const v1::AttendanceRecorded& event, const Heard& /*heard*/,
                  Marks& /*marks*/) {
  auto& present = *part.mutable_present();
  present.erase(std::remove(present.begin(), present.end(), event.worker_id()), present.end());
  if (event.present()) part.add_present(event.worker_id());
}
void OnDecided(SessionPart& part, const v1::ItemDecided& event, const Heard& /*heard*/,
               Marks& /*marks*/) {
  AgendaRow& row = RowFor(part, event.item_id());
  if (event.has_entry()) Show(row, event.entry());
  row.set_decision(Word(event.decision()));
  row.set_reason(event.reason());
  row.clear_conditions();
  for (const auto& condition : event.conditions()) {
    auto& shown = *row.add_conditions();
    shown.set_condition_id(condition.condition_id());
    shown.set_says(condition.says());
  }
}
void OnConditionMet(SessionPart& part, const v1::ConditionMet& event, const Heard& /*heard*/,
                    Marks& /*marks*/) {
  for (auto& condition : *RowFor(part, event.item_id()).mutable_conditions()) {
    if (condition.condition_id() == event.condition_id()) condition.set_met(true);
  }
}
void OnRatified(SessionPart& part, const v1::ItemRatified& event, const Heard& /*heard*/,
                Marks& /*marks*/) {
  AgendaRow& row = RowFor(part, event.item_id());
  row.set_ratified(event.ratified() ? "yes" : "no");
  row.set_reason(event.reason());
}
void OnActionSet(SessionPart& part, const v1::ActionSet& event, const Heard& /*heard*/,
                 Marks& /*marks*/) {
  auto& action = *part.add_actions();
  action.set_action_id(event.action_id());
  action.set_item_id(event.item_id());
  action.set_action(event.action());
  action.set_agency(event.agency());
  action.set_due(event.due());
}
void OnActionCompleted(SessionPart& part, const v1::ActionCompleted& event, const Heard& /*heard*/,
                       Marks& /*marks*/) {
  for (auto& action : *part.mutable_actions()) {
    if (action.action_id() == event.action_id()) action.set_completed(true);
  }
}
void OnInquorate(SessionPart& part, const v1::SessionInquorate& /*event*/, const Heard& /*heard*/,
                 Marks& /*marks*/) {
  part.set_state("inquorate");
}
void OnClosed(SessionPart& part, const v1::PanelSessionClosed& /*event*/, const Heard& /*heard*/,
              Marks& /*marks*/) {
  part.set_state("closed");
}

}  // namespace

std::string SessionsOf(std::string_view panel) { return "sessions:" + std::string(panel); }

void AddPanelView(Catalogue& catalogue) {
  const std::string collection(kSessionCollection);
  catalogue.On(collection, &v1::PanelSessionOpened::session_id, OnOpened);
  catalogue.On(collection, &v1::ItemPlacedOnAgenda::session_id, OnPlaced);
  catalogue.On(collection, &v1::ItemTakenOffAgenda::session_id, OnTakenOff);
  catalogue.On(collection, &v1::PaperSubmitted::session_id, OnPaper);
  catalogue.On(collection, &v1::ItemReordered::session_id, OnReordered);
  catalogue.On(collection, &v1::DeputyNominated::session_id, OnDeputy);
  catalogue.On(collection, &v1::AgendaClosed::session_id, OnAgendaClosed);
  catalogue.On(collection, &v1::AttendanceRecorded::session_id, OnAttendance);
  catalogue.On(collection, &v1::ItemDecided::session_id, OnDecided);
  catalogue.On(collection, &v1::ConditionMet::session_id, OnConditionMet);
  catalogue.On(collection, &v1::ItemRatified::session_id, OnRatified);
  catalogue.On(collection, &v1::ActionSet::session_id, OnActionSet);
  catalogue.On(collection, &v1::ActionCompleted::session_id, OnActionCompleted);
  catalogue.On(collection, &v1::SessionInquorate::session_id, OnInquorate);
  catalogue.On(collection, &v1::PanelSessionClosed::session_id, OnClosed);
}

SessionPart InOrder(SessionPart session) {
  const auto rank = [](const AgendaRow& row) {
    return row.position() == 0 ? 1'000'000 : row.position();
  };
  std::stable_sort(
      session.mutable_items()->begin(), session.mutable_items()->end(),
      [&](const AgendaRow& left, const AgendaRow& right) { return rank(left) < rank(right); });
  return session;
}

}  // namespace kinward::projection
