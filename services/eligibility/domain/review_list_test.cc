#include "services/eligibility/domain/review_list.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "libs/testing/make.h"
#include "libs/testing/random_sequence.h"
#include "libs/testing/story.h"

namespace kinward::eligibility {
namespace {

using kinward::testing::Make;
using Story = kinward::testing::Story<ReviewList>;

v1::ListForReview List(int number, int version = 1) {
  auto command = Make<v1::ListForReview>("list_id: 'l' programme_id: 'T-01'");
  command.set_referral_id("r" + std::to_string(1'000 + number));
  command.set_version(version);
  return command;
}
v1::ReviewListed ReviewBy(int version) {
  auto command = Make<v1::ReviewListed>("list_id: 'l' programme_id: 'T-01'");
  command.set_version(version);
  return command;
}
const auto kNext = Make<v1::ContinueReview>("list_id: 'l'");
Story Listing(int referrals) {
  Story story;
  for (int number = 0; number < referrals; ++number) story.Then(List(number));
  return story;
}

TEST(ListForReviewTest, ListsAReferralOnce) {
  auto story = Listing(1);
  EXPECT_EQ(story.Only<v1::ListedForReview>().looked_at_by(), 0);
  EXPECT_TRUE(story.IsQuietOn(List(0)));
  EXPECT_TRUE(story.IsQuietOn(List(0, 2)));
}
TEST(ListForReviewTest, WhoWasGivenAnEarlierVersionThanIsLookedAtIsLookedAtNow) {
  auto story = Listing(1).Then(ReviewBy(3));
  EXPECT_EQ(story.Then(List(1, 2)).Only<v1::ListedForReview>().looked_at_by(), 3);
  EXPECT_EQ(story.Then(List(2, 3)).Only<v1::ListedForReview>().looked_at_by(), 0);
}
TEST(ReviewListedTest, AllAreDueAndNobodyFollows) {
  const auto event = Listing(100).Then(ReviewBy(2)).Only<v1::ReviewDue>();
  EXPECT_EQ(event.referral_ids_size(), 100);
  EXPECT_EQ(event.version(), 2);
  EXPECT_FALSE(event.more());
}
TEST(ReviewListedTest, StaysQuietOnARetryAndOnAnEarlierVersion) {
  auto story = Listing(1).Then(ReviewBy(3));
  EXPECT_TRUE(story.IsQuietOn(ReviewBy(3)));
  EXPECT_TRUE(story.IsQuietOn(ReviewBy(2)));
}
TEST(ReviewListedTest, AListWithNobodyRemembersTheVersion) {
  auto story = Story().Then(ReviewBy(2));
  EXPECT_TRUE(story.Only<v1::ReviewDue>().referral_ids().empty());
  EXPECT_EQ(story.Then(List(0)).Only<v1::ListedForReview>().looked_at_by(), 2);
}
TEST(ContinueReviewTest, GoesOnWhereItStopped) {
  auto story = Listing(230).Then(ReviewBy(2));
  std::set<std::string> seen;
  int pages = 1;
  auto due = story.Only<v1::ReviewDue>();
  seen.insert(due.referral_ids().begin(), due.referral_ids().end());
  for (; due.more(); ++pages) {
    due = story.Then(kNext).Only<v1::ReviewDue>();
    EXPECT_LE(due.referral_ids_size(), 100);
    seen.insert(due.referral_ids().begin(), due.referral_ids().end());
  }
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(seen, story.state.referrals);
}
TEST(ContinueReviewTest, StaysQuietOnceAllAreDue) {
  EXPECT_TRUE(Story().IsQuietOn(kNext));
  EXPECT_TRUE(Listing(100).Then(ReviewBy(2)).IsQuietOn(kNext));
}
TEST(ContinueReviewTest, BeginsAnewWithALaterVersion) {
  auto story = Listing(230).Then(ReviewBy(2)).Then(kNext);
  EXPECT_EQ(story.Then(ReviewBy(3)).Only<v1::ReviewDue>().referral_ids(0), "r1000");
  EXPECT_EQ(story.Then(kNext).Only<v1::ReviewDue>().version(), 3);
}

TEST(ReviewListsTest, AReferralIsOnOneOfItsProgrammesLists) {
  const auto lists = ReviewListsOf("T-01");
  const std::set<std::string> all(lists.begin(), lists.end());
  EXPECT_EQ(all.size(), 16U);
  std::set<std::string> used;
  for (int number = 0; number < 500; ++number)
    used.insert(ReviewListOf("T-01", std::to_string(number)));
  EXPECT_EQ(used, all);
  EXPECT_FALSE(all.contains(ReviewListOf("T-02", "0")));
}

// Whatever comes in whatever order: who was given an earlier version is due by the newest.
TEST(ReviewListProperty, AnyCommandSequenceMissesNobody) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    SCOPED_TRACE(seed);
    kinward::testing::RandomSequence<ReviewList> random(seed, [](auto&) { return Context{}; });
    for (int step = 0; step < 400; ++step) {
      switch (random.Pick(20)) {
        case 0:
          random.Send(ReviewBy(static_cast<int>(random.Pick(5)) + 2));
          break;
        case 1:
          random.Send(kNext, false);
          break;
        default:
          random.Send(List(static_cast<int>(random.Pick(300))));
      }
      if (random.state.under_way) {
        EXPECT_TRUE(random.state.referrals.contains(random.state.last));
      }
    }
  }
}

}  // namespace
}  // namespace kinward::eligibility
