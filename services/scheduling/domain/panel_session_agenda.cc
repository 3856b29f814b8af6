// Before the session: its agenda, in order, with its papers.
#include <algorithm>

#include "services/scheduling/domain/panel_session.h"
#include "services/scheduling/domain/panel_session_rules.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<PanelSession>;
using Item = PanelSession::Item;

// Urgency, then age of the referral; among equals the one that was listed first.
bool GoesBefore(const v1::AgendaEntry& left, const v1::AgendaEntry& right) {
  const int left_rank = UrgencyRank(left.urgency());
  const int right_rank = UrgencyRank(right.urgency());
  if (left_rank != right_rank) return left_rank > right_rank;
  return left.referred_on() < right.referred_on();
}

// Behind the last that it does not go before, so that what the chair moved stays where it is.
int PositionFor(const PanelSession& session, const v1::AgendaEntry& entry) {
  const bool listed = session.items.contains(entry.item_id());
  auto position = static_cast<int>(session.order.size()) + (listed ? 0 : 1);
  for (auto other = session.order.rbegin(); other != session.order.rend(); ++other) {
    if (*other == entry.item_id()) continue;  // it leaves its own place
    if (!GoesBefore(entry, session.items.at(*other).entry)) break;
    --position;
  }
  return position;
}

}  // namespace

PanelSessionDecision Decide(const PanelSession& session, const v1::OpenPanelSession& command,
                            const Context& /*context*/) {
  if (!session.opened.session_id().empty()) return Events{};
  v1::PanelSessionOpened opened;
  opened.set_session_id(command.session_id());
  opened.set_panel_id(command.panel_id());
  opened.set_on(command.on());
  *opened.mutable_start_time() = command.start_time();
  *opened.mutable_papers_by_time() = command.papers_by_time();
  *opened.mutable_closes_time() = command.closes_time();
  opened.set_slots(command.slots());
  opened.set_referrer_must_attend(command.referrer_must_attend());
  opened.set_panel_name(command.panel_name());
  return Events{opened};
}

PanelSessionDecision Decide(const PanelSession& session, const v1::PlaceOnAgenda& command,
                            const Context& /*context*/) {
  if (session.opened.session_id().empty()) return v1::REJECTION_SESSION_MUST_BE_OPENED;
  const Item* item = ItemOf(session, command.entry().item_id());
  if (item != nullptr && Same(item->entry, command.entry())) return Events{};
  if (session.closed) return v1::REJECTION_SESSION_MUST_NOT_BE_CLOSED;
  v1::ItemPlacedOnAgenda placed;
  placed.set_session_id(command.session_id());
  *placed.mutable_entry() = command.entry();
  *placed.mutable_session_time() = session.opened.start_time();
  placed.set_position(PositionFor(session, command.entry()));
  return Events{placed};
}

PanelSessionDecision Decide(const PanelSession& session, const v1::TakeOffAgenda& command,
                            const Context& /*context*/) {
  const Item* item = ItemOf(session, command.item_id());
  if (item == nullptr || item->IsDecided() || session.closed) return Events{};
  v1::ItemTakenOffAgenda taken;
  taken.set_session_id(command.session_id());
  taken.set_item_id(command.item_id());
  taken.set_reason(command.reason());
  return Events{taken};
}

PanelSessionDecision Decide(const PanelSession& session, const v1::SubmitPaper& command,
                            const Context& context) {
  const Item* item = ItemOf(session, command.item_id());
  if (item != nullptr && item->has_paper) return Events{};
  if (const auto rule = RuleAgainst(session, item)) return *rule;
  const bool late = context.now > ToTime(session.opened.papers_by_time());
  if (late && !item->entry.retrospective()) return v1::REJECTION_PAPER_MUST_MEET_THE_DEADLINE;
  v1::PaperSubmitted submitted;
  submitted.set_session_id(command.session_id());
  submitted.set_item_id(command.item_id());
  submitted.set_paper_id(command.paper_id());
  return Events{submitted};
}

PanelSessionDecision Decide(const PanelSession& session, const v1::ReorderItem& command,
                            const Context& /*context*/) {
  if (const auto rule = RuleAgainst(session, ItemOf(session, command.item_id()))) return *rule;
  const int position = std::min(command.position(), static_cast<int>(session.order.size()));
  if (session.order[static_cast<std::size_t>(position) - 1] == command.item_id()) return Events{};
  v1::ItemReordered reordered;
  reordered.set_session_id(command.session_id());
  reordered.set_item_id(command.item_id());
  reordered.set_reason(command.reason());
  reordered.set_position(position);
  return Events{reordered};
}

PanelSessionDecision Decide(const PanelSession& session, const v1::NominateDeputy& command,
                            const Context& /*context*/) {
  const Item* item = ItemOf(session, command.item_id());
  if (item != nullptr && item->deputies.contains(command.deputy_id())) return Events{};
  if (const auto rule = RuleAgainst(session, item)) return *rule;
  v1::DeputyNominated nominated;
  nominated.set_session_id(command.session_id());
  nominated.set_item_id(command.item_id());
  nominated.set_deputy_id(command.deputy_id());
  return Events{nominated};
}

PanelSessionDecision Decide(const PanelSession& session, const v1::CloseAgenda& command,
                            const Context& /*context*/) {
  if (session.agenda_closed || session.closed) return Events{};
  if (session.opened.session_id().empty()) return v1::REJECTION_SESSION_MUST_BE_OPENED;
  v1::AgendaClosed closed;
  closed.set_session_id(command.session_id());
  closed.set_panel_id(session.opened.panel_id());
  for (const std::string& item_id : session.order) {
    const Item& item = session.items.at(item_id);
    if (item.has_paper || item.IsDecided()) continue;
    v1::ItemWarning& warning = *closed.add_warnings();
    warning.set_item_id(item_id);
    warning.add_because("paper-missing");
  }
  return Events{closed};
}

}  // namespace kinward::scheduling
