// One sitting of a panel. No decision without the referring worker in the room; what is undecided
// when it closes goes to the next session by itself; a crisis start can only be ratified, not
// ratified, or deferred. Not here: which session an item goes to (Panel), what an agreement starts
// (Request).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kinward/scheduling/v1/panel_session.domain.h"
#include "libs/base/context.h"
#include "services/scheduling/domain/answers.h"

namespace kinward::scheduling {

struct PanelSession {
  using Messages = v1::PanelSessionMessages;
  struct Item {
    v1::AgendaEntry entry;
    std::set<std::string> deputies;
    std::map<std::string, bool> conditions;  // true: met
    v1::PanelDecision decision = v1::PANEL_DECISION_UNSPECIFIED;
    bool ratification_recorded = false;
    bool ratified = false;
    bool has_paper = false;
    bool carried_over = false;
    [[nodiscard]] bool IsDecided() const {
      return decision != v1::PANEL_DECISION_UNSPECIFIED || ratification_recorded;
    }
  };
  struct Action {
    v1::ActionSet set;
    bool completed = false;
  };
  struct Attendance {
    std::string role;
    bool present = false;
    bool operator==(const Attendance&) const = default;
  };

  v1::PanelSessionOpened opened;  // its session_id is empty until it is
  bool agenda_closed = false;
  bool inquorate = false;
  bool closed = false;
  std::map<std::string, Item> items;
  std::vector<std::string> order;  // item ids, as they will be heard
  std::map<std::pair<std::string, std::string>, Attendance>
      present;                            // (item or "" for all, worker)
  std::map<std::string, Action> actions;  // by id

  static Effects EffectsOf(const v1::PanelSessionOpened& event);
  static Effects EffectsOf(const v1::AgendaClosed& event);
  static Effects EffectsOf(const v1::PanelSessionClosed& event);
  static Companions CompanionsOf(const v1::ItemDecided& event);
  static Companions CompanionsOf(const v1::ConditionMet& event);
  static Companions CompanionsOf(const v1::ItemRatified& event);
  static Companions CompanionsOf(const v1::PanelSessionClosed& event);
  static Effects EffectsOf(const v1::ItemsCarriedOver& event);
  static Companions CompanionsOf(const v1::ItemsCarriedOver& event);
};
using PanelSessionDecision = DecisionOf<PanelSession>;

// Pre-flight: why this item would be deferred if the panel sat now. Words for the referrer.
std::vector<std::string> WouldBeDeferredBecause(const PanelSession& session,
                                                const std::string& item_id);

[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::OpenPanelSession& command,
                                          const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::PlaceOnAgenda& command, const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::TakeOffAgenda& command, const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::SubmitPaper& command, const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::ReorderItem& command, const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::NominateDeputy& command,
                                          const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::CloseAgenda& command, const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::RecordAttendance& command,
                                          const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::DecideItem& command, const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::MeetCondition& command, const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::RatifyItem& command, const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session, const v1::SetAction& command,
                                          const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::CompleteAction& command,
                                          const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::MarkInquorate& command, const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::CloseSession& command, const Context& context);
[[nodiscard]] PanelSessionDecision Decide(const PanelSession& session,
                                          const v1::CarryItemsOver& command,
                                          const Context& context);

void Apply(PanelSession& session, const v1::PanelSessionOpened& event);
void Apply(PanelSession& session, const v1::ItemPlacedOnAgenda& event);
void Apply(PanelSession& session, const v1::ItemTakenOffAgenda& event);
void Apply(PanelSession& session, const v1::PaperSubmitted& event);
void Apply(PanelSession& session, const v1::ItemReordered& event);
void Apply(PanelSession& session, const v1::DeputyNominated& event);
void Apply(PanelSession& session, const v1::AgendaClosed& event);
void Apply(PanelSession& session, const v1::AttendanceRecorded& event);
void Apply(PanelSession& session, const v1::ItemDecided& event);
void Apply(PanelSession& session, const v1::ConditionMet& event);
void Apply(PanelSession& session, const v1::ItemRatified& event);
void Apply(PanelSession& session, const v1::ActionSet& event);
void Apply(PanelSession& session, const v1::ActionCompleted& event);
void Apply(PanelSession& session, const v1::SessionInquorate& event);
void Apply(PanelSession& session, const v1::PanelSessionClosed& event);
void Apply(PanelSession& session, const v1::ItemsCarriedOver& event);

}  // namespace kinward::scheduling
