#include "services/scheduling/domain/panel.h"

#include <algorithm>
#include <utility>

#include "services/scheduling/domain/identifiers.h"
#include "services/scheduling/domain/panel_weeks.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<Panel>;

constexpr int kSessionsAheadMax = 52;  // a panel full for a year needs people, not more dates
constexpr int kListedAtOnce = 40;      // of a queue: each item is written at four streams

using Diary = Panel::Diary;
using SessionEntry = std::map<Time, Panel::Session>::value_type;

bool HasRoom(const SessionEntry& session, bool retrospective, Time now) {
  const Panel::Session& one = session.second;
  if (one.ended || session.first <= now) return false;
  if (retrospective) return true;
  return now <= one.papers_by && (one.slots == 0 || one.taken < one.slots);
}

// What one command plans: its events, and the diary as it would be after them.
struct Plan {
  explicit Plan(const Panel& panel) : diary(panel.diary) {}
  Diary diary;
  Events events;
};

void OpenOn(Plan& plan, const std::string& panel_id, LocalDate date, std::chrono::minutes start) {
  v1::SessionOpened opened = SessionOn(plan.diary, panel_id, date, start);
  plan.diary.sessions[ToTime(opened.start_time())] = {
      opened.session_id(), ToTime(opened.papers_by_time()), opened.slots()};
  plan.events.emplace_back(std::move(opened));
}

// The next session that can hear it, opening further weeks as needed; null when the panel has no
// week.
SessionEntry* SessionFor(Plan& plan, const v1::AgendaEntry& entry, Time after, Time now) {
  if (!plan.diary.defined) return nullptr;
  auto& sessions = plan.diary.sessions;
  const auto start = SittingTime(plan.diary.definition);
  for (int weeks = 0; weeks <= kSessionsAheadMax; ++weeks) {
    const auto found = std::find_if(sessions.begin(), sessions.end(), [&](const auto& session) {
      return session.first > after && HasRoom(session, entry.retrospective(), now);
    });
    const auto date = NextSitting(plan.diary, now);
    // A week that nobody has opened yet comes before a session that somebody opened far ahead.
    const bool open = date && (found == sessions.end() || At(*date, start) < found->first);
    if (!open) return found == sessions.end() ? nullptr : &*found;
    OpenOn(plan, entry.panel_id(), *date, start);
  }
  return nullptr;
}

v1::ItemListed ListedAt(const SessionEntry& session, const v1::AgendaEntry& entry) {
  v1::ItemListed listed;
  listed.set_panel_id(entry.panel_id());
  *listed.mutable_entry() = entry;
  listed.set_session_id(session.second.session_id);
  *listed.mutable_session_time() = ToTimestamp(session.first);
  return listed;
}

void List(Plan& plan, const v1::AgendaEntry& entry, Time after, Time now) {
  SessionEntry* session = SessionFor(plan, entry, after, now);
  if (session == nullptr) {
    v1::ItemQueued queued;
    queued.set_panel_id(entry.panel_id());
    *queued.mutable_entry() = entry;
    plan.events.emplace_back(std::move(queued));
    return;
  }
  ++session->second.taken;
  plan.events.emplace_back(ListedAt(*session, entry));
}

// As many of those who wait as one command may write; the last of them asks for the rest.
void ListQueued(Plan& plan, const Panel& panel, Time now) {
  int listed = 0;
  for (const v1::AgendaEntry& entry : panel.queued) {
    SessionEntry* session = SessionFor(plan, entry, now, now);
    if (session == nullptr) return;  // they stay where they are
    ++session->second.taken;
    v1::ItemListed event = ListedAt(*session, entry);
    ++listed;
    const bool more = static_cast<std::size_t>(listed) < panel.queued.size();
    event.set_more_queued(more && listed == kListedAtOnce);
    plan.events.emplace_back(std::move(event));
    if (listed == kListedAtOnce) return;
  }
}

bool OpensAhead(const Diary& diary, Time now) {
  return std::any_of(diary.sessions.upper_bound(now), diary.sessions.end(),
                     [](const auto& session) { return !session.second.ended; });
}

