#include "services/scheduling/domain/pool.h"

#include <gtest/gtest.h>

#include <random>

#include "libs/calendar/calendar.h"
#include "services/scheduling/testing/story_of_a_pool.h"

namespace kinward::scheduling {
namespace {

TEST(RequestPlaceTest, OffersAFreePlaceAtOnce) {
  auto pool = PoolOf(1);
  EXPECT_EQ(pool.Send(AskPlace("a")), kAccepted);
  EXPECT_EQ(pool.Made<v1::PlaceOffered>().holder().referral_id(), "a");
  EXPECT_TRUE(pool.Made<v1::PlaceAccepted>().pool_id().empty());
}

TEST(RequestPlaceTest, AcceptsAtOnceWhatIsAgreedAlready) {
  auto pool = PoolOf(1);
  auto ask = AskPlace("a");
  ask.set_auto_accept(true);
  pool.Send(ask);
  EXPECT_EQ(pool.Made<v1::PlaceAccepted>().holder().referral_id(), "a");
}

TEST(RequestPlaceTest, StaysQuietOnARepeat) {
  auto pool = PoolOf(1);
  for (const char* who : {"a", "b"}) {
    pool.Send(AskPlace(who));
    EXPECT_EQ(pool.Send(AskPlace(who)), kAccepted);
    EXPECT_TRUE(pool.StayedQuiet());
  }
}

TEST(RequestPlaceTest, TheTwentyFirstWaits) {
  auto pool = PoolOf(20);
  for (int i = 0; i < 21; ++i) pool.Send(AskPlace(std::to_string(i)));
  EXPECT_TRUE(pool.Made<v1::PlaceRequested>().waits());
  EXPECT_EQ(pool.Made<v1::PlaceRequested>().position(), 1);
  EXPECT_EQ(pool.state.places.size(), 20U);
}

TEST(RequestPlaceTest, ExplainsTheOrderByPreferencesThenUrgencyThenAge) {
  auto pool = PoolOf(0);
  pool.Send(AskPlace("first"));
  pool.Send(AskPlace("second"));
  pool.Send(AskPlace("urgent", 0, "urgent"));
  pool.Send(AskPlace("resident", 1));
  std::vector<std::string> order;
  for (const auto& one : pool.state.waiting) order.push_back(one.holder().referral_id());
  EXPECT_EQ(order, (std::vector<std::string>{"resident", "urgent", "first", "second"}));
  EXPECT_EQ(pool.Made<v1::PlaceRequested>().because(0), "1 preferences met");
}

TEST(RequestPlaceTest, RefusesAPoolThatIsNotDefined) {
  Story<Pool> pool(kAskedAt);
  EXPECT_EQ(pool.Send(AskPlace("a")), v1::REJECTION_POOL_MUST_BE_DEFINED);
}

TEST(RequestPlaceTest, KeepsWhatAwaitsItsDefinition) {
  Story<Pool> pool(kAskedAt);
  auto ask = AskPlace("a");
  ask.set_await_definition(true);
  EXPECT_EQ(pool.Send(ask), kAccepted);
  pool.Send(ThePool(1));
  EXPECT_EQ(pool.Made<v1::PlaceOffered>().holder().referral_id(), "a");
}

TEST(ReleasePlaceTest, OffersTheFreedPlaceToExactlyOne) {
  auto pool = PoolOf(1);
  for (const char* who : {"a", "b", "c"}) pool.Send(AskPlace(who));
  EXPECT_EQ(pool.Send(OfHolder<v1::ReleasePlace>("a")), kAccepted);
  EXPECT_EQ(pool.events.size(), 2U);
  EXPECT_EQ(pool.Made<v1::PlaceOffered>().holder().referral_id(), "b");
  EXPECT_EQ(pool.Send(OfHolder<v1::ReleasePlace>("a")), kAccepted);
  EXPECT_TRUE(pool.StayedQuiet());
}

TEST(AcceptPlaceTest, RefusesWhatWasNotOffered) {
  auto pool = PoolOf(1);
  EXPECT_EQ(pool.Send(OfHolder<v1::AcceptPlace>("a")), v1::REJECTION_PLACE_MUST_BE_OFFERED);
  pool.Send(AskPlace("a"));
  EXPECT_EQ(pool.Send(OfHolder<v1::AcceptPlace>("a")), kAccepted);
  EXPECT_EQ(pool.Send(OfHolder<v1::DeclinePlace>("a")), v1::REJECTION_PLACE_MUST_BE_OFFERED);
}

TEST(DeclinePlaceTest, PassesThePlaceOn) {
  auto pool = PoolOf(1);
  pool.Send(AskPlace("a"));
  pool.Send(AskPlace("b"));
  EXPECT_EQ(pool.Send(OfHolder<v1::DeclinePlace>("a")), kAccepted);
  EXPECT_EQ(pool.Made<v1::PlaceOffered>().holder().referral_id(), "b");
}

TEST(ExpireOfferTest, PassesThePlaceOnOnceNobodyHasAnsweredForAWeek) {
  auto pool = PoolOf(1);
  pool.Send(AskPlace("a"));
  const auto effects = Pool::EffectsOf(pool.Made<v1::PlaceOffered>());
  ASSERT_EQ(effects.timers.size(), 1U);
  EXPECT_EQ(effects.timers[0].due, StartOf(AddDays(DateOf(kAskedAt), 8)));
  pool.Send(AskPlace("b"));
  EXPECT_EQ(pool.Send(OfHolder<v1::ExpireOffer>("a")), kAccepted);
  EXPECT_EQ(pool.Made<v1::PlaceOfferExpired>().holder().referral_id(), "a");
  EXPECT_EQ(pool.Made<v1::PlaceOffered>().holder().referral_id(), "b");
}

TEST(ExpireOfferTest, TakesThePoolsOwnPeriod) {
  Story<Pool> pool(kAskedAt);
  auto define = ThePool(1);
  define.mutable_definition()->set_offer_days(3);
  pool.Send(define);
  pool.Send(AskPlace("a"));
  EXPECT_EQ(ToTime(pool.Made<v1::PlaceOffered>().expires_time()),
            StartOf(AddDays(DateOf(kAskedAt), 4)));
}

TEST(ExpireOfferTest, LeavesAnAcceptedPlaceAndWhatWasAcceptedAtOnceHasNoPeriod) {
  auto pool = PoolOf(2);
  pool.Send(AskPlace("a"));
  pool.Send(OfHolder<v1::AcceptPlace>("a"));
  EXPECT_EQ(Pool::EffectsOf(pool.Made<v1::PlaceAccepted>()).cancelled_timers.size(), 1U);
  EXPECT_EQ(pool.Send(OfHolder<v1::ExpireOffer>("a")), kAccepted);
  EXPECT_TRUE(pool.StayedQuiet());
  auto agreed = AskPlace("b");
  agreed.set_auto_accept(true);
  pool.Send(agreed);
  EXPECT_TRUE(Pool::EffectsOf(pool.Made<v1::PlaceOffered>()).timers.empty());
}

TEST(ReviewWaitlistTest, TellsALongListInParts) {
  auto pool = PoolOf(0);
  for (int i = 0; i < 60; ++i) pool.Send(AskPlace(std::to_string(i)));
  v1::ReviewWaitlist command;
  command.set_pool_id(kPool);
  command.set_programme_id(kKft);
  command.set_version(2);
  pool.Send(command);
  const auto reviewed = pool.Made<v1::WaitlistReviewed>();
  EXPECT_EQ(reviewed.holders_size(), 50);
  ASSERT_EQ(Pool::EffectsOf(reviewed).timers.size(), 1U);
  command.set_after(50);
  pool.Send(command);
  EXPECT_EQ(pool.Made<v1::WaitlistReviewed>().holders_size(), 10);
  EXPECT_TRUE(Pool::EffectsOf(pool.Made<v1::WaitlistReviewed>()).timers.empty());
}

TEST(OfferPlaceTest, RefusesWithNobodyWaitingOrNoPlaceFree) {
  auto pool = PoolOf(1);
  EXPECT_EQ(pool.Send(OfHolder<v1::OfferPlace>("")), v1::REJECTION_SOMEBODY_MUST_BE_WAITING);
  pool.Send(AskPlace("a"));
  pool.Send(AskPlace("b"));
  EXPECT_EQ(pool.Send(OfHolder<v1::OfferPlace>("b")), v1::REJECTION_POOL_MUST_HAVE_A_FREE_PLACE);
}

TEST(OfferPlaceTest, WantsAReasonOutOfOrder) {
  auto pool = PoolWithAPlaceAndTwoWaiting();
  auto offer = OfHolder<v1::OfferPlace>("b");
  EXPECT_EQ(pool.Send(offer), v1::REJECTION_OFFER_OUT_OF_ORDER_MUST_HAVE_A_REASON);
  offer.set_reason("panel-priority");
  EXPECT_EQ(pool.Send(offer), kAccepted);
}

TEST(PoolProperty, NeverHasMorePlacesThanItsCapacity) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random{seed};
    auto pool = PoolOf(3);
    for (int step = 0; step < 200; ++step) {
      const std::string who = std::to_string(random() % 9);
      switch (random() % 7) {
        case 0:
        case 1:
          pool.Send(AskPlace(who, static_cast<int>(random() % 3)));
          break;
        case 2:
          pool.Send(OfHolder<v1::AcceptPlace>(who));
          break;
        case 3:
          pool.Send(OfHolder<v1::DeclinePlace>(who));
          break;
        case 4:
          pool.Send(OfHolder<v1::ReleasePlace>(who));
          break;
        case 5:
          pool.Send(OfHolder<v1::ExpireOffer>(who));
          break;
        default:
          pool.Send(OfHolder<v1::LeaveWaitlist>(who));
          break;
      }
      EXPECT_LE(pool.state.places.size(), 3U);
      EXPECT_TRUE(pool.state.waiting.empty() || pool.state.places.size() == 3U);
    }
  }
}

}  // namespace
}  // namespace kinward::scheduling
