// The case as it was, on a real Redis: what the live view had said is what its past says.
#include "services/projection/server/case_as_at.h"

#include <gtest/gtest.h>

#include "kinward/intake/v1/referral.pb.h"
#include "kinward/outcomes/v1/follow_up.pb.h"
#include "libs/kafka/producer.h"
#include "libs/testing/servers.h"
#include "services/projection/testing/owner_of_streams.h"
#include "services/projection/testing/writing.h"

namespace kinward::projection {
namespace {

constexpr int kBuckets = 4;
const std::string kCouncil = "wolverhampton";

Time At(const TestEvent& event) { return Time{std::chrono::seconds{event.seconds}}; }

std::string Shown(const CaseParts& parts) { return ComposeCase(parts).SerializeAsString(); }

// A whole story with what a follow-up found at its end.
std::vector<TestEvent> StoryWithFollowUp(int number) {
  auto story = StoryOf(number);
  const TestEvent& last = story.back();
  outcomes::v1::StatusChecked checked;
  checked.set_follow_up_id("0193a5c4-0000-7000-8000-0000000000" + std::to_string(10 + number));
  checked.set_case_id(last.stream);
  checked.set_person_id("0193a5c4-0000-7000-8000-000000000001");
  checked.set_on("2016-12-01");
  checked.set_became_looked_after(true);
  TestEvent event = last;
  event.stream = checked.follow_up_id();
  event.version = 1;
  event.type = EventTypeOf(*checked.GetDescriptor());
  event.body = checked.SerializeAsString();
  event.id = event.stream;
  event.seconds = last.seconds + 1;
  story.push_back(event);
  return story;
}

// The story of another family, told of this one.
std::vector<TestEvent> InFamily(const std::string& family, std::vector<TestEvent> story) {
  for (TestEvent& event : story) event.family = family;
  intake::v1::ReferralReceived received;
  EXPECT_TRUE(received.ParseFromString(story.front().body));
  received.set_family_id(family);
  story.front().body = received.SerializeAsString();
  return story;
}

class CaseAsAtTest : public ::testing::Test {
 protected:
  void SetUp() override {
    writer_ = WriterOn(endpoint_, prefix_, kBuckets);
    ASSERT_TRUE(reader_.Pin());
  }
  void Hear(TestEvent event) {
    event.offset = next_++;
    owner_.events.push_back(event);
    const std::vector<TestEvent> one = {event};
    ASSERT_TRUE(
        writer_->Write(BatchesOf(one, kafka::PartitionOf(event.family, kBuckets), kBatchEvents)));
    ASSERT_TRUE(writer_->Drain());
  }
  std::string Live(const std::string& referral) {
    const auto cases = reader_.Cases(kCouncil, {{referral}}, false);
    EXPECT_TRUE(cases && !cases->empty());
    return cases && !cases->empty() ? Shown(cases->front()) : "";
  }
  Result<CaseParts> Then(const std::string& referral, Time as_at) {
    return CaseAsAt(reader_, owner_, kCouncil, referral, as_at);
  }

  redis::Endpoint endpoint_ = *redis::ParseEndpoint(testing::Redis());
  std::string prefix_ = testing::UniqueName("past") + ":";
  std::int64_t next_ = 0;
  std::unique_ptr<Writer> writer_;
  ViewReader reader_{endpoint_, prefix_, kBuckets};
  OwnerOfStreams owner_;
};

TEST_F(CaseAsAtTest, IsWhatTheLiveViewHadSaidAfterEachEvent) {
  const auto story = StoryWithFollowUp(1);
  std::vector<std::string> said;
  for (const TestEvent& event : story) {
    Hear(event);
    said.push_back(Live(story[0].stream));
  }
  for (std::size_t i = 0; i < story.size(); ++i) {
    const auto then = Then(story[0].stream, At(story[i]));
    ASSERT_TRUE(then) << then.error().message;
    EXPECT_EQ(Shown(*then), said[i]) << "event " << i;
    if (i > 0) {
      EXPECT_NE(said[i], said[i - 1]) << "event " << i;
    }
  }
}

TEST_F(CaseAsAtTest, HoldsNothingOfTheFamilysOtherReferrals) {
  const auto story = StoryWithFollowUp(1);
  const auto other = InFamily(story[0].family, StoryWithFollowUp(7));
  for (const TestEvent& event : other) Hear(event);
  for (const TestEvent& event : story) Hear(event);
  const auto then = Then(story[0].stream, At(other.back()));
  ASSERT_TRUE(then) << then.error().message;
  EXPECT_EQ(Shown(*then), Live(story[0].stream));
  EXPECT_EQ(then->help.size(), 1U);
}

TEST_F(CaseAsAtTest, IsNotThereBeforeTheReferralWasReceived) {
  const auto story = StoryOf(1);
  for (const TestEvent& event : story) Hear(event);
  const auto before = Then(story[0].stream, At(story[0]) - std::chrono::seconds{1});
  ASSERT_FALSE(before);
  EXPECT_EQ(before.error().kind, FailureKind::kNotFound);
  const auto unknown = Then("0193a5c4-0000-7000-8000-000000000009", At(story[0]));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, FailureKind::kNotFound);
}

TEST_F(CaseAsAtTest, AsksToTryAgainWhenAnOwnerDoesNotAnswerOrHasLessThanWasHeard) {
  const auto story = StoryOf(1);
  for (const TestEvent& event : story) Hear(event);
  owner_.reachable = false;
  EXPECT_EQ(Then(story[0].stream, At(story.back())).error().kind, FailureKind::kRetry);
  owner_.reachable = true;
  owner_.events.pop_back();  // restored from a dump
  EXPECT_EQ(Then(story[0].stream, At(story.back())).error().kind, FailureKind::kRetry);
}

TEST_F(CaseAsAtTest, NothingThatFollowsALaterEventOfItsStreamCountsWhateverItsTime) {
  auto story = StoryOf(1);
  story[1].seconds = story[0].seconds - 60;  // a clock was set back
  for (const TestEvent& event : story) Hear(event);
  const auto then = Then(story[0].stream, At(story[1]));
  ASSERT_FALSE(then);
  EXPECT_EQ(then.error().kind, FailureKind::kNotFound);
}

}  // namespace
}  // namespace kinward::projection
