// What a session's events change, and what they ask of the panel, the family's item and the
// request.
#include "kinward/scheduling/v1/panel.pb.h"
#include "kinward/scheduling/v1/request.pb.h"
#include "libs/base/check.h"
#include "services/scheduling/domain/panel_session.h"

namespace kinward::scheduling {
namespace {

PanelSession::Item& ItemOf(PanelSession& session, const std::string& item_id) {
  const auto item = session.items.find(item_id);
  CHECK(item != session.items.end());
  return item->second;
}

// `position` counts from one, without the item itself.
void MoveTo(PanelSession& session, const std::string& item_id, int position) {
  std::erase(session.order, item_id);
  CHECK(position >= 1 && static_cast<std::size_t>(position) <= session.order.size() + 1);
  session.order.insert(session.order.begin() + (position - 1), item_id);
}

void CarryOver(PanelSession& session, const auto& entries) {
  for (const v1::AgendaEntry& entry : entries) ItemOf(session, entry.item_id()).carried_over = true;
}

// The rest of a long agenda follows at once, in a command of its own.
Effects TheRest(const std::string& session_id, int left) {
  v1::CarryItemsOver rest;
  rest.set_session_id(session_id);
  if (left == 0) return {};
  return {{}, {}, {{"carry-items-over", Time{}, rest}}, {}};
}

const char* WordOf(v1::PanelDecision decision) {
  switch (decision) {
    case v1::PANEL_DECISION_AGREE:
      return "agreed";
    case v1::PANEL_DECISION_AGREE_WITH_CONDITIONS:
      return "agreed-with-conditions";
    case v1::PANEL_DECISION_DEFER:
      return "deferred";
    case v1::PANEL_DECISION_REFUSE:
      return "refused";
    default:
      return "";
  }
}

// The family's item and the request both hear what was decided.
Companions Tell(const std::string& item_id, const std::string& referral_id,
                const std::string& programme_id, const std::string& session_id,
                const std::string& decision, const auto& conditions) {
  v1::RecordItemDecided item;
  item.set_item_id(item_id);
  item.set_session_id(session_id);
  item.set_decision(decision);
  for (const auto& condition : conditions) item.add_conditions(condition.condition_id());
  v1::RecordPartDecided part;
  part.set_referral_id(referral_id);
  part.set_programme_id(programme_id);
  part.set_decision(decision);
  part.set_item_id(item_id);
  return {item, part};
}

const std::vector<v1::PanelCondition> kNoConditions;

v1::RelistItem Relist(const std::string& panel_id, const std::string& session_id,
                      const v1::AgendaEntry& entry) {
  v1::RelistItem relist;
  relist.set_panel_id(panel_id);
  *relist.mutable_entry() = entry;
  relist.set_from_session_id(session_id);
  return relist;
}

Companions RelistAll(const auto& event) {
  Companions companions;
  for (const auto& entry : event.undecided())
    companions.emplace_back(Relist(event.panel_id(), event.session_id(), entry));
  return companions;
}

}  // namespace

void Apply(PanelSession& session, const v1::PanelSessionOpened& event) {
  CHECK(session.opened.session_id().empty());
  session.opened = event;
}

void Apply(PanelSession& session, const v1::ItemPlacedOnAgenda& event) {
  PanelSession::Item& item = session.items[event.entry().item_id()];
  item.entry = event.entry();
  // Placed again after it was deferred or decided here: it is to be decided anew.
  item.decision = v1::PANEL_DECISION_UNSPECIFIED;
  MoveTo(session, event.entry().item_id(), event.position());
}

void Apply(PanelSession& session, const v1::ItemTakenOffAgenda& event) {
  CHECK(session.items.erase(event.item_id()) == 1);
  std::erase(session.order, event.item_id());
}

void Apply(PanelSession& session, const v1::PaperSubmitted& event) {
  ItemOf(session, event.item_id()).has_paper = true;
}

void Apply(PanelSession& session, const v1::ItemReordered& event) {
  MoveTo(session, event.item_id(), event.position());
}

void Apply(PanelSession& session, const v1::DeputyNominated& event) {
  ItemOf(session, event.item_id()).deputies.insert(event.deputy_id());
}

void Apply(PanelSession& session, const v1::AgendaClosed& /*event*/) {
  session.agenda_closed = true;
}

void Apply(PanelSession& session, const v1::AttendanceRecorded& event) {
  const PanelSession::Attendance attendance{event.role(), event.present()};
  if (event.item_ids().empty()) session.present[{"", event.worker_id()}] = attendance;
  for (const auto& item_id : event.item_ids())
    session.present[{item_id, event.worker_id()}] = attendance;
}

void Apply(PanelSession& session, const v1::ItemDecided& event) {
  PanelSession::Item& item = ItemOf(session, event.item_id());
  item.decision = event.decision();
  for (const auto& condition : event.conditions())
    item.conditions[condition.condition_id()] = false;
}

void Apply(PanelSession& session, const v1::ConditionMet& event) {
  auto& conditions = ItemOf(session, event.item_id()).conditions;
  const auto condition = conditions.find(event.condition_id());
  CHECK(condition != conditions.end() && !condition->second);
  condition->second = true;
}

void Apply(PanelSession& session, const v1::ItemRatified& event) {
  PanelSession::Item& item = ItemOf(session, event.item_id());
  item.ratification_recorded = true;
  item.ratified = event.ratified();
}

void Apply(PanelSession& session, const v1::ActionSet& event) {
  session.actions[event.action_id()] = {event, false};
}

void Apply(PanelSession& session, const v1::ActionCompleted& event) {
  session.actions[event.action_id()].completed = true;
}

void Apply(PanelSession& session, const v1::SessionInquorate& /*event*/) {
  session.inquorate = true;
}

void Apply(PanelSession& session, const v1::PanelSessionClosed& event) {
  session.closed = true;
  CarryOver(session, event.undecided());
}

void Apply(PanelSession& session, const v1::ItemsCarriedOver& event) {
  CarryOver(session, event.undecided());
}

Effects PanelSession::EffectsOf(const v1::PanelSessionOpened& event) {
  v1::CloseAgenda agenda;
  agenda.set_session_id(event.session_id());
  v1::CloseSession session;
  session.set_session_id(event.session_id());
  return {{},
          {},
          {{"close-agenda", ToTime(event.papers_by_time()), agenda},
           {"close-session", ToTime(event.closes_time()), session}},
          {}};
}
Effects PanelSession::EffectsOf(const v1::AgendaClosed& /*event*/) {
  return {{}, {}, {}, {"close-agenda"}};
}
Effects PanelSession::EffectsOf(const v1::PanelSessionClosed& event) {
  Effects effects = TheRest(event.session_id(), event.left());
  effects.cancelled_timers = {"close-agenda", "close-session"};
  return effects;
}
Effects PanelSession::EffectsOf(const v1::ItemsCarriedOver& event) {
  return TheRest(event.session_id(), event.left());
}

Companions PanelSession::CompanionsOf(const v1::ItemDecided& event) {
  const v1::AgendaEntry& entry = event.entry();
  Companions companions = Tell(event.item_id(), entry.referral_id(), entry.programme_id(),
                               event.session_id(), WordOf(event.decision()), event.conditions());
  if (event.decision() == v1::PANEL_DECISION_DEFER) {
    companions.emplace_back(Relist(event.panel_id(), event.session_id(), entry));
  }
  return companions;
}

Companions PanelSession::CompanionsOf(const v1::ConditionMet& event) {
  if (!event.last()) return {};
  return Tell(event.item_id(), event.referral_id(), event.programme_id(), event.session_id(),
              "conditions-met", kNoConditions);
}

Companions PanelSession::CompanionsOf(const v1::ItemRatified& event) {
  return Tell(event.item_id(), event.entry().referral_id(), event.entry().programme_id(),
              event.session_id(), event.ratified() ? "ratified" : "not-ratified", kNoConditions);
}

Companions PanelSession::CompanionsOf(const v1::PanelSessionClosed& event) {
  v1::RecordSessionEnded ended;
  ended.set_panel_id(event.panel_id());
  ended.set_session_id(event.session_id());
  Companions companions = RelistAll(event);
  companions.emplace(companions.begin(), ended);
  return companions;
}

Companions PanelSession::CompanionsOf(const v1::ItemsCarriedOver& event) {
  return RelistAll(event);
}

}  // namespace kinward::scheduling
