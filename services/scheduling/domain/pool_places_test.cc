// A place offered, accepted, declined or given back; a wait left; and what the families are told.
#include <gtest/gtest.h>

#include "kinward/scheduling/v1/request.pb.h"
#include "libs/testing/messages.h"
#include "services/scheduling/domain/pool.h"
#include "services/scheduling/testing/entailed.h"
#include "services/scheduling/testing/story_of_a_pool.h"

namespace kinward::scheduling {
namespace {

const std::string kOfferOfA = "offer/a/" + kKft;

template <typename Command>
Command Because(const std::string& who, const std::string& reason) {
  auto command = OfHolder<Command>(who);
  command.set_reason(reason);
  return command;
}
std::vector<std::string> ListOf(const Pool& pool) {
  std::vector<std::string> list;
  for (const auto& one : pool.waiting) list.push_back(one.holder().referral_id());
  return list;
}
Story<Pool> PoolWith(int capacity, const std::vector<std::string>& families) {
  auto pool = PoolOf(capacity);
  for (const std::string& who : families) pool.Send(AskPlace(who));
  return pool;
}

TEST(DefinePoolTest, OffersTheNewPlacesAtOnceAndInOrder) {
  auto pool = PoolWith(0, {"a", "b", "c"});
  EXPECT_EQ(pool.Send(ThePool(2)), kAccepted);
  ASSERT_EQ(pool.events.size(), 3U);
  EXPECT_EQ(std::get<v1::PoolDefined>(pool.events[0]).definition().capacity(), 2);
  EXPECT_EQ(std::get<v1::PlaceOffered>(pool.events[1]).holder().referral_id(), "a");
  EXPECT_EQ(std::get<v1::PlaceOffered>(pool.events[2]).holder().referral_id(), "b");
}

TEST(DefinePoolTest, TakesNoPlaceAwayWhenItShrinks) {
  auto pool = PoolWith(2, {"a", "b"});
  EXPECT_EQ(pool.Send(ThePool(1)), kAccepted);
  EXPECT_EQ(pool.state.places.size(), 2U);
  EXPECT_EQ(pool.state.Free(), 0);
}

TEST(DefinePoolTest, StaysQuietOnARepeat) {
  auto pool = PoolOf(2);
  EXPECT_EQ(pool.Send(ThePool(2)), kAccepted);
  EXPECT_TRUE(pool.StayedQuiet());
}

TEST(OfferPlaceTest, GoesToTheFirstWhenNobodyIsNamed) {
  auto pool = PoolWithAPlaceAndTwoWaiting();
  EXPECT_EQ(pool.Send(OfHolder<v1::OfferPlace>("")), kAccepted);
  const auto offered = pool.Made<v1::PlaceOffered>();
  EXPECT_EQ(offered.holder().referral_id(), "a");
  EXPECT_EQ(offered.holder().family_id(), "family-a");
  EXPECT_EQ(offered.because_size(), 3);
  EXPECT_EQ(ListOf(pool.state), std::vector<std::string>{"b"});
  EXPECT_EQ(SentByClock<v1::ExpireOffer>(Pool::EffectsOf(offered)), OfHolder<v1::ExpireOffer>("a"));
  const auto told = Asked<v1::RecordPartOffered>(Pool::CompanionsOf(offered));
  EXPECT_EQ(told.referral_id(), "a");
  EXPECT_EQ(told.pool_id(), kPool);
}

TEST(OfferPlaceTest, RefusesAPoolThatIsNotDefined) {
  Story<Pool> pool(kAskedAt);
  EXPECT_EQ(pool.Send(OfHolder<v1::OfferPlace>("")), v1::REJECTION_POOL_MUST_BE_DEFINED);
}

TEST(OfferPlaceTest, RefusesOneWhoDoesNotWait) {
  auto pool = PoolWithAPlaceAndTwoWaiting();
  EXPECT_EQ(pool.Send(OfHolder<v1::OfferPlace>("c")), v1::REJECTION_SOMEBODY_MUST_BE_WAITING);
}

TEST(OfferPlaceTest, StaysQuietForOneWhoHasAnOfferOrAPlace) {
  auto pool = PoolWith(1, {"a"});
  EXPECT_EQ(pool.Send(OfHolder<v1::OfferPlace>("a")), kAccepted);
  EXPECT_TRUE(pool.StayedQuiet());
  pool.Send(OfHolder<v1::AcceptPlace>("a"));
  EXPECT_EQ(pool.Send(OfHolder<v1::OfferPlace>("a")), kAccepted);
  EXPECT_TRUE(pool.StayedQuiet());
}

TEST(AcceptPlaceTest, StopsTheTimerAndPlacesThePart) {
  auto pool = PoolWith(1, {"a"});
  EXPECT_EQ(pool.Send(OfHolder<v1::AcceptPlace>("a")), kAccepted);
  const auto accepted = pool.Made<v1::PlaceAccepted>();
  EXPECT_EQ(accepted.holder().programme_id(), kKft);
  EXPECT_EQ(Pool::EffectsOf(accepted).cancelled_timers, std::vector<std::string>{kOfferOfA});
  const auto told = Asked<v1::RecordPartPlaced>(Pool::CompanionsOf(accepted));
  EXPECT_EQ(told.referral_id(), "a");
  EXPECT_EQ(told.basis(), v1::START_BASIS_PLACE);
}

TEST(AcceptPlaceTest, StaysQuietOnARepeat) {
  auto pool = PoolWith(1, {"a"});
  pool.Send(OfHolder<v1::AcceptPlace>("a"));
  EXPECT_EQ(pool.Send(OfHolder<v1::AcceptPlace>("a")), kAccepted);
  EXPECT_TRUE(pool.StayedQuiet());
}

TEST(DeclinePlaceTest, RefusesOneWhoOnlyWaits) {
  auto pool = PoolWith(1, {"a", "b"});
  EXPECT_EQ(pool.Send(OfHolder<v1::DeclinePlace>("b")), v1::REJECTION_PLACE_MUST_BE_OFFERED);
  EXPECT_EQ(ListOf(pool.state), std::vector<std::string>{"b"});
}

TEST(DeclinePlaceTest, StopsTheTimerAndEndsThePart) {
  auto pool = PoolWith(1, {"a"});
  EXPECT_EQ(pool.Send(OfHolder<v1::DeclinePlace>("a")), kAccepted);
  const auto declined = pool.Made<v1::PlaceDeclined>();
  EXPECT_EQ(Pool::EffectsOf(declined).cancelled_timers, std::vector<std::string>{kOfferOfA});
  EXPECT_EQ(Asked<v1::RecordPartEnded>(Pool::CompanionsOf(declined)).reason(), "place-declined");
  EXPECT_EQ(pool.state.Free(), 1);
}

TEST(ReleasePlaceTest, StopsTheTimerAndEndsThePart) {
  auto pool = PoolWith(2, {"a", "b"});
  EXPECT_EQ(pool.Send(OfHolder<v1::ReleasePlace>("a")), kAccepted);
  const auto released = pool.Made<v1::PlaceReleased>();
  EXPECT_EQ(Pool::EffectsOf(released).cancelled_timers, std::vector<std::string>{kOfferOfA});
  const auto ended = Asked<v1::RecordPartEnded>(Pool::CompanionsOf(released));
  EXPECT_EQ(ended.referral_id(), "a");
  EXPECT_EQ(ended.reason(), "place-released");
  pool.Send(Because<v1::ReleasePlace>("b", "case-closed"));
  EXPECT_EQ(Asked<v1::RecordPartEnded>(Pool::CompanionsOf(pool.Made<v1::PlaceReleased>())).reason(),
            "case-closed");
}

TEST(ReleasePlaceTest, EndsAWaitAndLeavesThePlaces) {
  auto pool = PoolWith(1, {"a", "b", "c"});
  EXPECT_EQ(pool.Send(Because<v1::ReleasePlace>("b", "request-withdrawn")), kAccepted);
  ASSERT_EQ(pool.events.size(), 1U);
  EXPECT_EQ(pool.Made<v1::WaitlistLeft>().holder().referral_id(), "b");
  EXPECT_EQ(pool.Made<v1::WaitlistLeft>().reason(), "request-withdrawn");
  EXPECT_EQ(ListOf(pool.state), std::vector<std::string>{"c"});
}

TEST(ReleasePlaceTest, OffersNothingWhileThePoolIsOverFull) {
  auto pool = PoolWith(2, {"a", "b", "c"});
  pool.Send(ThePool(1));
  EXPECT_EQ(pool.Send(OfHolder<v1::ReleasePlace>("a")), kAccepted);
  EXPECT_EQ(pool.events.size(), 1U);
  EXPECT_EQ(pool.Send(OfHolder<v1::ReleasePlace>("b")), kAccepted);
  EXPECT_EQ(pool.Made<v1::PlaceOffered>().holder().referral_id(), "c");
}

TEST(LeaveWaitlistTest, TakesOneOffTheListAndEndsThePart) {
  auto pool = PoolWith(0, {"a", "b", "c"});
  EXPECT_EQ(pool.Send(OfHolder<v1::LeaveWaitlist>("b")), kAccepted);
  ASSERT_EQ(pool.events.size(), 1U);
  const auto left = pool.Made<v1::WaitlistLeft>();
  EXPECT_EQ(left.holder().referral_id(), "b");
  EXPECT_EQ(ListOf(pool.state), (std::vector<std::string>{"a", "c"}));
  const auto ended = Asked<v1::RecordPartEnded>(Pool::CompanionsOf(left));
  EXPECT_EQ(ended.programme_id(), kKft);
  EXPECT_EQ(ended.reason(), "left-waiting-list");
}

TEST(LeaveWaitlistTest, KeepsThePlaceOfOneWhoNoLongerWaits) {
  auto pool = PoolWith(1, {"a"});
  EXPECT_EQ(pool.Send(OfHolder<v1::LeaveWaitlist>("a")), kAccepted);
  EXPECT_TRUE(pool.StayedQuiet());
  EXPECT_EQ(pool.state.Free(), 0);
}

TEST(LeaveWaitlistTest, StaysQuietOnARepeatAndLetsOneAskAnew) {
  auto pool = PoolWith(0, {"a", "b"});
  pool.Send(OfHolder<v1::LeaveWaitlist>("a"));
  EXPECT_EQ(pool.Send(OfHolder<v1::LeaveWaitlist>("a")), kAccepted);
  EXPECT_TRUE(pool.StayedQuiet());
  EXPECT_EQ(pool.Send(AskPlace("a")), kAccepted);
  EXPECT_EQ(pool.Made<v1::PlaceRequested>().position(), 2);
}

TEST(ExpireOfferTest, EndsThePartAndStaysQuietOnARepeat) {
  auto pool = PoolWith(1, {"a"});
  pool.Send(OfHolder<v1::ExpireOffer>("a"));
  const auto expired = pool.Made<v1::PlaceOfferExpired>();
  EXPECT_EQ(Asked<v1::RecordPartEnded>(Pool::CompanionsOf(expired)).reason(), "offer-expired");
  EXPECT_EQ(pool.Send(OfHolder<v1::ExpireOffer>("a")), kAccepted);
  EXPECT_TRUE(pool.StayedQuiet());
}

v1::ReviewWaitlist Review(const std::string& programme, int after = 0) {
  v1::ReviewWaitlist command;
  command.set_pool_id(kPool);
  command.set_programme_id(programme);
  command.set_version(2);
  command.set_after(after);
  return command;
}

TEST(ReviewWaitlistTest, TellsThoseWhoWaitForThatProgrammeAlone) {
  auto pool = PoolWith(1, {"placed", "a"});
  auto other = AskPlace("b");
  other.set_programme_id(kIfs);
  pool.Send(other);
  EXPECT_EQ(pool.Send(Review(kKft)), kAccepted);
  const auto reviewed = pool.Made<v1::WaitlistReviewed>();
  ASSERT_EQ(reviewed.holders_size(), 1);
  EXPECT_FALSE(reviewed.goes_on());
  v1::RecordReviewDue due;
  due.set_referral_id("a");
  due.set_programme_id(kKft);
  due.set_version(2);
  EXPECT_EQ(Asked<v1::RecordReviewDue>(Pool::CompanionsOf(reviewed)), due);
}

TEST(ReviewWaitlistTest, GoesOnOnlyWhenMoreThanFiftyAreLeft) {
  auto pool = PoolOf(0);
  for (int i = 0; i < 50; ++i) pool.Send(AskPlace(std::to_string(i)));
  pool.Send(Review(kKft));
  EXPECT_FALSE(pool.Made<v1::WaitlistReviewed>().goes_on());
  pool.Send(AskPlace("one more"));
  pool.Send(Review(kKft));
  const auto reviewed = pool.Made<v1::WaitlistReviewed>();
  EXPECT_TRUE(reviewed.goes_on());
  EXPECT_EQ(SentByClock<v1::ReviewWaitlist>(Pool::EffectsOf(reviewed)), Review(kKft, 50));
}

TEST(ReviewWaitlistTest, StaysQuietWhenNobodyIsLeftToTell) {
  auto pool = PoolWith(0, {"a"});
  for (const auto& command : {Review(kIfs), Review(kKft, 1)}) {
    EXPECT_EQ(pool.Send(command), kAccepted);
    EXPECT_TRUE(pool.StayedQuiet());
  }
}

}  // namespace
}  // namespace kinward::scheduling
