// A panel: its weekly sessions, and which of them hears an item. A session's slots are given out
// here; its agenda and decisions are PanelSession's. A crisis start always fits and cannot be
// dropped (R44).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kinward/scheduling/v1/panel.domain.h"
#include "libs/base/context.h"
#include "services/scheduling/domain/answers.h"

namespace kinward::scheduling {

struct Panel {
  using Messages = v1::PanelMessages;
  struct Session {
    std::string session_id;
    Time papers_by;
    int slots = 0;  // 0: as many as come
    int taken = 0;
    bool ended = false;  // kept for a while: nobody sits again on that day
  };
  // When it sits, and how much room is left: what listing an item asks, however many are listed.
  struct Diary {
    bool defined = false;
    common::v1::PanelDefinition definition;
    std::map<Time, Session> sessions;  // by their start
  };
  struct Listing {
    std::string session_id;
    bool retrospective = false;
  };

  Diary diary;
  std::map<std::string, Listing> listings;  // by item id, at the diary's sessions
  std::vector<v1::AgendaEntry> queued;      // until there is a session to list them at

  static Effects EffectsOf(const v1::SessionOpened& event);
  static Companions CompanionsOf(const v1::SessionOpened& event);
  static Effects EffectsOf(const v1::ItemListed& event);
  static Companions CompanionsOf(const v1::ItemListed& event);
  static Companions CompanionsOf(const v1::ItemWithdrawn& event);
  static Companions CompanionsOf(const v1::CrisisStartAuthorised& event);
};
using PanelRuling = DecisionOf<Panel>;  // PanelDecision is what a panel says of an item

[[nodiscard]] PanelRuling Decide(const Panel& panel, const v1::DefinePanel& command,
                                 const Context& context);
[[nodiscard]] PanelRuling Decide(const Panel& panel, const v1::OpenSession& command,
                                 const Context& context);
[[nodiscard]] PanelRuling Decide(const Panel& panel, const v1::ListItem& command,
                                 const Context& context);
[[nodiscard]] PanelRuling Decide(const Panel& panel, const v1::AuthoriseCrisisStart& command,
                                 const Context& context);
[[nodiscard]] PanelRuling Decide(const Panel& panel, const v1::RelistItem& command,
                                 const Context& context);
[[nodiscard]] PanelRuling Decide(const Panel& panel, const v1::WithdrawItem& command,
                                 const Context& context);
[[nodiscard]] PanelRuling Decide(const Panel& panel, const v1::RecordSessionEnded& command,
                                 const Context& context);
[[nodiscard]] PanelRuling Decide(const Panel& panel, const v1::ListQueuedItems& command,
                                 const Context& context);

void Apply(Panel& panel, const v1::PanelDefined& event);
void Apply(Panel& panel, const v1::SessionOpened& event);
void Apply(Panel& panel, const v1::ItemQueued& event);
void Apply(Panel& panel, const v1::ItemListed& event);
void Apply(Panel& panel, const v1::ItemWithdrawn& event);
void Apply(Panel& panel, const v1::CrisisStartAuthorised& event);
void Apply(Panel& panel, const v1::SessionEnded& event);

}  // namespace kinward::scheduling
