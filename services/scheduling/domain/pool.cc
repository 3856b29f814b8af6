#include "services/scheduling/domain/pool.h"

#include <algorithm>
#include <utility>

#include "kinward/scheduling/v1/request.pb.h"
#include "libs/base/check.h"
#include "libs/calendar/calendar.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<Pool>;

Pool::Holder HolderOf(const auto& message) {
  return {message.referral_id(), message.programme_id()};
}

v1::PlaceHolder PlaceHolderOf(const auto& message) {
  v1::PlaceHolder holder;
  holder.set_referral_id(message.referral_id());
  holder.set_programme_id(message.programme_id());
  return holder;
}

auto WaitingOf(auto& pool, const Pool::Holder& holder) {
  return std::find_if(pool.waiting.begin(), pool.waiting.end(),
                      [&](const auto& one) { return HolderOf(one.holder()) == holder; });
}

// The order that is explained: preferences met, then urgency, then who asked first.
bool GoesBefore(const v1::PlaceRequested& left, const v1::PlaceRequested& right) {
  if (left.preferences_met() != right.preferences_met()) {
    return left.preferences_met() > right.preferences_met();
  }
  const int left_rank = UrgencyRank(left.urgency());
  const int right_rank = UrgencyRank(right.urgency());
  if (left_rank != right_rank) return left_rank > right_rank;
  return ToTime(left.requested_time()) < ToTime(right.requested_time());
}

void Explain(const v1::PlaceRequested& request, auto* because) {
  *because->Add() = std::to_string(request.preferences_met()) + " preferences met";
  if (!request.urgency().empty()) *because->Add() = request.urgency();
  *because->Add() = "asked on " + FormatDate(DateOf(ToTime(request.requested_time())));
}

void Offer(Pool& pool, Events& events, const v1::PlaceRequested& request, const std::string& reason,
           Time now) {
  const bool auto_accept = request.auto_accept();
  v1::PlaceOffered offered;
  offered.set_pool_id(request.pool_id());
  *offered.mutable_holder() = request.holder();
  *offered.mutable_offered_time() = ToTimestamp(now);
  offered.set_reason(reason);
  Explain(request, offered.mutable_because());
  v1::PlaceAccepted accepted;
  accepted.set_pool_id(request.pool_id());
  *accepted.mutable_holder() = request.holder();
  Add(pool, events, std::move(offered));
  if (auto_accept) Add(pool, events, std::move(accepted));
}

// Every free place to the next who waits.
void OfferWhatIsFree(Pool& pool, Events& events, Time now) {
  while (pool.Free() > 0 && !pool.waiting.empty()) {
    Offer(pool, events, v1::PlaceRequested(pool.waiting.front()), "", now);
  }
}

// What ends a place, an offer or a wait: the event, and the places it frees offered at once.
template <typename Event>
Events End(Pool pool, const auto& command, Time now) {
  Event event;
  event.set_pool_id(command.pool_id());
  *event.mutable_holder() = PlaceHolderOf(command);
  event.set_reason(command.reason());
  Events events;
  Add(pool, events, std::move(event));
  OfferWhatIsFree(pool, events, now);
  return events;
}

Companions PartEnded(const v1::PlaceHolder& holder, const std::string& reason) {
  v1::RecordPartEnded ended;
  ended.set_referral_id(holder.referral_id());
  ended.set_programme_id(holder.programme_id());
  ended.set_reason(reason);
  return {ended};
}

template <typename Command>
Command ForPart(const v1::PlaceHolder& holder, const std::string& pool_id) {
  Command command;
  command.set_referral_id(holder.referral_id());
  command.set_programme_id(holder.programme_id());
  command.set_pool_id(pool_id);
  return command;
}

std::string Or(const std::string& reason, const char* otherwise) {
  return reason.empty() ? otherwise : reason;
}

}  // namespace

int Pool::Free() const {
  return std::max(0, definition.capacity() - static_cast<int>(places.size()));
}

PoolDecision Decide(const Pool& pool, const v1::DefinePool& command, const Context& context) {
  if (pool.defined && Same(pool.definition, command.definition())) return Events{};
  v1::PoolDefined defined;
  defined.set_pool_id(command.pool_id());
  *defined.mutable_definition() = command.definition();
  Events events;
  Pool next = pool;
  Add(next, events, std::move(defined));
  OfferWhatIsFree(next, events, context.now);
  return events;
}

PoolDecision Decide(const Pool& pool, const v1::RequestPlace& command, const Context& context) {
  const Pool::Holder holder = HolderOf(command);
  if (pool.places.contains(holder) || WaitingOf(pool, holder) != pool.waiting.end())
    return Events{};
  if (!pool.defined && !command.await_definition()) return v1::REJECTION_POOL_MUST_BE_DEFINED;

  v1::PlaceRequested request;
  request.set_pool_id(command.pool_id());
  *request.mutable_holder() = PlaceHolderOf(command);
  request.mutable_holder()->set_family_id(command.family_id());
  request.set_urgency(command.urgency());
  request.set_preferences_met(command.preferences_met());
  *request.mutable_requested_time() = ToTimestamp(context.now);
  request.set_auto_accept(command.auto_accept());
  request.set_waits(pool.Free() == 0);
  const auto ahead = std::count_if(pool.waiting.begin(), pool.waiting.end(),
                                   [&](const auto& one) { return !GoesBefore(request, one); });
  if (request.waits()) request.set_position(static_cast<int>(ahead) + 1);
  Explain(request, request.mutable_because());

  Events events;
  Pool next = pool;
  Add(next, events, std::move(request));
  OfferWhatIsFree(next, events, context.now);
  return events;
}

