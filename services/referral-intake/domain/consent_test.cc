#include "services/referral-intake/domain/consent.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "libs/calendar/calendar.h"
#include "libs/testing/make.h"
#include "libs/testing/story.h"

namespace kinward::intake {
namespace {

using Story = testing::Story<Consent>;

const std::string kWhat =
    "consent_id: 'consent' family_id: 'family' person_id: 'parent' purpose: 'contraception' "
    "referral_id: 'referral' ";

Story Unknown() {
  return Story(
      Context{At(DateFrom(2016, 11, 12), "22:40"), {"staff", "duty.worker", {}}, "example"});
}
v1::GiveConsent Give(const std::string& until = "") {
  auto command = testing::Make<v1::GiveConsent>(kWhat);
  if (!until.empty()) command.set_until(until);
  return command;
}
template <typename Message>
Message Of() {
  return testing::Make<Message>("consent_id: 'consent'");
}
Story Given(const std::string& until = "") { return Unknown().Then(Give(until)); }

TEST(GiveConsentTest, RunsOutAsItsLastDayEnds) {
  const auto given = Given("2016-11-12").Only<v1::ConsentGiven>();
  auto expected = testing::Make<v1::ConsentGiven>(kWhat + "until: '2016-11-12'");
  *expected.mutable_expires_time() = ToTimestamp(StartOf(DateFrom(2016, 11, 13)));
  EXPECT_EQ(given, expected);
  const Effects effects = Consent::EffectsOf(given);
  ASSERT_EQ(effects.timers.size(), 1U);
  EXPECT_EQ(effects.timers[0].due, StartOf(DateFrom(2016, 11, 13)));
  EXPECT_EQ(effects.timers[0].command.message(), Of<v1::ExpireConsent>());
}
TEST(GiveConsentTest, HoldsUntilWithdrawnUnlessSaid) {
  const auto given = Given().Only<v1::ConsentGiven>();
  EXPECT_EQ(given, testing::Make<v1::ConsentGiven>(kWhat));
  EXPECT_TRUE(Consent::EffectsOf(given).timers.empty());
}
TEST(GiveConsentTest, StaysQuietOnARetryWhateverBecameOfIt) {
  EXPECT_TRUE(Given().IsQuietOn(Give()));
  EXPECT_TRUE(Given().Then(Of<v1::WithdrawConsent>()).IsQuietOn(Give()));
}
TEST(GiveConsentTest, RefusesOneThatIsOverAlready) {
  EXPECT_EQ(Unknown().RuleAgainst(Give("2016-11-11")),
            v1::REJECTION_CONSENT_MUST_NOT_END_IN_THE_PAST);
}
TEST(GiveConsentTest, RefusesAnotherConsentUnderTheSameId) {
  auto of_another = Give();
  of_another.set_person_id("child");
  auto to_another = Give();
  to_another.set_purpose("sharing");
  for (const auto& other : {Give("2017-01-01"), of_another, to_another}) {
    EXPECT_EQ(Given().RuleAgainst(other), v1::REJECTION_CONSENT_ID_MUST_NOT_BE_REUSED);
  }
}

TEST(WithdrawConsentTest, NamesTheHelpThatDependsOnIt) {
  const auto withdrawn =
      Given("2016-11-30").Then(Of<v1::WithdrawConsent>()).Only<v1::ConsentWithdrawn>();
  EXPECT_EQ(withdrawn, testing::Make<v1::ConsentWithdrawn>(kWhat));
  EXPECT_EQ(Consent::EffectsOf(withdrawn).cancelled_timers, (std::vector<std::string>{"expiry"}));
}
TEST(WithdrawConsentTest, StaysQuietOnARetry) {
  EXPECT_TRUE(Given().Then(Of<v1::WithdrawConsent>()).IsQuietOn(Of<v1::WithdrawConsent>()));
}
TEST(WithdrawConsentTest, RefusesOneThatRanOut) {
  EXPECT_EQ(
      Given("2016-11-12").Then(Of<v1::ExpireConsent>()).RuleAgainst(Of<v1::WithdrawConsent>()),
      v1::REJECTION_CONSENT_MUST_BE_IN_FORCE);
}
TEST(WithdrawConsentTest, RefusesOneNeverGiven) {
  EXPECT_EQ(Unknown().RuleAgainst(Of<v1::WithdrawConsent>()), v1::REJECTION_CONSENT_MUST_BE_KNOWN);
}

TEST(ExpireConsentTest, NamesTheHelpThatDependedOnIt) {
  const auto story = Given("2016-11-12").Then(Of<v1::ExpireConsent>());
  EXPECT_EQ(story.Only<v1::ConsentExpired>(), testing::Make<v1::ConsentExpired>(kWhat));
  EXPECT_EQ(story.state.state, ConsentState::kExpired);
}
TEST(ExpireConsentTest, StaysQuietWhenItIsToldTwice) {
  EXPECT_TRUE(Given("2016-11-12").Then(Of<v1::ExpireConsent>()).IsQuietOn(Of<v1::ExpireConsent>()));
}
TEST(ExpireConsentTest, StaysQuietAboutOneThatWasWithdrawn) {
  EXPECT_TRUE(Given().Then(Of<v1::WithdrawConsent>()).IsQuietOn(Of<v1::ExpireConsent>()));
}
TEST(ExpireConsentTest, RefusesOneNeverGiven) {
  EXPECT_EQ(Unknown().RuleAgainst(Of<v1::ExpireConsent>()), v1::REJECTION_CONSENT_MUST_BE_KNOWN);
}

}  // namespace
}  // namespace kinward::intake