Time StartOfSession(const Panel& panel, const std::string& session_id, Time otherwise) {
  for (const auto& [start, session] : panel.diary.sessions) {
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
  if (panel.diary.defined && Same(panel.diary.definition, command.definition())) return Events{};
  v1::PanelDefined defined;
  defined.set_panel_id(command.panel_id());
  *defined.mutable_definition() = command.definition();
  Plan plan(panel);
  plan.diary.defined = true;
  plan.diary.definition = command.definition();
  plan.events.emplace_back(std::move(defined));
  const auto date = NextSitting(plan.diary, context.now);
  if (date && !OpensAhead(plan.diary, context.now))
    OpenOn(plan, command.panel_id(), *date, SittingTime(plan.diary.definition));
  ListQueued(plan, panel, context.now);
  return std::move(plan.events);
}

PanelRuling Decide(const Panel& panel, const v1::OpenSession& command, const Context& context) {
  if (!panel.diary.defined) return v1::REJECTION_PANEL_MUST_BE_DEFINED;
  Plan plan(panel);
  const auto usual = SittingTime(plan.diary.definition);
  if (command.on().empty()) {
    const auto date = NextSitting(plan.diary, context.now);
    if (!date || OpensAhead(plan.diary, context.now)) return Events{};
    OpenOn(plan, command.panel_id(), *date, usual);
  } else {
    const LocalDate date = ParseDate(command.on()).value();
    const auto start = ParseLocalTime(command.start_time()).value_or(usual);
    const std::string session_id = SessionId(command.panel_id(), command.on());
    if (StartOfSession(panel, session_id, Time::min()) != Time::min()) return Events{};
    if (!Exists(date, start)) {
      return Refusal<v1::Rejection>{v1::REJECTION_LOCAL_TIME_MUST_EXIST,
                                    {FormatLocalTime(start + std::chrono::hours{1})}};
    }
    if (At(date, start) <= context.now) return v1::REJECTION_SESSION_MUST_BE_IN_THE_FUTURE;
    OpenOn(plan, command.panel_id(), date, start);
  }
  ListQueued(plan, panel, context.now);
  return std::move(plan.events);
}

PanelRuling Decide(const Panel& panel, const v1::ListQueuedItems& /*command*/,
                   const Context& context) {
  Plan plan(panel);
  ListQueued(plan, panel, context.now);
  return std::move(plan.events);
}

PanelRuling Decide(const Panel& panel, const v1::ListItem& command, const Context& context) {
  const v1::AgendaEntry entry = EntryOf(command, false, context.now);
  if (AwaitsHearing(panel, entry.item_id(), context.now)) return Events{};
  if (!panel.diary.defined && !command.await_definition())
    return v1::REJECTION_PANEL_MUST_BE_DEFINED;
  Plan plan(panel);
  List(plan, entry, context.now, context.now);
  return std::move(plan.events);
}

PanelRuling Decide(const Panel& panel, const v1::AuthoriseCrisisStart& command,
                   const Context& context) {
  const v1::AgendaEntry entry = EntryOf(command, true, context.now);
  const auto listing = panel.listings.find(entry.item_id());
  const bool listed = listing != panel.listings.end();
  if (listed && listing->second.retrospective) return Events{};
  const v1::AgendaEntry* queued = Queued(panel, entry.item_id());
  if (queued != nullptr && queued->retrospective()) return Events{};
  if (!panel.diary.defined && !command.await_definition())
    return v1::REJECTION_PANEL_MUST_BE_DEFINED;

  Plan plan(panel);
  if (listed && AwaitsHearing(panel, entry.item_id(), context.now)) {
    // It has its slot already; from now on it is there to be ratified.
    v1::ItemListed again;
    again.set_panel_id(command.panel_id());
    *again.mutable_entry() = entry;
    again.set_session_id(listing->second.session_id);
    *again.mutable_session_time() =
        ToTimestamp(StartOfSession(panel, listing->second.session_id, context.now));
    plan.events.emplace_back(std::move(again));
  } else {
    List(plan, entry, context.now, context.now);
  }
  v1::CrisisStartAuthorised authorised;
  authorised.set_panel_id(command.panel_id());
  authorised.set_item_id(entry.item_id());
  authorised.set_referral_id(command.referral_id());
  authorised.set_family_id(command.family_id());
  authorised.set_programme_id(command.programme_id());
  *authorised.mutable_authorised_time() = ToTimestamp(context.now);
  authorised.set_authorised_by(context.actor.id);
  plan.events.emplace_back(std::move(authorised));
  return std::move(plan.events);
}

PanelRuling Decide(const Panel& panel, const v1::RelistItem& command, const Context& context) {
  const auto listing = panel.listings.find(command.entry().item_id());
  const bool moved =
      listing != panel.listings.end() && listing->second.session_id != command.from_session_id();
  if (moved || Queued(panel, command.entry().item_id()) != nullptr) return Events{};
  v1::AgendaEntry entry = command.entry();
  entry.set_relisted_from(command.from_session_id());
  const Time from = StartOfSession(panel, command.from_session_id(), context.now);
  Plan plan(panel);
  List(plan, entry, std::max(from, context.now), context.now);
  return std::move(plan.events);
}

PanelRuling Decide(const Panel& panel, const v1::WithdrawItem& command,
                   const Context& /*context*/) {
  const auto listing = panel.listings.find(command.item_id());
  const v1::AgendaEntry* queued = Queued(panel, command.item_id());
  const bool listed = listing != panel.listings.end();
  if (!listed && queued == nullptr) return Events{};
  if (listed ? listing->second.retrospective : queued->retrospective()) return Events{};
  v1::ItemWithdrawn withdrawn;
  withdrawn.set_panel_id(command.panel_id());
  withdrawn.set_item_id(command.item_id());
  if (listed) withdrawn.set_session_id(listing->second.session_id);
  withdrawn.set_reason(command.reason());
  return Events{withdrawn};
}

PanelRuling Decide(const Panel& panel, const v1::RecordSessionEnded& command,
                   const Context& /*context*/) {
  const auto& sessions = panel.diary.sessions;
  const bool sits = std::any_of(sessions.begin(), sessions.end(), [&](const auto& session) {
    return session.second.session_id == command.session_id() && !session.second.ended;
  });
  if (!sits) return Events{};
  v1::SessionEnded ended;
  ended.set_panel_id(command.panel_id());
  ended.set_session_id(command.session_id());
  return Events{ended};
}

}  // namespace kinward::scheduling