PoolDecision Decide(const Pool& pool, const v1::OfferPlace& command, const Context& context) {
  if (!pool.defined) return v1::REJECTION_POOL_MUST_BE_DEFINED;
  const bool named = !command.referral_id().empty();
  if (named && pool.places.contains(HolderOf(command))) return Events{};
  const auto next = named ? WaitingOf(pool, HolderOf(command)) : pool.waiting.begin();
  if (next == pool.waiting.end()) return v1::REJECTION_SOMEBODY_MUST_BE_WAITING;
  if (pool.Free() == 0) return v1::REJECTION_POOL_MUST_HAVE_A_FREE_PLACE;
  if (next != pool.waiting.begin() && command.reason().empty()) {
    return v1::REJECTION_OFFER_OUT_OF_ORDER_MUST_HAVE_A_REASON;
  }
  Events events;
  Pool after = pool;
  Offer(after, events, v1::PlaceRequested(*next), command.reason(), context.now);
  return events;
}

PoolDecision Decide(const Pool& pool, const v1::AcceptPlace& command, const Context& /*context*/) {
  const auto place = pool.places.find(HolderOf(command));
  if (place == pool.places.end()) return v1::REJECTION_PLACE_MUST_BE_OFFERED;
  if (place->second) return Events{};
  v1::PlaceAccepted accepted;
  accepted.set_pool_id(command.pool_id());
  *accepted.mutable_holder() = PlaceHolderOf(command);
  return Events{accepted};
}

PoolDecision Decide(const Pool& pool, const v1::DeclinePlace& command, const Context& context) {
  const auto place = pool.places.find(HolderOf(command));
  if (place == pool.places.end() || place->second) return v1::REJECTION_PLACE_MUST_BE_OFFERED;
  return End<v1::PlaceDeclined>(pool, command, context.now);
}

PoolDecision Decide(const Pool& pool, const v1::ReleasePlace& command, const Context& context) {
  if (pool.places.contains(HolderOf(command))) {
    return End<v1::PlaceReleased>(pool, command, context.now);
  }
  if (WaitingOf(pool, HolderOf(command)) == pool.waiting.end()) return Events{};
  return End<v1::WaitlistLeft>(pool, command, context.now);
}

PoolDecision Decide(const Pool& pool, const v1::LeaveWaitlist& command, const Context& context) {
  if (WaitingOf(pool, HolderOf(command)) == pool.waiting.end()) return Events{};
  return End<v1::WaitlistLeft>(pool, command, context.now);
}

void Apply(Pool& pool, const v1::PoolDefined& event) {
  pool.defined = true;
  pool.definition = event.definition();
}

void Apply(Pool& pool, const v1::PlaceRequested& event) {
  CHECK(!pool.places.contains(HolderOf(event.holder())));
  // After everyone whom it does not go before: among equals the first stays first.
  const auto position = std::find_if(pool.waiting.begin(), pool.waiting.end(),
                                     [&](const auto& one) { return GoesBefore(event, one); });
  pool.waiting.insert(position, event);
}

void Apply(Pool& pool, const v1::PlaceOffered& event) {
  CHECK(pool.Free() > 0);
  const auto waiting = WaitingOf(pool, HolderOf(event.holder()));
  CHECK(waiting != pool.waiting.end());
  pool.waiting.erase(waiting);
  pool.places.emplace(HolderOf(event.holder()), false);
}

void Apply(Pool& pool, const v1::PlaceAccepted& event) {
  const auto place = pool.places.find(HolderOf(event.holder()));
  CHECK(place != pool.places.end());
  place->second = true;
}

void Apply(Pool& pool, const v1::PlaceDeclined& event) {
  CHECK(pool.places.erase(HolderOf(event.holder())) == 1);
}

void Apply(Pool& pool, const v1::PlaceReleased& event) {
  CHECK(pool.places.erase(HolderOf(event.holder())) == 1);
}

void Apply(Pool& pool, const v1::WaitlistLeft& event) {
  const auto waiting = WaitingOf(pool, HolderOf(event.holder()));
  CHECK(waiting != pool.waiting.end());
  pool.waiting.erase(waiting);
}

Companions Pool::CompanionsOf(const v1::PlaceRequested& event) {
  if (!event.waits()) return {};
  return {ForPart<v1::RecordPartWaiting>(event.holder(), event.pool_id())};
}
Companions Pool::CompanionsOf(const v1::PlaceOffered& event) {
  return {ForPart<v1::RecordPartOffered>(event.holder(), event.pool_id())};
}
Companions Pool::CompanionsOf(const v1::PlaceAccepted& event) {
  auto placed = ForPart<v1::RecordPartPlaced>(event.holder(), event.pool_id());
  placed.set_basis(v1::START_BASIS_PLACE);
  return {placed};
}
Companions Pool::CompanionsOf(const v1::PlaceDeclined& event) {
  return PartEnded(event.holder(), Or(event.reason(), "place-declined"));
}
Companions Pool::CompanionsOf(const v1::PlaceReleased& event) {
  return PartEnded(event.holder(), Or(event.reason(), "place-released"));
}
Companions Pool::CompanionsOf(const v1::WaitlistLeft& event) {
  return PartEnded(event.holder(), Or(event.reason(), "left-waiting-list"));
}

}  // namespace kinward::scheduling
