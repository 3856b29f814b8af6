// What a panel's events change, and what they ask of its sessions, the family's item and the
// request.
#include <algorithm>
#include <chrono>
#include <string>

#include "kinward/scheduling/v1/panel_session.pb.h"
#include "kinward/scheduling/v1/request.pb.h"
#include "libs/base/check.h"
#include "services/scheduling/domain/panel.h"

namespace kinward::scheduling {
namespace {

// Sessions are called off some weeks ahead at most, in any order; a diary does not grow for ever.
constexpr std::chrono::hours kEndedRemembered{8 * 7 * 24};

void Unqueue(Panel& panel, const std::string& item_id) {
  std::erase_if(panel.queued, [&](const auto& entry) { return entry.item_id() == item_id; });
}

void GiveBackSlot(Panel& panel, const std::string& session_id) {
  for (auto& [start, session] : panel.diary.sessions) {
    if (session.session_id == session_id && session.taken > 0) --session.taken;
  }
}

}  // namespace

void Apply(Panel& panel, const v1::PanelDefined& event) {
  panel.diary.defined = true;
  panel.diary.definition = event.definition();
}

void Apply(Panel& panel, const v1::SessionOpened& event) {
  const Time start = ToTime(event.start_time());
  panel.diary.sessions[start] = {event.session_id(), ToTime(event.papers_by_time()), event.slots()};
}

void Apply(Panel& panel, const v1::ItemQueued& event) {
  Unqueue(panel, event.entry().item_id());
  panel.listings.erase(event.entry().item_id());
  panel.queued.push_back(event.entry());
}

void Apply(Panel& panel, const v1::ItemListed& event) {
  const auto& entry = event.entry();
  Unqueue(panel, entry.item_id());
  const auto before = panel.listings.find(entry.item_id());
  const bool same =
      before != panel.listings.end() && before->second.session_id == event.session_id();
  const auto session = panel.diary.sessions.find(ToTime(event.session_time()));
  CHECK(session != panel.diary.sessions.end());
  if (!same) ++session->second.taken;
  panel.listings[entry.item_id()] = {event.session_id(), entry.retrospective()};
}

void Apply(Panel& panel, const v1::ItemWithdrawn& event) {
  Unqueue(panel, event.item_id());
  GiveBackSlot(panel, event.session_id());
  panel.listings.erase(event.item_id());
}

void Apply(Panel& /*panel*/, const v1::CrisisStartAuthorised& /*event*/) {}

void Apply(Panel& panel, const v1::SessionEnded& event) {
  auto& sessions = panel.diary.sessions;
  const auto session = std::find_if(sessions.begin(), sessions.end(), [&](const auto& one) {
    return one.second.session_id == event.session_id();
  });
  if (session != sessions.end()) {
    session->second.ended = true;
    const Time forget_before = session->first - kEndedRemembered;
    std::erase_if(sessions,
                  [&](const auto& one) { return one.second.ended && one.first < forget_before; });
  }
  std::erase_if(panel.listings,
                [&](const auto& one) { return one.second.session_id == event.session_id(); });
}

Effects Panel::EffectsOf(const v1::SessionOpened& event) {
  // When it sits, the next is opened: panels sit weekly without a hand.
  v1::OpenSession next;
  next.set_panel_id(event.panel_id());
  return {{}, {}, {{"after/" + event.session_id(), ToTime(event.start_time()), next}}, {}};
}

Companions Panel::CompanionsOf(const v1::SessionOpened& event) {
  v1::OpenPanelSession open;
  open.set_session_id(event.session_id());
  open.set_panel_id(event.panel_id());
  open.set_on(event.on());
  *open.mutable_start_time() = event.start_time();
  *open.mutable_papers_by_time() = event.papers_by_time();
  *open.mutable_closes_time() = event.closes_time();
  open.set_slots(event.slots());
  open.set_referrer_must_attend(event.referrer_must_attend());
  open.set_panel_name(event.panel_name());
  return {open};
}

Effects Panel::EffectsOf(const v1::ItemListed& event) {
  if (!event.more_queued()) return {};
  v1::ListQueuedItems rest;
  rest.set_panel_id(event.panel_id());
  return {{}, {}, {{"list-queued-items", Time{}, rest}}, {}};
}

Companions Panel::CompanionsOf(const v1::ItemListed& event) {
  const v1::AgendaEntry& entry = event.entry();
  v1::PlaceOnAgenda place;
  place.set_session_id(event.session_id());
  *place.mutable_entry() = entry;
  v1::RecordItemListed item;
  item.set_item_id(entry.item_id());
  item.set_family_id(entry.family_id());
  *item.mutable_entry() = entry;
  item.set_session_id(event.session_id());
  *item.mutable_session_time() = event.session_time();
  v1::RecordPartListed part;
  part.set_referral_id(entry.referral_id());
  part.set_programme_id(entry.programme_id());
  part.set_panel_id(entry.panel_id());
  part.set_session_id(event.session_id());
  part.set_item_id(entry.item_id());
  *part.mutable_session_time() = event.session_time();
  return {place, item, part};
}

Companions Panel::CompanionsOf(const v1::ItemWithdrawn& event) {
  if (event.session_id().empty()) return {};
  v1::TakeOffAgenda agenda;
  agenda.set_session_id(event.session_id());
  agenda.set_item_id(event.item_id());
  agenda.set_reason(event.reason());
  v1::RecordItemWithdrawn item;
  item.set_item_id(event.item_id());
  item.set_reason(event.reason());
  return {agenda, item};
}

Companions Panel::CompanionsOf(const v1::CrisisStartAuthorised& event) {
  v1::RecordPartDecided started;
  started.set_referral_id(event.referral_id());
  started.set_programme_id(event.programme_id());
  started.set_decision("crisis-start");
  started.set_item_id(event.item_id());
  return {started};
}

}  // namespace kinward::scheduling
