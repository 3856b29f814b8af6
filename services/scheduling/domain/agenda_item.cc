#include "services/scheduling/domain/agenda_item.h"

namespace kinward::scheduling {
namespace {
using Events = EventsOf<AgendaItem>;
}  // namespace

AgendaItemDecision Decide(const AgendaItem& item, const v1::RecordItemListed& command,
                          const Context& /*context*/) {
  if (item.listed && item.session_id == command.session_id() && Same(item.entry, command.entry())) {
    return Events{};
  }
  v1::AgendaItemListed listed;
  listed.set_item_id(command.item_id());
  listed.set_family_id(command.family_id());
  *listed.mutable_entry() = command.entry();
  listed.set_session_id(command.session_id());
  *listed.mutable_session_time() = command.session_time();
  return Events{listed};
}

AgendaItemDecision Decide(const AgendaItem& item, const v1::RecordItemDecided& command,
                          const Context& /*context*/) {
  if (item.entry.item_id().empty()) return v1::REJECTION_ITEM_MUST_BE_LISTED;
  if (item.decision == command.decision()) return Events{};
  v1::AgendaItemDecided decided;
  decided.set_item_id(command.item_id());
  decided.set_family_id(item.entry.family_id());
  decided.set_referral_id(item.entry.referral_id());
  decided.set_programme_id(item.entry.programme_id());
  decided.set_session_id(command.session_id());
  decided.set_decision(command.decision());
  *decided.mutable_conditions() = command.conditions();
  decided.set_retrospective(item.entry.retrospective());
  return Events{decided};
}

AgendaItemDecision Decide(const AgendaItem& item, const v1::RecordItemWithdrawn& command,
                          const Context& /*context*/) {
  if (!item.listed) return Events{};
  v1::AgendaItemWithdrawn withdrawn;
  withdrawn.set_item_id(command.item_id());
  withdrawn.set_family_id(item.entry.family_id());
  withdrawn.set_referral_id(item.entry.referral_id());
  withdrawn.set_programme_id(item.entry.programme_id());
  withdrawn.set_reason(command.reason());
  return Events{withdrawn};
}

void Apply(AgendaItem& item, const v1::AgendaItemListed& event) {
  item.listed = true;
  item.entry = event.entry();
  item.session_id = event.session_id();
  item.decision.clear();
}

void Apply(AgendaItem& item, const v1::AgendaItemDecided& event) {
  item.listed = false;
  item.decision = event.decision();
}

void Apply(AgendaItem& item, const v1::AgendaItemWithdrawn& /*event*/) { item.listed = false; }

}  // namespace kinward::scheduling
