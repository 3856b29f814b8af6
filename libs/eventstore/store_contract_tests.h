// The bodies of the contract's tests; included once by each adapter's test file.
#pragma once

#include "libs/eventstore/store_contract.h"

namespace kinward::eventstore {

using Names = std::vector<std::string>;

TEST_P(StoreContract, AppendsAndReadsBackWhatWasWritten) {
  AppendRequest request = One("referral", 0);
  const NewEvent written = request.writes[0].events[0];
  const auto appended = std::get<Appended>(Append(request));

  const StreamSlice slice = Call(store().Read(kTenant, "referral", 0, 10));
  EXPECT_EQ(slice.version, 1);
  EXPECT_EQ(slice.aggregate, "thing");
  EXPECT_EQ(slice.partition_key, "key-of-referral");
  ASSERT_EQ(slice.events.size(), 1U);
  const RecordedEvent& read = slice.events[0];
  EXPECT_EQ(appended.positions, std::vector<std::int64_t>{read.position});
  EXPECT_EQ(read.tenant, kTenant);
  EXPECT_EQ(read.stream, "referral");
  EXPECT_EQ(read.version, 1);
  EXPECT_EQ(read.type, written.type);
  EXPECT_EQ(read.id, written.id);
  EXPECT_EQ(read.body, written.body);
  EXPECT_EQ(read.metadata, written.metadata);
  EXPECT_EQ(read.occurred_time, written.occurred_time);
  EXPECT_GT(read.recorded_time, kMonday);
}

TEST_P(StoreContract, AppendsToSeveralStreamsInTheOrderWritten) {
  const auto appended =
      std::get<Appended>(Append(Request({Write("z-last-by-name", 0, {Event("a"), Event("b")}),
                                         Write("a-first-by-name", 0, {Event("c")})})));
  ASSERT_EQ(appended.positions.size(), 3U);
  const auto first = Call(store().Read(kTenant, "z-last-by-name", 0, 10));
  const auto second = Call(store().Read(kTenant, "a-first-by-name", 0, 10));
  EXPECT_EQ(first.events[0].position, appended.positions[0]);
  EXPECT_EQ(first.events[1].position, appended.positions[1]);
  EXPECT_EQ(first.events[1].version, 2);
  EXPECT_EQ(second.events[0].position, appended.positions[2]);
}

TEST_P(StoreContract, ReadsAfterAVersionAndUpToALimit) {
  Append(Request({Write("s", 0, {Event("1"), Event("2"), Event("3"), Event("4")})}));
  const StreamSlice slice = Call(store().Read(kTenant, "s", 1, 2));
  EXPECT_EQ(slice.version, 4);
  ASSERT_EQ(slice.events.size(), 2U);
  EXPECT_EQ(slice.events[0].version, 2);
  EXPECT_EQ(slice.events[1].version, 3);
}

TEST_P(StoreContract, ReadsAStreamWhoseEventsAreAllKnown) {
  Append(One("s", 0));
  const StreamSlice slice = Call(store().Read(kTenant, "s", 1, 10));
  EXPECT_EQ(slice.version, 1);
  EXPECT_EQ(slice.aggregate, "thing");
  EXPECT_TRUE(slice.events.empty());
}

TEST_P(StoreContract, KnowsNothingOfAStreamThatWasNeverOpened) {
  EXPECT_EQ(Call(store().Read(kTenant, "none", 0, 10)).version, 0);
  EXPECT_EQ(Call(store().Version(kTenant, "none")), 0);
}

TEST_P(StoreContract, KeepsTenantsApart) {
  Append(One("s", 0));
  AppendRequest other = One("s", 0);
  other.tenant = "example-council";
  EXPECT_TRUE(std::holds_alternative<Appended>(Append(other)));
  EXPECT_EQ(Call(store().Version(kTenant, "s")), 1);
}

TEST_P(StoreContract, ListsTheStreamsOfAnAggregateWithTheirVersions) {
  AppendRequest request =
      Request({Write("b", 0, {Event("x"), Event("y")}), Write("a", 0, {Event("x")})});
  request.writes[0].aggregate = "programme";
  Append(request);
  using Found = std::vector<StreamHead>;
  EXPECT_EQ(Call(store().StreamsOf("programme")), (Found{{kTenant, "b", 2}}));
}

TEST_P(StoreContract, KeepsThePartitionKeyGivenWhenTheStreamWasOpened) {
  Append(One("s", 0));
  AppendRequest later = One("s", 1);
  later.writes[0].partition_key = "another";
  Append(later);
  EXPECT_EQ(Call(store().Read(kTenant, "s", 0, 1)).partition_key, "key-of-s");
}

TEST_P(StoreContract, AnswersARepeatWithTheStoredReply) {
  AppendRequest request = One("s", 0);
  Append(request);
  AppendRequest repeat = request;
  repeat.reply = "another reply";
  repeat.writes[0].expected_version = 1;
  EXPECT_EQ(std::get<Duplicate>(Append(repeat)).reply, request.reply);
  EXPECT_EQ(Call(store().Version(kTenant, "s")), 1);
}

TEST_P(StoreContract, RefusesACommandIdReusedForAnotherRequest) {
  const AppendRequest request = One("s", 0);
  Append(request);
  AppendRequest reused = request;
  reused.request_hmac[0] = 'x';
  EXPECT_TRUE(std::holds_alternative<CommandIdReused>(Append(reused)));
  reused = request;
  reused.method = "another";
  EXPECT_TRUE(std::holds_alternative<CommandIdReused>(Append(reused)));
  reused = request;
  reused.actor = "staff:other-example";
  EXPECT_TRUE(std::holds_alternative<CommandIdReused>(Append(reused)));
}

TEST_P(StoreContract, RecordsAReplyWithoutEvents) {
  const AppendRequest request = Request({});
  EXPECT_TRUE(std::get<Appended>(Append(request)).positions.empty());
  const auto stored = Call(store().FindCommand(kTenant, request.command_id));
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(stored->reply, request.reply);
  EXPECT_EQ(stored->method, request.method);
  EXPECT_EQ(stored->actor, request.actor);
  EXPECT_EQ(stored->request_hmac, request.request_hmac);
  EXPECT_TRUE(std::holds_alternative<Duplicate>(Append(request)));
}

TEST_P(StoreContract, RefusesAnOldVersionAndLeavesNothing) {
  Append(One("s", 0));
  Append(One("s", 1));
  AppendRequest stale = One("s", 1);
  stale.timers = {TimerAt("s", "t", kMonday)};
  EXPECT_EQ(std::get<Conflict>(Append(stale)).stream, "s");
  stale.writes[0].expected_version = 2;
  ExpectNoTrace(stale);
}

TEST_P(StoreContract, RefusesToOpenAStreamTwice) {
  Append(One("s", 0));
  EXPECT_EQ(std::get<Conflict>(Append(One("s", 0))).stream, "s");
}

TEST_P(StoreContract, RefusesAVersionOfAStreamThatIsNotThere) {
  const AppendRequest early = One("s", 3);
  EXPECT_EQ(std::get<Conflict>(Append(early)).stream, "s");
}

TEST_P(StoreContract, RefusesAStreamOfAnotherAggregate) {
  Append(One("s", 0));
  AppendRequest other = One("s", 1);
  other.writes[0].aggregate = "pool";
  EXPECT_EQ(std::get<Conflict>(Append(other)).stream, "s");
}

TEST_P(StoreContract, WritesNoStreamWhenOneOfThemConflicts) {
  Append(One("b", 0));
  AppendRequest request = Request({Write("a", 0, {Event("x")}), Write("b", 0, {Event("x")})});
  EXPECT_EQ(std::get<Conflict>(Append(request)).stream, "b");
  EXPECT_EQ(Call(store().Version(kTenant, "a")), 0);
}

TEST_P(StoreContract, RefusesAnOverlappingClaimAndNamesItsHolder) {
  AppendRequest first = One("s", 0);
  first.claims = {Night("child", kMonday, "stay-1")};
  Append(first);
  AppendRequest second = One("t", 0);
  second.claims = {Night("other-child", kMonday, "stay-2"),
                   Night("child", kMonday + 23 * kHour, "stay-2")};
  second.timers = {TimerAt("t", "x", kMonday)};
  const auto taken = std::get<ClaimTaken>(Append(second));
  EXPECT_EQ(taken.kind, "child-night");
  EXPECT_EQ(taken.resource, "child");
  EXPECT_EQ(taken.holder, "stay-1");
  ExpectNoTrace(second);
  // Not even the claim before the one that was refused.
  AppendRequest third = One("u", 0);
  third.claims = {Night("other-child", kMonday, "stay-3")};
  EXPECT_TRUE(std::holds_alternative<Appended>(Append(third)));
}

TEST_P(StoreContract, LetsClaimsAbut) {
  AppendRequest request = One("s", 0);
  request.claims = {Night("child", kMonday, "a"), Night("child", kMonday + 24 * kHour, "b"),
                    Night("child", kMonday - 24 * kHour, "c")};
  EXPECT_TRUE(std::holds_alternative<Appended>(Append(request)));
}

TEST_P(StoreContract, RefusesClaimsThatOverlapWithinOneRequest) {
  AppendRequest request = One("s", 0);
  request.claims = {Night("child", kMonday, "a"), Night("child", kMonday + kHour, "b")};
  EXPECT_EQ(std::get<ClaimTaken>(Append(request)).holder, "a");
}

TEST_P(StoreContract, TellsClaimsApartByKindResourceAndTenant) {
  AppendRequest first = One("s", 0);
  first.claims = {Night("child", kMonday, "a")};
  Append(first);
  AppendRequest second = One("t", 0);
  second.claims = {Night("child-2", kMonday, "b")};
  second.claims.push_back(second.claims[0]);
  second.claims[1].kind = "worker";
  second.claims[1].resource = "child";
  EXPECT_TRUE(std::holds_alternative<Appended>(Append(second)));
  AppendRequest third = One("s", 0);
  third.tenant = "example-council";
  third.claims = {Night("child", kMonday, "c")};
  EXPECT_TRUE(std::holds_alternative<Appended>(Append(third)));
}

TEST_P(StoreContract, ReleasesBeforeItTakes) {
  AppendRequest first = One("s", 0);
  first.claims = {Night("child", kMonday, "a"), Night("child", kMonday + 24 * kHour, "a")};
  Append(first);
  AppendRequest move = One("s", 1);
  move.releases = {{"child-night", "a"}};
  move.claims = {Night("child", kMonday + 12 * kHour, "b")};
  EXPECT_TRUE(std::holds_alternative<Appended>(Append(move)));
  AppendRequest late = One("t", 0);
  late.claims = {Night("child", kMonday + 12 * kHour, "c")};
  EXPECT_EQ(std::get<ClaimTaken>(Append(late)).holder, "b");
}

TEST_P(StoreContract, KeepsAClaimWhoseReleaseWasRefused) {
  AppendRequest first = One("s", 0);
  first.claims = {Night("child", kMonday, "a")};
  Append(first);
  AppendRequest refused = One("s", 0);
  refused.releases = {{"child-night", "a"}};
  EXPECT_TRUE(std::holds_alternative<Conflict>(Append(refused)));
  AppendRequest second = One("t", 0);
  second.claims = {Night("child", kMonday, "b")};
  EXPECT_EQ(std::get<ClaimTaken>(Append(second)).holder, "a");
}

TEST_P(StoreContract, HoldsAnOpenEndedClaimForEver) {
  AppendRequest first = One("s", 0);
  first.claims = {{"open-referral", "family/W-01", kMonday, Time::max(), "referral-1"}};
  Append(first);
  AppendRequest second = One("t", 0);
  second.claims = {{"open-referral", "family/W-01", kMonday + 24 * 365 * 200 * kHour, Time::max(),
                    "referral-2"}};
  EXPECT_EQ(std::get<ClaimTaken>(Append(second)).holder, "referral-1");
}

TEST_P(StoreContract, ListsTimersByDueTimeThenStreamThenName) {
  AppendRequest request = One("b", 0);
  request.timers = {TimerAt("b", "z", kMonday), TimerAt("b", "y", kMonday),
                    TimerAt("a", "late", kMonday + kHour), TimerAt("a", "x", kMonday)};
  Append(request);
  EXPECT_EQ(TimerNames(), (Names{"x", "y", "z", "late"}));
  EXPECT_EQ(Call(store().NextDue(kTenant)), kMonday);
  EXPECT_EQ(Call(store().TenantsWithTimers()), Names{kTenant});
  EXPECT_EQ(Call(store().NextDue("example-council")), std::nullopt);
}

TEST_P(StoreContract, LeasesWhatIsDueOnceWithAllItNeeds) {
  AppendRequest request = One("s", 0);
  request.timers = {TimerAt("s", "now", kMonday), TimerAt("s", "later", kMonday + kHour)};
  Append(request);
  const auto due = Call(store().LeaseDueTimers(kTenant, kMonday, 10));
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].tenant, kTenant);
  EXPECT_EQ(due[0].stream, "s");
  EXPECT_EQ(due[0].name, "now");
  EXPECT_EQ(due[0].due, kMonday);
  EXPECT_EQ(due[0].command_type, "kinward.test.v1.Expire");
  EXPECT_EQ(due[0].command, "command-of-now");
  EXPECT_EQ(due[0].cause, UuidFrom("s", "now"));
  EXPECT_TRUE(Call(store().LeaseDueTimers(kTenant, kMonday, 10)).empty());
  EXPECT_EQ(TimerNames(), (Names{"now", "later"}));
}

