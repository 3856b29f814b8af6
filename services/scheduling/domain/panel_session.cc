// At the session: who came, what was decided, and what moves on.
#include "services/scheduling/domain/panel_session.h"

#include <algorithm>

#include "services/scheduling/domain/panel_session_rules.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<PanelSession>;
using Item = PanelSession::Item;

constexpr const char* kReferringWorker = "referring-worker";

// In person, or by a nominated deputy. A referral that names no worker is spoken for by whoever
// comes as its referring worker.
bool ReferringWorkerAttends(const PanelSession& session, const Item& item) {
  return std::any_of(session.present.begin(), session.present.end(), [&item](const auto& one) {
    const auto& [item_id, worker] = one.first;
    if (!one.second.present || (!item_id.empty() && item_id != item.entry.item_id())) return false;
    const std::string& referrer = item.entry.referrer_id();
    const bool speaks = referrer.empty() ? one.second.role == kReferringWorker : worker == referrer;
    return speaks || item.deputies.contains(worker);
  });
}

bool MayDecide(const PanelSession& session, const Item& item) {
  return !session.opened.referrer_must_attend() || ReferringWorkerAttends(session, item);
}

bool NamesEachConditionOnce(const v1::DecideItem& command) {
  std::set<std::string> names;
  for (const auto& condition : command.conditions()) names.insert(condition.condition_id());
  return !names.empty() && names.size() == static_cast<std::size_t>(command.conditions_size());
}

// The same decision, on the same conditions if there are any: said once more.
bool IsRepeat(const Item& item, const v1::DecideItem& command) {
  if (item.decision != command.decision()) return false;
  if (command.decision() != v1::PANEL_DECISION_AGREE_WITH_CONDITIONS) return true;
  return NamesEachConditionOnce(command) &&
         item.conditions.size() == static_cast<std::size_t>(command.conditions_size()) &&
         std::all_of(command.conditions().begin(), command.conditions().end(),
                     [&](const auto& one) { return item.conditions.contains(one.condition_id()); });
}

// What one command relists: each item is written at four streams.
constexpr int kCarriedAtOnce = 40;

// A session's close, or a later portion: the next undecided items, in their order.
template <typename Event>
Event CarryOver(const PanelSession& session) {
  Event event;
  event.set_session_id(session.opened.session_id());
  event.set_panel_id(session.opened.panel_id());
  for (const std::string& item_id : session.order) {
    const Item& item = session.items.at(item_id);
    if (item.IsDecided() || item.carried_over) continue;
    if (event.undecided_size() < kCarriedAtOnce) {
      *event.add_undecided() = item.entry;
    } else {
      event.set_left(event.left() + 1);
    }
  }
  return event;
}

// Whether the worker's attendance is known to be this, for every item that the record names.
bool IsKnown(const PanelSession& session, const v1::AttendanceRecorded& recorded) {
  const PanelSession::Attendance attendance{recorded.role(), recorded.present()};
  const auto known = [&](const std::string& item_id) {
    const auto found = session.present.find({item_id, recorded.worker_id()});
    return found != session.present.end() && found->second == attendance;
  };
  if (recorded.item_ids().empty()) return known("");
  return std::all_of(recorded.item_ids().begin(), recorded.item_ids().end(), known);
}

}  // namespace

std::vector<std::string> WouldBeDeferredBecause(const PanelSession& session,
                                                const std::string& item_id) {
  const Item* item = ItemOf(session, item_id);
  if (item == nullptr || item->IsDecided()) return {};
  std::vector<std::string> because;
  if (!item->has_paper) because.emplace_back("paper-missing");
  if (!MayDecide(session, *item)) because.emplace_back("referring-worker-absent");
  return because;
}

PanelSessionDecision Decide(const PanelSession& session, const v1::RecordAttendance& command,
                            const Context& /*context*/) {
  if (session.opened.session_id().empty()) return v1::REJECTION_SESSION_MUST_BE_OPENED;
  v1::AttendanceRecorded recorded;
  recorded.set_session_id(command.session_id());
  recorded.set_worker_id(command.worker_id());
  recorded.set_role(command.role().empty() ? kReferringWorker : command.role());
  recorded.set_present(!command.has_present() || command.present());
  *recorded.mutable_item_ids() = command.item_ids();
  if (IsKnown(session, recorded)) return Events{};
  if (session.closed) return v1::REJECTION_SESSION_MUST_NOT_BE_CLOSED;
  for (const std::string& item_id : command.item_ids()) {
    if (!session.items.contains(item_id)) return v1::REJECTION_ITEM_MUST_BE_ON_THE_AGENDA;
  }
  return Events{recorded};
}

PanelSessionDecision Decide(const PanelSession& session, const v1::DecideItem& command,
                            const Context& /*context*/) {
  const Item* item = ItemOf(session, command.item_id());
  if (item != nullptr && IsRepeat(*item, command)) return Events{};
  if (const auto rule = RuleAgainst(session, item)) return *rule;
  // To defer is to decide nothing yet: that needs nobody and is open to every item.
  if (command.decision() != v1::PANEL_DECISION_DEFER) {
    if (item->entry.retrospective()) return v1::REJECTION_RETROSPECTIVE_ITEM_MUST_BE_RATIFIED;
    if (!MayDecide(session, *item)) return v1::REJECTION_REFERRING_WORKER_MUST_ATTEND;
  }
  const bool conditional = command.decision() == v1::PANEL_DECISION_AGREE_WITH_CONDITIONS;
  if (conditional && !NamesEachConditionOnce(command))
    return v1::REJECTION_CONDITIONS_MUST_BE_NAMED;
  v1::ItemDecided decided;
  decided.set_session_id(command.session_id());
  decided.set_item_id(command.item_id());
  decided.set_decision(command.decision());
  if (conditional) *decided.mutable_conditions() = command.conditions();
  decided.set_reason(command.reason());
  *decided.mutable_entry() = item->entry;
  decided.set_panel_id(session.opened.panel_id());
  return Events{decided};
}

