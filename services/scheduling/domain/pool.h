// A programme's places and who waits for them: never more places than the capacity, an order that
// can be explained, and a freed place offered at once. Not here: whether a family may have one at
// all. Pure: no clock, I/O, log or thread.
#pragma once

#include <compare>
#include <map>
#include <string>
#include <vector>

#include "kinward/scheduling/v1/pool.domain.h"
#include "libs/base/context.h"
#include "services/scheduling/domain/answers.h"

namespace kinward::scheduling {

struct Pool {
  using Messages = v1::PoolMessages;
  struct Holder {
    std::string referral_id;
    std::string programme_id;
    auto operator<=>(const Holder&) const = default;
  };

  bool defined = false;
  common::v1::PoolDefinition definition;
  std::map<Holder, bool> places;            // true: accepted; false: offered
  std::vector<v1::PlaceRequested> waiting;  // the first is the next

  // Places to give; never negative, though a pool made smaller may be over-full for a while.
  [[nodiscard]] int Free() const;

  static Effects EffectsOf(const v1::PlaceOffered& event);
  static Effects EffectsOf(const v1::PlaceAccepted& event);
  static Effects EffectsOf(const v1::PlaceDeclined& event);
  static Effects EffectsOf(const v1::PlaceReleased& event);
  static Effects EffectsOf(const v1::WaitlistReviewed& event);
  static Companions CompanionsOf(const v1::PlaceRequested& event);
  static Companions CompanionsOf(const v1::PlaceOffered& event);
  static Companions CompanionsOf(const v1::PlaceAccepted& event);
  static Companions CompanionsOf(const v1::PlaceDeclined& event);
  static Companions CompanionsOf(const v1::PlaceReleased& event);
  static Companions CompanionsOf(const v1::PlaceOfferExpired& event);
  static Companions CompanionsOf(const v1::WaitlistLeft& event);
  static Companions CompanionsOf(const v1::WaitlistReviewed& event);
};
using PoolDecision = DecisionOf<Pool>;

[[nodiscard]] PoolDecision Decide(const Pool& pool, const v1::DefinePool& command,
                                  const Context& context);
[[nodiscard]] PoolDecision Decide(const Pool& pool, const v1::RequestPlace& command,
                                  const Context& context);
[[nodiscard]] PoolDecision Decide(const Pool& pool, const v1::OfferPlace& command,
                                  const Context& context);
[[nodiscard]] PoolDecision Decide(const Pool& pool, const v1::AcceptPlace& command,
                                  const Context& context);
[[nodiscard]] PoolDecision Decide(const Pool& pool, const v1::DeclinePlace& command,
                                  const Context& context);
[[nodiscard]] PoolDecision Decide(const Pool& pool, const v1::ReleasePlace& command,
                                  const Context& context);
[[nodiscard]] PoolDecision Decide(const Pool& pool, const v1::LeaveWaitlist& command,
                                  const Context& context);
[[nodiscard]] PoolDecision Decide(const Pool& pool, const v1::ExpireOffer& command,
                                  const Context& context);
[[nodiscard]] PoolDecision Decide(const Pool& pool, const v1::ReviewWaitlist& command,
                                  const Context& context);

void Apply(Pool& pool, const v1::PoolDefined& event);
void Apply(Pool& pool, const v1::PlaceRequested& event);
void Apply(Pool& pool, const v1::PlaceOffered& event);
void Apply(Pool& pool, const v1::PlaceAccepted& event);
void Apply(Pool& pool, const v1::PlaceDeclined& event);
void Apply(Pool& pool, const v1::PlaceReleased& event);
void Apply(Pool& pool, const v1::PlaceOfferExpired& event);
void Apply(Pool& pool, const v1::WaitlistLeft& event);
void Apply(Pool& pool, const v1::WaitlistReviewed& event);

}  // namespace kinward::scheduling