TEST_P(StoreContract, LeasesTheEarliestUpToALimit) {
  AppendRequest request = One("s", 0);
  request.timers = {TimerAt("s", "c", kMonday + 2 * kHour), TimerAt("s", "a", kMonday),
                    TimerAt("s", "b", kMonday + kHour)};
  Append(request);
  const auto due = Call(store().LeaseDueTimers(kTenant, kMonday + 5 * kHour, 2));
  ASSERT_EQ(due.size(), 2U);
  EXPECT_EQ(due[0].name, "a");
  EXPECT_EQ(due[1].name, "b");
}

TEST_P(StoreContract, ReplacesATimerOfTheSameName) {
  AppendRequest first = One("s", 0);
  first.timers = {TimerAt("s", "t", kMonday)};
  Append(first);
  Call(store().LeaseDueTimers(kTenant, kMonday, 10));
  AppendRequest second = One("s", 1);
  second.timers = {TimerAt("s", "t", kMonday + kHour)};
  Append(second);
  EXPECT_EQ(Call(store().NextDue(kTenant)), kMonday + kHour);
  // Set anew, so no longer leased.
  EXPECT_EQ(Call(store().LeaseDueTimers(kTenant, kMonday + kHour, 10)).size(), 1U);
}

TEST_P(StoreContract, CancelsATimerAndMaySetItAgainInTheSameAppend) {
  AppendRequest first = One("s", 0);
  first.timers = {TimerAt("s", "a", kMonday), TimerAt("s", "b", kMonday)};
  Append(first);
  AppendRequest second = One("s", 1);
  second.cancelled = {{"s", "a"}, {"s", "b"}, {"s", "never-set"}};
  second.timers = {TimerAt("s", "b", kMonday + kHour)};
  Append(second);
  EXPECT_EQ(TimerNames(), Names{"b"});
  EXPECT_EQ(Call(store().NextDue(kTenant)), kMonday + kHour);
}

