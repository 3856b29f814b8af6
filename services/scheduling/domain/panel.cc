#include "services/scheduling/domain/panel.h"

#include <algorithm>
#include <utility>

#include "services/scheduling/domain/identifiers.h"
#include "services/scheduling/domain/panel_weeks.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<Panel>;

constexpr int kSessionsAheadMax = 52;  // a panel full for a year needs people, not more dates

using SessionEntry = std::map<Time, Panel::Session>::value_type;

bool HasRoom(const SessionEntry& session, bool retrospective, Time now) {
  if (session.first <= now) return false;
  if (retrospective) return true;
  const Panel::Session& one = session.second;
  return now <= one.papers_by && (one.slots == 0 || one.taken < one.slots);
}

// The next session that can hear it, opening further weeks as needed; null when the panel has no
// week.
const SessionEntry* SessionFor(Panel& panel, Events& events, const v1::AgendaEntry& entry,
                               Time after, Time now) {
  for (int weeks = 0; weeks <= kSessionsAheadMax; ++weeks) {
    for (const SessionEntry& session : panel.sessions) {
      if (session.first > after && HasRoom(session, entry.retrospective(), now)) return &session;
    }
    const auto date = NextSitting(panel, now);
    if (!date) return nullptr;
    Add(panel, events, SessionOn(panel, entry.panel_id(), *date, SittingTime(panel.definition)));
  }
  return nullptr;
}

void List(Panel& panel, Events& events, const v1::AgendaEntry& entry, Time after, Time now) {
  const SessionEntry* session =
      panel.defined ? SessionFor(panel, events, entry, after, now) : nullptr;
  if (session == nullptr) {
    v1::ItemQueued queued;
    queued.set_panel_id(entry.panel_id());
    *queued.mutable_entry() = entry;
    return Add(panel, events, std::move(queued));
  }
  v1::ItemListed listed;
  listed.set_panel_id(entry.panel_id());
  *listed.mutable_entry() = entry;
  listed.set_session_id(session->second.session_id);
  *listed.mutable_session_time() = ToTimestamp(session->first);
  Add(panel, events, std::move(listed));
}

void ListQueued(Panel& panel, Events& events, Time now) {
  for (const v1::AgendaEntry& entry : std::vector<v1::AgendaEntry>(panel.queued)) {
    List(panel, events, entry, now, now);
    if (std::holds_alternative<v1::ItemQueued>(events.back())) {
      events.pop_back();  // it stays where it is
      return;
    }
  }
}

bool OpensAhead(const Panel& panel, Time now) {
  return panel.sessions.upper_bound(now) != panel.sessions.end();
}

Time StartOfSession(const Panel& panel, const std::string& session_id, Time otherwise) {
  for (const auto& [start, session] : panel.sessions) {
    if (session.session_id == session_id) return start;
  }
  return otherwise;
}

const v1::AgendaEntry* Queued(const Panel& panel, const std::string& item_id) {
  const auto entry = std::find_if(panel.queued.begin(), panel.queued.end(),
                                  [&](const auto& one) { return one.item_id() == item_id; });
  return entry == panel.queued.end() ? nullptr : &*entry;
}

// Listed at a session still to come, or waiting for one.
bool AwaitsHearing(const Panel& panel, const std::string& item_id, Time now) {
  const auto listing = panel.listings.find(item_id);
  if (listing == panel.listings.end()) return Queued(panel, item_id) != nullptr;
  return StartOfSession(panel, listing->second.session_id, now) > now;
}

v1::AgendaEntry EntryOf(const auto& command, bool retrospective, Time now) {
  v1::AgendaEntry entry;
  entry.set_item_id(
      command.item_id().empty()
          ? AgendaItemId(command.referral_id(), command.programme_id(), command.panel_id())
          : command.item_id());
  entry.set_referral_id(command.referral_id());
  entry.set_family_id(command.family_id());
  entry.set_programme_id(command.programme_id());
  entry.set_urgency(command.urgency());
  entry.set_referred_on(command.referred_on().empty() ? FormatDate(DateOf(now))
                                                      : command.referred_on());
  entry.set_referrer_id(command.referrer_id());
  entry.set_retrospective(retrospective);
  *entry.mutable_alternatives_tried() = command.alternatives_tried();
  entry.set_panel_id(command.panel_id());
  return entry;
}

}  // namespace

PanelRuling Decide(const Panel& panel, const v1::DefinePanel& command, const Context& context) {
  if (panel.defined && Same(panel.definition, command.definition())) return Events{};
  v1::PanelDefined defined;
  defined.set_panel_id(command.panel_id());
  *defined.mutable_definition() = command.definition();
  Events events;
  Panel next = panel;
  Add(next, events, std::move(defined));
  const auto date = NextSitting(next, context.now);
  if (date && !OpensAhead(next, context.now)) {
    Add(next, events, SessionOn(next, command.panel_id(), *date, SittingTime(next.definition)));
  }
  ListQueued(next, events, context.now);
  return events;
}

