// The server on a real Redis: what it answers, waits for and tells its watchers.
#include "services/projection/server/view_server.h"

#include <gtest/gtest.h>

#include <thread>

#include "libs/kafka/producer.h"
#include "libs/rpc/token.h"
#include "libs/testing/eventually.h"
#include "libs/testing/servers.h"
#include "services/projection/limits.h"
#include "services/projection/store/versions.h"
#include "services/projection/testing/owner_of_streams.h"
#include "services/projection/testing/stories.h"

namespace kinward::projection {
namespace {

constexpr int kBuckets = 4;
const std::string kCouncil = "wolverhampton";

class ViewServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    writer_ = std::make_unique<Writer>(Writing(1), AllViews(), nullptr);
    ASSERT_TRUE(writer_->Connect());
    for (int bucket = 0; bucket < kBuckets; ++bucket) ASSERT_TRUE(writer_->Open(bucket, false));
    auto connected = redis::Connection::Open(endpoint_);
    ASSERT_TRUE(connected);
    redis_ = std::move(*connected);
    ASSERT_TRUE(InitActive(*redis_, prefix_, 1));
    following_ = std::thread([this] { feed_.Run(); });
  }
  void TearDown() override {
    feed_.Stop();
    following_.join();
  }
  WriterSettings Writing(int version) const {
    WriterSettings settings;
    settings.redis = endpoint_;
    settings.prefix = prefix_;
    settings.version = version;
    return settings;
  }
  // Events go to the bucket of their family, as Kafka would put them.
  void Write(const std::vector<TestEvent>& events) {
    for (int bucket = 0; bucket < kBuckets; ++bucket) {
      std::vector<TestEvent> ours;
      for (TestEvent event : events) {
        if (kafka::PartitionOf(event.family, kBuckets) != bucket) continue;
        event.offset = next_++;
        ours.push_back(std::move(event));
      }
      ASSERT_TRUE(writer_->Write(BatchesOf(ours, bucket, kBatchEvents)));
    }
    ASSERT_TRUE(writer_->Drain());
  }
  static views::v1::GetView Asking(const std::string& view, const std::string& id = "") {
    views::v1::GetView request;
    request.set_view(view);
    request.set_id(id);
    request.set_council(kCouncil);
    return request;
  }
  views::v1::View Got(const std::string& view, const std::string& id = "") {
    auto answer = server_.Get(Asking(view, id));
    EXPECT_TRUE(answer) << view << ": " << (answer ? "" : answer.error().message);
    return answer ? *answer : views::v1::View{};
  }