TEST_P(StoreContract, CancelsAFiredTimerOnlyIfItWasNotReplaced) {
  AppendRequest first = One("s", 0);
  first.timers = {TimerAt("s", "t", kMonday)};
  Append(first);
  AppendRequest fired = Request({});
  fired.cancelled = {{"s", "t", UuidFrom("another", "cause")}};
  Append(fired);
  EXPECT_EQ(TimerNames(), Names{"t"});
  fired = Request({});
  fired.cancelled = {{"s", "t", first.timers[0].cause}};
  Append(fired);
  EXPECT_TRUE(TimerNames().empty());
}

TEST_P(StoreContract, KeepsReactionOffsetsAndNeverMovesThemBack) {
  EXPECT_TRUE(Call(store().ReactionOffsets()).empty());
  EXPECT_TRUE(Call(store().SaveReactionOffsets({{"b", 1, 0, 10}, {"a", 0, 0, 5}})));
  EXPECT_FALSE(Call(store().SaveReactionOffsets({{"b", 1, 0, 9}, {"a", 0, 0, 6}})));
  EXPECT_TRUE(Call(store().SaveReactionOffsets({{"b", 1, 1, 0}})));  // a new generation begins at 0
  const auto offsets = Call(store().ReactionOffsets());
  ASSERT_EQ(offsets.size(), 2U);
  EXPECT_EQ(offsets[0].topic, "a");
  EXPECT_EQ(offsets[0].next, 6);
  EXPECT_EQ(offsets[1].partition, 1);
  EXPECT_EQ(offsets[1].generation, 1);
  EXPECT_EQ(offsets[1].next, 0);
}