PanelRuling Decide(const Panel& panel, const v1::OpenSession& command, const Context& context) {
  if (!panel.defined) return v1::REJECTION_PANEL_MUST_BE_DEFINED;
  Panel next = panel;
  Events events;
  if (command.on().empty()) {
    const auto date = NextSitting(panel, context.now);
    if (!date || OpensAhead(panel, context.now)) return Events{};
    Add(next, events, SessionOn(panel, command.panel_id(), *date, SittingTime(panel.definition)));
  } else {
    const LocalDate date = ParseDate(command.on()).value();
    const auto start = ParseLocalTime(command.start_time()).value_or(SittingTime(panel.definition));
    const std::string session_id = SessionId(command.panel_id(), command.on());
    if (StartOfSession(panel, session_id, Time::min()) != Time::min()) return Events{};
    if (!Exists(date, start)) {
      return Refusal<v1::Rejection>{v1::REJECTION_LOCAL_TIME_MUST_EXIST,
                                    {FormatLocalTime(start + std::chrono::hours{1})}};
    }
    if (At(date, start) <= context.now) return v1::REJECTION_SESSION_MUST_BE_IN_THE_FUTURE;
    Add(next, events, SessionOn(panel, command.panel_id(), date, start));
  }
  ListQueued(next, events, context.now);
  return events;
}

PanelRuling Decide(const Panel& panel, const v1::ListItem& command, const Context& context) {
  const v1::AgendaEntry entry = EntryOf(command, false, context.now);
  if (AwaitsHearing(panel, entry.item_id(), context.now)) return Events{};
  if (!panel.defined && !command.await_definition()) return v1::REJECTION_PANEL_MUST_BE_DEFINED;
  Panel next = panel;
  Events events;
  List(next, events, entry, context.now, context.now);
  return events;
}

PanelRuling Decide(const Panel& panel, const v1::AuthoriseCrisisStart& command,
                   const Context& context) {
  const v1::AgendaEntry entry = EntryOf(command, true, context.now);
  const auto listing = panel.listings.find(entry.item_id());
  const bool listed = listing != panel.listings.end();
  if (listed && listing->second.retrospective) return Events{};
  const v1::AgendaEntry* queued = Queued(panel, entry.item_id());
  if (queued != nullptr && queued->retrospective()) return Events{};
  if (!panel.defined && !command.await_definition()) return v1::REJECTION_PANEL_MUST_BE_DEFINED;

  Panel next = panel;
  Events events;
  if (listed && AwaitsHearing(panel, entry.item_id(), context.now)) {
    // It has its slot already; from now on it is there to be ratified.
    v1::ItemListed again;
    again.set_panel_id(command.panel_id());
    *again.mutable_entry() = entry;
    again.set_session_id(listing->second.session_id);
    *again.mutable_session_time() =
        ToTimestamp(StartOfSession(panel, listing->second.session_id, context.now));
    Add(next, events, std::move(again));
  } else {
    List(next, events, entry, context.now, context.now);
  }
  v1::CrisisStartAuthorised authorised;
  authorised.set_panel_id(command.panel_id());
  authorised.set_item_id(entry.item_id());
  authorised.set_referral_id(command.referral_id());
  authorised.set_family_id(command.family_id());
  authorised.set_programme_id(command.programme_id());
  *authorised.mutable_authorised_time() = ToTimestamp(context.now);
  authorised.set_authorised_by(context.actor.id);
  Add(next, events, std::move(authorised));
  return events;
}

PanelRuling Decide(const Panel& panel, const v1::RelistItem& command, const Context& context) {
  const auto listing = panel.listings.find(command.entry().item_id());
  const bool moved =
      listing != panel.listings.end() && listing->second.session_id != command.from_session_id();
  if (moved || Queued(panel, command.entry().item_id()) != nullptr) return Events{};
  v1::AgendaEntry entry = command.entry();
  entry.set_relisted_from(command.from_session_id());
  const Time from = StartOfSession(panel, command.from_session_id(), context.now);
  Panel next = panel;
  Events events;
  List(next, events, entry, std::max(from, context.now), context.now);
  return events;
}

PanelRuling Decide(const Panel& panel, const v1::WithdrawItem& command,
                   const Context& /*context*/) {
  const auto listing = panel.listings.find(command.item_id());
  const bool listed = listing != panel.listings.end();
  if (listed && listing->second.retrospective) return Events{};
  if (!listed && Queued(panel, command.item_id()) == nullptr) return Events{};
  v1::ItemWithdrawn withdrawn;
  withdrawn.set_panel_id(command.panel_id());
  withdrawn.set_item_id(command.item_id());
  if (listed) withdrawn.set_session_id(listing->second.session_id);
  withdrawn.set_reason(command.reason());
  return Events{withdrawn};
}

PanelRuling Decide(const Panel& panel, const v1::RecordSessionEnded& command,
                   const Context& /*context*/) {
  if (StartOfSession(panel, command.session_id(), Time::min()) == Time::min()) return Events{};
  v1::SessionEnded ended;
  ended.set_panel_id(command.panel_id());
  ended.set_session_id(command.session_id());
  return Events{ended};
}

}  // namespace kinward::scheduling
