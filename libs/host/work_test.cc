#include "libs/host/work.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/wrappers.pb.h>
#include <gtest/gtest.h>

namespace kinward::host {
namespace {

using Told = google::protobuf::StringValue;
using Tell = google::protobuf::BoolValue;
using NoRule = google::protobuf::NullValue;

// The smallest aggregate: it counts, and its events say in words what they entail.
struct Tally {
  struct Messages {
    static constexpr std::string_view kContext = "test";
    static constexpr std::string_view kAggregate = "tally";
    using Command = std::variant<Tell>;
    using Event = std::variant<Told>;
  };
  int events = 0;

  static Effects EffectsOf(const Told& event) {
    Effects effects;
    if (event.value() == "take") effects.claims = {{"bed", "bed-1", Time{}, Time::max(), "ana"}};
    if (event.value() == "give back") effects.releases = {{"bed", "ana"}};
    if (event.value() == "set") effects.timers = {{"lapse", Time{}, Companion(Tell())}};
    if (event.value() == "cancel") effects.cancelled_timers = {"lapse"};
    return effects;
  }
};
Decision<Tally::Messages::Event, NoRule> Decide(const Tally& /*tally*/, const Tell& /*command*/,
                                                const Context& /*context*/) {
  return std::vector<Tally::Messages::Event>{};
}
void Apply(Tally& tally, const Told& /*event*/) { ++tally.events; }

const AggregateOf<Tally> kTally;
const Uuid kCommand = UuidFrom("work-test", "command");

Events Saying(const std::vector<std::string>& words) {
  Events events;
  for (const auto& word : words) {
    auto event = std::make_shared<Told>();
    event->set_value(word);
    events.push_back(std::move(event));
  }
  return events;
}
int CountedIn(const Aggregate::State& state) {
  return static_cast<const Tally*>(state.get())->events;
}
Work On(const std::vector<std::string>& names) {
  Work work;
  for (const auto& name : names) {
    Work::Stream stream;
    stream.aggregate = &kTally;
    stream.base = kTally.Empty();
    work.streams.emplace(name, std::move(stream));
  }
  return work;
}

TEST(FoldTest, KeepsAStateThatSomebodyStillReads) {
  const Aggregate::State read = kTally.Empty();
  const Aggregate::State after = kTally.Fold(read, Saying({"one"}));
  EXPECT_EQ(CountedIn(read), 0);
  EXPECT_EQ(CountedIn(after), 1);
}

TEST(FoldTest, ChangesAStateInPlaceThatNobodyElseReads) {
  Aggregate::State only = kTally.Empty();
  const void* place = only.get();
  const Aggregate::State after = kTally.Fold(std::move(only), Saying({"one", "two"}));
  EXPECT_EQ(after.get(), place);
  EXPECT_EQ(CountedIn(after), 2);
}

TEST(WorkTest, ASecondDecisionStandsOnTheFirstAndTheBaseStaysAsItWas) {
  Work work = On({"a"});
  Work::Stream& stream = work.streams.at("a");
  const Aggregate::State cached = stream.base;
  EXPECT_EQ(CountedIn(stream.Now()), 0);
  work.Take("a", Saying({"one"}), kCommand);
  EXPECT_EQ(CountedIn(stream.Now()), 1);
  work.Take("a", Saying({"two", "three"}), kCommand);
  EXPECT_EQ(CountedIn(stream.Now()), 3);
  EXPECT_EQ(CountedIn(cached), 0);
  EXPECT_EQ(stream.VersionAfter(), 3);
}

TEST(WorkTest, EventsAreNumberedAsTheyWereDecidedWhicheverStreamTheyReturnTo) {
  Work work = On({"a", "b"});
  work.Take("a", Saying({"one"}), kCommand);
  work.Take("b", Saying({"two"}), kCommand);
  work.Take("a", Saying({"three"}), kCommand);
  const auto id = [](const std::string& number) { return UuidFrom(kCommand, "event/" + number); };
  EXPECT_EQ(work.streams.at("a").event_ids, (std::vector<Uuid>{id("0"), id("2")}));
  EXPECT_EQ(work.streams.at("b").event_ids, (std::vector<Uuid>{id("1")}));
  EXPECT_EQ(work.order, (std::vector<std::string>{"a", "b"}));
}

TEST(WorkTest, AClaimTakenAndGivenBackInOneCommandIsNotMade) {
  Work work = On({"a"});
  work.Take("a", Saying({"take", "give back"}), kCommand);
  EXPECT_TRUE(work.effects.claims.empty());
  EXPECT_EQ(work.effects.releases.size(), 1U);  // what was claimed before this command
  work.Take("a", Saying({"take"}), kCommand);
  EXPECT_EQ(work.effects.claims.size(), 1U);
}

TEST(WorkTest, ATimerSetAndCancelledInOneCommandIsNotSet) {
  Work work = On({"a", "b"});
  work.Take("a", Saying({"set", "cancel"}), kCommand);
  work.Take("b", Saying({"set", "set"}), kCommand);
  ASSERT_EQ(work.timers.size(), 1U);
  EXPECT_EQ(work.timers.front().stream, "b");
  EXPECT_EQ(work.timers.front().cause, UuidFrom(kCommand, "event/3"));
  ASSERT_EQ(work.cancelled.size(), 1U);
  EXPECT_EQ(work.cancelled.front().stream, "a");
}

}  // namespace
}  // namespace kinward::host
