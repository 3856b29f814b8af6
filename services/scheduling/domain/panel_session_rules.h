// What every decision about an item of a session asks first.
#pragma once

#include <optional>
#include <string>

#include "services/scheduling/domain/panel_session.h"

namespace kinward::scheduling {

inline const PanelSession::Item* ItemOf(const PanelSession& session, const std::string& item_id) {
  const auto item = session.items.find(item_id);
  return item == session.items.end() ? nullptr : &item->second;
}

// The rule against touching this item's place on the agenda, if there is one.
inline std::optional<v1::Rejection> RuleAgainst(const PanelSession& session,
                                                const PanelSession::Item* item) {
  if (session.opened.session_id().empty()) return v1::REJECTION_SESSION_MUST_BE_OPENED;
  if (item == nullptr) return v1::REJECTION_ITEM_MUST_BE_ON_THE_AGENDA;
  if (session.closed) return v1::REJECTION_SESSION_MUST_NOT_BE_CLOSED;
  if (item->IsDecided()) return v1::REJECTION_ITEM_MUST_NOT_BE_DECIDED;
  return std::nullopt;
}

}  // namespace kinward::scheduling
