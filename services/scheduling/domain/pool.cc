#include "services/scheduling/domain/pool.h"

#include <algorithm>
#include <utility>

#include "libs/calendar/calendar.h"
#include "services/scheduling/domain/pool_list.h"

namespace kinward::scheduling {
namespace {

using Events = EventsOf<Pool>;

// Assumed: no source names a period. A week covers a holiday's absence and keeps a place moving.
constexpr int kOfferDays = 7;
// A long list is told in parts: one command may have a bounded number of companions.
constexpr int kReviewedAtOnceMax = 50;

v1::PlaceHolder PlaceHolderOf(const auto& message) {
  v1::PlaceHolder holder;
  holder.set_referral_id(message.referral_id());
  holder.set_programme_id(message.programme_id());
  return holder;
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
  if (!auto_accept) {
    const int days = pool.definition.offer_days() > 0 ? pool.definition.offer_days() : kOfferDays;
    *offered.mutable_expires_time() = ToTimestamp(StartOf(AddDays(DateOf(now), days + 1)));
  }
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
  if constexpr (requires { command.reason(); }) event.set_reason(command.reason());
  Events events;
  Add(pool, events, std::move(event));
  OfferWhatIsFree(pool, events, now);
  return events;
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

PoolDecision Decide(const Pool& pool, const v1::ExpireOffer& command, const Context& context) {
  const auto place = pool.places.find(HolderOf(command));
  if (place == pool.places.end() || place->second) return Events{};
  return End<v1::PlaceOfferExpired>(pool, command, context.now);
}

PoolDecision Decide(const Pool& pool, const v1::ReviewWaitlist& command, const Context& context) {
  v1::WaitlistReviewed reviewed;
  reviewed.set_pool_id(command.pool_id());
  reviewed.set_programme_id(command.programme_id());
  reviewed.set_version(command.version());
  reviewed.set_after(command.after());
  *reviewed.mutable_reviewed_time() = ToTimestamp(context.now);
  int before = 0;
  for (const v1::PlaceRequested& one : pool.waiting) {
    if (one.holder().programme_id() != command.programme_id()) continue;
    if (before++ < command.after()) continue;
    if (reviewed.holders_size() == kReviewedAtOnceMax) {
      reviewed.set_goes_on(true);
      break;
    }
    *reviewed.add_holders() = one.holder();
  }
  if (reviewed.holders().empty()) return Events{};
  return Events{reviewed};
}

}  // namespace kinward::scheduling