  redis::Endpoint endpoint_ = *redis::ParseEndpoint(testing::Redis());
  std::string prefix_ = testing::UniqueName("views") + ":";
  std::int64_t next_ = 0;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<redis::Connection> redis_;
  ChangeFeed feed_{endpoint_, prefix_, kBuckets};
  AsOf as_of_;
  OwnerOfStreams owner_;
  ViewServer server_{{endpoint_, prefix_, kBuckets},
                     [](const std::string&) { return Time{std::chrono::seconds{1'470'000'000}}; },
                     feed_,
                     as_of_,
                     owner_};
  std::thread following_;
};

TEST_F(ViewServerTest, AnswersACaseWithEveryPart) {
  const auto story = StoryOf(1);  // placed, and its case closed
  Write(story);
  const auto view = Got("case", story[0].stream);
  EXPECT_EQ(view.case_().stage(), "closed");
  EXPECT_EQ(view.case_().help_size(), 1);
  EXPECT_EQ(view.case_().help(0).sessions_attended(), 1);
  EXPECT_EQ(view.case_().intake().reference(), "SCH-1");
  EXPECT_EQ(view.case_().intake().narrative().sealed().size(), 120U);
  EXPECT_FALSE(view.etag().empty());
  EXPECT_EQ(view.etag(), Got("case", story[0].stream).etag());
  EXPECT_EQ(Got("closed-loop", story[0].stream).closed_loop().source(), "school-wolverhampton");
  EXPECT_EQ(Got("chronology", story[0].family).chronology().entries_size(),
            static_cast<int>(story.size()));
}

TEST_F(ViewServerTest, ChronologyIsFoundByAReferralToo) {
  const auto story = StoryOf(1);
  Write(story);
  const auto view = Got("chronology", story[0].stream).chronology();
  EXPECT_EQ(view.family_id(), story[0].family);
  EXPECT_EQ(view.entries_size(), static_cast<int>(story.size()));
}

TEST_F(ViewServerTest, ChronologyKeepsItsPastAndMostViewsSayThatTheyDoNot) {
  const auto story = StoryOf(1);
  Write(story);
  const auto whole = Got("chronology", story[0].family).chronology();
  auto past = Asking("chronology", story[0].family);
  *past.mutable_as_at() = whole.entries(1).time();
  const auto then = server_.Get(past);
  ASSERT_TRUE(then);
  EXPECT_LT(then->chronology().entries_size(), whole.entries_size());
  for (const auto& entry : then->chronology().entries()) {
    EXPECT_LE(ToTime(entry.time()), ToTime(past.as_at()));
  }
  past.set_view("closed-loop");
  const auto refused = server_.Get(past);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "as_at");
}

TEST_F(ViewServerTest, ACaseKeepsItsPast) {
  const auto story = StoryOf(1);
  owner_.events = story;
  Write(story);
  auto past = Asking("case", story[0].stream);
  past.mutable_as_at()->set_seconds(story[0].seconds);
  const auto then = server_.Get(past);
  ASSERT_TRUE(then) << then.error().message;
  EXPECT_EQ(then->case_().stage(), "received");
  EXPECT_EQ(then->case_().help_size(), 0);
  past.mutable_as_at()->set_seconds(story.back().seconds);
  const auto now = server_.Get(past);
  ASSERT_TRUE(now) << now.error().message;
  EXPECT_EQ(now->etag(), Got("case", story[0].stream).etag());
}

TEST_F(ViewServerTest, RefusesACursorThatIsNoneOfItsOwn) {
  views::v1::ListView request;
  request.set_view("referral-board");
  request.set_council(kCouncil);
  request.set_cursor("garbage");
  const auto refused = server_.List(request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "cursor");
}

TEST_F(ViewServerTest, AnswersListsOverAllBuckets) {
  for (int number = 0; number < 30; ++number) Write(StoryOf(number));
  EXPECT_EQ(Got("waitlist", "ifs").waitlist().rows_size(), 10);  // every third still waits
  EXPECT_EQ(Got("referral-board").referral_board().rows_size(), 30);
  auto request = Asking("funnel", "T-01");
  (*request.mutable_params())["from"] = "2016-04-01";
  (*request.mutable_params())["to"] = "2016-12-31";
  const auto funnel = server_.Get(request);
  ASSERT_TRUE(funnel);
  EXPECT_EQ(funnel->funnel().referred().families(), 30);
  EXPECT_EQ(funnel->funnel().taken_up().families(), 20);
  EXPECT_EQ(funnel->funnel().taken_up_of_eligible().percent(), "66.7");
  EXPECT_TRUE(Got("tonight").has_tonight());
  EXPECT_TRUE(Got("capacity").has_capacity());
}

TEST_F(ViewServerTest, TellsWhoWasMissingAndWhatTheReturnObliges) {
  for (const int number : {2, 3}) Write(MissingStoryOf(number));  // the third's interview is held
  const auto missing = Got("missing").missing();
  ASSERT_EQ(missing.past_size(), 2);
  EXPECT_EQ(missing.past(0).length_days(), 9);
  EXPECT_TRUE(missing.past(0).significant());
  EXPECT_EQ(missing.past(0).duties_size(), 1);
  EXPECT_EQ(missing.interviews_held().numerator(), 1);
  EXPECT_EQ(missing.interviews_held().denominator(), 2);
  const auto obligations = Got("obligations").obligations();
  EXPECT_EQ(obligations.counts().overdue(), 1);
  EXPECT_EQ(obligations.counts().done(), 1);
  EXPECT_EQ(Got("intelligence").intelligence().rows_size(), 0);  // to nobody without a role
  const auto family = MissingStoryOf(2)[0].family;
  EXPECT_EQ(Got("chronology", family).chronology().entries_size(), 5);  // an item is not told there
}

TEST_F(ViewServerTest, TellsAWatcherWhenSomebodyGoesMissingAndComesBack) {
  const auto story = MissingStoryOf(2);
  views::v1::WatchViews request;
  request.set_council(kCouncil);
  request.add_views()->set_view("missing");
  auto watch = server_.Watch(request);
  const auto shows = [&](int now, int past) {
    return testing::Eventually([&] {
      const auto changes = watch->Next(std::chrono::milliseconds{100});
      if (!changes || changes->empty()) return false;
      const auto& view = changes->back().view().missing();
      return view.now_size() == now && view.past_size() == past;
    });
  };
  EXPECT_TRUE(shows(0, 0));
  Write({story[0]});
  EXPECT_TRUE(shows(1, 0));
  Write({story.begin() + 1, story.end()});
  EXPECT_TRUE(shows(0, 1));
}

TEST_F(ViewServerTest, PagesThroughAListWithoutLossOrRepeat) {
  for (int number = 0; number < 23; ++number) Write(StoryOf(number));
  std::set<std::string> seen;
  views::v1::ListView request;
  request.set_view("referral-board");
  request.set_council(kCouncil);
  request.set_limit(10);
  int pages = 0;
  do {
    const auto page = server_.List(request);
    ASSERT_TRUE(page);
    for (const auto& row : page->referral_board().rows())
      EXPECT_TRUE(seen.insert(row.referral_id()).second);
    request.set_cursor(page->next_cursor());
    ++pages;
  } while (!request.cursor().empty());
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(seen.size(), 23U);
}

TEST_F(ViewServerTest, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(server_.Get(Asking("no-such-view")).error().kind, FailureKind::kNotFound);
  EXPECT_EQ(server_.Get(Asking("case", "0193a5c4-0000-7000-8000-000000000001")).error().kind,
            FailureKind::kNotFound);
  auto request = Asking("funnel", "T-01");
  (*request.mutable_params())["from"] = "2016-02-30";
  EXPECT_EQ(server_.Get(request).error().message, "params.from");
  auto bad_token = Asking("referral-board");
  bad_token.set_after("not a token");
  EXPECT_EQ(server_.Get(bad_token).error().message, "after");
}

TEST_F(ViewServerTest, WaitsForWhatTheTokenNames) {
  const auto story = StoryOf(5);
  common::v1::ConsistencyToken token;
  token.set_context("intake");
  token.set_council(kCouncil);
  token.set_partition_key(story[0].family);
  auto& wanted = *token.add_streams();
  wanted.set_stream(story[0].stream);
  wanted.set_version(2);
  auto request = Asking("referral-board");
  request.set_after(rpc::EncodeToken(token));
  const auto early = server_.Get(request);
  ASSERT_TRUE(early);
  EXPECT_TRUE(early->stale());
  Write(story);
  const auto late = server_.Get(request);
  ASSERT_TRUE(late);
  EXPECT_FALSE(late->stale());
  EXPECT_EQ(late->referral_board().rows_size(), 1);
}

TEST_F(ViewServerTest, TellsAWatcherTheSnapshotThenEachChangeOnce) {
  const auto story = StoryOf(1);
  Write({story[0]});
  views::v1::WatchViews request;
  request.set_council(kCouncil);
  auto& watched = *request.add_views();
  watched.set_view("case");
  watched.set_id(story[0].stream);
  auto watch = server_.Watch(request);
  std::vector<views::v1::WatchedChange> changes;
  const auto next = [&] {
    auto answer = watch->Next(std::chrono::milliseconds{100});
    EXPECT_TRUE(answer);
    if (answer) changes = *answer;
    return !changes.empty();
  };
  ASSERT_TRUE(testing::Eventually(next));
  EXPECT_TRUE(changes[0].snapshot());
  EXPECT_EQ(changes[0].view().case_().stage(), "received");
  (void)watch->Next(
      std::chrono::milliseconds{700});  // the feed's own start asks for one more snapshot
  changes.clear();
  Write({story[1]});
  ASSERT_TRUE(testing::Eventually(next));
  EXPECT_EQ(changes[0].view().case_().stage(), "screening");
  const std::string last = changes[0].id();

  // A watcher that comes back is told only what it has missed.
  watch.reset();
  request.set_last_id(last);
  Write({story.begin() + 2, story.end()});
  watch = server_.Watch(request);
  changes.clear();
  ASSERT_TRUE(testing::Eventually(next));
  EXPECT_FALSE(changes[0].snapshot());
  EXPECT_EQ(changes[0].view().case_().stage(), "closed");
}

TEST_F(ViewServerTest, AWatcherIsShownMoreThanOnePage) {
  constexpr int kReferrals = static_cast<int>(kPageDefault) + 10;
  for (int number = 1; number <= kReferrals; ++number) Write({StoryOf(number)[0]});
  views::v1::WatchViews request;
  request.set_council(kCouncil);
  request.add_views()->set_view("referral-board");
  auto watch = server_.Watch(request);
  const auto first = watch->Next(std::chrono::milliseconds{100});
  ASSERT_TRUE(first);
  ASSERT_EQ(first->size(), 1U);
  EXPECT_EQ(first->front().view().referral_board().rows_size(), kReferrals);
}
TEST_F(ViewServerTest, AWatcherWithAnUnknownPlaceGetsASnapshot) {
  const auto story = StoryOf(1);
  Write(story);
  views::v1::WatchViews request;
  request.set_council(kCouncil);
  request.add_views()->set_view("referral-board");
  request.set_last_id("v99;0-0,0-0,0-0,0-0");
  auto watch = server_.Watch(request);
  const auto first = watch->Next(std::chrono::milliseconds{100});
  ASSERT_TRUE(first);
  ASSERT_EQ(first->size(), 1U);
  EXPECT_TRUE(first->front().snapshot());
}

TEST_F(ViewServerTest, SaysSoWhileThereAreNoViews) {
  ASSERT_TRUE(redis_->Call({"DEL", prefix_ + std::string(kActiveKey)}));
  EXPECT_EQ(server_.Get(Asking("referral-board")).error().kind, FailureKind::kRetry);
}

}  // namespace
}  // namespace kinward::projection