TEST_P(StoreContract, ParksOnceAndReleasesInOrder) {
  ParkedEvent event{0, "topic", 3, 42, "family", "unknown type", std::string("h\0h", 3), kMonday};
  EXPECT_TRUE(Call(store().Park(event)));
  EXPECT_FALSE(Call(store().Park(event)));
  ParkedEvent next = event;
  next.offset = 43;
  EXPECT_TRUE(Call(store().Park(next)));
  const auto parked = Call(store().Parked(10));
  ASSERT_EQ(parked.size(), 2U);
  EXPECT_EQ(parked[0].offset, 42);
  EXPECT_EQ(parked[0].topic, "topic");
  EXPECT_EQ(parked[0].partition, 3);
  EXPECT_EQ(parked[0].key, "family");
  EXPECT_EQ(parked[0].reason, "unknown type");
  EXPECT_EQ(parked[0].headers, event.headers);
  EXPECT_EQ(parked[0].parked_time, kMonday);
  EXPECT_TRUE(Call(store().Unpark(parked[0].id)));
  EXPECT_FALSE(Call(store().Unpark(parked[0].id)));
  EXPECT_EQ(Call(store().Parked(10)).size(), 1U);
}

TEST_P(StoreContract, MovesAManualClockOnlyForward) {
  EXPECT_EQ(Call(store().ManualClock(kTenant)), std::nullopt);
  EXPECT_TRUE(Call(store().SetManualClock(kTenant, kMonday)));
  EXPECT_FALSE(Call(store().SetManualClock(kTenant, kMonday - kHour)));
  EXPECT_TRUE(Call(store().SetManualClock(kTenant, kMonday + kHour)));
  EXPECT_EQ(Call(store().ManualClock(kTenant)), kMonday + kHour);
  EXPECT_EQ(Call(store().ManualClock("example-council")), std::nullopt);
}

