// What a pool's events change, and what they ask of the families' requests.
#include <utility>

#include "kinward/scheduling/v1/request.pb.h"
#include "libs/base/check.h"
#include "services/scheduling/domain/pool_list.h"

namespace kinward::scheduling {
namespace {

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

std::string OfferTimer(const v1::PlaceHolder& holder) {
  return "offer/" + holder.referral_id() + "/" + holder.programme_id();
}
Effects Answered(const v1::PlaceHolder& holder) { return {{}, {}, {}, {OfferTimer(holder)}}; }

}  // namespace

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

void Apply(Pool& pool, const v1::PlaceOfferExpired& event) {
  CHECK(pool.places.erase(HolderOf(event.holder())) == 1);
}

void Apply(Pool& /*pool*/, const v1::WaitlistReviewed& /*event*/) {}

void Apply(Pool& pool, const v1::WaitlistLeft& event) {
  const auto waiting = WaitingOf(pool, HolderOf(event.holder()));
  CHECK(waiting != pool.waiting.end());
  pool.waiting.erase(waiting);
}

Effects Pool::EffectsOf(const v1::PlaceOffered& event) {
  if (!event.has_expires_time()) return {};
  auto expire = ForPart<v1::ExpireOffer>(event.holder(), event.pool_id());
  return {{}, {}, {{OfferTimer(event.holder()), ToTime(event.expires_time()), expire}}, {}};
}
Effects Pool::EffectsOf(const v1::PlaceAccepted& event) { return Answered(event.holder()); }
Effects Pool::EffectsOf(const v1::PlaceDeclined& event) { return Answered(event.holder()); }
Effects Pool::EffectsOf(const v1::PlaceReleased& event) { return Answered(event.holder()); }
// The rest of a long list is told by a timer that is due at once.
Effects Pool::EffectsOf(const v1::WaitlistReviewed& event) {
  if (!event.goes_on()) return {};
  v1::ReviewWaitlist rest;
  rest.set_pool_id(event.pool_id());
  rest.set_programme_id(event.programme_id());
  rest.set_version(event.version());
  rest.set_after(event.after() + event.holders_size());
  return {{}, {}, {{"review/" + event.programme_id(), ToTime(event.reviewed_time()), rest}}, {}};
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
Companions Pool::CompanionsOf(const v1::PlaceOfferExpired& event) {
  return PartEnded(event.holder(), "offer-expired");
}
Companions Pool::CompanionsOf(const v1::WaitlistReviewed& event) {
  Companions companions;
  for (const v1::PlaceHolder& holder : event.holders()) {
    v1::RecordReviewDue due;
    due.set_referral_id(holder.referral_id());
    due.set_programme_id(holder.programme_id());
    due.set_version(event.version());
    companions.emplace_back(std::move(due));
  }
  return companions;
}

}  // namespace kinward::scheduling
