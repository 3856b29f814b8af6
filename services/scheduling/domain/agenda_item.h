// One family's business at panels, as its own story: written beside the session's events, decides
// nothing.
#pragma once

#include <string>

#include "kinward/scheduling/v1/agenda_item.domain.h"
#include "libs/base/context.h"
#include "services/scheduling/domain/answers.h"

namespace kinward::scheduling {

struct AgendaItem {
  using Messages = v1::AgendaItemMessages;
  bool listed = false;
  v1::AgendaEntry entry;
  std::string session_id;
  std::string decision;  // the last; empty while listed
};
using AgendaItemDecision = DecisionOf<AgendaItem>;

[[nodiscard]] AgendaItemDecision Decide(const AgendaItem& item, const v1::RecordItemListed& command,
                                        const Context& context);
[[nodiscard]] AgendaItemDecision Decide(const AgendaItem& item,
                                        const v1::RecordItemDecided& command,
                                        const Context& context);
[[nodiscard]] AgendaItemDecision Decide(const AgendaItem& item,
                                        const v1::RecordItemWithdrawn& command,
                                        const Context& context);

void Apply(AgendaItem& item, const v1::AgendaItemListed& event);
void Apply(AgendaItem& item, const v1::AgendaItemDecided& event);
void Apply(AgendaItem& item, const v1::AgendaItemWithdrawn& event);

}  // namespace kinward::scheduling