inline ExpectedClaim Entails(const std::string& stream, const ClaimTake& claim) {
  return {kTenant, stream, claim.kind, claim.resource, claim.from, claim.until, claim.holder};
}
inline ExpectedTimer Entails(const TimerSet& timer) {
  return {kTenant,
          timer.stream,
          timer.name,
          timer.due,
          timer.command_type,
          timer.command,
          timer.cause,
          UuidFrom(timer.cause, timer.name)};
}

TEST_P(StoreContract, ShowsAnAuditEveryEventByStreamAndVersion) {
  Append(Request({Write("b", 0, {Event("1"), Event("2")}), Write("a", 0, {Event("1")})}));
  Append(One("a", 1));
  const auto audit = store().OpenAudit();
  std::vector<std::string> read;
  for (auto page = *audit->NextEvents(3); !page.empty(); page = *audit->NextEvents(3)) {
    for (const AuditedEvent& event : page) {
      read.push_back(event.stream + std::to_string(event.version) + "/" +
                     std::to_string(event.stream_version) + event.aggregate);
    }
  }
  EXPECT_EQ(read, (Names{"a1/2thing", "a2/2thing", "b1/2thing", "b2/2thing"}));
}

TEST_P(StoreContract, AnAuditFindsNothingWhereTheEventsSayTheSame) {
  AppendRequest request = One("s", 0);
  request.claims = {Night("child", kMonday, "a"),
                    {"open-referral", "family", kMonday, Time::max(), "r"}};
  request.timers = {TimerAt("s", "t", kMonday)};
  Append(request);
  const auto audit = store().OpenAudit();
  ASSERT_TRUE(audit->Expect({Entails("s", request.claims[0]), Entails("s", request.claims[1])},
                            {Entails(request.timers[0])}));
  EXPECT_EQ(audit->Differences(10)->count, 0);
}