PanelSessionDecision Decide(const PanelSession& session, const v1::MeetCondition& command,
                            const Context& /*context*/) {
  const Item* item = ItemOf(session, command.item_id());
  if (item == nullptr) return v1::REJECTION_ITEM_MUST_BE_ON_THE_AGENDA;
  const auto condition = item->conditions.find(command.condition_id());
  if (condition == item->conditions.end()) return v1::REJECTION_CONDITION_MUST_BE_SET;
  if (condition->second) return Events{};
  v1::ConditionMet met;
  met.set_session_id(command.session_id());
  met.set_item_id(command.item_id());
  met.set_condition_id(command.condition_id());
  const auto open = std::count_if(item->conditions.begin(), item->conditions.end(),
                                  [](const auto& one) { return !one.second; });
  met.set_last(open == 1);
  met.set_referral_id(item->entry.referral_id());
  met.set_programme_id(item->entry.programme_id());
  return Events{met};
}

PanelSessionDecision Decide(const PanelSession& session, const v1::RatifyItem& command,
                            const Context& /*context*/) {
  const Item* item = ItemOf(session, command.item_id());
  const bool ratified = !command.has_ratified() || command.ratified();
  if (item != nullptr && item->ratification_recorded && item->ratified == ratified) return Events{};
  if (const auto rule = RuleAgainst(session, item)) return *rule;
  if (!item->entry.retrospective()) return v1::REJECTION_ONLY_A_CRISIS_START_MUST_BE_RATIFIED;
  if (!MayDecide(session, *item)) return v1::REJECTION_REFERRING_WORKER_MUST_ATTEND;
  v1::ItemRatified recorded;
  recorded.set_session_id(command.session_id());
  recorded.set_item_id(command.item_id());
  recorded.set_ratified(ratified);
  recorded.set_reason(command.reason());
  *recorded.mutable_entry() = item->entry;
  recorded.set_panel_id(session.opened.panel_id());
  return Events{recorded};
}

PanelSessionDecision Decide(const PanelSession& session, const v1::SetAction& command,
                            const Context& /*context*/) {
  v1::ActionSet set;
  set.set_session_id(command.session_id());
  set.set_item_id(command.item_id());
  set.set_action_id(command.action_id());
  set.set_action(command.action());
  set.set_agency(command.agency());
  set.set_due(command.due());
  const auto known = session.actions.find(command.action_id());
  if (known != session.actions.end() && Same(known->second.set, set)) return Events{};
  if (session.opened.session_id().empty()) return v1::REJECTION_SESSION_MUST_BE_OPENED;
  if (known != session.actions.end()) return v1::REJECTION_ACTION_ID_MUST_NOT_BE_REUSED;
  if (!session.items.contains(command.item_id())) return v1::REJECTION_ITEM_MUST_BE_ON_THE_AGENDA;
  return Events{set};
}

PanelSessionDecision Decide(const PanelSession& session, const v1::CompleteAction& command,
                            const Context& /*context*/) {
  const auto action = session.actions.find(command.action_id());
  if (action == session.actions.end()) return v1::REJECTION_ACTION_MUST_BE_SET;
  if (action->second.completed) return Events{};
  v1::ActionCompleted completed;
  completed.set_session_id(command.session_id());
  completed.set_action_id(command.action_id());
  return Events{completed};
}

PanelSessionDecision Decide(const PanelSession& session, const v1::MarkInquorate& /*command*/,
                            const Context& /*context*/) {
  if (session.inquorate) return Events{};
  if (session.opened.session_id().empty()) return v1::REJECTION_SESSION_MUST_BE_OPENED;
  if (session.closed) return v1::REJECTION_SESSION_MUST_NOT_BE_CLOSED;
  v1::SessionInquorate inquorate;
  inquorate.set_session_id(session.opened.session_id());
  inquorate.set_panel_id(session.opened.panel_id());
  return Events{inquorate, CarryOver<v1::PanelSessionClosed>(session)};
}

PanelSessionDecision Decide(const PanelSession& session, const v1::CloseSession& /*command*/,
                            const Context& /*context*/) {
  if (session.closed) return Events{};
  if (session.opened.session_id().empty()) return v1::REJECTION_SESSION_MUST_BE_OPENED;
  return Events{CarryOver<v1::PanelSessionClosed>(session)};
}

PanelSessionDecision Decide(const PanelSession& session, const v1::CarryItemsOver& /*command*/,
                            const Context& /*context*/) {
  if (!session.closed) return Events{};
  auto carried = CarryOver<v1::ItemsCarriedOver>(session);
  if (carried.undecided().empty()) return Events{};
  return Events{std::move(carried)};
}

}  // namespace kinward::scheduling
