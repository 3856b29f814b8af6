#include <algorithm>

#include "kinward/common/v1/programme.pb.h"
#include "kinward/scheduling/v1/pool.pb.h"
#include "services/projection/views/places_view.h"
#include "services/projection/views/words.h"

namespace kinward::projection {
namespace {

namespace v1 = scheduling::v1;
using views::v1::PoolPart;
using views::v1::PoolPlace;

bool Is(const PoolPlace& place, const v1::PlaceHolder& holder) {
  return place.referral_id() == holder.referral_id() && place.programme() == holder.programme_id();
}
PoolPlace& PlaceOf(PoolPart& part, const v1::PlaceHolder& holder) {
  for (PoolPlace& place : *part.mutable_places()) {
    if (Is(place, holder)) return place;
  }
  PoolPlace& place = *part.add_places();
  place.set_referral_id(holder.referral_id());
  place.set_programme(holder.programme_id());
  place.set_family_id(holder.family_id());
  return place;
}
void Move(PoolPart& part, const v1::PlaceHolder& holder, const char* state, const Heard& heard) {
  PoolPlace& place = PlaceOf(part, holder);
  place.set_state(state);
  *place.mutable_since() = ToTimestamp(heard.occurred_time);
}
void Remove(PoolPart& part, const v1::PlaceHolder& holder) {
  auto& places = *part.mutable_places();
  places.erase(std::remove_if(places.begin(), places.end(),
                              [&](const PoolPlace& place) { return Is(place, holder); }),
               places.end());
}

void OnDefined(PoolPart& part, const v1::PoolDefined& event, const Heard& /*heard*/, Marks& marks) {
  part.set_pool(event.pool_id());
  part.set_unit(Word(event.definition().unit()));
  part.set_capacity(event.definition().capacity());
  marks.Enter(std::string(kPools), event.pool_id(), 0);
}
void OnRequested(PoolPart& part, const v1::PlaceRequested& event, const Heard& heard,
                 Marks& /*marks*/) {
  if (!event.waits()) return;  // offered in the same breath
  Move(part, event.holder(), "waiting", heard);
  PoolPlace& place = PlaceOf(part, event.holder());
  place.set_urgency(event.urgency());
  place.set_preferences_met(event.preferences_met());
  *place.mutable_because() = event.because();
}
void OnOffered(PoolPart& part, const v1::PlaceOffered& event, const Heard& heard,
               Marks& /*marks*/) {
  Move(part, event.holder(), "offered", heard);
}
void OnAccepted(PoolPart& part, const v1::PlaceAccepted& event, const Heard& heard,
                Marks& /*marks*/) {
  Move(part, event.holder(), "taken", heard);
}
void OnDeclined(PoolPart& part, const v1::PlaceDeclined& event, const Heard& /*heard*/,
                Marks& /*marks*/) {
  Remove(part, event.holder());
}
void OnReleased(PoolPart& part, const v1::PlaceReleased& event, const Heard& /*heard*/,
                Marks& /*marks*/) {
  Remove(part, event.holder());
}
void OnOfferExpired(PoolPart& part, const v1::PlaceOfferExpired& event, const Heard& /*heard*/,
                    Marks& /*marks*/) {
  Remove(part, event.holder());
}
void OnLeft(PoolPart& part, const v1::WaitlistLeft& event, const Heard& /*heard*/,
            Marks& /*marks*/) {
  Remove(part, event.holder());
}

}  // namespace

void AddPoolView(Catalogue& catalogue) {
  const std::string collection(kPoolCollection);
  catalogue.On(collection, &v1::PoolDefined::pool_id, OnDefined);
  catalogue.On(collection, &v1::PlaceRequested::pool_id, OnRequested);
  catalogue.On(collection, &v1::PlaceOffered::pool_id, OnOffered);
  catalogue.On(collection, &v1::PlaceAccepted::pool_id, OnAccepted);
  catalogue.On(collection, &v1::PlaceDeclined::pool_id, OnDeclined);
  catalogue.On(collection, &v1::PlaceReleased::pool_id, OnReleased);
  catalogue.On(collection, &v1::PlaceOfferExpired::pool_id, OnOfferExpired);
  catalogue.On(collection, &v1::WaitlistLeft::pool_id, OnLeft);
}

views::v1::PoolRow RowOf(const PoolPart& pool) {
  views::v1::PoolRow row;
  row.set_pool(pool.pool());
  row.set_unit(pool.unit());
  row.set_capacity(pool.capacity());
  for (const PoolPlace& place : pool.places()) {
    if (place.state() == "taken") row.set_taken(row.taken() + 1);
    if (place.state() == "offered") row.set_offered(row.offered() + 1);
    if (place.state() == "waiting") row.set_waiting(row.waiting() + 1);
  }
  row.set_free(std::max(0, row.capacity() - row.taken() - row.offered()));
  return row;
}

}  // namespace kinward::projection