TEST_P(StoreContract, AnAuditFindsWhatIsMissingUnexpectedOrOtherwise) {
  AppendRequest request = One("s", 0);
  request.claims = {Night("child", kMonday, "a"), Night("other", kMonday, "b")};
  request.timers = {TimerAt("s", "otherwise", kMonday), TimerAt("s", "unexpected", kMonday)};
  Append(request);
  const auto audit = store().OpenAudit();
  ClaimTake longer = request.claims[1];
  longer.until += kHour;
  TimerSet later = request.timers[0];
  later.due += kHour;
  ASSERT_TRUE(audit->Expect({Entails("s", request.claims[0]), Entails("s", longer)},
                            {Entails(later), Entails(TimerAt("s", "missing", kMonday))}));
  const auto found = audit->Differences(4);
  using Kind = AuditDifference::Kind;
  EXPECT_EQ(found->count, 5);
  ASSERT_EQ(found->first.size(), 4U);
  EXPECT_EQ(found->first[0].kind, Kind::kClaimUnexpected);
  EXPECT_EQ(found->first[0].holder, "b");
  EXPECT_EQ(found->first[1].kind, Kind::kClaimMissing);
  EXPECT_EQ(found->first[1].stream, "s");
  EXPECT_EQ(found->first[1].resource, "other");
  EXPECT_EQ(found->first[2].kind, Kind::kTimerMissing);
  EXPECT_EQ(found->first[2].name, "missing");
  EXPECT_EQ(found->first[3].kind, Kind::kTimerDiffers);
}

TEST_P(StoreContract, AnAuditDoesNotMissATimerThatHasFired) {
  AppendRequest request = One("s", 0);
  request.timers = {TimerAt("s", "t", kMonday)};
  Append(request);
  AppendRequest fired = Request({});
  fired.command_id = UuidFrom(request.timers[0].cause, "t");
  fired.cancelled = {{"s", "t", request.timers[0].cause}};
  Append(fired);
  const auto audit = store().OpenAudit();
  ASSERT_TRUE(audit->Expect({}, {Entails(request.timers[0])}));
  EXPECT_EQ(audit->Differences(10)->count, 0);
}

}  // namespace kinward::eventstore
