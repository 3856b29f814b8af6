#include "services/referral-intake/domain/intelligence.h"

#include <gtest/gtest.h>

#include <string>

#include "libs/calendar/calendar.h"
#include "libs/testing/make.h"
#include "libs/testing/story.h"

namespace kinward::intake {
namespace {

using Story = testing::Story<Intelligence>;

const std::string kWhat =
    "item_id: 'item' family_id: 'family' person_id: 'child' source: 'police-example' "
    "kind: 'exploitation' on: '2016-11-12' expires: '2016-11-30' ";

Story Unknown() {
  return Story(
      Context{At(DateFrom(2016, 11, 14), "08:30"), {"staff", "risk.coordinator", {}}, "example"});
}
v1::RecordItem Item(const std::string& more = "grading: '2b' handling: 'p'") {
  return testing::Make<v1::RecordItem>(kWhat + more + " item { sealed: 'sealed' }");
}
v1::ExpireItem Expire() { return testing::Make<v1::ExpireItem>("item_id: 'item'"); }

TEST(RecordItemTest, IsKeptUntilItsLastDayEnds) {
  const auto recorded = Unknown().Then(Item()).Only<v1::ItemRecorded>();
  auto expected = testing::Make<v1::ItemRecorded>(
      kWhat + "grading: '2b' handling: 'p' item { sealed: 'sealed' }");
  *expected.mutable_expires_time() = ToTimestamp(StartOf(DateFrom(2016, 12, 1)));
  EXPECT_EQ(recorded, expected);
  const Effects effects = Intelligence::EffectsOf(recorded);
  ASSERT_EQ(effects.timers.size(), 1U);
  EXPECT_EQ(effects.timers[0].due, StartOf(DateFrom(2016, 12, 1)));
  EXPECT_EQ(effects.timers[0].command.message(), Expire());
}
TEST(RecordItemTest, OnConditionsItNamesWhoMaySeeIt) {
  const auto recorded = Unknown()
                            .Then(Item("grading: '1a' handling: 'c' shown_to: 'team-manager' "
                                       "conditions { sealed: 'sealed too' }"))
                            .Only<v1::ItemRecorded>();
  EXPECT_EQ(recorded.shown_to_size(), 1);
  EXPECT_EQ(recorded.conditions().sealed(), "sealed too");
}
TEST(RecordItemTest, StaysQuietOnARetryEvenWhenItIsOver) {
  EXPECT_TRUE(Unknown().Then(Item()).IsQuietOn(Item()));
  EXPECT_TRUE(Unknown().Then(Item()).Then(Expire()).IsQuietOn(Item()));
}
TEST(RecordItemTest, RefusesAnotherItemUnderItsId) {
  EXPECT_EQ(Unknown().Then(Item()).RuleAgainst(Item("grading: '2c' handling: 'p'")),
            v1::REJECTION_ITEM_ID_MUST_NOT_BE_REUSED);
}
TEST(RecordItemTest, RefusesAGradingThatIsNotListed) {
  for (const char* grading : {"4a", "2f", "b2", "2", "2bb", "high"}) {
    EXPECT_EQ(Unknown().RuleAgainst(Item("handling: 'p' grading: '" + std::string{grading} + "'")),
              v1::REJECTION_GRADING_MUST_BE_LISTED)
        << grading;
  }
}
TEST(RecordItemTest, RefusesAHandlingThatIsNotListed) {
  EXPECT_EQ(Unknown().RuleAgainst(Item("grading: '2b' handling: 'secret'")),
            v1::REJECTION_HANDLING_MUST_BE_LISTED);
}
TEST(RecordItemTest, RefusesConditionsThatNameNobody) {
  EXPECT_EQ(Unknown().RuleAgainst(Item("grading: '2b' handling: 'c'")),
            v1::REJECTION_CONDITIONS_MUST_SAY_WHO_MAY_SEE_IT);
}
TEST(RecordItemTest, RefusesWhatHasNotHappened) {
  auto tomorrow = Item();
  tomorrow.set_on("2016-11-15");
  EXPECT_EQ(Unknown().RuleAgainst(tomorrow), v1::REJECTION_DATE_MUST_NOT_BE_IN_THE_FUTURE);
}
TEST(RecordItemTest, RefusesWhatIsOverAndTakesWhatEndsToday) {
  auto over = Item();
  over.set_expires("2016-11-13");
  EXPECT_EQ(Unknown().RuleAgainst(over), v1::REJECTION_ITEM_MUST_NOT_EXPIRE_IN_THE_PAST);
  over.set_expires("2016-11-14");
  EXPECT_EQ(Unknown().Then(over).last.size(), 1U);
}

TEST(ExpireItemTest, SaysWhoseItWas) {
  EXPECT_EQ(
      Unknown().Then(Item()).Then(Expire()).Only<v1::ItemExpired>(),
      testing::Make<v1::ItemExpired>("item_id: 'item' family_id: 'family' person_id: 'child'"));
}
TEST(ExpireItemTest, StaysQuietWhenItIsToldTwice) {
  EXPECT_TRUE(Unknown().Then(Item()).Then(Expire()).IsQuietOn(Expire()));
}
TEST(ExpireItemTest, LeavesNothingInForce) {
  EXPECT_EQ(Unknown().Then(Item()).Then(Expire()).state.state, IntelligenceState::kExpired);
}
TEST(ExpireItemTest, RefusesAnItemNeverRecorded) {
  EXPECT_EQ(Unknown().RuleAgainst(Expire()), v1::REJECTION_ITEM_MUST_BE_KNOWN);
}

}  // namespace
}  // namespace kinward::intake
